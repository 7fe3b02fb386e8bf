package messenger

import (
	"context"
	"errors"
	"fmt"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
)

// ErrEnded is returned for a job that has ended.
var ErrEnded = errors.New("job has ended")

// StartJob begins to send texts to many people; Name, Text and Over of the job count. It returns the ID
// of the job.
func (m *Messenger) StartJob(ctx context.Context, job bulk.Job, rows []bulk.Entry) (id int64, err error) {
	for _, row := range rows {
		if err := sendable(row.Number); err != nil {
			return 0, fmt.Errorf("start job: row %d: %w", row.Row, err)
		}
	}
	err = m.jobbing(ctx, func() error {
		job.State, job.Created, job.IMSI = bulk.Running, m.o.Now(), m.line.me.IMSI
		id, err = m.st.AddJob(ctx, job, rows)
		return err
	})
	return id, err
}

// jobbing makes a change to the jobs.
func (m *Messenger) jobbing(ctx context.Context, f func() error) error {
	err := m.change(ctx, func() error {
		m.jobs.loaded = false
		err := f()
		if err == nil {
			m.events.add(sms.JobsChanged{})
		}
		return err
	})
	m.wake()
	return err
}

// changeJob changes a job that has not ended.
func (m *Messenger) changeJob(ctx context.Context, id int64, f func(job bulk.Job) error) error {
	return m.jobbing(ctx, func() error {
		job, err := m.st.Job(ctx, id)
		if err != nil {
			return err
		}
		if !job.State.Open() {
			return fmt.Errorf("job %d: %w", id, ErrEnded)
		}
		return f(job)
	})
}

// PauseJob has a job wait. What the stick has goes out, and nothing else.
func (m *Messenger) PauseJob(ctx context.Context, id int64) error {
	return m.changeJob(ctx, id, func(job bulk.Job) error {
		job.State, job.Pause = bulk.Paused, bulk.PausedByUser
		return m.jobs.withdraw(ctx, job)
	})
}

// ResumeJob has a job go on, through the SIM card that is there now; over lets it exceed the daily limit.
func (m *Messenger) ResumeJob(ctx context.Context, id int64, over bool) error {
	return m.changeJob(ctx, id, func(job bulk.Job) error {
		delete(m.jobs.tried, id)
		job.State, job.IMSI, job.Over = bulk.Running, m.line.me.IMSI, job.Over || over
		return m.jobs.set(ctx, job)
	})
}

// StopJob ends a job before everybody has the text. What the stick has goes out, and nothing else.
func (m *Messenger) StopJob(ctx context.Context, id int64) error {
	return m.changeJob(ctx, id, func(job bulk.Job) error {
		job.State, job.Ended = bulk.Stopped, m.o.Now()
		return m.jobs.withdraw(ctx, job)
	})
}

// RemoveJob forgets a job that has ended. Its messages stay.
func (m *Messenger) RemoveJob(ctx context.Context, id int64) error {
	return m.jobbing(ctx, func() error {
		job, err := m.st.Job(ctx, id)
		if err != nil {
			return err
		}
		if job.State.Open() {
			return fmt.Errorf("job %d: %w", id, ErrNotNow)
		}
		return m.st.RemoveJob(ctx, id)
	})
}

// Jobs returns the texts to many people, the newest first, with how far they have come.
func (m *Messenger) Jobs(ctx context.Context) ([]bulk.Job, error) {
	all, err := m.st.Jobs(ctx)
	if err != nil {
		return nil, err
	}
	now := m.o.Now()
	used, err := m.st.UsedByJobs(ctx, bulk.DayBegan(now))
	if err != nil {
		return nil, err
	}
	limit := m.limit(ctx)
	for i := range all {
		j := &all[i]
		j.Other = j.Given - j.Sent - j.Failed - j.Queued
		if j.State == bulk.Running && !j.Over && j.Queued == 0 && j.Next > 0 && used+j.Next > limit {
			j.Until = bulk.DayEnds(now)
		}
	}
	return all, nil
}

// JobEntries returns the people of a job and what became of their texts.
func (m *Messenger) JobEntries(ctx context.Context, id int64) ([]bulk.Entry, error) {
	return m.st.JobEntries(ctx, id)
}

// Allowance returns it for a job that begins now.
func (m *Messenger) Allowance(ctx context.Context) (bulk.Allowance, error) {
	used, err := m.st.UsedByJobs(ctx, bulk.DayBegan(m.o.Now()))
	return bulk.Allowance{Limit: m.limit(ctx), Used: used, Pace: max(m.o.Pace, 0)}, err
}
