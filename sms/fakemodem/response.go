package fakemodem

import (
	"strconv"
	"strings"
)

// response is what a command is answered with.
type response struct {
	lines []string
	final string // "" means OK
	// silent leaves the command without a final result code, such as AT+CMGS until its PDU came.
	silent bool
	then   func() // runs after the response was sent
}

// The responses without a value.
var (
	okay        = response{}
	plainError  = response{final: "ERROR"}
	noResponse  = response{silent: true}
	badParams   = cmeError(50)
	notAllowed  = cmeError(3)
	cmsNoSlot   = cmsError(321)
	cmsFull     = cmsError(322)
	cmsRefused  = cmsError(302)
	cmsBadPDU   = cmsError(304)
	cmsNoMemory = cmsError(303)
)

func reply(lines ...string) response { return response{lines: lines} }

// cmeError is an error of 3GPP TS 27.007 clause 9.2; how it is worded depends on +CMEE.
func cmeError(code int) response {
	return response{final: "+CME ERROR: " + strconv.Itoa(code)}
}

// cmsError is an error of 3GPP TS 27.005 clause 3.2.5.
func cmsError(code int) response {
	return response{final: "+CMS ERROR: " + strconv.Itoa(code)}
}

// wrap puts a line between line ends.
func (l *line) wrap(s string) string {
	end := "\r\n"
	if l.m.opt.Quirks.ExtraCR {
		end = "\r\r\n"
	}
	s = l.m.opt.Quirks.Spelling.spell(s)
	return end + strings.ReplaceAll(s, "\r\n", end) + end
}

// final returns the line of a final result code, worded as +CMEE asks for it.
func (l *line) final(f string) string {
	if f == "" {
		f = "OK"
	}
	if l.cmee == 0 && !l.m.opt.Quirks.LockedErrors && strings.HasPrefix(f, "+CME ERROR: ") {
		f = "ERROR"
	}
	return l.wrap(f)
}

// announce sends a URC to the PC UI port, and reports whether a line to it was open.
func (m *Modem) announce(s string) bool {
	found := false
	for l := range m.lines {
		if l.port == portPCUI {
			l.send(l.wrap(s))
			found = true
		}
	}
	return found
}
