package gui

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/gui/contacts"
	"surfstick-sms/sms"
)

// newPeople returns the page with the contacts.
func (u *UI) newPeople() *contacts.Contacts {
	c := u.config
	return contacts.New(contacts.Config{
		Store: c.Messenger, Card: c.Card, Files: u.files, Window: u.window, Post: c.Post, Run: u.beside,
		Region: c.Region, Show: u.showPage, ReadOnly: c.ReadOnly, Holder: u.holder,
		Write: func(n sms.Number) {
			u.pages.CloseAll()
			u.chat.Open(n)
		},
	})
}

// holder says which SIM card is in which stick; "" for none.
func (u *UI) holder() string {
	s := u.facts.Session
	if !s.Connected {
		return ""
	}
	return s.Identity.IMEI + " " + s.Identity.IMSI
}

// cardNames are the names in the phone book of the SIM card. They are read once each time a stick is there
// with a card that is ready, behind everything else: that takes a minute on some cards, and a text waits for
// each part of it.
type cardNames struct {
	u     *UI
	names map[sms.Number]string
	ready bool
	stop  func() // what was planned
	end   func() // the reading
	busy  time.Time
}

const (
	// cardNamesDelay is how long after the card is ready its names are read.
	cardNamesDelay = 15 * time.Second
	// cardNamesQuiet is how long nothing may have been sent or received before.
	cardNamesQuiet = 10 * time.Second
	// cardNamesLimit is how long reading them may take.
	cardNamesLimit = 3 * time.Minute
)

func newCardNames(u *UI) *cardNames { return &cardNames{u: u, stop: func() {}, end: func() {}} }

// get returns the names.
func (c *cardNames) get() map[sms.Number]string { return c.names }

// sent notes that the stick has something to do.
func (c *cardNames) sent(sms.Message) { c.busy = c.u.config.Now() }

// see takes in the link: a card that is ready can be asked.
func (c *cardNames) see(l sms.Link) {
	switch {
	case !l.Up:
		c.close()
		c.ready = false
	case l.Registered() && !c.ready:
		c.ready = true
		c.stop = c.u.after(cardNamesDelay, c.read)
	}
}

// read reads them unless something is being sent; then later.
func (c *cardNames) read() {
	if c.u.config.Now().Sub(c.busy) < cardNamesQuiet {
		c.stop = c.u.after(cardNamesQuiet, c.read)
		return
	}
	region := c.u.config.Region()
	ctx, cancel := context.WithTimeout(context.Background(), cardNamesLimit)
	c.end = cancel
	go func() {
		defer cancel()
		got, err := c.u.config.Card.Contacts(ctx, func(int, int) {})
		names := map[sms.Number]string{}
		for _, one := range got {
			if n, wrong := sms.ParseNumber(one.Number, region); wrong == nil && one.Name != "" {
				names[n] = one.Name
			}
		}
		c.u.config.Post(func() {
			if err != nil && !errors.Is(err, sms.ErrNotInMode) {
				c.u.config.Log.Info("names on the card not read", "err", err)
			}
			if len(names) > 0 || err == nil {
				c.set(names)
			}
		})
	}()
}

// close gives up what is planned and what runs.
func (c *cardNames) close() {
	c.stop()
	c.end()
}

// set has the chat show other names.
func (c *cardNames) set(names map[sms.Number]string) {
	if len(names)+len(c.names) == 0 {
		return
	}
	c.names = names
	c.u.chat.NamesChanged()
}
