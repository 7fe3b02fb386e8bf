package runner

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// How often a session is polled, and how much it may fail before it is given up.
const (
	pollSoon   = 1500 * time.Millisecond
	pollSeldom = 5 * time.Second
	pollSteady = 10 * time.Second
	pollLimit  = 45 * time.Second
	pollFails  = 5
	// silentLimit is how long a modem may answer nothing: sending one text may take it up to five
	// minutes.
	silentLimit = 6 * time.Minute
	searchSoon  = 60 * time.Second // how long a network is looked for at pollSoon
)

// poll asks what the SIM card wants, starts the session once it is ready, and asks for the
// network.
func (r *Runner) poll(ctx context.Context) {
	if r.jobs[jobPoll] != nil || r.jobs[jobUnlock] != nil || r.jobs[jobLogin] != nil {
		return
	}
	conn, started, run := r.conn, r.conn.started, ctx
	doubt := r.facts.Session.Login.Wanted || conn.fails > 0
	r.start(ctx, jobPoll, func(ctx context.Context, j *job) func(bool) {
		ctx, cancel := context.WithTimeout(ctx, pollLimit)
		defer cancel()
		err := conn.ask(ctx, func() error {
			barred, err := r.barred(ctx, conn.session, doubt, j)
			if err == nil && !barred {
				started, err = r.pollOnce(ctx, conn.session, started, j)
			}
			return err
		})
		return func(live bool) {
			if live {
				conn.started = started
				r.polled(run, err)
			}
		}
	})
}

// pollOnce asks what one poll asks, and reports whether the session is started now.
func (r *Runner) pollOnce(ctx context.Context, s Session, started bool, j *job) (bool, error) {
	card, err := s.SIM(ctx)
	if err != nil {
		return started, err
	}
	r.report(jobPoll, j, setup.SIMSeen{SIM: card, At: time.Now()})
	if card.State != sms.SIMReady {
		return started && card.State == sms.SIMUnknown, nil
	}
	if !started {
		if err := s.Start(ctx); err != nil {
			return false, err
		}
		r.report(jobPoll, j, setup.ModemRead{Modem: s.Identity()})
		r.describe(ctx, s, j)
	}
	network, err := s.Link(ctx)
	if err == nil {
		r.report(jobPoll, j, setup.LinkSeen{Link: network, At: time.Now()})
	}
	return true, err
}

// polled takes in how a poll went, and ends a session that answers nothing any more.
func (r *Runner) polled(ctx context.Context, err error) {
	if r.conn == nil {
		return
	}
	r.conn.fails++
	if err == nil {
		r.conn.fails, r.conn.okAt = 0, time.Now()
	} else {
		r.log.Warn("poll", "port", r.conn.line.Name, "err", err)
	}
	open := errors.Is(err, context.DeadlineExceeded) && time.Since(r.conn.okAt) < silentLimit
	if errors.Is(err, sms.ErrCDMA) {
		r.foundCDMA(err)
		return
	}
	if r.conn.fails >= pollFails && !open {
		r.disconnect(errors.New("the stick stopped answering"))
		return
	}
	r.recallTest()
	r.conn.pollAt = time.Now().Add(r.pollEvery())
	r.loginUnasked(ctx)
	r.offerKeeping(ctx)
	r.unlockUnasked(ctx)
	r.lookAtData(ctx)
}

// foundCDMA ends a session that turned out to be with a modem for CDMA networks, and notes that.
func (r *Runner) foundCDMA(err error) {
	line := r.conn.line
	r.disconnect(err)
	r.apply(setup.Probed{Probe: setup.Probe{Line: line, Result: setup.ProbeCDMA, Err: err}})
}

func (r *Runner) pollEvery() time.Duration {
	switch f := r.facts; {
	case f.Session.Login.Wanted:
		return pollSeldom
	case f.Session.Link.Registered():
		return pollSteady
	case !f.Session.SearchingSince.IsZero() && f.Now.Sub(f.Session.SearchingSince) > searchSoon:
		return pollSeldom
	default:
		return pollSoon
	}
}
