package runner

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// How often a session is asked how things stand, and how much it may fail before it is given up.
const (
	pollSoon   = 1500 * time.Millisecond
	pollSeldom = 5 * time.Second
	pollSteady = 10 * time.Second
	pollLimit  = 45 * time.Second
	pollFails  = 5
	// mutePoll is how long a modem may leave every question open: sending one text may take it
	// up to five minutes (facts, reliability, C.10 case 31).
	mutePoll  = 6 * time.Minute
	talkLimit = 60 * time.Second
	// testLimit is enough for three texts, each with its way into the network and back.
	testLimit  = 15 * time.Minute
	searchSoon = 60 * time.Second // how long a network is looked for at pollSoon
)

// talk is the session of the moment. Its fields are only touched on the goroutine of Run, but for
// session and turn.
type talk struct {
	session Session
	line    hw.Line
	turn    chan struct{} // holds one token: one question at a time
	pollAt  time.Time
	okAt    time.Time // when a poll last succeeded, or the session began
	fails   int       // polls that failed in a row
	started bool      // Session.Start succeeded
	pinUsed bool      // the remembered PIN was tried on this session
	// keptAsked tells that a kept PIN was asked for.
	keptAsked bool
	// keepingAsked tells that it was asked whether one can be kept.
	keepingAsked bool
}

// done is closed when the session ends; without one it never is.
func (t *talk) done() <-chan struct{} {
	if t == nil {
		return nil
	}
	return t.session.Done()
}

// ask has the session to itself while question runs.
func (t *talk) ask(ctx context.Context, question func() error) (err error) {
	defer sound(&err)
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
		return question()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// connect takes over a session that a probe brought, or closes it when nobody wants it any more.
func (r *Runner) connect(live bool, line hw.Line, s Session) {
	if !live {
		_ = s.Close()
		return
	}
	modem := s.Identity()
	r.log.Info("connected", "port", line.Name, "model", modem.Model, "firmware", modem.Firmware)
	r.apply(setup.Probed{Probe: setup.Probe{Line: line, Result: setup.ProbeModem, Modem: modem}})
	r.apply(setup.SessionStarted{Line: line, Modem: modem})
	r.talk = &talk{session: s, line: line, turn: make(chan struct{}, 1), okAt: time.Now()}
	if modem.IMEI != "" && r.cfg.Memory.Get(testedKey+modem.IMEI) != "" {
		r.apply(setup.TestRemembered{})
	}
}

// hangUp ends the session and tells the facts why.
func (r *Runner) hangUp(err error) {
	r.log.Warn("disconnected", "port", r.talk.line.Name, "err", err)
	r.letGo()
	r.apply(setup.SessionEnded{Err: err, At: time.Now()})
}

// letGo closes the session, if there is one, and drops what was asked of it.
func (r *Runner) letGo() {
	if r.talk == nil {
		return
	}
	session, closed := r.talk.session, make(chan struct{})
	r.talk, r.closed = nil, closed
	r.drop(jobPoll, jobUnlock, jobTest, jobKept, jobKeeping)
	r.workers.Go(func() {
		defer close(closed)
		_ = session.Close()
	})
}

// poll asks what the SIM card wants, lets the texts flow once it is ready, and asks for the
// network.
func (r *Runner) poll(ctx context.Context) {
	if r.jobs[jobPoll] != nil || r.jobs[jobUnlock] != nil {
		return
	}
	t, started, run := r.talk, r.talk.started, ctx
	r.start(ctx, jobPoll, func(ctx context.Context, j *job) func(bool) {
		ctx, cancel := context.WithTimeout(ctx, pollLimit)
		defer cancel()
		err := t.ask(ctx, func() (err error) {
			started, err = r.question(ctx, t.session, started, j)
			return err
		})
		return func(live bool) {
			if live {
				t.started = started
				r.polled(run, err)
			}
		}
	})
}

// question is what one poll asks; it tells whether the session is started now.
func (r *Runner) question(ctx context.Context, s Session, started bool, j *job) (bool, error) {
	card, err := s.SIM(ctx)
	if err != nil {
		return started, err
	}
	r.tell(jobPoll, j, setup.SIMSeen{SIM: card, At: time.Now()})
	if card.State != sms.SIMReady {
		return started && card.State == sms.SIMUnknown, nil
	}
	if !started {
		if err := s.Start(ctx); err != nil {
			return false, err
		}
	}
	network, err := s.Link(ctx)
	if err == nil {
		r.tell(jobPoll, j, setup.LinkSeen{Link: network, At: time.Now()})
	}
	return true, err
}

// polled draws the conclusions of a poll.
func (r *Runner) polled(ctx context.Context, err error) {
	if r.talk == nil {
		return
	}
	r.talk.fails++
	if err == nil {
		r.talk.fails, r.talk.okAt = 0, time.Now()
	} else {
		r.log.Warn("poll", "port", r.talk.line.Name, "err", err)
	}
	open := errors.Is(err, context.DeadlineExceeded) && time.Since(r.talk.okAt) < mutePoll
	if r.talk.fails >= pollFails && !open {
		r.hangUp(errors.New("the stick stopped answering"))
		return
	}
	r.talk.pollAt = time.Now().Add(r.pollEvery())
	r.offerKeeping(ctx)
	r.unlockAgain(ctx)
}

func (r *Runner) pollEvery() time.Duration {
	switch f := r.facts; {
	case f.Session.Link.Registered():
		return pollSteady
	case !f.Session.SearchingSince.IsZero() && f.Now.Sub(f.Session.SearchingSince) > searchSoon:
		return pollSeldom
	default:
		return pollSoon
	}
}

// doTest sends a text to one's own number.
func (r *Runner) doTest(ctx context.Context, number string) bool {
	if r.talk == nil || r.facts.Session.SIM.State != sms.SIMReady || r.facts.Test.State == setup.TestRunning {
		return false
	}
	session := r.talk.session
	r.apply(setup.TestChanged{State: setup.TestRunning})
	r.start(ctx, jobTest, func(ctx context.Context, _ *job) func(bool) {
		ctx, cancel := context.WithTimeout(ctx, testLimit)
		defer cancel()
		found, err := test(ctx, session, number)
		return func(live bool) {
			switch {
			case !live:
			case err == nil:
				r.tested(setup.TestChanged{State: setup.TestPassed, Found: found})
			case errors.Is(err, sms.ErrCannotReceive):
				r.tested(setup.TestChanged{State: setup.TestLost, Detail: err.Error()})
			default:
				r.tested(setup.TestChanged{State: setup.TestFailed, Detail: err.Error()})
			}
		}
	})
	return true
}

func test(ctx context.Context, s Session, number string) (found sms.ReceiveMode, err error) {
	defer sound(&err)
	return s.Test(ctx, number)
}

// tested notes how the test went, and remembers a stick that passed or was let off.
func (r *Runner) tested(e setup.TestChanged) {
	r.log.Info("test", "state", e.State.String(), "receiving", e.Found.String(), "err", e.Detail)
	r.apply(e)
	if imei := r.facts.Session.Identity.IMEI; r.facts.Test.Done && imei != "" {
		r.cfg.Memory.Set(testedKey+imei, e.State.String())
	}
}
