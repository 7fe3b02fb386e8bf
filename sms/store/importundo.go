package store

import (
	"context"
	"errors"

	"surfstick-sms/sms"
	"surfstick-sms/sms/transfer"
)

// UndoImport removes a part of what an import has added, for good, at most so many texts. It returns their
// IDs; none when there are no more, and then names, drafts and flags are gone, too, unless the user has
// changed them since.
func (s *Store) UndoImport(ctx context.Context, id int64, limit int) (ids []int64, err error) {
	err = s.change(ctx, "undo import", func(w *writer) error {
		ids, err = list(w, scanID, `SELECT id FROM messages WHERE imported = ? LIMIT ?`, id, limit)
		if err != nil {
			return err
		}
		for _, text := range ids {
			if err := remove(w, text); err != nil {
				return err
			}
		}
		if len(ids) > 0 {
			return nil
		}
		return undoPartners(w, id)
	})
	return ids, err
}

func undoPartners(w *writer, id int64) error {
	type said struct {
		number sms.Number
		kind   int64
		value  string
	}
	all, err := list(w, func(row scanner) (p said, err error) {
		return p, row.Scan(&p.number, &p.kind, &p.value)
	}, `SELECT number, kind, value FROM import_partners WHERE import_id = ?`, id)
	for _, p := range all {
		n := string(p.number)
		switch p.kind {
		case importedName:
			err = errors.Join(err, undoName(w, p.number, p.value))
		case importedDraft:
			err = errors.Join(err, w.run(`DELETE FROM drafts WHERE number = ? AND text = ?`, n, p.value))
		case importedFlags:
			err = errors.Join(err, undoFlags(w, p.number, p.value))
		default:
			err = errors.Join(err, w.run(`UPDATE planned SET removed = 1 WHERE id = ?`, p.kind-importedPlanned))
		}
	}
	if err != nil {
		return err
	}
	return w.run(`DELETE FROM imports WHERE id = ?`, id)
}

// undoName takes a number from its person who still has the name that was imported.
func undoName(w *writer, n sms.Number, name string) error {
	owner, err := ownerOf(w, n)
	if errors.Is(err, ErrNotFound) || err == nil && owner.Name != name {
		return nil
	}
	return errors.Join(err, dropNumber(w, n))
}

// undoFlags removes flags that are still as they were imported.
func undoFlags(w *writer, n sms.Number, value string) error {
	now, err := list(w, func(row scanner) (p transfer.Partner, err error) {
		return p, row.Scan(&p.Pinned, &p.Muted, &p.Archived, &p.Blocked, &p.Marked)
	}, `SELECT pinned, muted, archived, blocked, marked FROM flags WHERE number = ?`, string(n))
	if err != nil || len(now) == 0 || importFlags(now[0]) != value {
		return err
	}
	return w.run(`DELETE FROM flags WHERE number = ?`, string(n))
}
