package pdu

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/warthog618/sms/encoding/tpdu"

	"surfstick-sms/sms"
)

// Errors of Encode.
var (
	// ErrEmpty means that there is nothing but white space in the text.
	ErrEmpty = sms.ErrTextEmpty
	// ErrTooLong means that the text has more than MaxParts parts.
	ErrTooLong = sms.ErrTextTooLong
	// ErrNumber means that the number cannot be dialled.
	ErrNumber = sms.ErrNumber
)

// Options say how a text is to be sent.
type Options struct {
	// Ref is the reference that the parts of a long text share. It should differ from that of
	// the texts before it to the same number.
	Ref byte
	// Report asks the network for a status report (TP-SRR).
	Report bool
	// Validity is how long the network goes on trying; 0 leaves that to the service centre.
	Validity time.Duration
}

// shortestValidity is the shortest that the library can express.
const shortestValidity = 10 * time.Minute

// Type-of-address octets (3GPP TS 23.040 clause 9.1.2.5): everything that is not in international
// form is sent as dialled, with an unknown type.
const (
	addressInternational = 0x91
	addressUnknown       = 0x81
)

// Encode returns the SMS-SUBMIT TPDUs of a text, without service centre address, in order. The
// errors are ErrEmpty, ErrTooLong and ErrNumber.
func Encode(to sms.Number, text string, o Options) ([][]byte, error) {
	if !to.Dialable() {
		return nil, fmt.Errorf("encode: %w", ErrNumber)
	}
	if strings.TrimSpace(text) == "" {
		return nil, fmt.Errorf("encode: %w", ErrEmpty)
	}
	text = prepare(text)
	if count := Measure(text); count.TooLong() {
		return nil, fmt.Errorf("encode: %d parts: %w", count.Parts, ErrTooLong)
	}
	ucs2 := foreign(text) >= 0
	parts := split(text, ucs2)
	tpdus := make([][]byte, len(parts))
	for i, data := range parts {
		t := submit(to, o)
		t.UD = data
		if ucs2 {
			t.DCS = tpdu.DcsUCS2Data
		}
		if len(parts) > 1 {
			t.SetUDH(longHeader(o.Ref, len(parts), i+1))
		}
		raw, err := t.MarshalBinary()
		if err != nil {
			return nil, fmt.Errorf("encode part %d: %w", i+1, err)
		}
		tpdus[i] = raw
	}
	return tpdus, nil
}

// submit is an SMS-SUBMIT with everything but the text.
func submit(to sms.Number, o Options) tpdu.TPDU {
	digits := strings.TrimPrefix(string(to), "+")
	t := tpdu.TPDU{Direction: tpdu.MO, DA: tpdu.Address{TOA: addressUnknown, Addr: digits}}
	t.FirstOctet = t.FirstOctet.WithMTI(tpdu.MtSubmit)
	if to.International() {
		t.DA.TOA = addressInternational
	}
	if o.Report {
		t.FirstOctet |= tpdu.FoSRR
	}
	if o.Validity > 0 {
		var vp tpdu.ValidityPeriod
		vp.SetRelative(max(o.Validity, shortestValidity))
		t.SetVP(vp)
	}
	return t
}

// longHeader is the header of a part of a long text with an 8-bit reference.
func longHeader(ref byte, total, seq int) tpdu.UserDataHeader {
	return tpdu.UserDataHeader{{ID: ieConcat8, Data: []byte{ref, byte(total), byte(seq)}}}
}

// split returns the user data of each part: septets, or UCS-2 octets. No character is cut in two.
func split(text string, ucs2 bool) [][]byte {
	whole, piece, octets := single7, part7, 1
	if ucs2 {
		whole, piece, octets = single16, part16, 2
	}
	if _, parts := fill(text, ucs2, whole, piece); parts < 2 {
		piece = whole
	}
	var parts [][]byte
	var now []byte
	for _, r := range text {
		units := unitsOf(r, ucs2)
		if len(now)+len(units) > piece*octets {
			parts, now = append(parts, now), nil
		}
		now = append(now, units...)
	}
	return append(parts, now)
}

// unitsOf returns the septets or the UCS-2 octets of a rune.
func unitsOf(r rune, ucs2 bool) []byte {
	if !ucs2 {
		return encodable[r]
	}
	var octets []byte
	for _, u := range utf16.AppendRune(nil, r) {
		octets = append(octets, byte(u>>8), byte(u))
	}
	return octets
}
