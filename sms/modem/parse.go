package modem

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// fields splits the value of an answer at its commas. Commas in quotes or parentheses do not
// count; quotes around a field are taken off.
func fields(s string) []string {
	var out []string
	start, depth, quoted := 0, 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth <= 0:
			out = append(out, unquote(s[start:i]))
			start = i + 1
		}
	}
	return append(out, unquote(s[start:]))
}

// unquote removes blanks and quotation marks around a field.
func unquote(s string) string {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return strings.Trim(s, `"`)
}

// number returns field i as a number that is not negative; -1 when it is none.
func number(f []string, i int) int {
	if i < 0 || i >= len(f) {
		return -1
	}
	n, err := strconv.ParseUint(strings.TrimSpace(f[i]), 10, 31)
	if err != nil {
		return -1
	}
	return int(n)
}

// field returns field i, "" when there is none.
func field(f []string, i int) string {
	if i < 0 || i >= len(f) {
		return ""
	}
	return f[i]
}

// entry is one stored PDU, as in the response to +CMGL or +CMGR.
type entry struct {
	index, stat, length int
	pdu                 string
}

// statRead is the <stat> of a received text that was read (3GPP TS 27.005 clause 3.1).
const statRead = 1

// incoming reports whether it came from the network: the others are drafts and sent texts that
// somebody stored (3GPP TS 27.005 clause 3.1, <stat>).
func (e entry) incoming() bool { return e.stat != 2 && e.stat != 3 }

// minUCS2 is the fewest hex digits that are taken for a name in UCS-2: numeric codes of networks
// have six digits at most (3GPP TS 27.007 clause 7.3).
const minUCS2 = 8

// operatorName reads the name of a network. Some firmware sends UCS-2 in hex whatever +CSCS says.
func operatorName(s string) string {
	if raw, err := hex.DecodeString(s); err == nil && len(s) >= minUCS2 && len(raw)%2 == 0 {
		units := make([]uint16, len(raw)/2)
		for i := range units {
			units[i] = binary.BigEndian.Uint16(raw[2*i:])
		}
		name := string(utf16.Decode(units))
		if !strings.ContainsFunc(name, func(r rune) bool {
			return r == unicode.ReplacementChar || !unicode.IsPrint(r)
		}) {
			return sms.SanitiseLine(name, 64)
		}
	}
	return clean(s)
}

// whole reports whether the PDU is hex and as long as its header says (3GPP TS 27.005 clause 3.1:
// the service centre's address does not count).
func (e entry) whole() bool {
	raw, err := hex.DecodeString(e.pdu)
	return err == nil && len(raw) > 0 && len(raw) == 1+int(raw[0])+e.length
}

// parseCMGL reads the response to +CMGL: header and PDU in turn. A header without a PDU is left out.
func parseCMGL(a at.Response) []entry {
	var out []entry
	var head *entry
	for _, l := range a.Lines {
		if v, ok := at.CutPrefix(l, "+CMGL:"); ok {
			f := fields(v)
			head = &entry{index: number(f, 0), stat: number(f, 1), length: number(f, len(f)-1)}
			continue
		}
		if head != nil && head.index >= 0 {
			head.pdu = l
			out = append(out, *head)
		}
		head = nil
	}
	return out
}

// parseCMGR reads the response to +CMGR. An empty slot is answered with nothing, or with a header of
// length 0.
func parseCMGR(a at.Response, index int) (entry, bool) {
	for i, l := range a.Lines {
		v, ok := at.CutPrefix(l, "+CMGR:")
		if !ok || i+1 >= len(a.Lines) {
			continue
		}
		f := fields(v)
		e := entry{index: index, stat: number(f, 0), length: number(f, len(f)-1)}
		e.pdu = a.Lines[i+1]
		return e, true
	}
	return entry{}, false
}
