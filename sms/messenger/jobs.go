package messenger

import (
	"context"
	"slices"
	"strconv"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/store"
)

// KeyJobLimit is the setting for how many SMS of all jobs go out in a day: a number, "" for
// bulk.DefaultLimit.
const KeyJobLimit = "jobs.limit"

// jobs hands the texts to many people to the queue, a few at a time, so that others go out between them.
// A job that was running when the program ended goes on by itself: a row is handed over in the same
// commit that queues its text.
type jobs struct {
	*shared
	health *health
	sender *sender

	running []bulk.Job // oldest first, without how far they have come
	loaded  bool
	next    time.Time
	// tried is the newest message of a job when the user had it go on although texts had failed: only those
	// that fail after it have the job pause again. After a restart it begins anew.
	tried map[int64]int64
}

// step hands over what may go.
func (j *jobs) step(now time.Time) {
	j.next = time.Time{}
	if !j.loaded && !j.load() {
		return
	}
	if len(j.running) == 0 || !j.sender.ready() || now.Before(j.sender.pause.until) {
		return
	}
	if err := j.proceed(j.running[0], now); err != nil {
		j.loaded = false
		j.log.Warn("job does not go on", "err", err)
	}
}

func (j *jobs) load() bool {
	running, err := j.st.RunningJobs(context.Background())
	if err != nil {
		j.health.fail(err)
		return false
	}
	j.running, j.loaded = running, true
	return true
}

// wake returns when to step next, zero for no need.
func (j *jobs) wake() time.Time { return j.lookAt(j.next) }

// proceed queues the next rows of a job, or ends or pauses it.
func (j *jobs) proceed(job bulk.Job, now time.Time) error {
	ctx := context.Background()
	if imsi := j.line.me.IMSI; job.IMSI != "" && imsi != "" && job.IMSI != imsi {
		return j.pause(ctx, job, bulk.PausedOtherSIM)
	}
	after, err := j.triedUpTo(ctx, job)
	if err != nil {
		return err
	}
	state, err := j.st.JobNow(ctx, job.ID, after, bulk.DayBegan(now))
	switch {
	case err != nil:
		return err
	case len(state.Next) == 0 && state.Queued == 0:
		return j.end(ctx, job, now)
	case bulk.Failing(state.Last):
		return j.pause(ctx, job, bulk.PausedFailing)
	case job.Pause == bulk.PausedFailing && len(state.Last) > 0 && state.Last[0] != sms.Failed:
		job.Pause = bulk.PausedByUser // it goes again: the next row of failures is another one
		if err := j.set(ctx, job); err != nil {
			return err
		}
	}
	return j.fill(ctx, job, state, now)
}

// triedUpTo returns the newest message of a job that failed before the user had it go on, 0 for none.
func (j *jobs) triedUpTo(ctx context.Context, job bulk.Job) (int64, error) {
	after, known := j.tried[job.ID]
	if known || job.Pause != bulk.PausedFailing {
		return after, nil
	}
	after, err := j.st.NewestOfJob(ctx, job.ID)
	if err == nil {
		j.tried[job.ID] = after
	}
	return after, err
}

// fill queues as many rows as may be in the queue.
func (j *jobs) fill(ctx context.Context, job bulk.Job, state store.JobNow, now time.Time) error {
	parts := make([]int, len(state.Next))
	for i, row := range state.Next {
		parts[i] = row.Parts
	}
	n := bulk.Next(state.Queued, state.Used, j.limit(ctx), job.Over, parts)
	for _, row := range state.Next[:n] {
		if err := j.hand(ctx, job, row, now); err != nil {
			return err
		}
	}
	if n == 0 && len(parts) > 0 && state.Queued == 0 { // the limit
		j.next = bulk.DayEnds(now)
	}
	return nil
}

// hand queues one row.
func (j *jobs) hand(ctx context.Context, job bulk.Job, row bulk.Entry, now time.Time) error {
	_, err := j.sender.enqueueBy(ctx, row.Number, row.Text,
		func(ctx context.Context, o store.Outgoing) (sms.Message, error) {
			return j.st.EnqueueJobRow(ctx, o, job.ID, row.Row)
		})
	if isOfText(err) { // which was checked before; a newer program may be stricter
		err = j.st.PassJobRow(ctx, job.ID, row.Row, now)
	}
	if err == nil {
		j.events.add(sms.JobsChanged{})
	}
	return err
}

// end notes that everything was sent or has failed.
func (j *jobs) end(ctx context.Context, job bulk.Job, now time.Time) error {
	job.State, job.Ended = bulk.Done, now
	j.log.Info("job is done", "id", job.ID)
	return j.set(ctx, job)
}

// pause has a job wait for the user.
func (j *jobs) pause(ctx context.Context, job bulk.Job, why bulk.Pause) error {
	job.State, job.Pause = bulk.Paused, why
	j.log.Warn("job pauses", "id", job.ID, "why", why.String())
	return j.withdraw(ctx, job)
}

func (j *jobs) set(ctx context.Context, job bulk.Job) error {
	j.loaded = false
	if err := j.st.SetJob(ctx, job); err != nil {
		return err
	}
	j.events.add(sms.JobsChanged{})
	return nil
}

// withdraw changes a job and takes back what waits in the queue.
func (j *jobs) withdraw(ctx context.Context, job bulk.Job) error {
	j.loaded = false
	flies := int64(0)
	if f := j.sender.flight; f != nil {
		flies = f.text.ID
	}
	ids, err := j.st.Withdraw(ctx, job, flies)
	if err != nil {
		return err
	}
	j.sender.forget(func(id int64) bool { return slices.Contains(ids, id) })
	j.events.add(sms.JobsChanged{})
	if len(ids) > 0 {
		j.events.add(sms.ConversationsChanged{})
	}
	return nil
}

// limit returns how many SMS of jobs go out in a day.
func (s *shared) limit(ctx context.Context) int {
	text, err := s.st.Setting(ctx, KeyJobLimit)
	if n, bad := strconv.Atoi(text); err == nil && bad == nil && n > 0 {
		return n
	}
	return bulk.DefaultLimit
}
