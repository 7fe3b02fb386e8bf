package fakemodem

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/warthog618/sms/encoding/gsm7"
)

// Menu is what the network answers to a code, and to the replies to that.
type Menu struct {
	Text string
	// Replies are the answers to replies; with any, the network waits for one.
	Replies map[string]Menu
}

// cusdCommand is AT+CUSD (TS 27.007, 7.15). A code is taken as text or, as many Huawei firmwares
// want it, as packed GSM 7 bit in hex, and answered in kind.
func (l *line) cusdCommand(r request) response {
	m := l.m
	switch {
	case r.arg(0) == "2" || r.arg(1) == "":
		m.net.menu = nil
		return okay
	case !m.online():
		return cmeError(30)
	}
	code, packed := unpackUSSD(r.arg(1))
	switch {
	case !packed && m.opt.Quirks.PackedUSSD:
		return cmeError(304)
	case !packed && m.opt.Quirks.DropUSSD:
		return okay
	}
	return response{then: func() { m.schedule(m.opt.Latency.Send, func() { m.ussd(code, packed) }) }}
}

// ussd answers a code, or a reply in the menu that is open.
func (m *Modem) ussd(code string, packed bool) {
	menus := m.net.menu
	m.net.menu = nil
	if menus == nil {
		menus = m.opt.Codes
	}
	menu, known := menus[code]
	if !known && code == "*100#" {
		menu, known = Menu{Text: m.opt.Balance}, true
	}
	if !known {
		m.announce("+CUSD: 4") // operation not supported
		return
	}
	state := 0
	if len(menu.Replies) > 0 {
		state, m.net.menu = 1, menu.Replies
	}
	text, dcs := menu.Text, 15
	switch _, err := gsm7.Encode([]byte(text)); {
	case m.opt.Quirks.Spelling.WideUSSD:
		text = hexUCS2(text)
	case err != nil:
		text, dcs = hexUCS2(text), 72
	case packed && !m.opt.Quirks.PlainUSSD:
		text = packUSSD(text)
	}
	if m.opt.Quirks.Spelling.ReleaseUSSD {
		m.announce(`+CUSD: 2,"Initiating Release",15`)
	}
	m.announce(fmt.Sprintf(`+CUSD: %d,"%s",%d`, state, text, dcs))
}

// packUSSD codes text as GSM 7 bit packed in hex, padded with CR (TS 23.038 clause 6.1.2.3).
func packUSSD(text string) string {
	septets, err := gsm7.Encode([]byte(text))
	if err != nil {
		return ""
	}
	if len(septets)%8 == 7 {
		septets = append(septets, '\r')
	}
	return strings.ToUpper(hex.EncodeToString(gsm7.Pack7Bit(septets, 0)))
}

// unpackUSSD reads a code in plain or packed, and reports which it was. Digits only are packed when
// they decode to something that can be dialled.
func unpackUSSD(s string) (code string, packed bool) {
	raw, err := hex.DecodeString(s)
	if err != nil || strings.ContainsAny(s, "*#") {
		return s, false
	}
	b, err := gsm7.Decode(gsm7.Unpack7Bit(raw, 0))
	code = strings.TrimRight(string(b), "\r")
	if err != nil || code == "" || strings.Trim(code, "*#0123456789") != "" {
		return s, false
	}
	return code, true
}
