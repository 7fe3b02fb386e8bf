package virtualstick

import (
	"slices"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// Row is the stick of a row of the table of other makers, as it is plugged in: it has the strings that
// the row wants, and obeys the message of the row and nothing else. What it becomes is Target, which
// may be another configuration of the same device.
func Row(m sticks.Model) Options {
	d := rowDevice(m)
	if m.Method == sticks.MethodConfiguration { // chosen, not obeyed
		d.More = configurations(m)
		return Options{Device: d}
	}
	if m.Method == sticks.MethodSony { // it comes back as it was, and then has another configuration
		back := d
		back.More, back.Obey = configurations(m), func([]Entry) *Device { return nil }
		return Options{Device: d, Obey: Exactly(back, Written(m.Request)...)}
	}
	return Options{Device: d, Obey: Exactly(Target(m), Heeded(m.Request)...)}
}

// Target is what the stick of a row becomes: the first of the row's targets, or its own ID again.
func Target(m sticks.Model) Device {
	id := m.ID()
	if len(m.Targets) > 0 {
		id = m.Targets[0]
	}
	if m.Method == sticks.MethodConfiguration || m.Method == sticks.MethodSony {
		return ACM(id, rowMaker(m), "Modem")
	}
	d := Serial(id, rowMaker(m), "Modem", LineSilent, LineSilent, LineSilent, LineSilent, LineSilent, LineSilent)
	for number := range d.Interfaces { // where the AT ports are differs: all of them answer
		d.Interfaces[number].Line = LinePCUI
	}
	return d
}

// rowDevice is the stick of a row in storage mode.
func rowDevice(m sticks.Model) Device {
	has := m.Matching(hw.Stick{
		Manufacturer: rowMaker(m), Name: "USB Stick", Serial: "0123456789AB",
		Inquiry: hw.Inquiry{Vendor: "Generic", Model: "CD-ROM"},
	})
	drives := []Drive{{
		Vendor: has.Inquiry.Vendor, Model: has.Inquiry.Model, Revision: has.Inquiry.Revision,
	}}
	if second(m.Request) {
		drives = append(drives, Drive{Kind: CardSlot, Vendor: "Generic", Model: "SD Storage"})
	}
	d := CD(m.ID(), has.Manufacturer, has.Name, drives...)
	d.Serial = has.Serial
	return d
}

// rowMaker is the manufacturer string; that of a row without one has nothing in common with the others
// of its ID.
func rowMaker(m sticks.Model) string {
	return m.Matching(hw.Stick{Manufacturer: "Maker"}).Manufacturer
}

// second reports whether a message has something to say to logical unit 1 that is no eject.
func second(m hw.Message) bool {
	return !m.Eject() && slices.ContainsFunc(Written(m), func(e Entry) bool { return e.Unit() == 1 })
}

// Heeded leaves of a message what the stick of a row waits for: of an eject the command for the CD
// drive itself.
func Heeded(m hw.Message) []Entry {
	all := Written(m)
	if !m.Eject() {
		return all
	}
	return slices.DeleteFunc(all, func(e Entry) bool { return e.Unit() == 1 || e.CDB()[0] == opPrevent })
}

// configurations are the second to the last configuration that the message of a row asks for; the last
// one is that of the modem.
func configurations(m sticks.Model) [][]Interface {
	last := m.Request.Requests
	if m.Method == sticks.MethodSony {
		last = m.Second.Requests
	}
	n := last[len(last)-1].Configuration
	more := make([][]Interface, n-1)
	for i := range more {
		more[i] = ACM(m.ID(), "", "").Interfaces
	}
	return more
}

// EveryMessage returns the messages of all sticks, those of rows that are left out included, each once.
func EveryMessage() []hw.Message {
	var all []hw.Message
	for _, m := range sticks.Models() {
		own := append(sticks.Messages(hw.Stick{ID: m.ID()}), m.Request, m.Second)
		for _, message := range own {
			if len(message.Requests) > 0 && !slices.ContainsFunc(all, message.Equal) {
				all = append(all, message)
			}
		}
	}
	return all
}
