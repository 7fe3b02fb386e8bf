package runner

import (
	"context"
	"fmt"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// sendLimit is how long handing over one message may take, the CD driver's own time-out included
// (facts, Windows, 4.4).
const sendLimit = 20 * time.Second

// doSwitch sends the next message. Whether the stick obeyed shows in the scans.
func (r *Runner) doSwitch(ctx context.Context) bool {
	message, left := r.facts.NextMessage()
	if !left || !r.facts.CanSwitch() {
		return false
	}
	stick, _ := r.facts.Stick()
	ways := r.facts.Transports()
	r.apply(setup.SwitchStarted{Message: message.Name, At: time.Now()})
	r.start(ctx, jobSwitch, func(ctx context.Context, _ *job) func(bool) {
		way, err := r.sendBy(ctx, ways, stick, message)
		return func(live bool) {
			if live {
				r.apply(setup.SwitchEnded{
					Message: message.Name, Transport: way, Err: err, At: time.Now(),
				})
			}
		}
	})
	return true
}

// sendBy tries one way after the other, and tells the one that took the message or failed last.
func (r *Runner) sendBy(
	ctx context.Context, ways []setup.Transport, s hw.Stick, m hw.Message,
) (way setup.Transport, err error) {
	err = hw.ErrUnsupported
	for _, way = range ways {
		if ctx.Err() != nil {
			return way, ctx.Err()
		}
		err = r.handOver(ctx, r.switcher(way), s, m)
		r.log.Info("switch message", "stick", s.Location, "id", s.ID.String(),
			"message", m.Name, "way", way.String(), "err", err)
		if err == nil {
			break
		}
	}
	return way, err
}

func (r *Runner) switcher(way setup.Transport) hw.Switcher {
	if way == setup.TransportPassThrough {
		return r.cfg.PassThrough
	}
	return r.cfg.Libusb
}

// handOver sends the message, and waits no longer than sendLimit even for a driver that hangs.
func (r *Runner) handOver(ctx context.Context, w hw.Switcher, s hw.Stick, m hw.Message) error {
	ctx, cancel := context.WithTimeout(ctx, sendLimit)
	defer cancel()
	end := make(chan error, 1)
	send := func() (err error) {
		defer sound(&err)
		return w.Switch(ctx, s, m)
	}
	r.workers.Go(func() { end <- send() })
	select {
	case err := <-end:
		return err
	case <-ctx.Done():
		return fmt.Errorf("switch %s: %w", s.ID, ctx.Err())
	}
}
