package main

import (
	"context"
	"sync"

	"surfstick-sms/internal/pinstore"
	"surfstick-sms/sms"
	"surfstick-sms/sms/modem"
)

// simCard is the SIM card for the window: that of the modem that is ready, or none. The PIN of it can
// be kept.
type simCard struct {
	pins *pinstore.Store

	mu    sync.Mutex
	modem *modem.Modem // the one that is ready, nil for none
}

// account returns the name under which the PIN of the card in m is kept.
func account(ctx context.Context, m *modem.Modem) string {
	return pinstore.Account(m.Identity().IMEI, m.CardID(ctx))
}

// keptPIN returns the PIN that is kept for the card in m. The card is asked for its number only when
// PINs are kept at all.
func (c *simCard) keptPIN(ctx context.Context, m *modem.Modem) string {
	if !c.pins.Wanted(ctx) {
		return ""
	}
	return c.pins.PIN(ctx, account(ctx, m))
}

// refused takes note of a PIN that the card in m refused.
func (c *simCard) refused(ctx context.Context, m *modem.Modem, pin string) {
	if c.pins.Wanted(ctx) {
		c.pins.Refused(ctx, account(ctx, m), pin)
	}
}

// Remembered implements gui/simcard.Card.
func (c *simCard) Remembered(ctx context.Context) (on, possible bool) {
	return c.pins.Remembered(ctx)
}

// Remember implements gui/simcard.Card.
func (c *simCard) Remember(ctx context.Context, on bool) error { return c.pins.Remember(ctx, on) }

// use takes a modem that is ready, until it is gone.
func (c *simCard) use(m *modem.Modem) {
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
func (c *simCard) current() (*modem.Modem, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.modem == nil {
		return nil, sms.ErrNoCard
	}
	return c.modem, nil
}

// with calls f with the modem that is ready.
func with[T any](c *simCard, f func(m *modem.Modem) (T, error)) (T, error) {
	m, err := c.current()
	if err != nil {
		var none T
		return none, err
	}
	return f(m)
}

// AskNetwork implements gui/simcard.Card.
func (c *simCard) AskNetwork(ctx context.Context, code string) (sms.ServiceAnswer, error) {
	return with(c, func(m *modem.Modem) (sms.ServiceAnswer, error) {
		return m.AskNetwork(ctx, code)
	})
}

// EndAsking implements gui/simcard.Card.
func (c *simCard) EndAsking(ctx context.Context) error {
	m, err := c.current()
	if err != nil {
		return err
	}
	return m.EndAsking(ctx)
}

// Contacts implements gui/simcard.Card.
func (c *simCard) Contacts(
	ctx context.Context, progress func(done, total int),
) ([]sms.Contact, error) {
	return with(c, func(m *modem.Modem) ([]sms.Contact, error) { return m.Contacts(ctx, progress) })
}

// SaveContact implements gui/simcard.Card.
func (c *simCard) SaveContact(ctx context.Context, contact sms.Contact) (int, error) {
	return with(c, func(m *modem.Modem) (int, error) { return m.SaveContact(ctx, contact) })
}

// DeleteContact implements gui/simcard.Card.
func (c *simCard) DeleteContact(ctx context.Context, index int) error {
	m, err := c.current()
	if err != nil {
		return err
	}
	return m.DeleteContact(ctx, index)
}

// OwnNumber implements gui/simcard.Card.
func (c *simCard) OwnNumber() string {
	m, err := c.current()
	if err != nil {
		return ""
	}
	return m.Identity().OwnNumber
}

// SetOwnNumber implements gui/simcard.Card.
func (c *simCard) SetOwnNumber(ctx context.Context, number string) (string, error) {
	return with(c, func(m *modem.Modem) (string, error) { return m.SetOwnNumber(ctx, number) })
}

// PINState implements gui/simcard.Card.
func (c *simCard) PINState(ctx context.Context) (sms.PINState, error) {
	return with(c, func(m *modem.Modem) (sms.PINState, error) { return m.PINState(ctx) })
}

// ChangePIN implements gui/simcard.Card. A PIN that is kept follows.
func (c *simCard) ChangePIN(
	ctx context.Context, old, pin string, last bool,
) (sms.PINState, error) {
	return with(c, func(m *modem.Modem) (sms.PINState, error) {
		state, err := m.ChangePIN(ctx, old, pin, last)
		c.followPIN(ctx, m, pin, err)
		return state, err
	})
}

// SetPINWanted implements gui/simcard.Card.
func (c *simCard) SetPINWanted(
	ctx context.Context, on bool, pin string, last bool,
) (sms.PINState, error) {
	return with(c, func(m *modem.Modem) (sms.PINState, error) {
		state, err := m.SetPINWanted(ctx, on, pin, last)
		c.followPIN(ctx, m, pin, err)
		return state, err
	})
}

// followPIN takes note of a PIN that the card took. One that it refused was typed by mistake and says
// nothing about the one that is kept.
func (c *simCard) followPIN(ctx context.Context, m *modem.Modem, pin string, err error) {
	if err == nil {
		c.pins.Accepted(account(ctx, m), pin)
	}
}
