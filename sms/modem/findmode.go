package modem

import (
	"context"
	"fmt"
	"time"

	"surfstick-sms/sms"
)

// Trial is a test with texts to one's own number.
type Trial interface {
	// Send sends a text and returns when the network has it; an error ends the test.
	Send(ctx context.Context) error
	// Came waits for any of the texts that were sent, and reports whether one came in.
	Came(ctx context.Context, wait time.Duration) (bool, error)
}

// How long a text to oneself may be on its way, and how long two looks into the memories take.
const (
	trialTime = 90 * time.Second
	lookTime  = 2*pollTime + 5*time.Second
)

// FindReceiveMode finds out by texts to one's own number in which mode this firmware receives, and
// goes on in it: the present mode first, then a look into the memories, which costs nothing, then
// the other modes with a text each. It returns the mode that worked; sms.ErrCannotReceive, and the
// mode of before, when none did.
func (m *Modem) FindReceiveMode(ctx context.Context, t Trial) (sms.ReceiveMode, error) {
	first, notified := m.ReceiveMode(), m.urcs.reportedTexts()
	came, err := tryMode(ctx, t)
	if err != nil {
		return first, err
	}
	if came && (first != sms.ReceiveNotified || m.urcs.reportedTexts() > notified) {
		return first, nil
	}
	m.log.Warn("receive mode does not work", "mode", first.String(), "found", came)
	if found, err := m.tryPolling(ctx, t, came); found || err != nil {
		return sms.ReceivePolling, err
	}
	for _, mode := range []sms.ReceiveMode{sms.ReceiveDirect, sms.ReceiveNotified} {
		found, err := m.tryOther(ctx, t, mode, first)
		if found != sms.ReceiveUnknown || err != nil {
			return found, err
		}
	}
	if err := m.SetReceiveMode(ctx, first); err != nil {
		return first, err
	}
	return first, fmt.Errorf("self-test: %w", sms.ErrCannotReceive)
}

// tryMode sends a text and waits for it.
func tryMode(ctx context.Context, t Trial) (bool, error) {
	if err := t.Send(ctx); err != nil {
		return false, err
	}
	return t.Came(ctx, trialTime)
}

// tryPolling goes over to polling. A text that came without a notification was found by a look into
// the memories already.
func (m *Modem) tryPolling(ctx context.Context, t Trial, came bool) (bool, error) {
	if err := m.SetReceiveMode(ctx, sms.ReceivePolling); err != nil || came {
		return came, err
	}
	return t.Came(ctx, lookTime)
}

// tryOther tries another mode, and what a look into the memories finds afterwards.
func (m *Modem) tryOther(
	ctx context.Context, t Trial, mode, first sms.ReceiveMode,
) (sms.ReceiveMode, error) {
	if mode == first || m.SetReceiveMode(ctx, mode) != nil {
		return sms.ReceiveUnknown, m.ch.Err()
	}
	if came, err := tryMode(ctx, t); came || err != nil {
		return mode, err
	}
	if found, err := m.tryPolling(ctx, t, false); found || err != nil {
		return sms.ReceivePolling, err
	}
	return sms.ReceiveUnknown, nil
}
