package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
)

const messageColumns = `m.id, m.number, m.direction, m.text, m.status, m.reason, m.code, m.time,
	m.sent_at, m.sent_zone, m.done_at, m.next_try, m.parts, m.done, m.read, m.imported <> 0, m.deleted_at,
	m.program`

// returningSQL has an UPDATE return the row that it wrote; there is no m in it.
var returningSQL = ` RETURNING ` + strings.ReplaceAll(messageColumns, "m.", "")

// messageRow is where a row of messageColumns is read into.
type messageRow struct {
	sms.Message
	time, sentAt, doneAt, nextTry, deletedAt int64
	sentZone                                 int
}

func (r *messageRow) fields() []any {
	return []any{
		&r.ID, &r.Number, &r.Direction, &r.Text, &r.Status, &r.Reason, &r.Code, &r.time,
		&r.sentAt, &r.sentZone, &r.doneAt, &r.nextTry, &r.Parts, &r.Done, &r.Read,
		&r.Imported, &r.deletedAt, &r.Program,
	}
}

func (r *messageRow) message() sms.Message {
	m := r.Message
	m.Time, m.DoneAt, m.NextTry = moment(r.time), moment(r.doneAt), moment(r.nextTry)
	m.DeletedAt = moment(r.deletedAt)
	if r.sentAt != 0 {
		m.SentAt = time.UnixMilli(r.sentAt).In(time.FixedZone("", r.sentZone))
	}
	return m
}

func scanMessage(row scanner) (sms.Message, error) {
	var r messageRow
	err := row.Scan(r.fields()...)
	return r.message(), err
}

// insertMessageSQL puts a text behind all others, whatever the clock (?17) says. An imported one (?18) has
// found its place already.
const insertMessageSQL = `INSERT INTO messages (number, direction, text, status, reason, code,
	time, sent_at, sent_zone, done_at, next_try, parts, done, read, imei, imsi, imported, program, place)
	VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?18,?19,
		CASE WHEN ?18 THEN ?17 ELSE max(?17, coalesce((SELECT max(place) FROM messages), 0) + 1) END)`

// insertMessage inserts a message of a modem and a SIM card and returns its ID. An imported one goes where
// its time says, others behind all that are there.
func insertMessage(w *writer, m sms.Message, imei, imsi string) (int64, error) {
	place := millis(m.Time)
	if m.Imported {
		var err error
		if place, err = freePlace(w, place); err != nil {
			return 0, err
		}
	}
	res, err := w.exec(insertMessageSQL,
		string(m.Number), int(m.Direction), m.Text, int(m.Status), int(m.Reason),
		m.Code, millis(m.Time), millis(m.SentAt), zone(m.SentAt), millis(m.DoneAt),
		millis(m.NextTry), m.Parts, m.Done, m.Read, imei, imsi, place, m.Imported, string(m.Program))
	if err != nil {
		return 0, err
	}
	w.unsearched.Add(1)
	return res.LastInsertId()
}

// maxTaken is how many places are remembered of which it is known that those behind them are taken, too.
const maxTaken = 10_000

// freePlace returns a place that no text has: the given one, or the first one behind it. Where that was asked
// before for the same place, as for a file whose texts all have one time, it goes on from there.
func freePlace(w *writer, place int64) (int64, error) {
	from := max(place, w.taken[place])
	free, err := searchPlace(w, from)
	if err == nil && free != place {
		if len(w.taken) >= maxTaken {
			clear(w.taken)
		}
		w.taken[place] = free
	}
	return free, err
}

func searchPlace(w *writer, place int64) (int64, error) {
	_, err := first(w, scanID, `SELECT id FROM messages WHERE place = ?`, place)
	if errors.Is(err, ErrNotFound) {
		return place, nil
	}
	if err != nil {
		return 0, err
	}
	return first(w, scanID, `SELECT place + 1 FROM messages m WHERE place >= ?
		AND NOT EXISTS (SELECT 1 FROM messages WHERE place = m.place + 1) ORDER BY place LIMIT 1`, place)
}

// stored is a message as it is read back: times in UTC, to the millisecond.
func stored(m sms.Message) sms.Message {
	m.Time, m.DoneAt, m.NextTry = moment(millis(m.Time)), moment(millis(m.DoneAt)), moment(millis(m.NextTry))
	if !m.SentAt.IsZero() {
		m.SentAt = time.UnixMilli(m.SentAt.UnixMilli()).In(time.FixedZone("", zone(m.SentAt)))
	}
	return m
}

func zone(t time.Time) int {
	_, offset := t.Zone()
	return offset
}

const messageSQL = `SELECT ` + messageColumns + ` FROM messages m WHERE id = ?`

// Message returns one message.
func (s *Store) Message(ctx context.Context, id int64) (sms.Message, error) {
	m, err := scanMessage(s.reads.QueryRowContext(ctx,
		messageSQL, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return sms.Message{}, fmt.Errorf("read message %d: %w", id, err)
	}
	return m, nil
}
