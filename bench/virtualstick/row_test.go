package virtualstick_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// rows are those of other makers.
func rows() []sticks.Model {
	return slices.DeleteFunc(sticks.Models(), func(m sticks.Model) bool { return m.Vendor == hw.HuaweiVendor })
}

// TestRows: the stick of every row is known as the one of its row and obeys the messages of the row, as
// they are to be sent by libusb; or the row is left out, and nothing may be sent to it.
func TestRows(t *testing.T) {
	switched := 0
	for _, m := range rows() {
		o := virtualstick.Row(m)
		s := o.Device.Seen()
		if have, ok := sticks.Lookup(s); !ok || have.ID() != m.ID() || have.Match != m.Match {
			t.Errorf("%s %s is taken for %s", m.ID(), m.Match, have.Match)
		}
		messages := sticks.Messages(s)
		if m.Left != hw.RefusalNone {
			err := sticks.Guard(s, m.Request)
			if len(messages) > 0 || !errors.Is(err, hw.ErrNotOurs) || sticks.RefusalOf(err) != m.Left {
				t.Errorf("%s is left out (%s): %d messages, %v", m.ID(), m.Left, len(messages), err)
			}
			continue
		}
		if len(messages) == 0 {
			t.Errorf("%s %s is neither switched nor left out", m.ID(), m.Match)
		}
		switched++
		for _, message := range messages {
			if err := sticks.Guard(s, message); err != nil {
				t.Errorf("%s %s: %s: %v", m.ID(), m.Match, message.Name, err)
			}
		}
		switches(t, m, o, messages)
	}
	t.Logf("%d of %d rows are switched", switched, len(rows()))
}

// switches has a stick written to as hw/usb writes to it, without a kernel.
func switches(t *testing.T, m sticks.Model, o virtualstick.Options, messages []hw.Message) {
	synctest.Test(t, func(t *testing.T) {
		s, h, c := plug(t, o)
		defer s.Unplug()
		for at, message := range messages {
			if at > 0 {
				time.Sleep(time.Minute)
				if len(h.attached) == 0 {
					t.Fatalf("%s %s: did not obey the first message", m.ID(), m.Match)
				}
				c = h.next() // a stick of Sony's comes back before it takes the second one
			}
			for _, e := range virtualstick.Written(message) {
				c.send(e)
			}
		}
		time.Sleep(time.Minute)
		want := virtualstick.Target(m)
		now, _ := s.Device()
		if now.ID != want.ID || now.Interfaces[0].Class != want.Interfaces[0].Class {
			t.Errorf("%s %s: became %s with class %02x", m.ID(), m.Match, now.ID, now.Interfaces[0].Class)
		}
	})
}

// send writes an entry to the device; what it answers does not count.
func (c *client) send(e virtualstick.Entry) {
	if e.Kind == virtualstick.EntryControl {
		_, _ = c.control([8]byte(e.Bytes[:8]), e.Bytes[8:])
		return
	}
	_, _ = c.write(1, e.Bytes)
}

// TestRowsApart: the stick of a row obeys no message of another row, but for those that say the same to
// the drive.
func TestRowsApart(t *testing.T) {
	all := virtualstick.EveryMessage()
	for _, m := range rows() {
		o := virtualstick.Row(m)
		if m.Left != hw.RefusalNone || o.Obey == nil {
			continue
		}
		own := reaching(o.Device, m.Request)
		for _, message := range all {
			written := reaching(o.Device, message)
			obeys, has := obeysOneOf(o.Obey, written), holds(written, own)
			if obeys != has {
				t.Errorf("%s %s: %s: obeyed %v, want %v", m.ID(), m.Match, message.Name, obeys, has)
			}
		}
	}
}

// reaching is what of a message comes to a logical unit that the device has, without what a drive takes
// from every operating system.
func reaching(d virtualstick.Device, m hw.Message) []virtualstick.Entry {
	units := len(d.Interfaces[0].Drives)
	return slices.DeleteFunc(virtualstick.Written(m), func(e virtualstick.Entry) bool {
		return e.Unit() >= units || m.Eject() && !e.Intrusive() && e.CDB()[0] == allow[0]
	})
}

// holds reports whether own is a part of what is written.
func holds(written, own []virtualstick.Entry) bool {
	for at := range written {
		rest := written[at:]
		if len(rest) >= len(own) && slices.EqualFunc(rest[:len(own)], own, virtualstick.Entry.Same) {
			return true
		}
	}
	return false
}

// obeysOneOf reports whether a stick changes somewhere in what is written.
func obeysOneOf(obey virtualstick.Obey, written []virtualstick.Entry) bool {
	for n := range written {
		if obey(written[:n+1]) != nil {
			return true
		}
	}
	return false
}
