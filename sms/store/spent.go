package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
)

const spentSQL = `SELECT at, parts * (SELECT count(*) FROM program_texts WHERE call_id = c.id)
	FROM program_calls c WHERE at > ?`

func scanSpent(row scanner) (budget.Spent, error) {
	var s budget.Spent
	var at int64
	err := row.Scan(&at, &s.Parts)
	s.At = moment(at)
	return s, err
}

// Spent returns what programs had sent since a time.
func (s *Store) Spent(ctx context.Context, since time.Time) ([]budget.Spent, error) {
	return read(ctx, s.reads, scanSpent, spentSQL, millis(since))
}

// Lately is what programs did before a call that is to be decided on.
type Lately struct {
	Spent []budget.Spent
	To    []budget.Recipient // in the order of the numbers, without the rates
}

var (
	// SQLite keeps the order of a CROSS JOIN: the latest calls first.
	latelyToSQL = fmt.Sprintf(`SELECT c.at FROM program_calls c CROSS JOIN program_texts t ON t.call_id = c.id
		CROSS JOIN messages m ON m.id = t.message_id
		WHERE c.at > ? AND m.number = ? AND m.direction = %d ORDER BY c.at DESC LIMIT %d`, sms.Outgoing, budget.LoopTexts)
	sameTextSQL = `SELECT c.at FROM program_calls c CROSS JOIN program_texts t ON t.call_id = c.id
		WHERE c.at > ? AND t.same = ? ORDER BY c.at DESC LIMIT 1`
	writesSQL = fmt.Sprintf(`SELECT id FROM messages WHERE number = ? AND deleted_at = 0 AND place > ?
		AND direction = %d AND imported = 0 AND time > ? AND status <> %d LIMIT 1`, sms.Incoming, sms.Called)
)

// Lately returns what the rules for programs need to know about a text to some numbers.
func (s *Store) Lately(ctx context.Context, to []sms.Number, text string, now time.Time) (l Lately, err error) {
	err = s.look(ctx, "read what programs sent", func(w *writer) error {
		l.Spent, err = list(w, scanSpent, spentSQL, millis(now.Add(-budget.DayTime)))
		if err != nil {
			return err
		}
		l.To = make([]budget.Recipient, len(to))
		for i, n := range to {
			if l.To[i], err = lately(w, n, text, now); err != nil {
				return err
			}
		}
		return nil
	})
	return l, err
}

func lately(w *writer, n sms.Number, text string, now time.Time) (budget.Recipient, error) {
	r := budget.Recipient{Number: n}
	hour := millis(now.Add(-budget.LoopTime))
	same, err := first(w, scanID, sameTextSQL, millis(now.Add(-budget.RepeatTime)), sameOf(n, text))
	if err != nil && !errors.Is(err, ErrNotFound) {
		return r, err
	}
	r.Same = moment(same)
	times, err := list(w, scanID, latelyToSQL, hour, string(n))
	if err != nil {
		return r, err
	}
	for _, at := range slices.Backward(times) {
		r.Lately = append(r.Lately, moment(at))
	}
	_, err = first(w, scanID, writesSQL, string(n), hour, hour)
	r.Writes = err == nil
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return r, err
}

var usedByProgramsSQL = fmt.Sprintf(`SELECT c.program, count(*), sum(c.parts) FROM program_calls c
	JOIN program_texts t ON t.call_id = c.id LEFT JOIN messages m ON m.id = t.message_id
	WHERE c.at >= ? AND NOT coalesce(m.status = %d AND m.done = 0, 0)
	GROUP BY c.program ORDER BY count(*) DESC, c.program`, sms.Failed)

// UsedByPrograms returns what each program had sent since a time, without what failed or was cancelled, those
// that sent most first.
func (s *Store) UsedByPrograms(ctx context.Context, since time.Time) ([]sms.ProgramUse, error) {
	return read(ctx, s.reads, func(row scanner) (u sms.ProgramUse, err error) {
		return u, row.Scan(&u.Program, &u.Texts, &u.Parts)
	}, usedByProgramsSQL, millis(since))
}

var openOfProgramsSQL = `SELECT id FROM messages WHERE ` + openSQL + ` AND program <> '' AND deleted_at = 0 ORDER BY id`

// OpenOfPrograms returns the texts of programs that are not done with, oldest first.
func (s *Store) OpenOfPrograms(ctx context.Context) (ids []int64, err error) {
	err = s.look(ctx, "read queue of programs", func(w *writer) error {
		ids, err = list(w, scanID, openOfProgramsSQL)
		return err
	})
	return ids, err
}

// Queued returns how many texts are not done with.
func (s *Store) Queued(ctx context.Context) (int, error) {
	n, err := read(ctx, s.reads, scanInt, `SELECT count(*) FROM messages WHERE `+openSQL+` AND deleted_at = 0`)
	if err != nil {
		return 0, err
	}
	return n[0], nil
}
