package runner

import (
	"context"
	"reflect"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// How often is looked: at once while a stick is to come back, soon while something else is waited
// for, seldom in the chat, where the line itself tells of most losses (facts, Windows, 3.2).
const (
	scanBack   = 150 * time.Millisecond
	scanSoon   = 500 * time.Millisecond
	scanPages  = time.Second
	scanInChat = 2 * time.Second
	scanLimit  = 10 * time.Second
)

// scan looks once, in a worker.
func (r *Runner) scan(ctx context.Context) {
	if r.jobs[jobScan] != nil {
		return
	}
	r.start(ctx, jobScan, func(ctx context.Context, _ *job) func(bool) {
		ctx, cancel := context.WithTimeout(ctx, scanLimit)
		defer cancel()
		snapshot, err := r.look(ctx)
		return func(live bool) {
			if live {
				r.looked(snapshot, err)
			}
		}
	})
}

func (r *Runner) look(ctx context.Context) (s hw.Snapshot, err error) {
	defer sound(&err)
	return r.cfg.Scanner.Scan(ctx)
}

func (r *Runner) looked(s hw.Snapshot, err error) {
	now := time.Now()
	if err != nil {
		r.log.Warn("scan", "err", err)
		r.apply(setup.ScanFailed{Err: err, At: now})
	} else {
		r.apply(setup.Seen{Snapshot: s, At: now})
	}
	r.scanAt = now.Add(r.scanEvery())
}

func (r *Runner) scanEvery() time.Duration {
	switch {
	case r.facts.Switching:
		return scanBack
	case r.facts.Missing > 0 || r.facts.Step() == setup.StepConnection:
		return scanSoon
	case r.facts.InChat() && r.facts.Connected:
		return scanInChat
	default:
		return scanPages
	}
}

// await sets the timer of the next scan, unless one is under way.
func (r *Runner) await(due *time.Timer) {
	if due.Stop(); r.cfg.Fixed == nil && r.jobs[jobScan] == nil {
		due.Reset(time.Until(r.scanAt))
	}
}

// changed tells whether the facts differ from those last shown in more than the time.
func (r *Runner) changed() bool {
	now, then := r.facts, r.shown
	if now.Step() != then.Step() || now.Problem() != then.Problem() {
		return true
	}
	if _, _, busy := now.Busy(); busy && now.Now.Sub(then.Now) >= time.Second {
		return true
	}
	now.Now, now.LastSeen = then.Now, then.LastSeen
	return !reflect.DeepEqual(now, then)
}
