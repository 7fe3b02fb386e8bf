package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// ErrDone is returned by EnqueuePlanned and SkipPlanned for an occurrence that was sent or skipped.
var ErrDone = errors.New("occurrence is done with")

// Planned is a planned text with the occurrences that are done with.
type Planned struct {
	plan.Text
	Done map[plan.Wall]bool
}

const plannedSQL = `SELECT id, number, text, at, start, unit, every, ask, since
	FROM planned WHERE removed = 0 ORDER BY id`

const plannedDoneSQL = `SELECT planned_id, occurrence FROM planned_done
	WHERE planned_id IN (SELECT id FROM planned WHERE removed = 0)`

// occurrence is one that is done with.
type occurrence struct {
	id int64
	at plan.Wall
}

// Planned returns the planned texts, for who only shows them.
func (s *Store) Planned(ctx context.Context) ([]Planned, error) {
	texts, err := read(ctx, s.reads, scanPlanned, plannedSQL)
	if err != nil {
		return nil, err
	}
	done, err := read(ctx, s.reads, scanOccurrence, plannedDoneSQL)
	if err != nil {
		return nil, err
	}
	return withDone(texts, done), nil
}

// LoadPlanned returns the planned texts for who sends them. What was removed is gone for good then, and
// so is what went.
func (s *Store) LoadPlanned(ctx context.Context) (all []Planned, err error) {
	err = s.change(ctx, "read planned texts", func(w *writer) error {
		err := w.run(`DELETE FROM planned WHERE removed <> 0 OR unit = ?
			AND EXISTS (SELECT 1 FROM planned_done WHERE planned_id = id)`, int(plan.Once))
		if err != nil {
			return err
		}
		all, err = planned(w)
		return err
	})
	return all, err
}

// ReloadPlanned returns them again.
func (s *Store) ReloadPlanned(ctx context.Context) (all []Planned, err error) {
	err = s.look(ctx, "read planned texts", func(w *writer) error {
		all, err = planned(w)
		return err
	})
	return all, err
}

func planned(w *writer) ([]Planned, error) {
	texts, err := list(w, scanPlanned, plannedSQL)
	if err != nil {
		return nil, err
	}
	done, err := list(w, scanOccurrence, plannedDoneSQL)
	return withDone(texts, done), err
}

// withDone joins the texts with their occurrences.
func withDone(texts []plan.Text, done []occurrence) []Planned {
	byID := map[int64]map[plan.Wall]bool{}
	for _, d := range done {
		if byID[d.id] == nil {
			byID[d.id] = map[plan.Wall]bool{}
		}
		byID[d.id][d.at] = true
	}
	all := make([]Planned, len(texts))
	for i, t := range texts {
		all[i] = Planned{Text: t, Done: byID[t.ID]}
	}
	return all
}

func scanPlanned(row scanner) (plan.Text, error) {
	var t plan.Text
	var at, since int64
	var start string
	err := row.Scan(&t.ID, &t.To, &t.Body, &at, &start, &t.Repeat.Unit, &t.Repeat.Every, &t.Ask, &since)
	if err != nil {
		return t, err
	}
	t.At, t.Since = moment(at), moment(since)
	t.Start, err = plan.ParseWall(start)
	return t, err
}

func scanOccurrence(row scanner) (o occurrence, err error) {
	var at string
	if err = row.Scan(&o.id, &at); err == nil {
		o.at, err = plan.ParseWall(at)
	}
	return o, err
}

// SetPlanned commits a planned text, a new one when its ID is 0, and returns it with its ID. ErrNotFound means
// that it was removed, or went once and for all, ErrDone that it went at the very time at which it is to go once.
func (s *Store) SetPlanned(ctx context.Context, t plan.Text) (plan.Text, error) {
	err := s.change(ctx, "plan text", func(w *writer) error {
		values := []any{
			string(t.To), t.Body, millis(t.At), t.Start.String(), int(t.Repeat.Unit), t.Repeat.Every,
			t.Ask, millis(t.Since),
		}
		if t.ID != 0 {
			err := changePlanned(w, `number = ?, text = ?, at = ?, start = ?, unit = ?, every = ?, ask = ?,
				since = ?`, `id = ? AND removed = 0 AND NOT (unit = 0
				AND EXISTS (SELECT 1 FROM planned_done WHERE planned_id = id))`, append(values, t.ID)...)
			if err == nil && t.Repeat.Unit == plan.Once {
				err = forgetOthers(w, t)
			}
			return err
		}
		res, err := w.exec(`INSERT INTO planned (number, text, at, start, unit, every, ask, since)
			VALUES (?,?,?,?,?,?,?,?)`, values...)
		if err != nil {
			return err
		}
		t.ID, err = res.LastInsertId()
		return err
	})
	t.At, t.Since = moment(millis(t.At)), moment(millis(t.Since))
	return t, err
}

// forgetOthers drops the occurrences of a text that repeated and is to go once now: having gone then does not
// mean that it went.
func forgetOthers(w *writer, t plan.Text) error {
	done, err := list(w, scanID, `SELECT 1 FROM planned_done WHERE planned_id = ? AND occurrence = ?`,
		t.ID, t.Start.String())
	if err == nil && len(done) > 0 {
		err = ErrDone
	}
	if err != nil {
		return err
	}
	return w.run(`DELETE FROM planned_done WHERE planned_id = ?`, t.ID)
}

// PlannedSince takes note for texts that claim to have been planned later than now that they were planned now:
// the clock was wrong, and they would be due only after that time.
func (s *Store) PlannedSince(ctx context.Context, now time.Time) error {
	return s.exec(ctx, "put right planned texts", `UPDATE planned SET since = ?1 WHERE since > ?1`, millis(now))
}

// changePlanned changes one planned text for which the condition is true; ErrNotFound when there is none.
func changePlanned(w *writer, set, where string, args ...any) error {
	res, err := w.exec(`UPDATE planned SET `+set+` WHERE `+where, args...)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// RemovePlanned removes a planned text, or brings it back.
func (s *Store) RemovePlanned(ctx context.Context, id int64, removed bool) error {
	return s.change(ctx, fmt.Sprintf("remove planned text %d", id), func(w *writer) error {
		return changePlanned(w, `removed = ?1`, `id = ?2 AND removed <> ?1`, removed, id)
	})
}

// EnqueuePlanned commits an occurrence of a planned text as an outgoing text with its parts. The draft
// for the partner stays. ErrDone means that the occurrence is done with already.
func (s *Store) EnqueuePlanned(ctx context.Context, o Outgoing, id int64, at plan.Wall) (sms.Message, error) {
	var m sms.Message
	err := s.change(ctx, "queue planned text", func(w *writer) (err error) {
		if m, err = enqueue(w, o); err != nil {
			return err
		}
		return finish(w, id, at, m.ID)
	})
	return stored(m), err
}

// SkipPlanned commits that an occurrence is not sent.
func (s *Store) SkipPlanned(ctx context.Context, id int64, at plan.Wall) error {
	return s.change(ctx, "skip planned text", func(w *writer) error { return finish(w, id, at, nil) })
}

// finish marks an occurrence as done with.
func finish(w *writer, id int64, at plan.Wall, message any) error {
	res, err := w.exec(`INSERT INTO planned_done (planned_id, occurrence, message_id)
		SELECT id, ?, ? FROM planned WHERE id = ? AND removed = 0
		ON CONFLICT DO NOTHING`, at.String(), message, id)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = ErrDone
	}
	return err
}
