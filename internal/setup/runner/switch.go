package runner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
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
	if !left || !r.facts.CanSwitch() || r.facts.AsksConsent() {
		return false
	}
	stick, _ := r.facts.Stick()
	transports := r.facts.Transports()
	r.apply(setup.SwitchStarted{Message: message.Name, At: time.Now()})
	r.run(ctx, jobSwitch, func(ctx context.Context) func() {
		tries, err := r.sendVia(ctx, transports, stick, message)
		return func() {
			r.apply(setup.SwitchEnded{
				Message: message.Name, Transport: lastWay(tries), Tries: tries, Err: err, At: time.Now(),
			})
		}
	})
	return true
}

// lastWay returns the transport that took the message or failed last.
func lastWay(tries []setup.Try) setup.Transport {
	if len(tries) == 0 {
		return setup.TransportAuto
	}
	return tries[len(tries)-1].Transport
}

// sendVia tries one transport after the other until one takes the message. A transport that hangs
// until the time limit may have sent the message, or part of it, so it counts as sent: whether the
// stick obeyed shows in the scans, as after every message, and a message must not go out twice. The
// other errors mean that the stick was sent nothing. What the open CD drive of another maker than Huawei
// shows to be no stick's is left alone: by libusb only the interface could be seen.
func (r *Runner) sendVia(
	ctx context.Context, transports []setup.Transport, s hw.Stick, m hw.Message,
) (tries []setup.Try, err error) {
	err = hw.ErrUnsupported
	for _, transport := range transports {
		if ctx.Err() != nil {
			return tries, ctx.Err()
		}
		try := setup.Try{Message: m.Name, Transport: transport, At: time.Now()}
		try.Answers, err = r.handOver(ctx, r.switcher(transport), s, m)
		if errors.Is(err, context.DeadlineExceeded) {
			try.Answers, err = append(try.Answers, hw.Answer{Call: err.Error(), Lost: true}), nil
		}
		try.Err = err
		r.log.Info("switch message", "stick", s.Location, "id", s.ID.String(), "try", try.String())
		foreign := errors.Is(err, hw.ErrNotOurs) && s.ID.Vendor != hw.HuaweiVendor
		if tries = append(tries, try); err == nil || foreign {
			break
		}
	}
	return tries, err
}

func (r *Runner) switcher(transport setup.Transport) hw.Switcher {
	if transport == setup.TransportPassThrough {
		return r.cfg.PassThrough
	}
	return r.cfg.Libusb
}

// handOver sends the message and returns what came back. Even for a driver that hangs it waits no longer
// than sendLimit and the waits of the message itself.
func (r *Runner) handOver(
	ctx context.Context, w hw.Switcher, s hw.Stick, m hw.Message,
) ([]hw.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, sendLimit+m.Waits())
	defer cancel()
	var came answers
	ctx = hw.WithAnswer(ctx, came.add)
	end := make(chan error, 1)
	r.workers.Go(func() { end <- safely(func() error { return w.Switch(ctx, s, m) }) })
	select {
	case err := <-end:
		return came.all(), err
	case <-ctx.Done():
		return came.all(), fmt.Errorf("switch %s: %w", s.ID, ctx.Err())
	}
}

// answers are what came back for a message.
type answers struct {
	mu   sync.Mutex
	list []hw.Answer // guarded by mu
}

func (a *answers) add(answer hw.Answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = append(a.list, answer)
}

func (a *answers) all() []hw.Answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.list)
}
