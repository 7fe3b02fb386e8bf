package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/modem"
)

// simCard is the SIM card of the moment, for the window: whatever modem is ready, or none. It also
// knows whether the user wants the PIN kept in the system's key store.
type simCard struct {
	texts *messenger.Messenger
	keys  keyStore
	log   *slog.Logger

	mu     sync.Mutex
	now    *modem.Modem // the one that is ready, nil for none
	pin    string       // that the card took in this run, for account
	pinFor string

	work sync.WaitGroup // what is being kept: a key store may take its time
}

// account tells under which name the PIN of the card in m is kept: by the modem and, where it
// tells it before the PIN, by the card's own number. "" means that it cannot be kept.
func account(ctx context.Context, m *modem.Modem) string {
	imei, card := m.Identity().IMEI, m.CardID(ctx)
	if imei == "" && card == "" {
		return ""
	}
	return imei + "/" + card
}

// The settings about the kept PIN: whether the user wants it, and under which names there may be
// one, so that all can be deleted.
const (
	settingKeepPIN  = "pin.keep" // "on" or ""
	settingAccounts = "pin.accounts"
)

// ready takes a modem as that of the moment until it is gone.
func (c *simCard) ready(m *modem.Modem) {
	c.mu.Lock()
	c.now = m
	c.mu.Unlock()
	go func() {
		<-m.Done()
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.now == m {
			c.now = nil
		}
	}()
}

// modem gives the modem of the moment.
func (c *simCard) modem() (*modem.Modem, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now == nil {
		return nil, sms.ErrNoCard
	}
	return c.now, nil
}

// with asks the modem of the moment.
func with[T any](c *simCard, f func(m *modem.Modem) (T, error)) (T, error) {
	m, err := c.modem()
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
	m, err := c.modem()
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
	m, err := c.modem()
	if err != nil {
		return err
	}
	return m.DeleteContact(ctx, index)
}

// OwnNumber implements gui/simcard.Card.
func (c *simCard) OwnNumber() string {
	m, err := c.modem()
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

// followPIN takes note of a PIN that the card took; one that it refused says nothing about the one
// that is kept.
func (c *simCard) followPIN(ctx context.Context, m *modem.Modem, pin string, err error) {
	if err == nil {
		c.taken(ctx, m, pin)
	}
}

// Remembered implements gui/simcard.Card.
func (c *simCard) Remembered(ctx context.Context) (on, possible bool) {
	return c.wanted(ctx), c.keys.usable(ctx)
}

func (c *simCard) wanted(ctx context.Context) bool {
	v, err := c.texts.Setting(ctx, settingKeepPIN)
	return err == nil && v == "on"
}

// Remember implements gui/simcard.Card. The PIN that was typed in this run is kept at once, else
// the next one that the card takes.
func (c *simCard) Remember(ctx context.Context, on bool) error {
	if !on {
		return errors.Join(c.forgetAll(ctx), c.texts.SetSetting(ctx, settingKeepPIN, ""))
	}
	if !c.keys.usable(ctx) {
		return sms.ErrNotHere
	}
	if err := c.texts.SetSetting(ctx, settingKeepPIN, "on"); err != nil {
		return err
	}
	c.mu.Lock()
	pin, account := c.pin, c.pinFor
	c.mu.Unlock()
	return c.keep(ctx, account, pin)
}

// taken hears of a PIN that the card took.
func (c *simCard) taken(ctx context.Context, m *modem.Modem, pin string) {
	name := account(ctx, m)
	c.mu.Lock()
	c.pin, c.pinFor = pin, name
	c.mu.Unlock()
	if !c.wanted(ctx) {
		return
	}
	c.work.Go(func() {
		if err := c.keep(context.Background(), name, pin); err != nil {
			c.log.Warn("code not kept", "err", err)
		}
	})
}

// refused hears of a PIN that the card did not take: if it is the one that is kept, it is of no use
// any more.
func (c *simCard) refused(ctx context.Context, m *modem.Modem, pin string) {
	if c.kept(ctx, m) != pin {
		return
	}
	if err := c.keys.forget(ctx, account(ctx, m)); err != nil {
		c.log.Warn("code not forgotten", "err", err)
	}
}

// kept gives the PIN that is kept for the card in m, "" when there is none.
func (c *simCard) kept(ctx context.Context, m *modem.Modem) string {
	if !c.wanted(ctx) {
		return ""
	}
	name := account(ctx, m)
	if name == "" {
		return ""
	}
	pin, err := c.keys.pin(ctx, name)
	if err != nil {
		c.log.Warn("key store", "err", err)
	}
	return pin
}

// keep puts a PIN into the key store and notes the name that it has there.
func (c *simCard) keep(ctx context.Context, account, pin string) error {
	if account == "" || pin == "" {
		return nil
	}
	names, err := c.texts.Setting(ctx, settingAccounts)
	if err != nil {
		return err
	}
	if !strings.Contains("\n"+names+"\n", "\n"+account+"\n") {
		names = strings.TrimPrefix(names+"\n"+account, "\n")
		if err := c.texts.SetSetting(ctx, settingAccounts, names); err != nil {
			return err
		}
	}
	return c.keys.keep(ctx, account, pin)
}

// forgetAll takes every PIN out of the key store.
func (c *simCard) forgetAll(ctx context.Context) error {
	names, err := c.texts.Setting(ctx, settingAccounts)
	if err != nil || names == "" {
		return err
	}
	var all error
	for name := range strings.SplitSeq(names, "\n") {
		all = errors.Join(all, c.keys.forget(ctx, name))
	}
	if all != nil {
		return all
	}
	return c.texts.SetSetting(ctx, settingAccounts, "")
}
