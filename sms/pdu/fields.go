package pdu

import (
	"bytes"
	"slices"

	"github.com/warthog618/sms/encoding/gsm7"
	"github.com/warthog618/sms/encoding/tpdu"
)

// shape is which layout a TPDU has.
type shape int

const (
	shapeDeliver shape = iota
	shapeSubmit
	shapeReport
)

// fields are the fields of a TPDU, as far as they could be read.
type fields struct {
	raw      []byte
	exact    bool // raw is as long as the modem announced
	shape    shape
	first    byte
	ref      byte
	address  address
	pid, dcs byte
	sent     []byte // TP-SCTS, 7 octets or fewer
	done     []byte // TP-DT, the same
	status   byte
	header   tpdu.UserDataHeader
	data     []byte // after the header; septets of 7-bit text, one an octet
	faults   []fault

	pidAt, dataAt int // where TP-PID and TP-UDL stand in raw
}

// read splits a TPDU into its fields: with the strict codec when that accepts it, otherwise as far
// as possible. exact is for a TPDU that is as long as the modem announced.
func read(raw []byte, exact bool) fields {
	f := readWithin(raw, exact, maxLength)
	if f.damaged() && f.hasFault(faultLongAddress) {
		if g := readWithin(raw, exact, maxAddress); g.cost() < f.cost() {
			return g
		}
	}
	return f
}

// readWithin reads with a limit for the length of the address.
func readWithin(raw []byte, exact bool, limit int) fields {
	t, strict := readStrict(raw)
	f := fields{raw: raw, exact: exact, status: statusMissing}
	r := reader{rest: raw}
	f.envelope(&r, limit)
	switch {
	case r.short:
		f.fault(faultCut)
	case f.shape == shapeReport:
	case strict && f.usable(t, r.rest):
		f.header, f.data = t.UDH, t.UD
	default:
		f.userData(r.rest)
	}
	f.stamp(f.sent) // for its fault: a wrong date is a sign of a wrong place
	return f
}

// usable reports whether the codec's reading holds: it reads on past the end of a header whose
// elements are longer than it, and takes compressed text for septets.
func (f *fields) usable(t tpdu.TPDU, rest []byte) bool {
	if t.DCS.Compressed() {
		return false
	}
	return f.first&0x40 == 0 || len(rest) < 2 || int(rest[1]) == t.UDHL()
}

// readStrict asks the codec of warthog618/sms. It refuses whatever is not exactly as specified.
func readStrict(raw []byte) (tpdu.TPDU, bool) {
	if len(raw) == 0 {
		return tpdu.TPDU{}, false
	}
	raw = slices.Clone(raw)
	t := tpdu.TPDU{Direction: tpdu.MT}
	switch shapeOf(raw[0]) {
	case shapeSubmit:
		t.Direction = tpdu.MO
	case shapeDeliver:
		raw[0] &^= 3
	case shapeReport:
	}
	err := t.UnmarshalBinary(raw)
	return t, err == nil
}

// shapeOf goes by the message type (3GPP TS 23.040 clause 9.2.3.1). The reserved type is read as a
// delivery, as the clause asks for; type 1 is a text from here that was kept on the SIM card.
func shapeOf(first byte) shape {
	switch first & 3 {
	case 1:
		return shapeSubmit
	case 2:
		return shapeReport
	}
	return shapeDeliver
}

// envelope reads everything in front of the user data (clauses 9.2.2.1 to 9.2.2.3).
func (f *fields) envelope(r *reader, limit int) {
	f.first = r.octet()
	f.shape = shapeOf(f.first)
	if f.shape != shapeDeliver {
		f.ref = r.octet()
	}
	f.address = f.readAddress(r, limit)
	if f.shape == shapeReport {
		f.sent, f.done = r.octets(7), r.octets(7)
		if len(r.rest) > 0 {
			f.status = r.rest[0]
		} else {
			r.short = true
		}
		return
	}
	f.pidAt = len(f.raw) - len(r.rest)
	f.pid, f.dcs = r.octet(), r.octet()
	if f.shape == shapeDeliver {
		f.sent = r.octets(7)
	} else {
		r.octets(validityLength(f.first))
	}
	f.dataAt = len(f.raw) - len(r.rest)
}

// validityLength is the length of TP-VP by the format bits (clause 9.2.3.3).
func validityLength(first byte) int { return [...]int{0, 7, 1, 7}[first>>3&3] }

// userData reads TP-UDL and TP-UD where the strict codec refused.
func (f *fields) userData(rest []byte) {
	if len(rest) == 0 {
		f.fault(faultCut)
		return
	}
	units, body := int(rest[0]), rest[1:]
	seven := f.alphabet() == tpdu.Alpha7Bit
	units, body = f.trim(units, body, seven)
	skip := 0
	if f.first&0x40 != 0 && len(body) > 0 {
		skip = f.readHeader(body)
	}
	if !seven {
		f.data = body[skip:]
		return
	}
	septets := unpack(body, units)
	f.data = septets[min((skip*8+6)/7, len(septets)):] // the text begins at a septet's border
}

// unpack takes at most limit septets. Where limit asks for more than there is, an @ that ends eight
// septets in seven octets is taken for the padding that it more likely is.
func unpack(packed []byte, limit int) []byte {
	septets := gsm7.Unpack7Bit(packed, 0)
	fit := min(len(packed)*8/7, len(septets))
	if limit > fit && len(packed)%7 == 0 && fit > 0 && septets[fit-1] == 0 {
		fit--
	}
	return septets[:min(limit, fit)]
}

// trim brings the length and the data together. What follows the text is not part of it, often the
// rest of a memory slot. Gateways count octets where septets are asked for, and characters where
// octets are, or round up to what the octets could hold.
func (f *fields) trim(units int, body []byte, seven bool) (int, []byte) {
	want := units
	if seven {
		want = (units*7 + 7) / 8
	}
	switch {
	case len(body) == want:
	case len(body) < want && seven && f.exact && units == (8*len(body)+6)/7:
		f.fault(faultRounded)
	case len(body) < want:
		f.fault(faultLength)
	case padding(body[want:]):
		f.fault(faultMore)
		body = body[:want]
	case seven && units == len(body):
		f.fault(faultLength)
		units = 8 * units
	case f.alphabet() == tpdu.AlphaUCS2 && 2*units == len(body):
		f.fault(faultLength)
	default:
		f.fault(faultMore)
		body = body[:want]
	}
	return units, body
}

// padding reports whether octets are what an empty memory holds: all FF, or all zero.
func padding(octets []byte) bool {
	return len(bytes.Trim(octets, "\xff")) == 0 || len(bytes.Trim(octets, "\x00")) == 0
}

// readHeader reads the user data header (clause 9.2.3.24) and returns its length with the length
// octet. A header that claims more than there is does not count: everything is text then.
func (f *fields) readHeader(body []byte) int {
	size := 1 + int(body[0])
	if size > len(body) {
		f.fault(faultHeader)
		return 0
	}
	for rest := body[1:size]; len(rest) > 0; {
		if len(rest) < 2 || len(rest) < 2+int(rest[1]) {
			f.fault(faultHeader)
			break
		}
		end := 2 + int(rest[1])
		f.header = append(f.header, tpdu.InformationElement{ID: rest[0], Data: rest[2:end]})
		rest = rest[end:]
	}
	return size
}

// reader hands out octets from the front and remembers when there were too few.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) octets(n int) []byte {
	if n > len(r.rest) {
		n, r.short = len(r.rest), true
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) octet() byte {
	if o := r.octets(1); len(o) == 1 {
		return o[0]
	}
	return 0
}
