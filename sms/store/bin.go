package store

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// Rest returns what becomes of a text that is not done with (queued, waiting, being sent) when it goes
// into the bin or comes out of it, so that it never goes out by itself.
type Rest func(outbox.Text) outbox.Text

// Delete puts messages into the bin. What they were made of stays until they are removed.
func (s *Store) Delete(ctx context.Context, at time.Time, rest Rest, ids ...int64) error {
	return s.change(ctx, "delete messages", func(w *writer) error {
		for _, id := range ids {
			if _, err := discard(w, at, rest, "id = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeleteConversation puts all texts with one partner and the draft into the bin, and returns the IDs of the
// texts. The name stays, and so does it when the partner is blocked; the other flags fall away.
func (s *Store) DeleteConversation(
	ctx context.Context, at time.Time, rest Rest, n sms.Number,
) (ids []int64, err error) {
	err = s.change(ctx, "delete conversation", func(w *writer) error {
		if ids, err = discard(w, at, rest, "number = ?", string(n)); err != nil {
			return err
		}
		err := w.run(`UPDATE drafts SET deleted_at = ? WHERE number = ? AND deleted_at = 0`,
			millis(at), string(n))
		if err != nil {
			return err
		}
		return w.run(`UPDATE flags SET pinned = 0, muted = 0, archived = 0, marked = 0 WHERE number = ?`,
			string(n))
	})
	return ids, err
}

// discard puts the messages for which the condition is true into the bin and returns their IDs.
func discard(w *writer, at time.Time, rest Rest, where string, arg any) ([]int64, error) {
	if err := settleOpen(w, rest, where+" AND deleted_at = 0", arg); err != nil {
		return nil, err
	}
	return list(w, scanID, `UPDATE messages SET deleted_at = ? WHERE deleted_at = 0 AND `+where+
		` RETURNING id`, millis(at), arg)
}

// settleOpen has rest decide about the texts that are not done with.
func settleOpen(w *writer, rest Rest, where string, arg any) error {
	open, err := list(w, scanID, `SELECT id FROM messages WHERE `+where+` AND `+openSQL, arg)
	if err != nil {
		return err
	}
	for _, id := range open {
		t, err := text(w, id)
		if err != nil {
			return err
		}
		if _, err := saveText(w, rest(t)); err != nil {
			return err
		}
	}
	return nil
}

// Restore takes messages out of the bin. It returns the outgoing ones among them, as they are now. The
// draft comes back that was deleted together with one of them, unless there is a new one.
func (s *Store) Restore(ctx context.Context, rest Rest, ids ...int64) (texts []outbox.Text, err error) {
	err = s.change(ctx, "restore messages", func(w *writer) error {
		texts = nil
		for _, id := range ids {
			if err := settleOpen(w, rest, "id = ? AND deleted_at <> 0", id); err != nil {
				return err
			}
			if err := w.run(restoreDraftSQL, id); err != nil {
				return err
			}
			if err := w.run(`UPDATE messages SET deleted_at = 0 WHERE id = ?`, id); err != nil {
				return err
			}
			t, err := text(w, id)
			if errors.Is(err, ErrNotFound) {
				continue // it came in, or is gone
			}
			if err != nil {
				return err
			}
			texts = append(texts, t)
		}
		return nil
	})
	return texts, err
}

const restoreDraftSQL = `UPDATE drafts SET deleted_at = 0 WHERE deleted_at <> 0 AND
	(number, deleted_at) = (SELECT number, deleted_at FROM messages WHERE id = ?)`

// Bin is a page of the texts in the bin, those deleted last first: those behind the given ID, or the first
// ones when it is 0. A limit of 0 or less is no limit.
func (s *Store) Bin(ctx context.Context, before int64, limit int) ([]sms.Message, error) {
	if before <= 0 {
		return read(ctx, s.reads, scanMessage, `SELECT `+messageColumns+` FROM messages m
			WHERE deleted_at <> 0 ORDER BY deleted_at DESC, id DESC LIMIT ?`, unlimited(limit))
	}
	return read(ctx, s.reads, scanMessage, `SELECT `+messageColumns+` FROM messages m
		WHERE deleted_at <> 0 AND (deleted_at, id) <
			(SELECT deleted_at, id FROM messages WHERE id = ?)
		ORDER BY deleted_at DESC, id DESC LIMIT ?`, before, unlimited(limit))
}

// MisdatedInBin takes note for texts that claim to have been deleted before there were any that they were
// deleted now: the clock was wrong then, and they would be removed too early.
func (s *Store) MisdatedInBin(ctx context.Context, now time.Time) error {
	return s.exec(ctx, "put right the bin", `UPDATE messages SET deleted_at = ?1
		WHERE deleted_at <> 0 AND deleted_at < min(time, ?1)`, millis(now))
}

// Oldest returns when the text or draft was deleted that has been in the bin for longest; zero for an empty
// bin.
func (s *Store) Oldest(ctx context.Context) (at time.Time, err error) {
	err = s.look(ctx, "look into the bin", func(w *writer) error {
		ms, err := first(w, scanID, `SELECT coalesce(min(at), 0) FROM (
			SELECT min(deleted_at) AS at FROM messages WHERE deleted_at <> 0
			UNION ALL SELECT min(deleted_at) FROM drafts WHERE deleted_at <> 0)`)
		at = moment(ms)
		return err
	})
	return at, err
}

// NewestInBin returns when the text or draft was deleted that came into the bin last; zero for an empty bin.
func (s *Store) NewestInBin(ctx context.Context) (time.Time, error) {
	ms, err := read(ctx, s.reads, scanID, `SELECT coalesce(max(at), 0) FROM (
		SELECT max(deleted_at) AS at FROM messages WHERE deleted_at <> 0
		UNION ALL SELECT max(deleted_at) FROM drafts WHERE deleted_at <> 0)`)
	if err != nil {
		return time.Time{}, err
	}
	return moment(ms[0]), nil
}

// Purge removes what was put into the bin at the given time or before, for good: at most n texts at once, those
// that were deleted first. It returns their IDs.
func (s *Store) Purge(ctx context.Context, until time.Time, n int) (ids []int64, err error) {
	err = s.change(ctx, "empty bin", func(w *writer) error {
		ids, err = list(w, scanID, `SELECT id FROM messages WHERE deleted_at <> 0 AND deleted_at <= ?
			ORDER BY deleted_at LIMIT ?`, millis(until), n)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := remove(w, id); err != nil {
				return err
			}
		}
		return w.run(`DELETE FROM drafts WHERE deleted_at <> 0 AND deleted_at <= ?`, millis(until))
	})
	return ids, err
}

// Remove removes messages for good and overwrites the PDUs that they were made of; their hashes stay, so
// that a repeat is still recognised.
func (s *Store) Remove(ctx context.Context, ids ...int64) error {
	return s.change(ctx, "remove messages", func(w *writer) error {
		for _, id := range ids {
			if err := remove(w, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// remove removes a message and what its PDUs held.
func remove(w *writer, id int64) error {
	err := w.run(`UPDATE raw_pdus SET pdu = '', state = ? WHERE message_id = ?`, int(RawSettled), id)
	if err != nil {
		return err
	}
	if err := unindex(w, id); err != nil {
		return err
	}
	clear(w.taken) // its place is free
	return w.run(`DELETE FROM messages WHERE id = ?`, id)
}

func scanID(row scanner) (id int64, err error) { return id, row.Scan(&id) }
