package pdu

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/warthog618/sms/encoding/tpdu"
)

// Decode reads a PDU as the modem handed it over: hex digits, service centre address first. length
// is the TPDU's length in octets as the modem announced it, -1 when it is unknown. region is the
// country (ISO 3166) by whose rules a sender without country is completed.
//
// It never fails. Whatever is wrong is named in Part.Faults, and the rest is decoded as well as
// possible.
func Decode(hex string, length int, region string) Part {
	raw, spoiled, clean := octets(hex, length)
	f, whole := locate(raw, length)
	if !clean {
		f.fault(f.noise(spoiled, len(raw)-len(f.raw)))
	}
	if !whole {
		f.fault(faultCentre)
	}
	p := f.part(region)
	if len(p.TPDU) == 0 {
		p.TPDU = []byte(hex)
	}
	return p
}

// Join returns the text of parts that belong together, in order. It mends characters that the
// sender's phone or gateway cut in two between parts.
func Join(parts ...Part) string {
	var b strings.Builder
	for i, p := range parts {
		text := p.Text
		if i > 0 {
			if r := mend(parts[i-1], p); r != utf8.RuneError {
				b.WriteRune(r)
				_, size := utf8.DecodeRuneInString(text)
				text = text[size:]
			}
		}
		if i+1 < len(parts) && mend(p, parts[i+1]) != utf8.RuneError {
			_, size := utf8.DecodeLastRuneInString(text)
			text = text[:len(text)-size]
		}
		b.WriteString(text)
	}
	return b.String()
}

// mend returns the character that was cut between two parts, or U+FFFD when none was.
func mend(p, next Part) rune {
	if p.trail == esc && next.lead < 0x80 {
		if r, ok := table(&shift, next.shift)[byte(next.lead)]; ok {
			return r
		}
	}
	return utf16.DecodeRune(rune(p.trail), rune(next.lead))
}

// octets converts hex digits to octets, and reports whether there was nothing else; white space never
// counts. A character that is no hex digit is left out when the announced length says that it is one
// too many; then it has spoiled nothing. Otherwise it stands for a digit that cannot be read, and
// spoils its octet; where the length does not fit, nobody knows how many are missing, and all are
// spoiled.
func octets(hex string, length int) (raw []byte, spoiled []int, clean bool) {
	hex = strings.Join(strings.Fields(hex), "")
	kept := strings.Map(dropNonHex, hex)
	clean = len(kept) == len(hex) && len(hex)%2 == 0
	if whole, ok := parseHex(kept); ok && fits(whole, length) {
		if !clean && length < 0 {
			spoiled = upTo(len(whole))
		}
		return whole, spoiled, clean
	}
	runes := []rune(hex)
	raw, even := parseHex(strings.Map(zeroNonHex, hex))
	if length < 0 || !even || !fits(raw, length) {
		return raw, upTo(len(raw)), clean
	}
	for i := range raw {
		if !isHex(runes[2*i]) || !isHex(runes[2*i+1]) {
			spoiled = append(spoiled, i)
		}
	}
	return raw, spoiled, clean
}

// upTo returns the numbers from 0 to n-1.
func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// fits reports whether a PDU has the length that the modem announced.
func fits(raw []byte, length int) bool {
	return length < 0 || len(raw) > 0 && len(raw) == 1+int(raw[0])+length
}

// parseHex reads pairs of hex digits; ok is false when a single one is left over.
func parseHex(hex string) (raw []byte, ok bool) {
	raw = make([]byte, len(hex)/2)
	for i := range raw {
		raw[i] = nibble(hex[2*i])<<4 | nibble(hex[2*i+1])
	}
	return raw, len(hex)%2 == 0
}

func nibble(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}

func isHex(r rune) bool { return strings.ContainsRune("0123456789abcdefABCDEF", r) }

func dropNonHex(r rune) rune {
	if isHex(r) {
		return r
	}
	return -1
}

