package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// Enqueue commits a new outgoing text with its parts and gives it back with its ID. The draft for
// the partner goes away with it.
func (s *Store) Enqueue(
	ctx context.Context, text string, o outbox.Text, now time.Time, imei string,
) (sms.Message, error) {
	m := sms.Message{
		Number: o.To, Direction: sms.Outgoing, Text: text, Status: o.Status, Time: now,
		Parts: len(o.Parts), Read: true,
	}
	err := s.change(ctx, "queue text", func(tx *sql.Tx) error {
		id, err := insertMessage(ctx, tx, m, imei, o.IMSI)
		if err != nil {
			return err
		}
		m.ID = id
		for i, p := range o.Parts {
			if _, err := tx.ExecContext(ctx, `INSERT INTO out_parts (message_id, part, tpdu)
				VALUES (?,?,?)`, id, i, p.TPDU); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM drafts WHERE number = ?`, string(o.To))
		return err
	})
	m.Time = moment(millis(now))
	return m, err
}

// Pending are the texts that are not done with: queued, waiting and sending, oldest first.
func (s *Store) Pending(ctx context.Context) ([]outbox.Entry, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, status, imsi, next_try FROM messages
		WHERE status IN (5, 6, 7) ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("read queue: %w", err)
	}
	return collect(rows, "read queue", scanEntry)
}

func scanEntry(row interface{ Scan(...any) error }) (outbox.Entry, error) {
	var e outbox.Entry
	var next int64
	err := row.Scan(&e.ID, &e.Status, &e.IMSI, &next)
	e.NextTry = moment(next)
	return e, err
}

// Text gives an outgoing text with its parts.
func (s *Store) Text(ctx context.Context, id int64) (outbox.Text, error) {
	t := outbox.Text{ID: id}
	var next, done int64
	err := s.db.QueryRowContext(ctx, `SELECT number, imsi, status, reason, code, tries, next_try,
		done_at FROM messages WHERE id = ? AND direction = 1`, id).
		Scan(&t.To, &t.IMSI, &t.Status, &t.Reason, &t.Code, &t.Tries, &next, &done)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return t, fmt.Errorf("read text %d: %w", id, err)
	}
	t.NextTry, t.DoneAt = moment(next), moment(done)
	rows, err := s.db.QueryContext(ctx, `SELECT tpdu, state, ref, at FROM out_parts
		WHERE message_id = ? ORDER BY part`, id)
	if err != nil {
		return t, fmt.Errorf("read parts of %d: %w", id, err)
	}
	t.Parts, err = collect(rows, "read parts", scanPart)
	return t, err
}

func scanPart(row interface{ Scan(...any) error }) (outbox.Part, error) {
	var p outbox.Part
	var at int64
	err := row.Scan(&p.TPDU, &p.State, &p.Ref, &at)
	p.At = moment(at)
	return p, err
}

// SaveText commits the state of an outgoing text and of its parts.
func (s *Store) SaveText(ctx context.Context, t outbox.Text) error {
	return s.change(ctx, "save text", func(tx *sql.Tx) error { return saveText(ctx, tx, t) })
}

func saveText(ctx context.Context, tx *sql.Tx, t outbox.Text) error {
	if _, err := tx.ExecContext(ctx, `UPDATE messages SET status = ?, reason = ?, code = ?,
		tries = ?, next_try = ?, done_at = ?, done = ?, imsi = ? WHERE id = ?`,
		int(t.Status), int(t.Reason), t.Code, t.Tries, millis(t.NextTry), millis(t.DoneAt),
		t.Done(), t.IMSI, t.ID); err != nil {
		return err
	}
	for i, p := range t.Parts {
		if _, err := tx.ExecContext(ctx, `UPDATE out_parts SET state = ?, ref = ?, at = ?
			WHERE message_id = ? AND part = ?`,
			int(p.State), p.Ref, millis(p.At), t.ID, i); err != nil {
			return err
		}
	}
	return nil
}

// SaveReport commits what a status report says together with the end of its raw PDU.
func (s *Store) SaveReport(ctx context.Context, t outbox.Text, raw Outcome) error {
	return s.change(ctx, "save report", func(tx *sql.Tx) error {
		if err := saveText(ctx, tx, t); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE raw_pdus SET state = ?, hash = coalesce(?, hash)
			WHERE id = ?`, int(raw.State), raw.Hash, raw.Raw)
		return err
	})
}

// Candidates are the parts handed over since the given time that a report with this reference may
// be about: those that bear it, and those whose reference is not known.
func (s *Store) Candidates(
	ctx context.Context, since time.Time, ref int,
) ([]outbox.Candidate, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT p.message_id, p.part, m.number, p.state, p.ref,
		p.at FROM out_parts p JOIN messages m ON m.id = p.message_id
		WHERE p.at >= ? AND (p.state = 1 OR p.state > 1 AND p.ref = ?)`, millis(since), ref)
	if err != nil {
		return nil, fmt.Errorf("read sent parts: %w", err)
	}
	return collect(rows, "read sent parts", scanCandidate)
}

func scanCandidate(row interface{ Scan(...any) error }) (outbox.Candidate, error) {
	var c outbox.Candidate
	var at int64
	err := row.Scan(&c.Text, &c.Part, &c.To, &c.State, &c.Ref, &at)
	c.At = moment(at)
	return c, err
}

// Release lets the waiting texts that were written for another SIM card go out through this one.
func (s *Store) Release(ctx context.Context, imsi string) error {
	return s.exec(ctx, "release texts", `UPDATE messages SET imsi = ?, reason = 0
		WHERE status IN (5, 7) AND imsi <> ''`, imsi)
}
