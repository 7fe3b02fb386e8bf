package modem

import (
	"context"
	"errors"

	"surfstick-sms/sms/at"
)

// wish is something that a modem is told or asked when it is started. Much of it is refused as long
// as the SIM card wants its PIN; so each wish is remembered as done or not, and what was refused is
// said again after the PIN.
type wish struct {
	spellings
	// fill, if not nil, returns the ways when it is time to say it; none for nothing to say.
	fill func(*Modem) []at.Command
	// done, if not nil, takes the answer in.
	done func(*Modem, at.Response)

	state wishState // only touched within an Exclusive
}

// wishState is what became of a wish.
type wishState int

const (
	wishOpen    wishState = iota // not said yet, or refused
	wishGranted                  // taken
	wishIgnored                  // not answered in time: it would cost that time again
)

// grant says all that is not done yet, in order. Only a broken line or the end of ctx ends it.
func (m *Modem) grant(ctx context.Context) error {
	for _, w := range m.wishes {
		err := m.ch.Exclusive(ctx, func(s at.Sequence) error { return m.grantOne(ctx, s, w) })
		if err != nil && m.ch.Err() != nil {
			return m.ch.Err()
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// grantOne says one wish unless it is done.
func (m *Modem) grantOne(ctx context.Context, s at.Sequence, w *wish) error {
	if w.state != wishOpen {
		return nil
	}
	if w.fill != nil {
		if w.ways = w.fill(m); len(w.ways) == 0 {
			return nil
		}
	}
	r, err := m.say(ctx, s, w.spellings)
	switch {
	case err == nil:
		w.state = wishGranted
		if w.done != nil {
			w.done(m, r)
		}
	case errors.Is(err, at.ErrTimeout):
		w.state = wishIgnored
		m.log.Warn("modem does not answer", "what", w.key)
	default:
		m.log.Info("modem refuses", "what", w.key, "err", err)
	}
	return err
}
