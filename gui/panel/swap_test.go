package panel_test

import (
	"testing"

	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// other are the facts of another stick that is connected.
func other() setup.Facts {
	f := connected()
	f.Session.Identity.IMEI = "860000000000016"
	return f
}

// TestCleanAnotherStick: what was asked about one stick is not done to another one.
func TestCleanAnotherStick(t *testing.T) {
	for name, swap := range map[string]func(*bench){
		"unplugged first": func(b *bench) { b.Update(setup.Facts{}); b.Update(other()) },
		"at once":         func(b *bench) { b.Update(other()) },
	} {
		t.Run(name, func(t *testing.T) {
			c := &card{memories: []sms.Memory{{Name: "SM", Used: 7, Total: 20, Own: 4}}}
			b := open(t, "en", c)
			b.Open(connected())
			b.next()
			b.tap("On the SIM card")
			c.memories = []sms.Memory{{Name: "SM", Used: 9, Total: 30, Own: 5}}
			swap(b)
			b.tap("Delete")
			b.next() // of the reading that is under way
			b.next() // of the one instead of the clean-up
			if len(c.cleaned) != 0 {
				t.Errorf("cleaned %q", c.cleaned)
			}
			b.has("9 of 30 used", "5 drafts")
		})
	}
}

// TestSwapWhileReading: an answer of the stick before is not shown as that of the one that is there.
func TestSwapWhileReading(t *testing.T) {
	c := &card{memories: []sms.Memory{{Name: "SM", Used: 7, Total: 20}}, wait: make(chan struct{})}
	b := open(t, "en", c)
	b.Open(connected())
	b.Update(other())
	close(c.wait)
	f := <-b.posts
	c.memories = []sms.Memory{{Name: "SM", Used: 9, Total: 30}}
	f()
	b.hasNot("7 of 20")
	b.next()
	b.has("9 of 30 used")
}

// TestOpenedAgain: a page that is opened again while the reading for the one before ends is read for, too.
func TestOpenedAgain(t *testing.T) {
	c := &card{memories: []sms.Memory{{Name: "SM", Used: 7, Total: 20}}, wait: make(chan struct{})}
	b := open(t, "en", c)
	b.Open(connected())
	b.pages.CloseAll()
	b.Open(connected())
	close(c.wait)
	b.next() // of the page before
	b.next()
	b.has("7 of 20 used")
}
