package sticks

import "surfstick-sms/hw"

// Table is what this package knows, as a value for packages that do not import it.
type Table struct{}

// Messages is the function of that name.
func (Table) Messages(s hw.Stick) []hw.Message { return Messages(s) }

// Unasked is the function of that name.
func (Table) Unasked(s hw.Stick) bool { return Unasked(s) }

// Refusal is the function of that name.
func (Table) Refusal(s hw.Stick) hw.Refusal { return Refusal(s) }

// Serial is the function of that name.
func (Table) Serial(id hw.ID, i hw.Interface) bool { return Serial(id, i) }

// DirectInterface is the function of that name.
func (Table) DirectInterface(s hw.Stick) (hw.Interface, bool) { return DirectInterface(s) }

// Internet returns the messages of that function for the kind of network card that the computer has a
// driver for: RNDIS or CDC Ethernet.
func (Table) Internet(s hw.Stick, rndis bool) []hw.Message {
	if rndis {
		return Internet(s, NetworkRNDIS)
	}
	return Internet(s, NetworkECM)
}

// RefusalOf is the function of that name.
func (Table) RefusalOf(err error) hw.Refusal { return RefusalOf(err) }

// Maker returns the name of the maker of a stick.
func (Table) Maker(s hw.Stick) string { return MakerOf(s) }

// Caveat is the function of that name.
func (Table) Caveat(s hw.Stick) hw.Caveat { return Caveat(s) }
