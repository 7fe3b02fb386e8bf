package messenger_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/messenger"
)

// people are rows of a job.
func people(n int) []bulk.Entry {
	rows := make([]bulk.Entry, n)
	for i := range rows {
		rows[i] = bulk.Entry{
			Row: i, Number: sms.Number(fmt.Sprintf("+4917200%05d", i)), Name: fmt.Sprint("P", i),
			Text: fmt.Sprint("hello ", i), Parts: 1,
		}
	}
	return rows
}

func (b *bench) job(n int) int64 {
	b.t.Helper()
	id, err := b.StartJob(b.t.Context(), bulk.Job{Name: "party", Text: "hello"}, people(n))
	if err != nil {
		b.t.Fatalf("start job: %v", err)
	}
	return id
}

// state returns the newest job.
func (b *bench) state() bulk.Job {
	b.t.Helper()
	b.rest()
	all, err := b.Jobs(b.t.Context())
	if err != nil || len(all) == 0 {
		b.t.Fatalf("jobs: %v, %v", all, err)
	}
	return all[0]
}

// once fails unless every row of a job has one message, if any; it returns how many have.
func (b *bench) once(id int64, n int) int {
	b.t.Helper()
	rows, err := b.JobEntries(b.t.Context(), id)
	if err != nil || len(rows) != n {
		b.t.Fatalf("%d rows, %v", len(rows), err)
	}
	given := 0
	for _, r := range rows {
		all, err := b.Messages(b.t.Context(), r.Number, 0, 0)
		if err != nil || len(all) > 1 || (len(all) == 1) != r.Given || r.Given && all[0].ID != r.Message.ID {
			b.t.Fatalf("row %d: %+v, %v, given %v", r.Row, all, err, r.Given)
		}
		if r.Given {
			given++
		}
	}
	return given
}

func TestJobGoesOutPaced(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		id := b.job(50)
		b.rest()
		if j := b.state(); j.State != bulk.Running || j.Queued > bulk.AtOnce() {
			b.t.Fatalf("%+v", j)
		}
		// One's own text goes between.
		own := b.send(anna, "in between")
		time.Sleep(20 * time.Second)
		if m := b.one(anna); m.ID != own.ID || m.Status != sms.Sent {
			b.t.Fatalf("one's own text is %v", m.Status)
		}
		if j := b.state(); j.State != bulk.Running || j.Given >= 50 {
			b.t.Fatalf("%+v", j)
		}
		time.Sleep(3 * time.Minute)
		if j := b.state(); j.State != bulk.Done || j.Sent != 50 || j.Left() != 0 || b.once(id, 50) != 50 {
			b.t.Fatalf("%+v", j)
		}
	})
}

func TestJobPausedAndStopped(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		id := b.job(50)
		time.Sleep(10 * time.Second)
		if err := b.PauseJob(b.t.Context(), id); err != nil {
			b.t.Fatal(err)
		}
		paused := b.state()
		if paused.State != bulk.Paused || paused.Queued != 0 || paused.Given == 0 {
			b.t.Fatalf("%+v", paused)
		}
		sent := modem.submitted()
		time.Sleep(time.Hour)
		if b.state() != paused || modem.submitted() != sent || b.once(id, 50) != paused.Given {
			b.t.Fatalf("something went while it paused: %+v", b.state())
		}
		if err := b.ResumeJob(b.t.Context(), id, false); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		if j := b.state(); j.Given <= paused.Given {
			b.t.Fatalf("does not go on: %+v", j)
		}
		if err := b.StopJob(b.t.Context(), id); err != nil {
			b.t.Fatal(err)
		}
		stopped := b.state()
		time.Sleep(time.Hour)
		if j := b.state(); j.State != bulk.Stopped || j.Given != stopped.Given || j.Queued != 0 {
			b.t.Fatalf("%+v", j)
		}
		if err := b.ResumeJob(b.t.Context(), id, false); !errors.Is(err, messenger.ErrEnded) {
			b.t.Errorf("resumed: %v", err)
		}
		if err := b.RemoveJob(b.t.Context(), id); err != nil {
			b.t.Error(err)
		}
	})
}

func TestJobGoesOnAfterRestart(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		id := b.job(30)
		for b.state().State == bulk.Running {
			time.Sleep(7 * time.Second)
			b = b.restart()
			b.Attach(newBackend())
		}
		if j := b.state(); j.State != bulk.Done || j.Sent+j.Other != 30 || b.once(id, 30) != 30 {
			b.t.Fatalf("%+v", j)
		}
		b.close()
	})
}

