package runner

import (
	"context"
	"fmt"
	"time"

	"surfstick-sms/internal/setup"
)

// kind is a kind of work. There is one of each at a time.
type kind int

const (
	jobScan kind = iota
	jobSwitch
	jobProbe
	jobPoll
	jobUnlock
	jobTest
	jobInstall
	jobFile
	jobRule
	jobKept
	jobKeeping
	jobLogin
	jobPassword
	jobRestart
	jobMode
	jobData
)

// previousWait is how long a worker waits for the one before it of the same kind to end, shutdownLimit
// how long shutting down waits for workers.
const (
	previousWait  = 3 * time.Second
	shutdownLimit = 5 * time.Second
	// loginLimit is enough for the five questions of a log-in, each answered late.
	loginLimit = 2 * time.Minute
)

// job is one piece of work in its own goroutine.
type job struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// work is what a worker does. What it returns is called on the goroutine of Run; live is false when
// the job was dropped meanwhile, and then it may only tidy up, perhaps on another goroutine.
type work func(ctx context.Context, j *job) (result func(live bool))

// start runs work in a worker, in place of the job of the same kind that may be running.
func (r *Runner) start(ctx context.Context, k kind, work work) {
	before := r.last[k]
	r.drop(k)
	ctx, cancel := context.WithCancel(ctx)
	j := &job{cancel: cancel, done: make(chan struct{})}
	r.jobs[k], r.last[k] = j, j.done
	r.workers.Go(func() {
		defer close(j.done)
		defer cancel()
		waitFor(ctx, before)
		result := work(ctx, j)
		r.send(func(live bool) {
			live = live && r.jobs[k] == j
			if live {
				delete(r.jobs, k)
			}
			result(live)
		})
	})
}

// limits is how long a job that run starts may take. Those that are not here end by themselves.
var limits = map[kind]time.Duration{
	jobRestart:  restartLimit,
	jobMode:     modeLimit,
	jobData:     dataLimit,
	jobScan:     scanLimit,
	jobTest:     testLimit,
	jobUnlock:   simLimit,
	jobKept:     simLimit,
	jobKeeping:  simLimit,
	jobLogin:    loginLimit,
	jobPassword: simLimit,
}

// run starts work as start does, within its limit. The result is not called when the job was
// dropped.
func (r *Runner) run(ctx context.Context, k kind, work func(ctx context.Context) (result func())) {
	r.start(ctx, k, func(ctx context.Context, _ *job) func(bool) {
		if limit, ok := limits[k]; ok {
			limited, cancel := context.WithTimeout(ctx, limit)
			defer cancel()
			ctx = limited
		}
		result := work(ctx)
		return func(live bool) {
			if live {
				result()
			}
		}
	})
}

// waitFor waits until an earlier job has ended, but not for ever; nil is none.
func waitFor(ctx context.Context, done <-chan struct{}) {
	if done == nil {
		return
	}
	select {
	case <-done:
	case <-ctx.Done():
	case <-time.After(previousWait):
	}
}

// recoverPanic, deferred, turns a panic into an error. Drivers and devices may send anything, and
// none of it may end the program.
func recoverPanic(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v", p)
	}
}

// safely calls f, and turns a panic in it into an error.
func safely(f func() error) (err error) {
	defer recoverPanic(&err)
	return f()
}

// send brings a result to the goroutine of Run, or calls it right here when that is gone.
func (r *Runner) send(result func(live bool)) {
	select {
	case r.back <- result:
	case <-r.stopped:
		result(false)
	}
}

// report applies an event of a job that still runs.
func (r *Runner) report(k kind, j *job, e setup.Event) {
	r.send(func(live bool) {
		if live && r.jobs[k] == j {
			r.apply(e)
		}
	})
}

// drop cancels jobs; the results that they still bring are thrown away.
func (r *Runner) drop(kinds ...kind) {
	for _, k := range kinds {
		if j := r.jobs[k]; j != nil {
			j.cancel()
			delete(r.jobs, k)
		}
	}
}

// shutdown cancels the workers, closes the session, and waits for both.
func (r *Runner) shutdown(cancel context.CancelFunc) {
	cancel()
	r.closeSession()
	all := make(chan struct{})
	go func() {
		r.workers.Wait()
		close(all)
	}()
	late := time.NewTimer(shutdownLimit)
	defer late.Stop()
	defer close(r.stopped)
	for {
		select {
		case result := <-r.back:
			result(false)
		case <-all:
			return
		case <-late.C:
			r.log.Warn("a worker did not end")
			return
		}
	}
}
