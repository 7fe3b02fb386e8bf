package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// Outgoing is a text to be queued.
type Outgoing struct {
	Text outbox.Text // what the user wrote, its parts, for whom and through which SIM card
	IMEI string      // the modem that was there, "" for none
	At   time.Time
	// Program is what had it sent; "" for the person at the window.
	Program sms.Program
}

const insertPartSQL = `INSERT INTO out_parts (message_id, part, tpdu) VALUES (?,?,?)`

// Enqueue commits a new outgoing text with its parts and returns it with its ID. The draft for the
// partner goes away with it.
func (s *Store) Enqueue(ctx context.Context, o Outgoing) (sms.Message, error) {
	var m sms.Message
	err := s.change(ctx, "queue text", func(w *writer) (err error) {
		if m, err = enqueue(w, o); err != nil {
			return err
		}
		return w.run(dropDraftSQL, string(o.Text.To))
	})
	return stored(m), err
}

// enqueue inserts a new outgoing text with its parts.
func enqueue(w *writer, o Outgoing) (sms.Message, error) {
	m := sms.Message{
		Number: o.Text.To, Direction: sms.Outgoing, Text: o.Text.Body, Status: o.Text.Status,
		Reason: o.Text.Reason, Code: o.Text.Code, Time: o.At, Parts: len(o.Text.Parts), Read: true,
		Program: o.Program,
	}
	var err error
	if m.ID, err = insertMessage(w, m, o.IMEI, o.Text.IMSI); err != nil {
		return m, err
	}
	for i, p := range o.Text.Parts {
		if err := w.run(insertPartSQL, m.ID, i, p.TPDU); err != nil {
			return m, err
		}
	}
	return m, nil
}

// openSQL is true for the texts that are not done with. The index messages_pending has the same
// condition, in the same words, so that it is used.
var openSQL = fmt.Sprintf("status IN (%d, %d, %d)", sms.Queued, sms.Sending, sms.Waiting)

// Pending returns the texts that are not done with: queued, waiting and sending, oldest first.
func (s *Store) Pending(ctx context.Context) ([]outbox.Text, error) {
	return s.texts(ctx, "read queue", `SELECT id FROM messages WHERE `+openSQL+`
		AND deleted_at = 0 ORDER BY id`)
}

// doubtSQL is true for the texts about which a stick can be asked. The index messages_note has the
// first of its conditions, in the same words, so that it is used.
var doubtSQL = fmt.Sprintf("note IS NOT NULL AND status = %d", sms.Unconfirmed)

// InDoubt returns the unconfirmed texts that have a note, oldest first.
func (s *Store) InDoubt(ctx context.Context) ([]outbox.Text, error) {
	return s.texts(ctx, "read texts in doubt", `SELECT id FROM messages WHERE `+doubtSQL+`
		AND deleted_at = 0 ORDER BY id`)
}

// texts returns the outgoing texts whose IDs a query finds.
func (s *Store) texts(ctx context.Context, what, query string) (all []outbox.Text, err error) {
	err = s.look(ctx, what, func(w *writer) error {
		ids, err := list(w, scanID, query)
		if err != nil {
			return err
		}
		all = make([]outbox.Text, len(ids))
		for i, id := range ids {
			if all[i], err = text(w, id); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

var textSQL = fmt.Sprintf(`SELECT number, text, imsi, status, reason, code, tries, next_try,
	done_at, note FROM messages WHERE id = ? AND direction = %d`, sms.Outgoing)

const partsSQL = `SELECT tpdu, state, ref, at FROM out_parts WHERE message_id = ? ORDER BY part`

// Text returns an outgoing text with its parts.
func (s *Store) Text(ctx context.Context, id int64) (t outbox.Text, err error) {
	err = s.look(ctx, fmt.Sprintf("read text %d", id), func(w *writer) error {
		t, err = text(w, id)
		return err
	})
	return t, err
}

func text(w *writer, id int64) (outbox.Text, error) {
	t, err := first(w, scanText, textSQL, id)
	if err != nil {
		return t, err
	}
	t.ID = id
	t.Parts, err = list(w, scanPart, partsSQL, id)
	return t, err
}

func scanText(row scanner) (outbox.Text, error) {
	var t outbox.Text
	var next, done int64
	err := row.Scan(&t.To, &t.Body, &t.IMSI, &t.Status, &t.Reason, &t.Code, &t.Tries, &next, &done, &t.Note)
	t.NextTry, t.DoneAt = moment(next), moment(done)
	return t, err
}

func scanPart(row scanner) (outbox.Part, error) {
	var p outbox.Part
	var at int64
	err := row.Scan(&p.TPDU, &p.State, &p.Ref, &at)
	p.At = moment(at)
	return p, err
}

var (
	saveTextSQL = `UPDATE messages SET status = ?, reason = ?, code = ?, tries = ?, next_try = ?,
		done_at = ?, done = ?, imsi = ?, note = ? WHERE id = ?` + returningSQL
	savePartSQL = `UPDATE out_parts SET state = ?, ref = ?, at = ? WHERE message_id = ? AND part = ?`
)

func saveText(w *writer, t outbox.Text) (sms.Message, error) {
	m, err := first(w, scanMessage, saveTextSQL, int(t.Status), int(t.Reason), t.Code, t.Tries,
		millis(t.NextTry), millis(t.DoneAt), t.Done(), t.IMSI, t.Note, t.ID)
	if errors.Is(err, ErrNotFound) {
		return sms.Message{}, nil
	}
	if err != nil {
		return sms.Message{}, err
	}
	for i, p := range t.Parts {
		if _, err := w.exec(savePartSQL, int(p.State), p.Ref, millis(p.At), t.ID, i); err != nil {
			return sms.Message{}, err
		}
	}
	return m, nil
}

var candidatesSQL = fmt.Sprintf(`SELECT p.message_id, p.part, m.number, p.state, p.ref, p.at
	FROM out_parts p JOIN messages m ON m.id = p.message_id
	WHERE p.at >= ? AND (p.state = %[1]d OR p.state > %[1]d AND p.ref = ?)`, outbox.Handed)

// Candidates returns the parts handed over since the given time that a report with this reference
// may be about: those that bear it, and those whose reference is not known.
func (s *Store) Candidates(
	ctx context.Context, since time.Time, ref int,
) (all []outbox.Candidate, err error) {
	err = s.look(ctx, "read sent parts", func(w *writer) error {
		all, err = list(w, scanCandidate, candidatesSQL, millis(since), ref)
		return err
	})
	return all, err
}

var openPartsSQL = fmt.Sprintf(`SELECT p.message_id, p.part, m.number, p.state, p.ref, p.at
	FROM out_parts p JOIN messages m ON m.id = p.message_id
	WHERE p.at >= ? AND p.state IN (%d, %d)`, outbox.Handed, outbox.Sent)

// OpenParts returns the parts handed over since the given time whose last word is not known: a report
// that names only a number may be about one of them.
func (s *Store) OpenParts(ctx context.Context, since time.Time) (all []outbox.Candidate, err error) {
	err = s.look(ctx, "read open parts", func(w *writer) error {
		all, err = list(w, scanCandidate, openPartsSQL, millis(since))
		return err
	})
	return all, err
}

func scanCandidate(row scanner) (outbox.Candidate, error) {
	var c outbox.Candidate
	var at int64
	err := row.Scan(&c.Text, &c.Part, &c.To, &c.State, &c.Ref, &at)
	c.At = moment(at)
	return c, err
}
