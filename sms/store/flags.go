package store

import (
	"context"
	"fmt"
	"math"

	"surfstick-sms/sms"
)

// flagColumns are where the flags stand.
var flagColumns = map[sms.Flag]string{
	sms.FlagPinned: "pinned", sms.FlagMuted: "muted", sms.FlagArchived: "archived",
	sms.FlagBlocked: "blocked", sms.FlagMarked: "marked",
}

// SetFlag sets or takes away a flag of a conversation and reports whether that changed anything.
func (s *Store) SetFlag(ctx context.Context, n sms.Number, f sms.Flag, on bool) (changed bool, err error) {
	column, known := flagColumns[f]
	if !known {
		return false, fmt.Errorf("set flag: there is no flag %v", f)
	}
	err = s.change(ctx, "set flag", func(w *writer) error {
		changed, err = setFlag(w, n, column, on)
		return err
	})
	return changed, err
}

func setFlag(w *writer, n sms.Number, column string, on bool) (bool, error) {
	if on {
		return changes(w, `INSERT INTO flags (number, `+column+`) VALUES (?, 1)
			ON CONFLICT (number) DO UPDATE SET `+column+` = 1 WHERE `+column+` = 0`, string(n))
	}
	return changes(w, `UPDATE flags SET `+column+` = 0 WHERE number = ? AND `+column+` = 1`, string(n))
}

// changes runs a statement and reports whether it changed a row.
func changes(w *writer, query string, args ...any) (bool, error) {
	res, err := w.exec(query, args...)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// MarkRead marks what came from one partner, up to the message with an ID, as read, takes the mark away
// that was set by hand, and reports whether any of that changed anything.
func (s *Store) MarkRead(ctx context.Context, n sms.Number, upTo int64) (changed bool, err error) {
	err = s.change(ctx, "mark read", func(w *writer) error {
		place, err := first(w, scanID, placeSQL, upTo, int64(math.MaxInt64))
		if err != nil {
			return err
		}
		read, err := changes(w, `UPDATE messages SET read = 1
			WHERE number = ? AND read = 0 AND deleted_at = 0 AND place <= ?`, string(n), place)
		if err != nil {
			return err
		}
		unmarked, err := setFlag(w, n, flagColumns[sms.FlagMarked], false)
		changed = read || unmarked
		return err
	})
	return changed, err
}
