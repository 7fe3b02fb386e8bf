package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
)

// RawState is what became of a PDU that came in.
type RawState int

// The states. A PDU is New until it was decoded and its outcome is on disk too; Held while it is a
// part of a message whose other parts are missing; Settled for good.
const (
	RawNew RawState = iota
	RawHeld
	RawSettled
)

// Raw is one PDU as it came in.
type Raw struct {
	ID int64
	sms.Delivery
	IMEI, IMSI string
	At         time.Time
	State      RawState
	// Message is the message that was made of it, 0 for none.
	Message int64
}

// KeepRaw commits a PDU; when it returns nil the PDU is safe and may be deleted from the card.
func (s *Store) KeepRaw(ctx context.Context, r Raw) (int64, error) {
	if err := s.writable(ctx); err != nil {
		return 0, fmt.Errorf("keep PDU: %w", err)
	}
	res, err := s.db.ExecContext(ctx, `INSERT INTO raw_pdus
		(pdu, length, route, memory, slot, old, imei, imsi, at) VALUES (?,?,?,?,?,?,?,?,?)`,
		r.PDU, r.Length, int(r.Route), r.Memory, r.Index, r.Old, r.IMEI, r.IMSI, millis(r.At))
	if err != nil {
		return 0, fmt.Errorf("keep PDU: %w", err)
	}
	return res.LastInsertId()
}

const rawColumns = `id, pdu, length, route, memory, slot, old, imei, imsi, at, state,
	coalesce(message_id, 0)`

func scanRaw(row interface{ Scan(...any) error }) (Raw, error) {
	var r Raw
	var at int64
	err := row.Scan(&r.ID, &r.PDU, &r.Length, &r.Route, &r.Memory, &r.Index, &r.Old, &r.IMEI,
		&r.IMSI, &at, &r.State, &r.Message)
	r.At = moment(at)
	return r, err
}

// OpenRaws are the PDUs after the given ID that are not settled, in the order of arrival: what a
// program that was killed left undone, and the parts that wait for others.
func (s *Store) OpenRaws(ctx context.Context, after int64, limit int) ([]Raw, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+rawColumns+` FROM raw_pdus
		WHERE state <> 2 AND id > ? ORDER BY id LIMIT ?`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read open PDUs: %w", err)
	}
	return collect(rows, "read open PDUs", scanRaw)
}

// LastSame is the newest PDU before the given one with the same hash.
func (s *Store) LastSame(ctx context.Context, hash []byte, before int64) (Raw, bool, error) {
	r, err := scanRaw(s.db.QueryRowContext(ctx, `SELECT `+rawColumns+` FROM raw_pdus
		WHERE hash = ? AND id < ? ORDER BY id DESC LIMIT 1`, hash, before))
	if errors.Is(err, sql.ErrNoRows) {
		return Raw{}, false, nil
	}
	if err != nil {
		return Raw{}, false, fmt.Errorf("look for the same PDU: %w", err)
	}
	return r, true, nil
}

// Outcome is what a PDU turned out to be.
type Outcome struct {
	Raw   int64
	Hash  []byte // nil leaves it as it is
	State RawState
}

// Incoming is one change that received PDUs lead to: their outcomes, and the message that they
// make, all in one transaction.
type Incoming struct {
	Raws []Outcome
	// Message is inserted when its ID is 0, updated otherwise; nil for none. The raws with a
	// message point to it.
	Message    *sms.Message
	IMEI, IMSI string
}

// Settle commits what received PDUs turned out to be and gives back the ID of the message, 0 for
// none. An update of a message that the user has deleted meanwhile does nothing.
func (s *Store) Settle(ctx context.Context, in Incoming) (int64, error) {
	ids, err := s.SettleAll(ctx, []Incoming{in})
	return ids[0], err
}

// SettleAll does the same for several at once, all or none.
func (s *Store) SettleAll(ctx context.Context, all []Incoming) ([]int64, error) {
	ids := make([]int64, len(all))
	err := s.change(ctx, "settle PDUs", func(tx *sql.Tx) (err error) {
		for i, in := range all {
			if ids[i], err = settle(ctx, tx, in); err != nil {
				return err
			}
		}
		return nil
	})
	return ids, err
}

func settle(ctx context.Context, tx *sql.Tx, in Incoming) (id int64, err error) {
	if in.Message != nil {
		if id, err = putIncoming(ctx, tx, in); err != nil {
			return 0, err
		}
	}
	for _, o := range in.Raws {
		if _, err := tx.ExecContext(ctx, `UPDATE raw_pdus SET state = ?,
			hash = coalesce(?, hash), message_id = coalesce(nullif(?, 0), message_id)
			WHERE id = ?`, int(o.State), o.Hash, id, o.Raw); err != nil {
			return 0, err
		}
	}
	return id, nil
}

func putIncoming(ctx context.Context, tx *sql.Tx, in Incoming) (int64, error) {
	m := in.Message
	if m.ID == 0 {
		return insertMessage(ctx, tx, *m, in.IMEI, in.IMSI)
	}
	res, err := tx.ExecContext(ctx, `UPDATE messages SET text = ?, folded = ?, status = ?,
		sent_at = ?, sent_zone = ?, parts = ?, done = ? WHERE id = ?`,
		m.Text, folded(m.Text), int(m.Status), millis(m.SentAt), zone(m.SentAt), m.Parts, m.Done,
		m.ID)
	if err != nil {
		return 0, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return 0, err
	}
	return m.ID, nil
}

// collect reads all rows.
func collect[T any](
	rows *sql.Rows, what string, scan func(interface{ Scan(...any) error }) (T, error),
) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		all = append(all, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return all, nil
}
