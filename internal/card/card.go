// Package card is the SIM card for the window: that of the modem that is ready, or none. It passes on
// what the window asks of the card, and sees to it that a kept PIN (pinstore) follows what the card
// takes and refuses.
package card

import (
	"context"
	"errors"
	"sync"

	"surfstick-sms/internal/pinstore"
	"surfstick-sms/sms"
)

// Modem is a modem with a SIM card in it; sms/modem has one.
type Modem interface {
	Identity() sms.Identity
	// CardID returns the card's own number, "" where it is not given.
	CardID(ctx context.Context) string
	EnterPIN(ctx context.Context, pin string) (sms.SIM, error)
	PINState(ctx context.Context) (sms.PINState, error)
	ChangePIN(ctx context.Context, old, pin string, last bool) (sms.PINState, error)
	SetPINWanted(ctx context.Context, on bool, pin string, last bool) (sms.PINState, error)
	SendUSSD(ctx context.Context, code string) (sms.ServiceAnswer, error)
	EndUSSD(ctx context.Context) error
	Contacts(ctx context.Context, progress func(done, total int)) ([]sms.Contact, error)
	SaveContact(ctx context.Context, contact sms.Contact) (int, error)
	DeleteContact(ctx context.Context, index int) error
	ContactRoom(ctx context.Context) (sms.ContactRoom, error)
	SetOwnNumber(ctx context.Context, number string) (string, error)
	Memories(ctx context.Context) ([]sms.Memory, error)
	CleanMemory(ctx context.Context, name string) (int, error)
	// Done is closed when the modem is gone.
	Done() <-chan struct{}
}

// Card is the SIM card. It is safe for concurrent use; without a modem its methods return
// sms.ErrNoCard.
type Card struct {
	pins *pinstore.Store

	mu    sync.Mutex
	modem Modem // the one that is ready, nil for none
}

// New returns a Card without a modem.
func New(pins *pinstore.Store) *Card { return &Card{pins: pins} }

// Use takes a modem that is ready, until it is gone.
func (c *Card) Use(m Modem) {
	c.mu.Lock()
	c.modem = m
	c.mu.Unlock()
	go func() {
		<-m.Done()
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.modem == m {
			c.modem = nil
		}
	}()
}

// current returns the modem that is ready, or sms.ErrNoCard.
func (c *Card) current() (Modem, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.modem == nil {
		return nil, sms.ErrNoCard
	}
	return c.modem, nil
}

// account returns the name under which the PIN of the card in m is kept.
func account(ctx context.Context, m Modem) string {
	return pinstore.Account(m.Identity().IMEI, m.CardID(ctx))
}

// EnterPIN enters a PIN into the card of m, which need not be ready yet. A PIN that the card takes is
// kept if the user wants that; a kept one that it refuses is deleted. Some modems say only after the
// PIN who they are: the name under which it is kept is that of before.
func (c *Card) EnterPIN(ctx context.Context, m Modem, pin string) (sms.SIM, error) {
	name := account(ctx, m) // as at the next start, when the PIN is looked up under it
	sim, err := m.EnterPIN(ctx, pin)
	switch {
	case errors.Is(err, sms.ErrPINRefused) && c.pins.Wanted(ctx):
		c.pins.Refused(ctx, name, pin)
	case err == nil && sim.State == sms.SIMReady:
		c.pins.Accepted(name, pin)
	}
	return sim, err
}

// KeptPIN returns the PIN that is kept for the card in m, or "". The card is asked for its number
// only when PINs are kept at all.
func (c *Card) KeptPIN(ctx context.Context, m Modem) string {
	if !c.pins.Wanted(ctx) {
		return ""
	}
	return c.pins.PIN(ctx, account(ctx, m))
}

// Remembered implements gui/simcard.Card. The PIN of a card whose number cannot be read is not kept.
func (c *Card) Remembered(ctx context.Context) (on, possible bool) {
	on, possible = c.pins.Remembered(ctx)
	if m, err := c.current(); err == nil {
		possible = possible && m.CardID(ctx) != ""
	}
	return on, possible
}

// CanKeepPIN reports whether the PIN of the card in m, which need not be ready yet, could be kept, and
// whether the user wants that already.
func (c *Card) CanKeepPIN(ctx context.Context, m Modem) (possible, on bool) {
	on, possible = c.pins.Remembered(ctx)
	return possible && m.CardID(ctx) != "", on
}

