package runner

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// testLimit is enough for three texts, each sent and received by the network.
const testLimit = 15 * time.Minute

// connection is the session of the moment. Its fields are only touched on the goroutine of Run, but for
// session and turn.
type connection struct {
	session Session
	line    hw.Line
	turn    chan struct{} // holds one token: one question at a time
	pollAt  time.Time
	dataAt  time.Time // when mobile data is asked for next
	okAt    time.Time // when a poll last succeeded, or the session began
	fails   int       // polls that failed in a row
	started bool      // Session.Start succeeded
	// passwordAsked is whether a password that nobody has to type was looked for.
	passwordAsked bool
}

// done is closed when the session ends; without one it never is.
func (c *connection) done() <-chan struct{} {
	if c == nil {
		return nil
	}
	return c.session.Done()
}

// ask has the session to itself while question runs.
func (c *connection) ask(ctx context.Context, question func() error) error {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
		return safely(question)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// connect takes over a session that a probe brought, or closes it when nobody wants it any more.
func (r *Runner) connect(live bool, best answer) {
	line, s := best.line, best.session
	if !live {
		_ = s.Close()
		return
	}
	modem := s.Identity()
	r.log.Info("connected", "port", line.Name, "model", modem.Model, "firmware", modem.Firmware)
	r.apply(setup.Probed{Probe: setup.Probe{Line: line, Result: setup.ProbeModem, Modem: modem}})
	r.apply(setup.SessionStarted{Line: line, Modem: modem})
	r.apply(setup.LoginSeen{State: best.login, At: time.Now()})
	r.conn = &connection{session: s, line: line, turn: make(chan struct{}, 1), okAt: time.Now()}
	r.pins.session = sessionPIN{}
	r.keepSpeed(line)
	r.recallTest()
}

// recallTest notes that this modem was tested, or the test skipped, in an earlier run. A locked
// modem may say only after its PIN who it is.
func (r *Runner) recallTest() {
	imei := r.facts.Session.Identity.IMEI
	if !r.facts.Test.Done && imei != "" && r.cfg.Memory.Get(testedKey+imei) != "" {
		r.apply(setup.TestRemembered{})
	}
}

// disconnect ends the session and notes why.
func (r *Runner) disconnect(err error) {
	r.log.Warn("disconnected", "port", r.conn.line.Name, "err", err)
	r.closeSession()
	r.apply(setup.SessionEnded{Err: err, At: time.Now()})
}

// closeSession closes the session, if there is one, and drops what was asked of it.
func (r *Runner) closeSession() {
	if r.conn == nil {
		return
	}
	session, closed := r.conn.session, make(chan struct{})
	r.conn, r.closed = nil, closed
	r.drop(jobPoll, jobUnlock, jobTest, jobKept, jobKeeping, jobData, jobLogin, jobPassword)
	r.workers.Go(func() {
		defer close(closed)
		_ = session.Close()
	})
}

// doTest sends a text to one's own number.
func (r *Runner) doTest(ctx context.Context, number string) bool {
	if r.conn == nil || r.facts.Session.SIM.State != sms.SIMReady || r.facts.Test.State == setup.TestRunning {
		return false
	}
	session := r.conn.session
	r.apply(setup.TestChanged{State: setup.TestRunning})
	r.run(ctx, jobTest, func(ctx context.Context) func() {
		found, err := test(ctx, session, number)
		return func() {
			switch {
			case err == nil:
				r.tested(setup.TestChanged{State: setup.TestPassed, Found: found})
			case errors.Is(err, sms.ErrCannotReceive):
				r.tested(setup.TestChanged{State: setup.TestLost, Err: err})
			default:
				r.tested(setup.TestChanged{State: setup.TestFailed, Err: err})
			}
		}
	})
	return true
}

func test(ctx context.Context, s Session, number string) (found sms.ReceiveMode, err error) {
	defer recoverPanic(&err)
	return s.Test(ctx, number)
}

// tested notes how the test went, and remembers a stick that passed it or may skip it.
func (r *Runner) tested(e setup.TestChanged) {
	r.log.Info("test", "state", e.State.String(), "receiving", e.Found.String(), "err", e.Err)
	r.apply(e)
	if imei := r.facts.Session.Identity.IMEI; r.facts.Test.Done && imei != "" {
		r.cfg.Memory.Set(testedKey+imei, e.State.String())
	}
}
