package messenger

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"surfstick-sms/sms"
)

// SelfTest is a test with texts to one's own number, which go through the queue like any other.
// Close ends it, and takes its texts away: nobody wants to read them. It is for one goroutine.
type SelfTest struct {
	m       *Messenger
	to      sms.Number
	changes chan sms.Message
	stop    func()

	texts map[string]bool // sent by this test
	came  bool            // one of them came in
	ids   []int64         // of the messages that they became
}

// BeginTest begins a test with the number.
func (m *Messenger) BeginTest(ctx context.Context, to sms.Number) (*SelfTest, error) {
	t := &SelfTest{m: m, to: to, changes: make(chan sms.Message, 64), texts: map[string]bool{}}
	stop, err := m.watch(ctx, func(msg sms.Message) {
		select {
		case t.changes <- msg:
		default: // nobody is waiting
		}
	})
	if err != nil {
		return nil, fmt.Errorf("self-test: %w", err)
	}
	t.stop = stop
	return t, nil
}

// Close ends the test. What is left of it is deleted beside, also what comes in later: a text that
// was cancelled may still come back. One that waits is not sent any more.
func (t *SelfTest) Close() { go t.tidy() }

// tidy deletes the texts of the test until the messenger ends.
func (t *SelfTest) tidy() {
	defer t.stop()
	for {
		if len(t.ids) > 0 {
			ctx, cancel := context.WithTimeout(context.Background(), tidyTime)
			if err := t.m.remove(ctx, t.ids...); err != nil {
				t.m.o.Log.Warn("texts of the self-test not deleted", "err", err)
			}
			cancel()
			t.ids = nil
		}
		select {
		case msg := <-t.changes:
			t.note(msg)
		case <-t.m.done:
			return
		}
	}
}

// tidyTime bounds one deletion.
const tidyTime = 30 * time.Second

// note takes in a message that is new or has changed: whether it is one of the test's that came in.
func (t *SelfTest) note(msg sms.Message) {
	if msg.Direction == sms.Incoming && t.texts[msg.Text] {
		t.came = true
		t.ids = append(t.ids, msg.ID)
	}
}

// Send sends a text and returns when the network has it. The error wraps ErrUnsent when it could
// not be sent.
func (t *SelfTest) Send(ctx context.Context) error {
	text := fmt.Sprintf("Surfstick SMS %06d", rand.IntN(1e6))
	t.texts[text] = true
	sent, err := t.m.Send(ctx, t.to, text)
	if err != nil {
		return fmt.Errorf("self-test: %w", err)
	}
	t.ids = append(t.ids, sent.ID)
	gone, err := t.await(ctx, t.m.o.TestWait, func(msg sms.Message) (bool, error) {
		switch {
		case msg.ID != sent.ID:
		case msg.Status == sms.Failed || msg.Status == sms.Unconfirmed:
			return false, fmt.Errorf("self-test: %w: %v, code %d", ErrUnsent, msg.Reason, msg.Code)
		case msg.Status == sms.Sent || msg.Status == sms.Delivered:
			return true, nil
		}
		return t.came, nil
	})
	if err == nil && !gone {
		err = fmt.Errorf("self-test: %w", ErrUnsent)
	}
	return err
}

// Came waits for any of the texts and reports whether one came in.
func (t *SelfTest) Came(ctx context.Context, wait time.Duration) (bool, error) {
	if t.came {
		return true, nil
	}
	return t.await(ctx, wait, func(sms.Message) (bool, error) { return t.came, nil })
}

// await waits until holds is true for what happened.
func (t *SelfTest) await(
	ctx context.Context, wait time.Duration, holds func(sms.Message) (bool, error),
) (bool, error) {
	patience := time.NewTimer(wait)
	defer patience.Stop()
	for {
		select {
		case msg := <-t.changes:
			t.note(msg)
			if ok, err := holds(msg); ok || err != nil {
				return ok, err
			}
		case <-patience.C:
			return false, nil
		case <-ctx.Done():
			return false, ctx.Err()
		case <-t.m.done:
			return false, ErrClosed
		}
	}
}

// watch has the loop call f every message that changes, until stop.
func (m *Messenger) watch(ctx context.Context, f func(sms.Message)) (stop func(), err error) {
	var id int
	err = m.do(ctx, func() error {
		for id = 0; m.watchers[id] != nil; id++ {
		}
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
