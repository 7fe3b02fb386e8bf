package modem

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"surfstick-sms/sms/at"
)

// ErrNoRestart means that the modem knows no command to restart. Restart returns it.
var ErrNoRestart = errors.New("modem does not restart by command")

// The times of a restart.
const (
	restartTurn = 5 * time.Second  // for what runs on the channel to end
	restartDrop = 10 * time.Second // from the command to the end of the line
)

// restarts are the commands that restart a modem as if it were pulled out and plugged in again:
// that of 3GPP TS 27.007 clause 8.2, and Huawei's own.
func restarts() []at.Command {
	return []at.Command{
		at.Cmd("+CFUN", 1, 1).WithTimeout(restartTurn), at.Cmd("^RESET").WithTimeout(restartTurn),
	}
}

// Restart has the modem begin anew and ends this Modem. A modem that hangs gets the command all the
// same; a text that is being sent then is one of which nobody knows whether it went out. The error
// is ErrNoRestart when the modem refuses, and then the Modem goes on; or that of the line.
func (m *Modem) Restart(ctx context.Context) error {
	asking, cancel := context.WithTimeout(ctx, 2*restartTurn)
	defer cancel()
	err := m.askRestart(asking)
	switch {
	case isRefusal(err):
		return fmt.Errorf("%w: %w", ErrNoRestart, err)
	case err != nil && m.ch.Err() == nil && ctx.Err() == nil:
		m.log.Warn("modem hangs, restart without an answer", "err", err)
		err = m.ch.Interrupt(ctx, restarts()[0])
	}
	if err != nil && m.ch.Err() == nil {
		return fmt.Errorf("restart: %w", err)
	}
	m.log.Info("modem restarts")
	_ = m.pause(ctx, restartDrop)
	return m.Close()
}

// askRestart asks politely: when the channel is free, and for an answer.
func (m *Modem) askRestart(ctx context.Context) error {
	var err error
	for _, c := range restarts() {
		if _, err = m.ch.Do(ctx, c); !isRefusal(err) {
			return err
		}
	}
	return err
}

// RestartSilent writes the command to restart to a line on which no modem answers any more, and
// closes the line. Only the line can tell whether that did anything.
func RestartSilent(ctx context.Context, rw io.ReadWriteCloser, o Options) error {
	ch := at.New(rw, at.Options{Handle: func(at.URC) {}, Trace: o.Trace})
	defer func() { _ = ch.Close() }()
	if err := ch.Interrupt(ctx, restarts()[0]); err != nil {
		return fmt.Errorf("restart: %w", err)
	}
	select {
	case <-ch.Done(): // it did, or the line was broken anyway
	case <-time.After(restartTurn):
	case <-ctx.Done():
	}
	return nil
}
