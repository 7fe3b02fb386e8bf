package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/setup"
)

// askLimit is how long one line may take to answer, however patient the Starter is.
const askLimit = 20 * time.Second

// doConnect settles on one line and asks it alone.
func (r *Runner) doConnect(ctx context.Context, name string) bool {
	if line, ok := r.facts.Line(); ok && line.Name == name && r.facts.Connected {
		return false
	}
	if r.talk != nil {
		r.hangUp(errors.New("another line was chosen"))
	}
	r.apply(setup.LineChosen{Name: name})
	line, ok := r.facts.Line()
	if !ok || line.Name != name {
		return false
	}
	return r.doProbe(ctx, []hw.Line{line})
}

// doProbe asks the lines, best first, and connects to the first modem.
func (r *Runner) doProbe(ctx context.Context, lines []hw.Line) bool {
	if r.facts.Probing || r.facts.Connected || len(lines) == 0 {
		return false
	}
	r.apply(setup.ProbeStarted{})
	before := r.closed
	r.start(ctx, jobProbe, func(ctx context.Context, j *job) func(bool) {
		waitFor(ctx, before)
		for _, line := range lines {
			session, err := r.ask(ctx, line)
			if err == nil {
				return func(live bool) { r.connect(live, line, session) }
			}
			r.log.Info("line", "port", line.Name, "err", err)
			if ctx.Err() != nil {
				break
			}
			probe := setup.Probe{Line: line, Result: result(err), Detail: err.Error()}
			r.tell(jobProbe, j, setup.Probed{Probe: probe})
		}
		return func(live bool) {
			if live {
				r.apply(setup.ProbeEnded{})
			}
		}
	})
	return true
}

// ask opens a line and asks whether a modem is there. A cancelled context closes the line under
// whoever hangs on it.
func (r *Runner) ask(ctx context.Context, line hw.Line) (Session, error) {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	rw, err := r.cfg.Opener.Open(ctx, line)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = rw.Close() })
	session, err := r.cfg.Starter.Start(ctx, rw)
	if !stop() && err == nil {
		_ = session.Close()
		return nil, fmt.Errorf("ask %s: %w", line.Name, ctx.Err())
	}
	return session, err
}

// result classes the error of a line.
func result(err error) setup.ProbeResult {
	for _, known := range []struct {
		is     error
		result setup.ProbeResult
	}{
		{ErrNotModem, setup.ProbeNotModem},
		{ErrStuck, setup.ProbeStuck},
		{hw.ErrBusy, setup.ProbeBusy},
		{hw.ErrAccess, setup.ProbeDenied},
		{hw.ErrNotSerial, setup.ProbeInvalid},
		{hw.ErrNoLibusb, setup.ProbeInvalid},
		{hw.ErrGone, setup.ProbeGone},
		{ErrSilent, setup.ProbeSilent},
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
