package setup

import (
	"slices"

	"surfstick-sms/hw"
)

// Table is what is known about models of sticks, whether or not one is plugged in.
type Table interface {
	// Messages returns what may be sent to a stick like this one in storage mode, in the order in
	// which it is tried.
	Messages(s hw.Stick) []hw.Message
	// RefusalOf returns why a switcher did not send a message; RefusalNone for any other error than that of
	// its guard.
	RefusalOf(err error) hw.Refusal
	// Maker returns the name of a stick's maker in any of its modes, "" when it is not known; Caveat what
	// a person should know of a stick in storage mode before it is switched.
	Maker(s hw.Stick) string
	Caveat(s hw.Stick) hw.Caveat
	// Unasked reports whether one may be sent without a person asking for it.
	Unasked(s hw.Stick) bool
	// Refusal returns why nothing may be sent to a device; RefusalNone when its messages may.
	Refusal(s hw.Stick) hw.Refusal
	// Serial reports whether an interface of a stick with this ID is a serial one.
	Serial(id hw.ID, i hw.Interface) bool
	// Internet returns what may be sent to a stick like this one in storage mode to make a network card of
	// it, by RNDIS or by CDC Ethernet; none where it is not known to become one.
	Internet(s hw.Stick, rndis bool) []hw.Message
	// DirectInterface returns the interface of a stick in modem mode that takes AT commands.
	DirectInterface(s hw.Stick) (hw.Interface, bool)
}

// messages returns those of the chosen stick for the way that was chosen.
func (f Facts) messages() []hw.Message {
	if f.table == nil {
		return nil
	}
	if internet := f.internet(f.Chosen.Stick); f.Plug.Way == WayInternet && len(internet) > 0 {
		return internet
	}
	return f.table.Messages(f.Chosen.Stick)
}

// Untried returns the messages that are left to try on the chosen stick: first the one that worked
// before, last those that failed most often in this run, and for a modem never one that led to network
// mode.
func (f Facts) Untried() []hw.Message {
	if f.Chosen.Stick.Mode != hw.ModeStorage {
		return nil
	}
	strays := f.Plug.Way != WayInternet && f.Run.StrayAt == f.Chosen.Stick.Location
	var left []hw.Message
	for _, m := range f.messages() {
		switch {
		case slices.Contains(f.Plug.Tried, m.Name):
		case m.After != "" && !slices.Contains(f.Plug.Tried, m.After):
		case strays && slices.Contains(f.Run.StrayBy, m.Name):
		default:
			left = append(left, m)
		}
	}
	slices.SortStableFunc(left, func(a, b hw.Message) int { return f.Run.order(a) - f.Run.order(b) })
	return left
}

// order is smaller for a message that is tried sooner.
func (r Run) order(m hw.Message) int {
	failed := 0
	for _, name := range r.Failed {
		if name == m.Name {
			failed += 2
		}
	}
	if m.Name == r.Worked {
		return failed - 1
	}
	return failed
}

// NextMessage returns the message that the next attempt sends; false when none is left.
func (f Facts) NextMessage() (hw.Message, bool) {
	left := f.Untried()
	if len(left) == 0 {
		return hw.Message{}, false
	}
	return left[0], true
}

// passes reports whether the next message can go through the CD-ROM driver; control requests
// cannot. When none is left, it is about any of the stick's messages.
func (f Facts) passes() bool {
	passes := func(m hw.Message) bool { return m.Passes(f.Chosen.Stick) }
	if m, ok := f.NextMessage(); ok {
		return passes(m)
	}
	return slices.ContainsFunc(f.messages(), passes)
}

// directInterface returns the interface of a stick in modem mode that takes AT commands.
func (f Facts) directInterface(s hw.Stick) (hw.Interface, bool) {
	if f.table == nil {
		return hw.Interface{}, false
	}
	return f.table.DirectInterface(s)
}
