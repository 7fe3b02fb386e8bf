package fakemodem

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/warthog618/sms"
	"github.com/warthog618/sms/encoding/pdumode"
	"github.com/warthog618/sms/encoding/tpdu"
)

// Types of address (3GPP TS 24.011 clause 8.2.5.2, TS 23.040 clause 9.1.2.5).
const (
	toaUnknown       = 0x81
	toaInternational = 0x91
	toaNational      = 0xa1
	toaName          = 0xd0
)

// address codes a number or a name: with plus as international, digits as they are dialled,
// anything else as a name.
func address(s string) tpdu.Address {
	switch {
	case strings.HasPrefix(s, "+"):
		return tpdu.Address{TOA: toaInternational, Addr: s[1:]}
	case strings.Trim(s, "0123456789*#") == "":
		return tpdu.Address{TOA: toaUnknown, Addr: s}
	}
	return tpdu.Address{TOA: toaName, Addr: s}
}

// deliveries codes a text as the SMS-DELIVER PDUs that a modem would show, one for each part.
func (m *Modem) deliveries(t Text) ([]arrival, error) {
	template := tpdu.TPDU{OA: address(t.From)}
	m.concat++
	enc := sms.NewEncoder(sms.WithTemplate(template), sms.AsDeliver)
	enc.ConcatRef = fixed(m.concat)
	parts, err := enc.Encode([]byte(t.Text))
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		_ = template.SetSmsType(tpdu.SmsDeliver) // knows this type
		parts = []tpdu.TPDU{template}
	}
	all := make([]arrival, 0, len(parts))
	for _, p := range parts {
		p.SCTS = tpdu.Timestamp{Time: t.At}
		a, err := m.arrival(p)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// fixed is a counter that never counts.
type fixed int

// Count implements tpdu.Counter.
func (f fixed) Count() int { return int(f) }

// report codes an SMS-STATUS-REPORT about one submitted part (TS 23.040 clause 9.2.2.3).
func (m *Modem) report(to tpdu.Address, ref, status byte) (arrival, error) {
	now := tpdu.Timestamp{Time: time.Now()}
	t := tpdu.TPDU{MR: ref, RA: to, SCTS: now, DT: now, ST: status}
	_ = t.SetSmsType(tpdu.SmsStatusReport) // knows this type
	a, err := m.arrival(t)
	a.report = true
	return a, err
}

// arrival encodes a TPDU as the modem shows it: service centre first, in hex.
func (m *Modem) arrival(t tpdu.TPDU) (arrival, error) {
	b, err := t.MarshalBinary()
	if err != nil {
		return arrival{}, err
	}
	p := pdumode.PDU{TPDU: b}
	if m.opt.Centre != "-" {
		p.SMSC = pdumode.SMSCAddress{Address: address(m.opt.Centre)}
	}
	s, err := p.MarshalHexString()
	return arrival{pdu: strings.ToUpper(s), length: len(b)}, err
}

// Errors of a PDU that the modem refuses.
var (
	errPDU    = errors.New("malformed PDU")
	errNumber = errors.New("no such number")
)

// examine reads what came after the prompt as strictly as it can. The error is errPDU when a modem
// would refuse it (+CMS ERROR: 304), errNumber when the network would not know the number (1).
func examine(text string, length int) (*tpdu.TPDU, error) {
	raw, err := hex.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPDU, err)
	}
	if len(raw) == 0 || len(raw) != 1+int(raw[0])+length || raw[0] == 1 || raw[0] > 11 {
		return nil, fmt.Errorf("%w: %d octets announced as %d", errPDU, len(raw), length)
	}
	t := tpdu.TPDU{Direction: tpdu.MO}
	if err := t.UnmarshalBinary(raw[1+int(raw[0]):]); err != nil {
		return nil, fmt.Errorf("%w: %w", errPDU, err)
	}
	if t.SmsType() != tpdu.SmsSubmit || len(t.UDH) == 0 && t.UDHI() {
		return nil, fmt.Errorf("%w: %v", errPDU, t.SmsType())
	}
	if total, seq, _, long := t.ConcatInfo(); long && (seq < 1 || seq > total) {
		return nil, fmt.Errorf("%w: part %d of %d", errPDU, seq, total)
	}
	if size := userData(raw, &t); size > tpdu.MaxUDL {
		return nil, fmt.Errorf("%w: %d octets of user data", errPDU, size)
	}
	return &t, checkAddress(t.DA)
}

// userData is the size of the user data in octets: what is left after the fields before it.
func userData(raw []byte, t *tpdu.TPDU) int {
	head := 1 + int(raw[0]) + 2 + 2 + (len(t.DA.Addr)+1)/2 + 2 + 1
	switch t.FirstOctet.VPF() {
	case tpdu.VpfRelative:
		head++
	case tpdu.VpfAbsolute, tpdu.VpfEnhanced:
		head += 7
	}
	return len(raw) - head
}

// checkAddress checks that the type of number fits the digits: an international number has a country
// code, which never starts with 0, and 7 to 15 digits (ITU-T E.164); a short code or a national
// number sent as international reaches nobody.
func checkAddress(a tpdu.Address) error {
	digits := strings.Trim(a.Addr, "0123456789") == ""
	switch {
	case a.TOA == toaInternational && digits && len(a.Addr) >= 7 && len(a.Addr) <= 15 &&
		a.Addr[0] != '0':
		return nil
	case a.TOA == toaInternational:
		return fmt.Errorf("%w: international %q", errNumber, a.Addr)
	case a.TOA != toaUnknown && a.TOA != toaNational:
		return fmt.Errorf("%w: type of address %02x", errPDU, a.TOA)
	case strings.Trim(a.Addr, "0123456789*#") != "" || a.Addr == "" || len(a.Addr) > 20:
		return fmt.Errorf("%w: %q", errNumber, a.Addr)
	}
	return nil
}
