package store

import (
	"context"
	"fmt"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/outbox"
)

// The states of a row of a job.
const (
	rowWaits = 0
	rowGiven = 1
)

// AddJob commits a new job with its rows and returns its ID.
func (s *Store) AddJob(ctx context.Context, j bulk.Job, rows []bulk.Entry) (id int64, err error) {
	err = s.change(ctx, "add job", func(w *writer) error {
		res, err := w.exec(`INSERT INTO jobs (name, text, imsi, state, over, created) VALUES (?,?,?,?,?,?)`,
			j.Name, j.Text, j.IMSI, int(j.State), j.Over, millis(j.Created))
		if err != nil {
			return err
		}
		if id, err = res.LastInsertId(); err != nil {
			return err
		}
		for i, r := range rows {
			err := w.run(`INSERT INTO job_rows (job_id, row, number, name, text, parts) VALUES (?,?,?,?,?,?)`,
				id, i, string(r.Number), r.Name, r.Text, r.Parts)
			if err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	return id, err
}

const jobColumns = `id, name, text, imsi, state, why, over, created, ended`

func scanJob(row scanner) (bulk.Job, error) {
	var j bulk.Job
	var created, ended int64
	err := row.Scan(&j.ID, &j.Name, &j.Text, &j.IMSI, &j.State, &j.Pause, &j.Over, &created, &ended)
	j.Created, j.Ended = moment(created), moment(ended)
	return j, err
}

// tallySQL counts what became of the rows of one job.
var tallySQL = fmt.Sprintf(`SELECT count(*), total(r.parts),
	count(*) FILTER (WHERE r.state = %[1]d), total(r.parts) FILTER (WHERE r.state = %[1]d),
	count(*) FILTER (WHERE m.status IN (%[2]d, %[3]d, %[4]d)), count(*) FILTER (WHERE m.status = %[3]d),
	count(*) FILTER (WHERE m.status IN (%[5]d, %[4]d)),
	count(*) FILTER (WHERE m.status IN (%[6]d, %[7]d, %[8]d) AND m.deleted_at = 0),
	coalesce((SELECT parts FROM job_rows WHERE job_id = ?1 AND state = %[9]d ORDER BY row LIMIT 1), 0)
	FROM job_rows r LEFT JOIN messages m ON m.id = r.message_id WHERE r.job_id = ?1`,
	rowGiven, sms.Sent, sms.Delivered, sms.DeliveryFailed, sms.Failed, sms.Queued, sms.Sending, sms.Waiting,
	rowWaits)

func scanTally(row scanner) (bulk.Tally, error) {
	var t bulk.Tally
	var parts, given float64
	err := row.Scan(&t.Rows, &parts, &t.Given, &given, &t.Sent, &t.Delivered, &t.Failed, &t.Queued, &t.Next)
	t.Parts, t.GivenParts = int(parts), int(given)
	return t, err
}

// Jobs returns all jobs with how far they have come, the newest first, for who only shows them.
func (s *Store) Jobs(ctx context.Context) ([]bulk.Job, error) {
	all, err := read(ctx, s.reads, scanJob, `SELECT `+jobColumns+` FROM jobs ORDER BY id DESC`)
	if err != nil {
		return nil, err
	}
	for i := range all {
		t, err := read(ctx, s.reads, scanTally, tallySQL, all[i].ID)
		if err != nil {
			return nil, err
		}
		all[i].Tally = t[0]
	}
	return all, nil
}

// JobEntries returns the rows of a job with what became of them.
func (s *Store) JobEntries(ctx context.Context, id int64) ([]bulk.Entry, error) {
	return read(ctx, s.reads, scanEntry, `SELECT r.row, r.number, r.name, r.text, r.parts, r.state,
		coalesce(m.id, 0), coalesce(m.status, 0), coalesce(m.reason, 0), coalesce(m.time, 0),
		coalesce(m.done_at, 0)
		FROM job_rows r LEFT JOIN messages m ON m.id = r.message_id WHERE r.job_id = ? ORDER BY r.row`, id)
}

func scanEntry(row scanner) (bulk.Entry, error) {
	var e bulk.Entry
	var at, done int64
	m := &e.Message
	err := row.Scan(&e.Row, &e.Number, &e.Name, &e.Text, &e.Parts, &e.Given, &m.ID, &m.Status, &m.Reason, &at, &done)
	m.Time, m.DoneAt = moment(at), moment(done)
	return e, err
}

// RunningJobs returns the jobs that are to go on, the oldest first, without how far they have come.
func (s *Store) RunningJobs(ctx context.Context) (all []bulk.Job, err error) {
	err = s.look(ctx, "read jobs", func(w *writer) error {
		all, err = list(w, scanJob, `SELECT `+jobColumns+` FROM jobs WHERE state = ? ORDER BY id`, int(bulk.Running))
		return err
	})
	return all, err
}

// JobNow is what decides whether more rows of a job may be handed to the queue.
type JobNow struct {
	Next   []bulk.Entry // the next rows, in turn
	Queued int          // texts of jobs that are not done with
	Used   int          // SMS of all jobs since the beginning of the day
	Last   []sms.Status // of the last rows of this job that are done with, the newest first; see JobNow
}

var (
	queuedOfJobsSQL = fmt.Sprintf(`SELECT count(*) FROM messages m JOIN job_rows r ON r.message_id = m.id
		WHERE m.status IN (%d, %d, %d) AND m.deleted_at = 0`, sms.Queued, sms.Sending, sms.Waiting)
	usedSQL = fmt.Sprintf(`SELECT CAST(total(parts) AS INTEGER) FROM job_rows WHERE state = %d AND given_at >= ?`,
		rowGiven)
	nextRowsSQL = fmt.Sprintf(`SELECT row, number, name, text, parts FROM job_rows
		WHERE job_id = ? AND state = %d ORDER BY row LIMIT ?`, rowWaits)
	lastOfJobSQL = fmt.Sprintf(`SELECT m.status FROM job_rows r JOIN messages m ON m.id = r.message_id
		WHERE r.job_id = ? AND m.id > ? AND m.deleted_at = 0 AND r.state = %d AND m.status NOT IN (%d, %d, %d)
		ORDER BY m.id DESC LIMIT ?`,
		rowGiven, sms.Queued, sms.Sending, sms.Waiting)
)

// JobNow returns how things stand with a job, with at most as many rows as can be queued at once. Last holds
// only messages with an ID above after.
func (s *Store) JobNow(ctx context.Context, id, after int64, dayBegan time.Time) (now JobNow, err error) {
	err = s.look(ctx, "read job", func(w *writer) error {
		if now.Next, err = list(w, scanNext, nextRowsSQL, id, bulk.AtOnce()); err != nil {
			return err
		}
		if now.Queued, err = first(w, scanInt, queuedOfJobsSQL); err != nil {
			return err
		}
		if now.Used, err = first(w, scanInt, usedSQL, millis(dayBegan)); err != nil {
			return err
		}
		now.Last, err = list(w, scanStatus, lastOfJobSQL, id, after, bulk.FailingRow())
		return err
	})
	return now, err
}

// NewestOfJob returns the ID of the newest message of a job, 0 when there is none.
func (s *Store) NewestOfJob(ctx context.Context, id int64) (newest int64, err error) {
	err = s.look(ctx, "read job", func(w *writer) error {
		newest, err = first(w, scanID, `SELECT coalesce(max(message_id), 0) FROM job_rows WHERE job_id = ?`, id)
		return err
	})
	return newest, err
}

// UsedByJobs returns how many SMS of jobs went to the queue since the beginning of the day.
func (s *Store) UsedByJobs(ctx context.Context, dayBegan time.Time) (int, error) {
	used, err := read(ctx, s.reads, scanInt, usedSQL, millis(dayBegan))
	if err != nil {
		return 0, err
	}
	return used[0], nil
}

func scanNext(row scanner) (e bulk.Entry, err error) {
	return e, row.Scan(&e.Row, &e.Number, &e.Name, &e.Text, &e.Parts)
}

func scanInt(row scanner) (n int, err error) { return n, row.Scan(&n) }

func scanStatus(row scanner) (st sms.Status, err error) { return st, row.Scan(&st) }

// EnqueueJobRow commits a row of a job as an outgoing text with its parts. ErrDone means that it was
// queued already.
func (s *Store) EnqueueJobRow(ctx context.Context, o Outgoing, job int64, row int) (sms.Message, error) {
	var m sms.Message
	err := s.change(ctx, "queue text of a job", func(w *writer) (err error) {
		if m, err = enqueue(w, o); err != nil {
			return err
		}
		return giveRow(w, job, row, m.ID, o.At)
	})
	return stored(m), err
}

// PassJobRow commits that a row of a job cannot be sent at all.
func (s *Store) PassJobRow(ctx context.Context, job int64, row int, at time.Time) error {
	return s.change(ctx, "pass row", func(w *writer) error { return giveRow(w, job, row, nil, at) })
}

func giveRow(w *writer, job int64, row int, message any, at time.Time) error {
	res, err := w.exec(`UPDATE job_rows SET state = ?, given_at = ?, message_id = ?
		WHERE job_id = ? AND row = ? AND state = ?`, rowGiven, millis(at), message, job, row, rowWaits)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = ErrDone
	}
	return err
}

// SetJob commits state, reason, SIM card and limit of a job.
func (s *Store) SetJob(ctx context.Context, j bulk.Job) error {
	return s.exec(ctx, "set job", `UPDATE jobs SET state = ?, why = ?, over = ?, imsi = ?, ended = ? WHERE id = ?`,
		int(j.State), int(j.Pause), j.Over, j.IMSI, millis(j.Ended), j.ID)
}

// Job returns one job without how far it has come.
func (s *Store) Job(ctx context.Context, id int64) (j bulk.Job, err error) {
	err = s.look(ctx, "read job", func(w *writer) error {
		j, err = first(w, scanJob, `SELECT `+jobColumns+` FROM jobs WHERE id = ?`, id)
		return err
	})
	return j, err
}

var withdrawSQL = fmt.Sprintf(`SELECT m.id FROM job_rows r JOIN messages m ON m.id = r.message_id
	WHERE r.job_id = ? AND m.status IN (%d, %d) AND m.deleted_at = 0 AND m.id <> ?
	AND NOT EXISTS (SELECT 1 FROM out_parts p WHERE p.message_id = m.id AND p.state <> %d)`,
	sms.Queued, sms.Waiting, outbox.Unsent)

// Withdraw commits a change of a job, and takes back those of its texts that wait in the queue, but for
// the one that the stick has. It returns their IDs: these messages are gone.
func (s *Store) Withdraw(ctx context.Context, j bulk.Job, but int64) (ids []int64, err error) {
	err = s.change(ctx, "withdraw texts of a job", func(w *writer) error {
		if ids, err = list(w, scanID, withdrawSQL, j.ID, but); err != nil {
			return err
		}
		for _, id := range ids {
			err := w.run(`UPDATE job_rows SET state = ?, given_at = 0, message_id = NULL WHERE message_id = ?`,
				rowWaits, id)
			if err != nil {
				return err
			}
			if err := remove(w, id); err != nil {
				return err
			}
		}
		return w.run(`UPDATE jobs SET state = ?, why = ?, ended = ? WHERE id = ?`,
			int(j.State), int(j.Pause), millis(j.Ended), j.ID)
	})
	return ids, err
}

// RemoveJob removes a job and its rows. The messages stay.
func (s *Store) RemoveJob(ctx context.Context, id int64) error {
	return s.exec(ctx, "remove job", `DELETE FROM jobs WHERE id = ?`, id)
}
