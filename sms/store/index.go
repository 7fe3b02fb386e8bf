package store

import (
	"context"

	"surfstick-sms/sms/find"
)

// The index for searching is an FTS5 table of grams (package find) without positions and without the texts
// themselves: it says which texts to compare. It is filled behind the messages, many at a time, so that
// neither sending nor receiving pays for it, and an old file is open at once. What it does not hold yet is
// compared without it. Messages up to an ID are in it, also those in the bin.

// indexed is a message as the index has it.
type indexed struct {
	id, place    int64
	number, text string
}

func scanIndexed(row scanner) (m indexed, err error) {
	return m, row.Scan(&m.id, &m.place, &m.number, &m.text)
}

const indexedSQL = `SELECT id, place, number, text FROM messages WHERE `

// indexSQL puts a message into the index, or anew.
const indexSQL = `INSERT OR REPLACE INTO search (rowid, grams) VALUES (?, ?)`

// reindex brings the index up to date when the text of a message has changed.
func reindex(w *writer, id int64) error {
	upTo, err := first(w, scanID, `SELECT id FROM searched`)
	if err != nil || id > upTo {
		return err
	}
	m, err := first(w, scanIndexed, indexedSQL+`id = ?`, id)
	if err != nil {
		return err
	}
	if err := w.run(indexSQL, m.place, find.Grams(m.text, m.number)); err != nil {
		return err
	}
	return soil(w)
}

// unindex takes a message out of the index, before it is removed.
func unindex(w *writer, id int64) error {
	gone, err := changes(w, `DELETE FROM search WHERE rowid =
		(SELECT place FROM messages WHERE id = ? AND id <= (SELECT id FROM searched))`, id)
	if err != nil {
		return err
	}
	if !gone {
		return nil
	}
	return soil(w)
}

// soil takes note that the index holds something that has to go.
func soil(w *writer) error {
	w.soiled.Store(true)
	return w.run(`UPDATE searched SET dirty = 1`)
}

// Index puts up to n of the messages that are not in the index for searching into it, and returns how many it
// put in.
func (s *Store) Index(ctx context.Context, n int) (put int, err error) {
	err = s.change(ctx, "index for searching", func(w *writer) error {
		if w.spoilt.Load() {
			if err := renewIndex(w); err != nil {
				return err
			}
		}
		all, err := list(w, scanIndexed, indexedSQL+`id > (SELECT id FROM searched) ORDER BY id LIMIT ?`, n)
		if err != nil {
			return err
		}
		if put = len(all); put < n {
			w.unsearched.Store(0)
		} else {
			w.unsearched.Add(-int64(put))
		}
		for _, m := range all {
			if err := w.run(indexSQL, m.place, find.Grams(m.text, m.number)); err != nil {
				return err
			}
		}
		if put == 0 {
			return nil
		}
		return w.run(`UPDATE searched SET id = ?`, all[put-1].id)
	})
	return put, err
}

// cleanPages is about how many pages of the index Clean writes at a time.
const cleanPages = 16

// Clean takes one step to write the index for searching anew without what was removed, and reports whether it
// is clean now. Until then the file holds grams of removed texts, three characters each, in no order.
func (s *Store) Clean(ctx context.Context) (clean bool, err error) {
	err = s.change(ctx, "clean the index for searching", func(w *writer) error {
		dirty, err := first(w, scanID, `SELECT dirty FROM searched`)
		if err != nil {
			return err
		}
		clean = dirty == 0
		if clean {
			w.soiled.Store(false)
			return nil
		}
		// A negative number begins to merge everything, a positive one goes on (sqlite.org/fts5.html
		// #the_merge_command). It is at its end when it changes less than two rows.
		pages := cleanPages
		if dirty == dirtyAll {
			pages = -cleanPages
		}
		before, err := first(w, scanID, `SELECT total_changes()`)
		if err != nil {
			return err
		}
		if err := w.run(`INSERT INTO search (search, rank) VALUES ('merge', ?)`, pages); err != nil {
			return err
		}
		after, err := first(w, scanID, `SELECT total_changes()`)
		if err != nil {
			return err
		}
		next := dirtyRest
		if clean = dirty == dirtyRest && after-before < 2; clean {
			next = 0
			w.soiled.Store(false)
		}
		return w.run(`UPDATE searched SET dirty = ?`, next)
	})
	return clean, err
}

// What searched.dirty says: nothing was written anew yet, or some of it.
const (
	dirtyAll  = 1
	dirtyRest = 2
)

// Unsearched returns about how many messages are not in the index for searching; more than any number that
// matters as long as Index has not looked. It asks no disk.
func (s *Store) Unsearched() int {
	if s.w == nil {
		return 0
	}
	return int(s.w.unsearched.Load())
}

// Soiled reports whether the index for searching may hold something of what was removed; see Clean. It asks no
// disk.
func (s *Store) Soiled() bool { return s.w != nil && s.w.soiled.Load() }
