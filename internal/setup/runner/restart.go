package runner

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// restartLimit is how long telling a stick to begin anew may take.
const restartLimit = 45 * time.Second

// doRestart has the stick begin anew: by the session, or, when no modem answers, by every line that
// is known to be a stick's. What follows is the way of a stick that was plugged in again.
func (r *Runner) doRestart(ctx context.Context) bool {
	if !r.facts.CanRestart() {
		return false
	}
	t, lines, before, probe := r.talk, r.facts.ToAsk(), r.closed, r.last[jobProbe]
	r.drop(jobProbe)
	r.apply(setup.RestartBegun{At: time.Now()})
	r.start(ctx, jobRestart, func(ctx context.Context, _ *job) func(bool) {
		ctx, cancel := context.WithTimeout(ctx, restartLimit)
		defer cancel()
		var err error
		if t != nil {
			err = restartSession(ctx, t.session)
		} else {
			waitFor(ctx, before)
			waitFor(ctx, probe)
			err = r.restartLines(ctx, lines)
		}
		return func(live bool) { r.restarted(live, t, err) }
	})
	return true
}

func restartSession(ctx context.Context, s Session) (err error) {
	defer sound(&err)
	return s.Restart(ctx)
}

// restartLines tells the lines one after the other until one takes it.
func (r *Runner) restartLines(ctx context.Context, lines []hw.Line) error {
	all := errors.New("no line took the command")
	for _, line := range lines {
		err := r.restartLine(ctx, line)
		r.log.Info("restart", "port", line.Name, "err", err)
		if err == nil {
			return nil
		}
		all = errors.Join(all, err)
	}
	return all
}

func (r *Runner) restartLine(ctx context.Context, line hw.Line) (err error) {
	defer sound(&err)
	return r.cfg.Connector.Restart(ctx, line)
}

// restarted takes in how it went. The session of before is over whatever the line says.
func (r *Runner) restarted(live bool, t *talk, err error) {
	if !live {
		return
	}
	r.log.Info("restart", "err", err)
	if err == nil && t != nil && r.talk == t {
		r.hangUp(errors.New("the stick restarts"))
	}
	r.apply(setup.RestartEnded{Err: err, At: time.Now()})
}
