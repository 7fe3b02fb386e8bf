package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
)

// Call is what a program asked for once: one text, which goes to one or several numbers.
type Call struct {
	Program sms.Program
	Key     string // "" for none
	Parts   int    // of the text
	At      time.Time
}

// sameOf returns the hash of a number and a text.
func sameOf(to sms.Number, text string) []byte {
	sum := sha256.Sum256([]byte(string(to) + "\x00" + text))
	return sum[:]
}

// EnqueueFor commits a call of a program and its texts, all or nothing, and returns them with their IDs. The
// drafts for their partners stay.
func (s *Store) EnqueueFor(ctx context.Context, c Call, texts []Outgoing) ([]sms.Message, error) {
	all := make([]sms.Message, len(texts))
	err := s.change(ctx, "queue text of a program", func(w *writer) error {
		res, err := w.exec(`INSERT INTO program_calls (key, program, parts, at) VALUES (nullif(?, ''),?,?,?)`,
			c.Key, string(c.Program), c.Parts, millis(c.At))
		if err != nil {
			return err
		}
		call, err := res.LastInsertId()
		if err != nil {
			return err
		}
		for i, o := range texts {
			m, err := enqueue(w, o)
			if err != nil {
				return err
			}
			err = w.run(`INSERT INTO program_texts (call_id, row, same, message_id) VALUES (?,?,?,?)`,
				call, i, sameOf(o.Text.To, o.Text.Body), m.ID)
			if err != nil {
				return err
			}
			all[i] = stored(m)
		}
		return nil
	})
	return all, err
}

// KnowsKey reports whether a call with a key was committed, before the change that depends on it. The error is
// sms.ErrKeyTaken when that call had another text or other numbers.
func (s *Store) KnowsKey(ctx context.Context, key string, to []sms.Number, text string) (known bool, err error) {
	if key == "" {
		return false, nil
	}
	err = s.look(ctx, "look for key", func(w *writer) error {
		hashes, err := list(w, scanBlob, `SELECT same FROM program_texts
			WHERE call_id = (SELECT id FROM program_calls WHERE key = ?)`, key)
		known = len(hashes) > 0
		if err != nil || !known {
			return err
		}
		if len(hashes) != len(to) {
			return sms.ErrKeyTaken
		}
		for _, n := range to {
			if !containsBytes(hashes, sameOf(n, text)) {
				return sms.ErrKeyTaken
			}
		}
		return nil
	})
	return known, err
}

func scanBlob(row scanner) (b []byte, err error) { return b, row.Scan(&b) }

func containsBytes(all [][]byte, b []byte) bool {
	for _, one := range all {
		if bytes.Equal(one, b) {
			return true
		}
	}
	return false
}

// scanGone scans a text of a program of which the message may be gone: only its ID, whose text it was, when it
// was written and how many parts it had are left then, and its status is StatusUnknown.
func scanGone(row scanner) (sms.Message, error) {
	m := sms.Message{Direction: sms.Outgoing, Read: true}
	var at int64
	err := row.Scan(&m.ID, &m.Program, &m.Parts, &at)
	m.Time = moment(at)
	return m, err
}

const goneSQL = `SELECT t.message_id, c.program, c.parts, c.at FROM program_texts t
	JOIN program_calls c ON c.id = t.call_id WHERE `

// ByKey returns the texts of the call with a key, in the order of their numbers; ErrNotFound when there is no
// such call. What is left of a text that was removed is its ID, program, time and number of parts.
func (s *Store) ByKey(ctx context.Context, key string) ([]sms.Message, error) {
	all, err := read(ctx, s.reads, scanGone, goneSQL+`c.key = ? ORDER BY t.row`, key)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("read texts of a key: %w", ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	there, err := read(ctx, s.reads, scanMessage, `SELECT `+messageColumns+` FROM program_calls c
		JOIN program_texts t ON t.call_id = c.id JOIN messages m ON m.id = t.message_id WHERE c.key = ?`, key)
	for _, m := range there {
		for i := range all {
			if all[i].ID == m.ID {
				all[i] = m
			}
		}
	}
	return all, err
}

// TextOfProgram returns one message. Of a text of a program that was removed it returns what ByKey does.
func (s *Store) TextOfProgram(ctx context.Context, id int64) (sms.Message, error) {
	m, err := s.Message(ctx, id)
	if !errors.Is(err, ErrNotFound) {
		return m, err
	}
	gone, err2 := read(ctx, s.reads, scanGone, goneSQL+`t.message_id = ?`, id)
	if err2 != nil {
		return sms.Message{}, err2
	}
	if len(gone) == 0 {
		return sms.Message{}, err
	}
	return gone[0], nil
}

// KeyOf returns the key of the call that a text belongs to, "" for none.
func (s *Store) KeyOf(ctx context.Context, id int64) (string, error) {
	keys, err := read(ctx, s.reads, scanString, `SELECT coalesce(c.key, '') FROM program_texts t JOIN program_calls c ON c.id = t.call_id
		WHERE t.message_id = ?`, id)
	if err != nil || len(keys) == 0 {
		return "", err
	}
	return keys[0], nil
}
