package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// sendLimit is how long handing over one message may take, the time-out of Windows' CD driver
// included.
const sendLimit = 20 * time.Second

// doSwitch sends the next message. Whether the stick obeyed shows in the scans.
func (r *Runner) doSwitch(ctx context.Context) bool {
	message, left := r.facts.NextMessage()
	if !left || !r.facts.CanSwitch() {
		return false
	}
	stick, _ := r.facts.Stick()
	transports := r.facts.Transports()
	r.apply(setup.SwitchStarted{Message: message.Name, At: time.Now()})
	r.run(ctx, jobSwitch, func(ctx context.Context) func() {
		transport, err := r.sendVia(ctx, transports, stick, message)
		return func() {
			r.apply(setup.SwitchEnded{
				Message: message.Name, Transport: transport, Err: err, At: time.Now(),
			})
		}
	})
	return true
}

// sendVia tries one transport after the other, and returns the one that took the message or failed
// last. A transport that hangs until the time limit may have sent the message, or part of it, so it
// counts as sent: whether the stick obeyed shows in the scans, as after every message, and a
// message must not go out twice. The other errors mean that the stick was sent nothing.
func (r *Runner) sendVia(
	ctx context.Context, transports []setup.Transport, s hw.Stick, m hw.Message,
) (transport setup.Transport, err error) {
	err = hw.ErrUnsupported
	for _, transport = range transports {
		if ctx.Err() != nil {
			return transport, ctx.Err()
		}
		err = r.handOver(ctx, r.switcher(transport), s, m)
		r.log.Info("switch message", "stick", s.Location, "id", s.ID.String(),
			"message", m.Name, "transport", transport.String(), "err", err)
		if errors.Is(err, context.DeadlineExceeded) {
			err = nil
		}
		if err == nil {
			break
		}
	}
	return transport, err
}

func (r *Runner) switcher(transport setup.Transport) hw.Switcher {
	if transport == setup.TransportPassThrough {
		return r.cfg.PassThrough
	}
	return r.cfg.Libusb
}

// handOver sends the message, and waits no longer than sendLimit even for a driver that hangs.
func (r *Runner) handOver(ctx context.Context, w hw.Switcher, s hw.Stick, m hw.Message) error {
	ctx, cancel := context.WithTimeout(ctx, sendLimit)
	defer cancel()
	end := make(chan error, 1)
	r.workers.Go(func() { end <- safely(func() error { return w.Switch(ctx, s, m) }) })
	select {
	case err := <-end:
		return err
	case <-ctx.Done():
		return fmt.Errorf("switch %s: %w", s.ID, ctx.Err())
	}
}
