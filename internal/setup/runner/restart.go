package runner

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// restartLimit is how long the command to restart may take.
const restartLimit = 45 * time.Second

// doRestart has the stick restart: by the session, or, when no modem answers, by every line that
// is known to be a stick's. Then the stick comes back as one that was plugged in again.
func (r *Runner) doRestart(ctx context.Context) bool {
	if !r.facts.CanRestart() {
		return false
	}
	conn, lines, before, probe := r.conn, r.facts.ToAsk(), r.closed, r.last[jobProbe]
	r.drop(jobProbe)
	r.apply(setup.RestartBegun{At: time.Now()})
	r.run(ctx, jobRestart, func(ctx context.Context) func() {
		var err error
		if conn != nil {
			err = safely(func() error { return conn.session.Restart(ctx) })
		} else {
			waitFor(ctx, before)
			waitFor(ctx, probe)
			err = r.restartLines(ctx, lines)
		}
		return func() { r.restarted(conn, err) }
	})
	return true
}

// restartLines sends the command to the lines one after the other until one takes it.
func (r *Runner) restartLines(ctx context.Context, lines []hw.Line) error {
	all := errors.New("no line took the command")
	for _, line := range lines {
		err := safely(func() error { return r.cfg.Connector.Restart(ctx, line) })
		r.log.Info("restart", "port", line.Name, "err", err)
		if err == nil {
			return nil
		}
		all = errors.Join(all, err)
	}
	return all
}

// restarted takes in how it went. The session of before is over whatever the line says.
func (r *Runner) restarted(conn *connection, err error) {
	r.log.Info("restart", "err", err)
	if err == nil && conn != nil && r.conn == conn {
		r.disconnect(errors.New("the stick restarts"))
	}
	r.apply(setup.RestartEnded{Err: err, At: time.Now()})
}
