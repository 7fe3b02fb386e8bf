package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// RawState is what became of something that came in.
type RawState int

// The states; the file holds their numbers. What came in is New until it was decoded and its outcome is
// on disk too; Held while it is a part of a message whose other parts are missing; Settled for good.
const (
	RawNew     RawState = 0
	RawHeld    RawState = 1
	RawSettled RawState = 2
)

// Raw is a PDU, or what another format has in its place, as it came in.
type Raw struct {
	ID int64
	sms.Delivery
	IMEI, IMSI string
	At         time.Time
	State      RawState
	// Message is the message that was made of it, 0 for none.
	Message int64
}

const keepRawSQL = `INSERT INTO raw_pdus (pdu, length, route, memory, slot, old, read, imei, imsi, at,
	format) VALUES (?,?,?,?,?,?,?,?,?,?,?)`

// KeepRaw commits what came in and returns its ID; when it returns nil it is safe and may be deleted
// from the card or the stick.
func (s *Store) KeepRaw(ctx context.Context, r Raw) (id int64, err error) {
	err = s.change(ctx, "keep PDU", func(w *writer) error {
		res, err := w.exec(keepRawSQL, r.Raw, r.Length, int(r.Route), r.Memory, r.Index, r.Old,
			r.Read, r.IMEI, r.IMSI, millis(r.At), int(r.Format))
		if err != nil {
			return err
		}
		id, err = res.LastInsertId()
		return err
	})
	return id, err
}

const rawColumns = `id, pdu, length, route, memory, slot, old, read, imei, imsi, at, state,
	coalesce(message_id, 0), format`

func scanRaw(row scanner) (Raw, error) {
	var r Raw
	var at int64
	err := row.Scan(&r.ID, &r.Raw, &r.Length, &r.Route, &r.Memory, &r.Index, &r.Old, &r.Read,
		&r.IMEI, &r.IMSI, &at, &r.State, &r.Message, &r.Format)
	r.At = moment(at)
	return r, err
}

// unsettledSQL is true for the PDUs that are not done with. The index raw_pdus_open has the same
// condition, in the same words, so that it is used.
var unsettledSQL = fmt.Sprintf("state <> %d", RawSettled)

// OpenRaws returns the PDUs after the given ID that are not settled, in the order of arrival: what a
// program that was killed left undone, and the parts that wait for others.
func (s *Store) OpenRaws(ctx context.Context, after int64, limit int) (open []Raw, err error) {
	err = s.look(ctx, "read open PDUs", func(w *writer) error {
		open, err = list(w, scanRaw, `SELECT `+rawColumns+` FROM raw_pdus
			WHERE `+unsettledSQL+` AND id > ? ORDER BY id LIMIT ?`, after, limit)
		return err
	})
	return open, err
}

const sameSQL = `SELECT ` + rawColumns + ` FROM raw_pdus
	WHERE hash = ? AND id < ? ORDER BY id DESC LIMIT 100`

// Same returns what came in before the given one with the same hash, newest first, at most 100.
func (s *Store) Same(ctx context.Context, hash []byte, before int64) (same []Raw, err error) {
	err = s.look(ctx, "look for the same", func(w *writer) error {
		same, err = list(w, scanRaw, sameSQL, hash, before)
		return err
	})
	return same, err
}

const twinSQL = `SELECT id FROM raw_pdus
	WHERE twin = ? AND format <> ? AND (imsi = ? OR imsi = '' OR ? = '') LIMIT 1`

// HasTwin reports whether the text of r came before in another format, for the same SIM card as far as
// that is known.
func (s *Store) HasTwin(ctx context.Context, twin []byte, r Raw) (found bool, err error) {
	err = s.look(ctx, "look for the text in another format", func(w *writer) error {
		_, err := first(w, scanID, twinSQL, twin, int(r.Format), r.IMSI, r.IMSI)
		found = err == nil
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		return err
	})
	return found, err
}

// Outcome is what something that came in turned out to be.
type Outcome struct {
	Raw int64
	// Hash is what its bytes have in common with a repeat, Twin what its text has in common with the
	// same text in another format; nil leaves it as it is.
	Hash, Twin []byte
	State      RawState
}

// Incoming is what received PDUs turned out to be.
type Incoming struct {
	Raws []Outcome
	// Message is inserted when its ID is 0, updated otherwise; nil for none. The raws with a
	// message point to it.
	Message    *sms.Message
	IMEI, IMSI string
}

// Change is everything that one transaction writes about texts: what came in, and the new states of
// texts going out.
type Change struct {
	Incoming []Incoming
	Texts    []outbox.Text
}

// Write commits a change, all of it or nothing. It returns the messages as they are now, first those of
// Incoming, then those of Texts. The ID is 0 where there is no message, or where the user has deleted
// it meanwhile, which is no error.
func (s *Store) Write(ctx context.Context, c Change) ([]sms.Message, error) {
	all := make([]sms.Message, len(c.Incoming)+len(c.Texts))
	err := s.change(ctx, "write texts", func(w *writer) (err error) {
		for i, in := range c.Incoming {
			if all[i], err = settle(w, in); err != nil {
				return err
			}
		}
		for i, t := range c.Texts {
			if all[len(c.Incoming)+i], err = saveText(w, t); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// Settle commits what received PDUs turned out to be and returns the message that they make.
func (s *Store) Settle(ctx context.Context, in Incoming) (sms.Message, error) {
	all, err := s.Write(ctx, Change{Incoming: []Incoming{in}})
	return all[0], err
}

const settleRawSQL = `UPDATE raw_pdus SET state = ?, hash = coalesce(?, hash), twin = coalesce(?, twin),
	message_id = coalesce(nullif(?, 0), message_id) WHERE id = ?`

func settle(w *writer, in Incoming) (m sms.Message, err error) {
	if in.Message != nil {
		if m, err = putIncoming(w, in); err != nil {
			return m, err
		}
	}
	for _, o := range in.Raws {
		if _, err := w.exec(settleRawSQL, int(o.State), o.Hash, o.Twin, m.ID, o.Raw); err != nil {
			return m, err
		}
	}
	return m, nil
}

// putIncoming inserts or updates the message. One in the bin comes back, unread: what it lacked came in after
// it was deleted.
func putIncoming(w *writer, in Incoming) (sms.Message, error) {
	m := *in.Message
	if m.ID == 0 {
		id, err := insertMessage(w, m, in.IMEI, in.IMSI)
		if err != nil {
			return m, err
		}
		m.ID = id
		return stored(m), arrive(w, id)
	}
	before, err := first(w, scanMessage, messageSQL, m.ID)
	if errors.Is(err, ErrNotFound) {
		return sms.Message{}, nil
	}
	if err != nil {
		return m, err
	}
	m, err = first(w, scanMessage, `UPDATE messages SET text = ?, status = ?,
		sent_at = ?, sent_zone = ?, parts = ?, done = ?,
		read = CASE WHEN deleted_at = 0 THEN read ELSE 0 END, deleted_at = 0 WHERE id = ?`+returningSQL,
		m.Text, int(m.Status), millis(m.SentAt), zone(m.SentAt), m.Parts, m.Done,
		m.ID)
	if err != nil {
		return m, err
	}
	if m.Text != before.Text || m.Status != before.Status {
		if err := arrive(w, m.ID); err != nil {
			return m, err
		}
	}
	return m, reindex(w, m.ID)
}
