package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// askLimit is how long one line may take to answer, however patient the Connector is.
const askLimit = 20 * time.Second

// doConnect settles on one line and asks it alone.
func (r *Runner) doConnect(ctx context.Context, name string) bool {
	if line, ok := r.facts.Line(); ok && line.Name == name && r.facts.Session.Connected {
		return false
	}
	if r.conn != nil {
		r.disconnect(errors.New("another line was chosen"))
	}
	r.apply(setup.LineChosen{Name: name})
	line, ok := r.facts.Line()
	if !ok || line.Name != name {
		return false
	}
	return r.doProbe(ctx, []hw.Line{line}, false)
}

// doProbe asks the lines and connects to the best modem; unasked means that nobody pressed
// a button for it.
func (r *Runner) doProbe(ctx context.Context, lines []hw.Line, unasked bool) bool {
	if r.facts.Runs(setup.JobProbe) || r.facts.Session.Connected || len(lines) == 0 {
		return false
	}
	r.apply(setup.ProbeStarted{Unasked: unasked})
	before, search := r.closed, r.searches(lines, unasked)
	r.start(ctx, jobProbe, func(ctx context.Context, j *job) func(bool) {
		waitFor(ctx, before)
		if best := r.askAll(ctx, j, lines, search); best.session != nil {
			return func(live bool) { r.connect(live, best) }
		}
		return func(live bool) {
			if live {
				r.apply(setup.ProbeEnded{})
			}
		}
	})
	return true
}

// answer is what came of asking a line; rank is the place of the line among all, best first.
type answer struct {
	rank    int
	line    hw.Line
	session Session
	login   setup.LoginState
	err     error
}

// askAll asks all lines at the same time: a silent one takes several seconds, and a stick has three
// or more. search has the speed of a line looked for. It returns the best modem, or no session.
func (r *Runner) askAll(ctx context.Context, j *job, lines []hw.Line, search bool) answer {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan answer, len(lines))
	for i, line := range lines {
		r.workers.Go(func() {
			a := r.ask(ctx, j, line, search)
			a.rank = i
			answers <- a
		})
	}
	best, missing := r.collect(ctx, j, answers, len(lines))
	cancel()
	rest := make(chan struct{})
	r.workers.Go(func() {
		defer close(rest)
		for range missing {
			(<-answers).close()
		}
	})
	if best.session == nil {
		waitFor(context.WithoutCancel(ctx), rest)
	}
	return best
}

// betterWait is how long a better line may answer later than a worse one and still be taken.
const betterWait = 500 * time.Millisecond

// collect takes answers until the best modem is known. It reports the lines that failed, and
// returns how many answers it left.
func (r *Runner) collect(
	ctx context.Context, j *job, answers <-chan answer, missing int,
) (best answer, left int) {
	better := missing // how many lines better than the best modem have not answered
	asked := make([]bool, missing)
	var late <-chan time.Time
	for left = missing; left > 0 && better > 0; {
		select {
		case a := <-answers:
			left--
			asked[a.rank] = true
			switch {
			case a.session == nil:
				r.failed(ctx, j, a)
			case best.session == nil || a.rank < best.rank:
				best.close()
				best, late = a, time.After(betterWait)
			default:
				a.close()
			}
		case <-late:
			return best, left
		case <-ctx.Done():
			return best, left
		}
		if best.session != nil {
			better = 0
			for _, done := range asked[:best.rank] {
				if !done {
					better++
				}
			}
		}
	}
	return best, left
}

// failed reports a line that is no modem.
func (r *Runner) failed(ctx context.Context, j *job, a answer) {
	r.log.Info("line", "port", a.line.Name, "err", a.err)
	if ctx.Err() == nil {
		probe := setup.Probe{Line: a.line, Result: result(a.err), Err: a.err}
		r.report(jobProbe, j, setup.Probed{Probe: probe})
	}
}

// close closes the session of an answer, if it has one.
func (a answer) close() {
	if a.session != nil {
		_ = a.session.Close()
	}
}

// ask asks whether a stick answers on a line, and whether it wants its password. A session that comes
// when nobody waits for it any more is closed.
func (r *Runner) ask(ctx context.Context, j *job, line hw.Line, search bool) (a answer) {
	a.line = line
	defer recoverPanic(&a.err)
	ctx, cancel := context.WithTimeout(ctx, askLimitOf(search))
	defer cancel()
	session, speed, err := r.connectTo(ctx, j, line, search)
	if err != nil {
		return answer{line: line, err: err}
	}
	a.line.Speed = speed
	if a.login, err = loginState(ctx, session); err == nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		_ = session.Close()
		return answer{line: line, err: fmt.Errorf("ask %s: %w", line.Name, err)}
	}
	a.session = session
	return a
}

// result classes the error of a line.
func result(err error) setup.ProbeResult {
	for _, known := range []struct {
		is     error
		result setup.ProbeResult
	}{
		{ErrRouter, setup.ProbeRouter},
		{ErrNoStick, setup.ProbeNoStick},
		{ErrGarbled, setup.ProbeGarbled},
		{sms.ErrCDMA, setup.ProbeCDMA},
		{sms.ErrNotModem, setup.ProbeNotModem},
		{sms.ErrStuck, setup.ProbeStuck},
		{hw.ErrBusy, setup.ProbeBusy},
		{hw.ErrAccess, setup.ProbeDenied},
		{hw.ErrNotSerial, setup.ProbeInvalid},
		{hw.ErrNoLibusb, setup.ProbeInvalid},
		{hw.ErrNoDriver, setup.ProbeInvalid},
		{hw.ErrNotOurs, setup.ProbeInvalid},
		{hw.ErrGone, setup.ProbeGone},
		{sms.ErrSilent, setup.ProbeSilent},
		{io.EOF, setup.ProbeGone},
		{os.ErrClosed, setup.ProbeGone},
		{io.ErrClosedPipe, setup.ProbeGone},
	} {
		if errors.Is(err, known.is) {
			return known.result
		}
	}
	return setup.ProbeSilent
}
