package sticks

import "surfstick-sms/hw"

// Table is what this package knows, as a value for packages that do not import it.
type Table struct{}

// Messages is the function of that name.
func (Table) Messages(id hw.ID) []hw.Message { return Messages(id) }

// Unasked is the function of that name.
func (Table) Unasked(id hw.ID) bool { return Unasked(id) }

// Serial is the function of that name.
func (Table) Serial(id hw.ID, i hw.Interface) bool { return Serial(id, i) }

// DirectInterface is the function of that name.
func (Table) DirectInterface(s hw.Stick) (hw.Interface, bool) { return DirectInterface(s) }

// Internet returns the messages of that function for the kind of network card that the computer has a
// driver for: RNDIS or CDC Ethernet.
func (Table) Internet(id hw.ID, rndis bool) []hw.Message {
	if rndis {
		return Internet(id, NetworkRNDIS)
	}
	return Internet(id, NetworkECM)
}
