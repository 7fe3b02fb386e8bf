package store

import (
	"context"
	"database/sql"
	"errors"
)

// salvagedPrograms is what another file holds of programs, as far as it can be read. Older files hold nothing.
type salvagedPrograms struct {
	calls    []salvagedRow // with what their texts are known by
	arrivals [][]any       // number and message
}

func readPrograms(ctx context.Context, db *sql.DB) salvagedPrograms {
	return salvagedPrograms{
		calls: plansOf(ctx, db, `SELECT id, key, program, parts, at FROM program_calls ORDER BY id`,
			`SELECT call_id, row, same, message_id FROM program_texts ORDER BY call_id, row`),
		arrivals: readValues(ctx, db, `SELECT seq, message_id FROM arrivals ORDER BY seq`),
	}
}

// messagesHere finds the messages of another file in this one.
type messagesHere struct {
	rows []salvaged
	ids  map[int64]int64 // of those that were added, by their IDs there
	byID map[int64]salvaged
}

// sameHereSQL finds a message by its ID, which it has in a copy of the same file, or by what it says.
const sameHereSQL = `SELECT coalesce(
	(SELECT id FROM messages WHERE id = ?5 AND number = ?1 AND direction = ?2 AND text = ?3 AND time = ?4),
	(SELECT id FROM messages WHERE number = ?1 AND direction = ?2 AND text = ?3 AND time = ?4 AND deleted_at = 0),
	(SELECT id FROM messages WHERE number = ?1 AND direction = ?2 AND text = ?3 AND time = ?4), 0)`

// find returns the ID of a message here by that which it has in the other file, 0 for none.
func (m *messagesHere) find(w *writer, there any) (int64, error) {
	id, _ := there.(int64)
	if here := m.ids[id]; here != 0 {
		return here, nil
	}
	if m.byID == nil {
		m.byID = map[int64]salvaged{}
		for _, r := range m.rows {
			m.byID[r.id] = r
		}
	}
	r, known := m.byID[id]
	if !known {
		return 0, nil
	}
	return first(w, scanID, sameHereSQL, append(r.same(), id)...)
}

// add adds what is not here yet: the keys, so that no call that is repeated sends anything again, and the
// numbers of the arrivals, so that programs get what they have not had.
func (p salvagedPrograms) add(w *writer, here messagesHere) error {
	for _, c := range p.calls {
		if err := addCall(w, &here, c); err != nil {
			return err
		}
	}
	for _, a := range p.arrivals {
		id, err := here.find(w, a[1])
		if err != nil {
			return err
		}
		if id == 0 {
			continue
		}
		if err := w.run(addArrivalSQL, a[0], id); err != nil {
			return err
		}
	}
	return nil
}

// addArrivalSQL gives a message the number of its arrival, unless that is taken or it has a later one.
const addArrivalSQL = `INSERT INTO arrivals (seq, message_id) SELECT ?1, ?2
	WHERE NOT EXISTS (SELECT 1 FROM arrivals WHERE seq = ?1)
	ON CONFLICT (message_id) DO UPDATE SET seq = max(seq, excluded.seq)`

// addCall adds a call unless it is here: by its key, or by its time, program and number of parts.
func addCall(w *writer, here *messagesHere, c salvagedRow) error {
	call, err := first(w, scanID, `INSERT INTO program_calls (key, program, parts, at) SELECT ?1,?2,?3,?4
		WHERE NOT EXISTS (SELECT 1 FROM program_calls WHERE key = ?1)
		AND (?1 IS NOT NULL OR NOT EXISTS (SELECT 1 FROM program_calls
			WHERE key IS NULL AND program = ?2 AND parts = ?3 AND at = ?4))
		RETURNING id`, c.values...)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, t := range c.below {
		id, err := here.find(w, t[2])
		if err != nil {
			return err
		}
		if id == 0 {
			id = nobody // its message could not be read
		}
		err = w.run(`INSERT INTO program_texts (call_id, row, same, message_id) VALUES (?,?,?,?)`,
			call, t[0], t[1], id)
		if err != nil {
			return err
		}
	}
	return nil
}

// nobody stands for the message of a text that was lost.
const nobody = 0
