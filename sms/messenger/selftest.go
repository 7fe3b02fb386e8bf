package messenger

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"surfstick-sms/sms"
)

// SelfTest sends a text to one's own number through the queue, like any other, and waits until it
// has come back. The error is ErrLost when it was sent and did not, and wraps ErrUnsent when it
// could not be sent.
func (m *Messenger) SelfTest(ctx context.Context, to sms.Number) error {
	text := fmt.Sprintf("Surfstick SMS %06d", rand.IntN(1e6))
	seen := make(chan sms.Message, 16)
	stop, err := m.watch(ctx, func(msg sms.Message) {
		if msg.Text == text {
			select {
			case seen <- msg:
			default:
			}
		}
	})
	if err != nil {
		return fmt.Errorf("self-test: %w", err)
	}
	defer stop()
	if _, err := m.Send(ctx, to, text); err != nil {
		return fmt.Errorf("self-test: %w", err)
	}
	return m.await(ctx, seen)
}

// await follows the text of a self-test.
func (m *Messenger) await(ctx context.Context, seen <-chan sms.Message) error {
	patience := time.NewTimer(m.o.TestWait)
	defer patience.Stop()
	result := ErrUnsent
	for {
		select {
		case msg := <-seen:
			switch {
			case msg.Direction == sms.Incoming:
				return nil
			case msg.Status == sms.Failed || msg.Status == sms.Unconfirmed:
				return fmt.Errorf("self-test: %w: %v, code %d", ErrUnsent, msg.Reason, msg.Code)
			case msg.Status == sms.Sent || msg.Status == sms.Delivered:
				result = ErrLost
			}
		case <-patience.C:
			return fmt.Errorf("self-test: %w", result)
		case <-ctx.Done():
			return ctx.Err()
		case <-m.done:
			return ErrClosed
		}
	}
}

// watch calls f on the owner's goroutine with every message that changes, until stop.
func (m *Messenger) watch(ctx context.Context, f func(sms.Message)) (stop func(), err error) {
	var id int
	err = m.do(ctx, func() error {
		m.watcherID++
		id = m.watcherID
		m.watchers[id] = f
		return nil
	})
	return func() {
		m.do(context.Background(), func() error { //nolint:errcheck // closed: nobody watches
			delete(m.watchers, id)
			return nil
		})
	}, err
}
