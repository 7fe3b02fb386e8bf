package modem

import (
	"context"
	"fmt"
	"time"
)

// Trial is a test with texts to one's own number.
type Trial interface {
	// Send sends a text and returns when the network has it; an error ends the test.
	Send(ctx context.Context) error
	// Came waits for any of the texts that were sent, and tells whether one came in.
	Came(ctx context.Context, wait time.Duration) (bool, error)
}

// How long a text to oneself may be on its way, and how long two looks into the memories take.
const (
	trialTime = 90 * time.Second
	lookTime  = 2*pollTime + 5*time.Second
)

// FindWay finds out by texts to one's own number in which way this firmware receives, and goes on in
// it: the present way first, then a look into the memories, which costs nothing, then the other
// ways with a text each. It gives the way that worked; ErrNoWay, and the way of before, when none
// did.
func (m *Modem) FindWay(ctx context.Context, t Trial) (Way, error) {
	first, told := m.Way(), m.in.texts()
	came, err := tryWay(ctx, t)
	if err != nil {
		return first, err
	}
	if came && (first != WayNotices || m.in.texts() > told) {
		return first, nil
	}
	m.log.Warn("way of receiving does not work", "way", first.String(), "found", came)
	if found, err := m.look(ctx, t, came); found || err != nil {
		return WayLooking, err
	}
	for _, w := range []Way{WayDirect, WayNotices} {
		if found, err := m.tryOther(ctx, t, w, first); found != WayUnknown || err != nil {
			return found, err
		}
	}
	if err := m.Take(ctx, first); err != nil {
		return first, err
	}
	return first, fmt.Errorf("self-test: %w", ErrNoWay)
}

// tryWay sends a text and waits for it.
func tryWay(ctx context.Context, t Trial) (bool, error) {
	if err := t.Send(ctx); err != nil {
		return false, err
	}
	return t.Came(ctx, trialTime)
}

// look goes over to looking. One that came without a notice was found by a look already.
func (m *Modem) look(ctx context.Context, t Trial, came bool) (bool, error) {
	if err := m.Take(ctx, WayLooking); err != nil || came {
		return came, err
	}
	return t.Came(ctx, lookTime)
}

// tryOther tries one of the other ways, and what a look finds afterwards.
func (m *Modem) tryOther(ctx context.Context, t Trial, w, first Way) (Way, error) {
	if w == first || m.Take(ctx, w) != nil {
		return WayUnknown, m.ch.Err()
	}
	if came, err := tryWay(ctx, t); came || err != nil {
		return w, err
	}
	if found, err := m.look(ctx, t, false); found || err != nil {
		return WayLooking, err
	}
	return WayUnknown, nil
}
