package sticks

import "surfstick-sms/hw"

// DirectInterface returns the one interface of a stick in modem mode that WinUSB belongs on when
// Windows makes no COM port of it: the one that is likeliest to take AT commands and to report
// new texts. It is false when none looks like a serial interface.
func DirectInterface(s hw.Stick) (hw.Interface, bool) {
	var best hw.Interface
	rank := 0
	for _, i := range s.Interfaces {
		if !Direct(s.ID, i) {
			continue
		}
		if r := Rank(Port{ID: s.ID, Interface: i}); r > rank {
			best, rank = i, r
		}
	}
	return best, rank > 0
}

// Direct reports whether libusb can talk to an interface of a stick in modem mode: a serial one that
// takes the commands itself, while those of a CDC ACM port go through another one beside it.
func Direct(id hw.ID, i hw.Interface) bool { return Serial(id, i) && !ACM(i) }
