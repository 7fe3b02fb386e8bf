package simcard

import "surfstick-sms/gui/look"

// A PIN has 4 to 8 digits (3GPP TS 31.101 clause 9.5.1).
const (
	pinLeast = 4
	pinMost  = 8
)

// What may stand in the fields for a service code and for a number.
var (
	isCode   = look.IsOneOf("*#")
	isNumber = look.IsOneOf("+*# ()/-")
)
