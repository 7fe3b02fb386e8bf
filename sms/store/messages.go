package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"surfstick-sms/sms"
)

const messageColumns = `m.id, m.number, m.direction, m.text, m.status, m.reason, m.code, m.time,
	m.sent_at, m.sent_zone, m.done_at, m.next_try, m.parts, m.done, m.read`

// returningSQL has an UPDATE return the row that it wrote; there is no m in it.
var returningSQL = ` RETURNING ` + strings.ReplaceAll(messageColumns, "m.", "")

// messageRow is where a row of messageColumns is read into.
type messageRow struct {
	sms.Message
	time, sentAt, doneAt, nextTry int64
	sentZone                      int
}

func (r *messageRow) fields() []any {
	return []any{
		&r.ID, &r.Number, &r.Direction, &r.Text, &r.Status, &r.Reason, &r.Code, &r.time,
		&r.sentAt, &r.sentZone, &r.doneAt, &r.nextTry, &r.Parts, &r.Done, &r.Read,
	}
}

func (r *messageRow) message() sms.Message {
	m := r.Message
	m.Time, m.DoneAt, m.NextTry = moment(r.time), moment(r.doneAt), moment(r.nextTry)
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

const insertMessageSQL = `INSERT INTO messages (number, direction, text, folded, status, reason, code,
	time, sent_at, sent_zone, done_at, next_try, parts, done, read, imei, imsi)
	VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`

// insertMessage inserts a message of a modem and a SIM card and returns its ID.
func insertMessage(w *writer, m sms.Message, imei, imsi string) (int64, error) {
	res, err := w.exec(insertMessageSQL,
		string(m.Number), int(m.Direction), m.Text, folded(m.Text), int(m.Status), int(m.Reason),
		m.Code, millis(m.Time), millis(m.SentAt), zone(m.SentAt), millis(m.DoneAt),
		millis(m.NextTry), m.Parts, m.Done, m.Read, imei, imsi)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
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

// folded is the text in lower case where SQLite's LIKE, which knows ASCII only, needs help; nil
// otherwise, so that most texts are not stored twice.
func folded(text string) any {
	for _, r := range text {
		if r >= 0x80 && unicode.ToLower(r) != r {
			return strings.ToLower(text)
		}
	}
	return nil
}

// Message returns one message.
func (s *Store) Message(ctx context.Context, id int64) (sms.Message, error) {
	m, err := scanMessage(s.reads.QueryRowContext(ctx,
		`SELECT `+messageColumns+` FROM messages m WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return sms.Message{}, fmt.Errorf("read message %d: %w", id, err)
	}
	return m, nil
}

// Messages is a page of the texts with one partner, oldest first: the newest ones before the given
// ID, or the newest of all when it is 0. A limit of 0 or less is no limit.
func (s *Store) Messages(
	ctx context.Context, n sms.Number, before int64, limit int,
) ([]sms.Message, error) {
	if before <= 0 {
		before = 1<<63 - 1
	}
	if limit <= 0 {
		limit = -1
	}
	page, err := read(ctx, s.reads, scanMessage, `SELECT `+messageColumns+` FROM messages m
		WHERE number = ? AND id < ? ORDER BY id DESC LIMIT ?`, string(n), before, limit)
	slices.Reverse(page)
	return page, err
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Search returns the newest messages that hold the query anywhere in their text, whatever its case,
// newest first. An empty query finds nothing.
func (s *Store) Search(ctx context.Context, query string, limit int) ([]sms.Message, error) {
	if query == "" {
		return nil, nil
	}
	if limit <= 0 {
		limit = -1
	}
	pattern := "%" + likeEscaper.Replace(strings.ToLower(query)) + "%"
	return read(ctx, s.reads, scanMessage, `SELECT `+messageColumns+` FROM messages m
		WHERE coalesce(folded, text) LIKE ? ESCAPE '\' ORDER BY id DESC LIMIT ?`, pattern, limit)
}

// MarkRead marks what came from one partner, up to the message with an ID, as read and reports
// whether that changed anything.
func (s *Store) MarkRead(ctx context.Context, n sms.Number, upTo int64) (bool, error) {
	var changed int64
	err := s.change(ctx, "mark read", func(w *writer) error {
		res, err := w.exec(
			`UPDATE messages SET read = 1 WHERE number = ? AND read = 0 AND id <= ?`, string(n), upTo)
		if err != nil {
			return err
		}
		changed, err = res.RowsAffected()
		return err
	})
	return changed > 0, err
}

// Delete removes messages and overwrites the PDUs that they were made of; their hashes stay, so
// that a repeat is still recognised.
func (s *Store) Delete(ctx context.Context, ids ...int64) error {
	return s.change(ctx, "delete messages", func(w *writer) error {
		for _, id := range ids {
			if _, err := remove(w, "id = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeleteConversation removes all texts with one partner and the draft, and returns the IDs of what it
// removed. The name stays.
func (s *Store) DeleteConversation(ctx context.Context, n sms.Number) (ids []int64, err error) {
	err = s.change(ctx, "delete conversation", func(w *writer) error {
		if ids, err = remove(w, "number = ?", string(n)); err != nil {
			return err
		}
		_, err := w.exec(dropDraftSQL, string(n))
		return err
	})
	return ids, err
}

// remove deletes the messages for which the condition is true, and what their PDUs held.
func remove(w *writer, where string, arg any) ([]int64, error) {
	if _, err := w.exec(`UPDATE raw_pdus SET pdu = '', state = ?
		WHERE message_id IN (SELECT id FROM messages WHERE `+where+`)`, int(RawSettled), arg); err != nil {
		return nil, err
	}
	return list(w, scanID, `DELETE FROM messages WHERE `+where+` RETURNING id`, arg)
}

func scanID(row scanner) (id int64, err error) { return id, row.Scan(&id) }
