package messenger_test

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/plan"
)

// The steps of TestJobMachine.
const (
	stepWait = iota
	stepLong
	stepPause
	stepResume
	stepRestart
	stepUnplug
	stepFail
	stepOwn
	stepPlan
	stepStop
	stepCount
)

// TestJobMachine has everything happen to a job and to planned texts in any order. Whatever does, nobody
// gets a text twice, no planned text is lost, and no day has more SMS than its limit.
func TestJobMachine(t *testing.T) {
	fewer(t)
	rapid.Check(t, func(r *rapid.T) {
		script := rapid.SliceOfN(rapid.IntRange(0, stepCount-1), 3, 15).Draw(r, "steps")
		fault := ""
		synctest.Test(t, func(t *testing.T) { fault = runJobs(t, script) })
		if fault != "" {
			r.Fatal(fault)
		}
	})
}

// fewer has rapid make fewer checks than usual: each is a program's life on a file.
func fewer(t *testing.T) {
	const checks = "rapid.checks"
	before := flag.Lookup(checks).Value.String()
	if before != flag.Lookup(checks).DefValue {
		return // somebody wants another number
	}
	if err := flag.Set(checks, "25"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set(checks, before) })
}

// runJobs runs a script and returns what went wrong, "" for nothing.
func runJobs(t *testing.T, script []int) string {
	const rows = 12
	b := startAt(t, filepath.Join(t.TempDir(), "messages.db"))
	ctx := context.Background()
	defer func() { b.close() }()
	if err := b.SetSetting(ctx, messenger.KeyJobLimit, "5"); err != nil {
		return err.Error()
	}
	modem, submitted, own := newBackend(), 0, 0
	b.Attach(modem)
	id, err := b.StartJob(ctx, bulk.Job{Name: "x"}, people(rows))
	if err != nil {
		return err.Error()
	}
	plans := 0
	for _, step := range script {
		switch step {
		case stepWait:
			time.Sleep(7 * time.Second)
		case stepLong:
			time.Sleep(7 * time.Hour)
		case stepPause:
			_ = b.PauseJob(ctx, id) // it may have ended
		case stepResume:
			_ = b.ResumeJob(ctx, id, false)
		case stepRestart:
			b = b.restart()
			submitted += modem.submitted()
			modem = newBackend()
			b.Attach(modem)
		case stepUnplug:
			_ = modem.Close()
			time.Sleep(time.Minute)
			submitted += modem.submitted()
			modem = newBackend()
			b.Attach(modem)
		case stepFail:
			modem.answers(func(n int) (int, error) {
				if n%3 == 0 {
					return 0, &sms.SubmitError{Code: 21, Written: true}
				}
				return n, nil
			})
		case stepOwn:
			b.send(bert, "one's own")
			own++
		case stepPlan:
			plans++
			if _, err := b.Plan(ctx, plan.Text{To: plannedTo(plans), Body: "later", At: in(time.Minute)}); err != nil {
				return err.Error()
			}
		case stepStop:
			if len(script) > 10 {
				_ = b.StopJob(ctx, id)
			}
		}
		b.rest()
		if step == stepLong || step == stepWait {
			continue
		}
		if fault := b.whatIsWrong(id); fault != "" {
			return fmt.Sprintf("after %d: %s", step, fault)
		}
	}
	time.Sleep(time.Hour)
	for i := range plans {
		if all, err := b.Messages(ctx, plannedTo(i+1), 0, 0); err != nil || len(all) != 1 {
			return fmt.Sprintf("planned text %d: %v, %v", i, all, err)
		}
	}
	job := b.state()
	if submitted += modem.submitted(); submitted > own+plans+job.Given {
		return fmt.Sprintf("%d went out for %d of one's own, %d planned ones and %d of the job", submitted, own, plans, job.Given)
	}
	return b.whatIsWrong(id)
}

// whatIsWrong compares the rows of a job with the messages.
func (b *bench) whatIsWrong(id int64) string {
	ctx := context.Background()
	entries, err := b.JobEntries(ctx, id)
	if err != nil {
		return err.Error()
	}
	perDay := map[time.Time]int{}
	queued := 0
	for _, e := range entries {
		all, err := b.Messages(ctx, e.Number, 0, 0)
		switch {
		case err != nil:
			return err.Error()
		case len(all) > 1:
			return fmt.Sprintf("row %d has %d messages", e.Row, len(all))
		case e.Given != (len(all) == 1):
			return fmt.Sprintf("row %d is given: %v, and has %d messages", e.Row, e.Given, len(all))
		case e.Given:
			perDay[bulk.DayBegan(all[0].Time.In(time.Local))]++
			if s := all[0].Status; s == sms.Queued || s == sms.Waiting || s == sms.Sending {
				queued++
			}
		}
	}
	for day, n := range perDay {
		if n > 5 {
			return fmt.Sprintf("%d on %v", n, day)
		}
	}
	if queued > bulk.AtOnce() {
		return fmt.Sprintf("%d in the queue", queued)
	}
	return ""
}