func zeroNonHex(r rune) rune {
	if isHex(r) {
		return r
	}
	return '0'
}

// maxCentre is the most octets of a service centre address with its type (3GPP TS 24.011 clause
// 8.2.5.1).
const maxCentre = 11

// locate finds out where the TPDU begins and takes it apart. The service centre's length octet and
// the announced length should say the same; when they do not, each of them is tried, and the
// beginning of the data too, and whole is false. The likeliest place is right when the text is whole
// there.
func locate(raw []byte, length int) (f fields, whole bool) {
	starts, whole := candidates(raw, length)
	best := -1
	for i, start := range starts {
		g := read(raw[start:], len(raw)-start == length)
		if cost := g.cost() + 2*i; best < 0 || cost < best {
			f, best = g, cost
		}
		if best == 0 || i == 0 && !g.damaged() {
			break
		}
	}
	return f, whole
}

// candidates lists where the TPDU may begin, likeliest first.
func candidates(raw []byte, length int) (starts []int, whole bool) {
	if len(raw) == 0 {
		return []int{0}, false
	}
	after := 1 + int(raw[0])
	plausible := after <= len(raw) && int(raw[0]) <= maxCentre &&
		(raw[0] == 0 || raw[1]&0x80 != 0) // bit 8 of a type of address is always set
	if plausible {
		starts = append(starts, after)
		if length < 0 || len(raw)-after == length {
			return starts, true
		}
		if len(raw) < length {
			return starts, false // cut off, with nothing wrong in front
		}
	}
	if start := len(raw) - length; length > 0 && start >= 0 && !slices.Contains(starts, start) {
		starts = append(starts, start)
	}
	if !slices.Contains(starts, 0) {
		starts = append(starts, 0)
	}
	return starts, false
}

// part returns what the fields mean.
func (f *fields) part(region string) Part {
	p := Part{
		From: f.address.number(region), PID: f.pid, DCS: f.dcs, TPDU: f.raw,
		Class: f.class(), Port: f.port(), Replace: f.replace(),
	}
	p.SentAt = f.stamp(f.sent)
	switch f.shape {
	case shapeReport:
		p.Kind = KindReport
		p.Report = Report{Ref: int(f.ref), To: p.From, Status: f.status}
		p.Report.At = f.stamp(f.done)
	default:
		p.Concat = f.concat()
		f.text(&p)
		p.Kind, p.Service = f.classify(p.Text)
	}
	for _, fault := range f.faults {
		p.Faults = append(p.Faults, fault.name)
	}
	p.Damaged = f.damaged()
	return p
}

// text decodes the user data into p, unless it is binary.
func (f *fields) text(p *Part) {
	switch f.alphabet() {
	case tpdu.AlphaUCS2:
		t := textOfUCS2(f.data)
		p.Text, p.lead, p.trail = t.text, t.lead, t.trail
		cut := t.lead != 0 && p.Concat.Seq < 2 || t.trail != 0 && p.Concat.Seq == p.Concat.Total
		if t.odd || t.lone || cut {
			f.fault(faultUCS2)
		}
	case tpdu.Alpha8Bit:
		if printable(f.data) {
			p.Text = string(f.data)
		}
	default:
		p.shift = f.language(ieShift)
		p.Text = textOf7Bit(f.data, f.language(ieLocking), p.shift)
		p.lead, p.trail = edges(f.data)
	}
}

// edges returns the first septet of a text, and the last one if it is an escape without the
// character that it announces.
func edges(septets []byte) (lead, trail uint16) {
	if len(septets) == 0 {
		return 0, 0
	}
	if escapes := len(septets) - len(bytes.TrimRight(septets, "\x1b")); escapes%2 == 1 {
		trail = esc
	}
	return uint16(septets[0]), trail
}

// printable reports whether 8-bit data is ASCII text: some gateways send it so.
func printable(data []byte) bool {
	for _, c := range data {
		if (c < ' ' && c != '\n' && c != '\r') || c > '~' {
			return false
		}
	}
	return true
}
