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
	restartTimeout = 5 * time.Second  // of the command, and for the one that runs to end
	restartDrop    = 10 * time.Second // from the command to the end of the line
)

// cfunRestart restarts a modem as if it were pulled out and plugged in again (3GPP TS 27.007 clause 8.2).
var cfunRestart = at.Cmd("+CFUN", 1, 1).WithTimeout(restartTimeout)

// Restart restarts the modem and closes this Modem. A modem that hangs gets the command all the
// same; the fate of a text that is being sent then is unknown. The error is ErrNoRestart when the
// modem refuses, and then the Modem stays open; or that of the line.
func (m *Modem) Restart(ctx context.Context) error {
	asking, cancel := context.WithTimeout(ctx, 2*restartTimeout)
	defer cancel()
	err := m.requestRestart(asking)
	switch {
	case isRefusal(err):
		return fmt.Errorf("%w: %w", ErrNoRestart, err)
	case err != nil && m.ch.Err() == nil && ctx.Err() == nil:
		m.log.Warn("modem hangs, restart without waiting for a response", "err", err)
		err = m.ch.Interrupt(ctx, cfunRestart)
	}
	if err != nil && m.ch.Err() == nil {
		return fmt.Errorf("restart: %w", err)
	}
	m.log.Info("modem restarts")
	_ = m.pause(ctx, restartDrop)
	return m.Close()
}

// requestRestart sends the commands when the channel is free, and waits for the response.
func (m *Modem) requestRestart(ctx context.Context) error {
	var err error
	for _, c := range append([]at.Command{cfunRestart}, commands(m.manners().Restart)...) {
		if _, err = m.ch.Do(ctx, c.WithTimeout(restartTimeout)); !isRefusal(err) {
			return err
		}
	}
	return err
}

// RestartSilent writes the restart command to a line on which no modem answers any more, and closes
// the line. Whether the modem restarts shows only in the line breaking.
func RestartSilent(ctx context.Context, rw io.ReadWriteCloser, o Options) error {
	ch := at.New(rw, at.Options{Trace: o.Trace})
	defer func() { _ = ch.Close() }()
	if err := ch.Interrupt(ctx, cfunRestart); err != nil {
		return fmt.Errorf("restart: %w", err)
	}
	select {
	case <-ch.Done(): // it restarts, or the line was broken anyway
	case <-time.After(restartTimeout):
	case <-ctx.Done():
	}
	return nil
}