// TestJobKeepsTheLimit: a hundred SMS a day and no more, unless the user says so; the rest goes on the
// next morning.
func TestJobKeepsTheLimit(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		for time.Now().Hour() != 20 {
			time.Sleep(time.Hour)
		}
		b.job(120)
		time.Sleep(3 * time.Hour)
		j := b.state()
		if j.State != bulk.Running || j.Sent != 100 || j.Until.Hour() != 9 || j.Until.Before(time.Now()) {
			b.t.Fatalf("%+v", j)
		}
		b = b.restart()
		b.Attach(newBackend())
		time.Sleep(8 * time.Hour)
		if j := b.state(); j.Sent != 100 {
			b.t.Fatalf("went on in the night: %+v", j)
		}
		time.Sleep(3 * time.Hour)
		if j := b.state(); j.State != bulk.Done || j.Sent != 120 || !j.Until.IsZero() {
			b.t.Fatalf("%+v", j)
		}
		if a, err := b.Allowance(b.t.Context()); err != nil || a.Used != 20 || a.Limit != 100 {
			b.t.Errorf("%+v, %v", a, err)
		}
		id := b.job(120)
		time.Sleep(time.Hour)
		if j := b.state(); j.Sent != 80 {
			b.t.Fatalf("%+v", j)
		}
		if err := b.ResumeJob(b.t.Context(), id, true); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		if j := b.state(); j.State != bulk.Done || j.Sent != 120 {
			b.t.Fatalf("%+v", j)
		}
		b.close()
	})
}

func TestJobPausesWhenTextsFail(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.answers(func(int) (int, error) { return 0, &sms.SubmitError{Code: 21, Written: true} })
		id := b.job(50)
		time.Sleep(time.Minute)
		j := b.state()
		if j.State != bulk.Paused || j.Pause != bulk.PausedFailing || j.Failed < 3 || j.Failed > 4 {
			b.t.Fatalf("%+v", j)
		}
		modem.answers(func(n int) (int, error) { return n, nil })
		if err := b.ResumeJob(b.t.Context(), id, false); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(5 * time.Minute)
		if j := b.state(); j.State != bulk.Done || j.Sent+j.Failed != 50 {
			b.t.Fatalf("%+v", j)
		}
	})
}

func TestJobPausesForAnotherCard(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		id := b.job(50)
		time.Sleep(5 * time.Second)
		_ = modem.Close()
		other := newBackend()
		other.id.IMSI = "232011111111111"
		b.Attach(other)
		time.Sleep(time.Minute)
		if j := b.state(); j.State != bulk.Paused || j.Pause != bulk.PausedOtherSIM || other.submitted() != 0 {
			b.t.Fatalf("%+v, %d sent", j, other.submitted())
		}
		if err := b.ResumeJob(b.t.Context(), id, false); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(5 * time.Minute)
		if j := b.state(); j.State != bulk.Done {
			b.t.Fatalf("%+v", j)
		}
	})
}

// TestKilledWithMuchToDo kills the program again and again while planned texts and a job go out: each
// of them becomes one message, and never two.
func TestKilledWithMuchToDo(t *testing.T) {
	const n = 40
	path := kill(t, "much to do")
	for sent := range 8 {
		killAgain(t, path, "go on", sent)
	}
	b := startWith(t, path, messenger.Options{Region: "DE", Pace: -1})
	defer b.Close()
	if j, err := b.Jobs(t.Context()); err != nil || j[0].State != bulk.Running {
		t.Fatalf("all was done before the last kill: %v, %v", j, err)
	}
	b.Attach(newBackend())
	deadline := time.Now().Add(wait)
	for {
		jobs, err := b.Jobs(t.Context())
		if err != nil || len(jobs) != 1 {
			t.Fatalf("%v, %v", jobs, err)
		}
		left, err := b.Planned(t.Context())
		if err == nil && jobs[0].State == bulk.Done && len(left) == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%+v, %d planned", jobs[0], len(left))
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.once(1, n)
	for i := range n {
		all, err := b.Messages(t.Context(), plannedTo(i), 0, 0)
		if err != nil || len(all) != 1 {
			t.Errorf("planned text %d: %v, %v", i, all, err)
		}
	}
}
