package runner

import (
	"context"
	"reflect"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// How often is scanned. With a Watcher the system reports what changes, and scanWatched is only for
// what it misses; without one, scans find out every scanInChat or scanPages, more seldom in the
// chat, where the line itself fails when the stick goes. Either way it is scanned more often while
// a stick or its ports are awaited.
const (
	scanBack    = 150 * time.Millisecond // a stick restarts after a switch message
	scanSoon    = 500 * time.Millisecond // a stick is missing, or its ports are
	scanPages   = time.Second
	scanInChat  = 2 * time.Second
	scanWatched = 15 * time.Second
	scanLimit   = 10 * time.Second
	// settleTime is how long after a change it is scanned at scanPages: rights and drivers follow
	// the device that they belong to without being reported each.
	settleTime = 5 * time.Second
	// awaitTime is how long after a change it is scanned at scanSoon: drivers take up to 90 s.
	awaitTime = 2 * time.Minute
	// clockStep is how often the facts learn the time while something in them depends on it.
	clockStep = 500 * time.Millisecond
)

// scans is when to scan.
type scans struct {
	at      time.Time // when the next one is due
	again   bool      // one more is due at once after the one that runs
	watched bool      // the Watcher reports changes
	change  time.Time // when it last did, or a scan saw something else than the one before
	last    hw.Snapshot
}

// watch has the Watcher report changes as long as the program runs.
func (r *Runner) watch(ctx context.Context) {
	if r.cfg.Watcher == nil || r.cfg.Fixed != nil {
		return
	}
	set := func(watched bool) func(bool) {
		return func(bool) {
			r.scans.watched, r.scans.change = watched, time.Now()
			r.scanNow()
		}
	}
	r.workers.Go(func() {
		err := safely(func() error {
			return r.cfg.Watcher.Watch(ctx, func() { r.send(set(true)) })
		})
		if ctx.Err() == nil {
			r.log.Warn("changes are not reported", "err", err)
			r.send(set(false))
		}
	})
}

// scanNow has a scan begin at once, or right after one that may have begun too early.
func (r *Runner) scanNow() { r.scans.at, r.scans.again = time.Time{}, true }

// scanIfDue scans once, in a worker, when it is time to.
func (r *Runner) scanIfDue(ctx context.Context, now time.Time) {
	if soon := now.Add(r.scanEvery()); soon.Before(r.scans.at) {
		r.scans.at = soon // something is awaited since the last scan
	}
	if r.cfg.Fixed != nil || r.jobs[jobScan] != nil || now.Before(r.scans.at) {
		return
	}
	r.scans.again = false
	r.run(ctx, jobScan, func(ctx context.Context) func() {
		snapshot, err := r.scan(ctx)
		return func() {
			r.scanned(snapshot, err)
		}
	})
}

func (r *Runner) scan(ctx context.Context) (s hw.Snapshot, err error) {
	defer recoverPanic(&err)
	return r.cfg.Scanner.Scan(ctx)
}

func (r *Runner) scanned(s hw.Snapshot, err error) {
	now := time.Now()
	if err != nil {
		r.log.Warn("scan", "err", err)
		r.apply(setup.ScanFailed{Err: err, At: now})
	} else {
		if !reflect.DeepEqual(s, r.scans.last) {
			r.scans.change = now
		}
		r.scans.last = s
		r.recallWays(s)
		r.recallConsents(s)
		r.apply(setup.Seen{Snapshot: s, At: now})
	}
	if r.scans.at = now.Add(r.scanEvery()); r.scans.again {
		r.scans.at = now
	}
}

// scanEvery returns the time from one scan to the next.
func (r *Runner) scanEvery() time.Duration {
	changed := time.Since(r.scans.change)
	switch f := r.facts; {
	case f.Switching():
		return scanBack
	case changed < awaitTime && awaited(f):
		return scanSoon
	case f.InNetworkMode() && !f.Session.Connected:
		return scanPages // nobody reports what becomes of the addresses of a network card
	case f.Scan.Err != nil || r.scans.watched && changed < settleTime:
		return scanPages
	case r.scans.watched:
		return scanWatched
	case f.InChat() && f.Session.Connected:
		return scanInChat
	default:
		return scanPages
	}
}

// awaited reports whether a stick, its ports or the address of its network card are waited for. A
// network card that is ready and a stick that answers are not.
func awaited(f setup.Facts) bool {
	switch {
	case f.Chosen.Missing > 0:
		return true
	case f.InNetworkMode():
		return f.CardAwaited()
	default:
		return f.Step() == setup.StepConnection && !f.Session.Connected
	}
}

// untilDue returns how long nothing is to be done unless something happens.
func (r *Runner) untilDue() time.Duration {
	now := time.Now()
	next := now.Add(time.Hour)
	earlier := func(t time.Time) {
		if t.Before(next) {
			next = t
		}
	}
	if r.cfg.Fixed == nil && r.jobs[jobScan] == nil {
		earlier(r.scans.at)
	}
	if r.conn != nil && r.jobs[jobPoll] == nil && r.jobs[jobUnlock] == nil &&
		r.jobs[jobLogin] == nil {
		earlier(r.conn.pollAt)
	}
	if timeMatters(r.facts) {
		earlier(now.Add(clockStep))
	}
	return next.Sub(now)
}

// timeMatters reports whether the facts would be others, or something would be done, only because
// time has passed. Where they would not, as in a chat with a good network, the program sleeps.
func timeMatters(now setup.Facts) bool {
	if now.Counts() {
		return true
	}
	later := now.Apply(setup.Ticked{At: now.Now.Add(time.Hour)})
	if now.Step() != later.Step() || now.Problem() != later.Problem() ||
		!reflect.DeepEqual(now.Next(), later.Next()) {
		return true
	}
	later.Now = now.Now
	return !reflect.DeepEqual(now, later)
}

// changed reports whether the facts differ from those last shown in more than the time.
func (r *Runner) changed() bool {
	now, then := r.facts, r.shown
	if now.Step() != then.Step() || now.Problem() != then.Problem() {
		return true
	}
	if now.Counts() && now.Now.Sub(then.Now) >= time.Second {
		return true
	}
	now.Now, now.Chosen.LastSeen = then.Now, then.Chosen.LastSeen
	return !reflect.DeepEqual(now, then)
}
