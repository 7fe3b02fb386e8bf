package pdu

import (
	"strings"

	"github.com/warthog618/sms/encoding/tpdu"

	"surfstick-sms/sms"
)

// maxAddress is the most semi-octets of an address (3GPP TS 23.040 clause 9.1.2.5), maxLength the most
// that its length octet can say.
const (
	maxAddress = 20
	maxLength  = 255
)

// address is a TP-OA, TP-DA or TP-RA: the type of number and the digits, or the name.
type address struct {
	ton  tpdu.TypeOfNumber
	text string
}

// readAddress reads an address. A length beyond limit is wrong: the longest address that there can
// be is read then, so that there is a chance for the rest.
func (f *fields) readAddress(r *reader, limit int) address {
	size := int(r.octet())
	switch {
	case size > limit:
		f.fault(faultAddress)
		size = limit
	case size > maxAddress:
		f.fault(faultLongAddress)
	}
	kind := tpdu.Address{TOA: r.octet()}
	data := r.octets((size + 1) / 2)
	a := address{ton: kind.TypeOfNumber()}
	if a.ton == tpdu.TonAlphanumeric {
		a.text = nameOf(data, size)
		return a
	}
	var ok bool
	if a.text, ok = digitsOf(data, size); !ok {
		f.fault(faultFill)
	}
	return a
}

// nameOf reads an alphanumeric address. Some service centres round its length up, which shows as
// an @ (septet 0) at the end of the name.
func nameOf(data []byte, size int) string {
	septets := unpack(data, size*4/7)
	if n := len(septets); n > 0 && size*4%7 == 0 && septets[n-1] == 0 {
		septets = septets[:n-1]
	}
	return textOf7Bit(septets, 0, 0)
}

// digitsOf reads semi-octets; ok is false when fill stands among the digits or is missing after
// them.
func digitsOf(data []byte, size int) (digits string, ok bool) {
	var b strings.Builder
	ok = true
	for i := range 2 * len(data) {
		n := data[i/2] >> (4 * (i % 2)) & 0xf
		switch {
		case (n == 0xf) != (i >= size):
			ok = false
		case n != 0xf:
			b.WriteByte("0123456789*#abc"[n])
		}
	}
	return b.String(), ok
}

// number returns the canonical form, completed by the rules of region where the type of number
// leaves that open.
func (a address) number(region string) sms.Number {
	if a.text == "" {
		return sms.UnknownSender
	}
	switch a.ton {
	case tpdu.TonAlphanumeric:
		return sms.SenderName(a.text)
	case tpdu.TonInternational:
		return sms.SenderNumber("+"+strings.TrimPrefix(a.text, "00"), region)
	case tpdu.TonNetworkSpecific, tpdu.TonAbbreviated:
		return sms.SenderNumber(a.text, "")
	default:
		return sms.SenderNumber(a.text, region)
	}
}