// Remember implements gui/simcard.Card.
func (c *Card) Remember(ctx context.Context, on bool) error { return c.pins.Remember(ctx, on) }

// with calls f with the modem that is ready.
func with[T any](c *Card, f func(m Modem) (T, error)) (T, error) {
	m, err := c.current()
	if err != nil {
		var none T
		return none, err
	}
	return f(m)
}

// SendUSSD implements gui/simcard.Card.
func (c *Card) SendUSSD(ctx context.Context, code string) (sms.ServiceAnswer, error) {
	return with(c, func(m Modem) (sms.ServiceAnswer, error) {
		return m.SendUSSD(ctx, code)
	})
}

// EndUSSD implements gui/simcard.Card.
func (c *Card) EndUSSD(ctx context.Context) error {
	m, err := c.current()
	if err != nil {
		return err
	}
	return m.EndUSSD(ctx)
}

// Contacts implements gui/contacts.Card.
func (c *Card) Contacts(
	ctx context.Context, progress func(done, total int),
) ([]sms.Contact, error) {
	return with(c, func(m Modem) ([]sms.Contact, error) { return m.Contacts(ctx, progress) })
}

// ContactRoom implements gui/contacts.Card.
func (c *Card) ContactRoom(ctx context.Context) (sms.ContactRoom, error) {
	return with(c, func(m Modem) (sms.ContactRoom, error) { return m.ContactRoom(ctx) })
}

// SaveContact implements gui/contacts.Card.
func (c *Card) SaveContact(ctx context.Context, contact sms.Contact) (int, error) {
	return with(c, func(m Modem) (int, error) { return m.SaveContact(ctx, contact) })
}

// DeleteContact implements gui/contacts.Card.
func (c *Card) DeleteContact(ctx context.Context, index int) error {
	m, err := c.current()
	if err != nil {
		return err
	}
	return m.DeleteContact(ctx, index)
}

// OwnNumber implements gui/simcard.Card.
func (c *Card) OwnNumber() string {
	m, err := c.current()
	if err != nil {
		return ""
	}
	return m.Identity().OwnNumber
}

// SetOwnNumber implements gui/simcard.Card.
func (c *Card) SetOwnNumber(ctx context.Context, number string) (string, error) {
	return with(c, func(m Modem) (string, error) { return m.SetOwnNumber(ctx, number) })
}

// PINState implements gui/simcard.Card.
func (c *Card) PINState(ctx context.Context) (sms.PINState, error) {
	return with(c, func(m Modem) (sms.PINState, error) { return m.PINState(ctx) })
}

// ChangePIN implements gui/simcard.Card. A PIN that is kept follows.
func (c *Card) ChangePIN(
	ctx context.Context, old, pin string, last bool,
) (sms.PINState, error) {
	return with(c, func(m Modem) (sms.PINState, error) {
		state, err := m.ChangePIN(ctx, old, pin, last)
		c.followPIN(ctx, m, pin, err)
		return state, err
	})
}

// SetPINWanted implements gui/simcard.Card.
func (c *Card) SetPINWanted(
	ctx context.Context, on bool, pin string, last bool,
) (sms.PINState, error) {
	return with(c, func(m Modem) (sms.PINState, error) {
		state, err := m.SetPINWanted(ctx, on, pin, last)
		c.followPIN(ctx, m, pin, err)
		return state, err
	})
}

// followPIN takes note of a PIN that the card took. One that it refused was typed by mistake and says
// nothing about the one that is kept.
func (c *Card) followPIN(ctx context.Context, m Modem, pin string, err error) {
	if err == nil {
		c.pins.Accepted(account(ctx, m), pin)
	}
}

// Memories implements gui/simcard.Card.
func (c *Card) Memories(ctx context.Context) ([]sms.Memory, error) {
	return with(c, func(m Modem) ([]sms.Memory, error) { return m.Memories(ctx) })
}

// CleanMemory implements gui/simcard.Card.
func (c *Card) CleanMemory(ctx context.Context, name string) (int, error) {
	return with(c, func(m Modem) (int, error) { return m.CleanMemory(ctx, name) })
}
