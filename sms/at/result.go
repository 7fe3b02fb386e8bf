package at

import (
	"fmt"
	"strconv"
	"strings"

	"surfstick-sms/sms/answer"
)

// extended holds the characters that begin extended commands and their answers.
const extended = "+^$%*#_&"

// Class is the family of an Error.
type Class int

// The classes.
const (
	ClassPlain Class = iota // ERROR, COMMAND NOT SUPPORT and the like: no number
	ClassCME                // +CME ERROR, 3GPP TS 27.007 clause 9.2
	ClassCMS                // +CMS ERROR, 3GPP TS 27.005 clause 3.2.5
	ClassCall               // NO CARRIER and the like
)

var classNames = [...]string{"plain", "cme", "cms", "call"}

// String returns the name of the class for logs.
func (c Class) String() string {
	if c < 0 || int(c) >= len(classNames) {
		return strconv.Itoa(int(c))
	}
	return classNames[c]
}

// Error is a final result code other than OK.
type Error struct {
	Class Class
	// Code is the number, also when the modem spelled it out; -1 when there is none.
	Code int
	// Text is the line as it came.
	Text string
}

// Error implements error.
func (e *Error) Error() string { return "modem says " + strconv.Quote(e.Text) }

// Is makes errors.Is compare by class and code.
func (e *Error) Is(target error) bool {
	o, ok := target.(*Error)
	return ok && o.Class == e.Class && o.Code == e.Code
}

// parseFinal reports whether a line is a final result code; err is nil for OK. Numeric codes (of a
// modem left in ATV0) count when numeric is set.
func parseFinal(line string, numeric bool) (final bool, err *Error) {
	switch strings.ToUpper(line) {
	case "OK":
		return true, nil
	case "ERROR", "COMMAND NOT SUPPORT", "TOO MANY PARAMETERS":
		return true, &Error{ClassPlain, -1, line}
	case "NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE", "NO DIAL TONE":
		return true, &Error{ClassCall, -1, line}
	case "0":
		return numeric, nil
	case "4":
		return numeric, &Error{ClassPlain, 4, line}
	}
	if rest, ok := CutPrefix(line, "+CME ERROR:"); ok {
		return true, &Error{ClassCME, code(rest, cmeTexts), line}
	}
	if rest, ok := CutPrefix(line, "+CMS ERROR:"); ok {
		return true, &Error{ClassCMS, code(rest, cmsTexts), line}
	}
	return false, nil
}

// CutPrefix returns what follows prefix in a line, without blanks around; ok is false when the line
// begins otherwise. ASCII case does not count.
func CutPrefix(line, prefix string) (rest string, ok bool) {
	if !hasPrefix(line, prefix) {
		return "", false
	}
	return strings.TrimSpace(line[len(prefix):]), true
}

// code reads the number of an error, also when it is spelled out; -1 when it is unknown. Some modems
// say both.
func code(s string, texts map[string]int) int {
	f := answer.Read(s)
	for i := range f {
		if n := f.Number(i); n >= 0 && n <= maxCode {
			return n
		}
		if n, ok := texts[normalWords.Replace(strings.ToLower(strings.Trim(f.At(i), " .")))]; ok {
			return n
		}
	}
	return -1
}

// maxCode is the greatest number of an error; vendors have theirs of up to four digits.
const maxCode = 0xffff

// normalWords makes one spelling of those of TS 27.007, of TS 27.005, and of Britain.
var normalWords = strings.NewReplacer("(u)sim", "sim", "usim", "sim", "isation", "ization")

// The codes of spelled-out errors (AT+CMEE=2, and modems that know nothing else): the texts of 3GPP TS
// 27.007 clause 9.2.1 and of TS 27.005 clause 3.2.5, and those of vendors' manuals.
var (
	cmeTexts = map[string]int{
		"phone failure":                                 0,
		"no connection to phone":                        1,
		"operation not allowed":                         3,
		"operation not supported":                       4,
		"ph-sim pin required":                           5,
		"ph-fsim pin required":                          6,
		"ph-fsim puk required":                          7,
		"sim not inserted":                              10,
		"sim pin required":                              11,
		"sim puk required":                              12,
		"sim failure":                                   13,
		"sim busy":                                      14,
		"sim wrong":                                     15,
		"incorrect password":                            16,
		"sim pin2 required":                             17,
		"sim puk2 required":                             18,
		"memory full":                                   20,
		"invalid index":                                 21,
		"not found":                                     22,
		"memory failure":                                23,
		"text string too long":                          24,
		"invalid characters in text string":             25,
		"dial string too long":                          26,
		"invalid characters in dial string":             27,
		"no network service":                            30,
		"network timeout":                               31,
		"network personalization pin required":          40,
		"network personalization puk required":          41,
		"network subset personalization pin required":   42,
		"network subset personalization puk required":   43,
		"service provider personalization pin required": 44,
		"service provider personalization puk required": 45,
		"corporate personalization pin required":        46,
		"corporate personalization puk required":        47,
		"incorrect parameters":                          50,
	}
	cmsTexts = map[string]int{
		"operation not allowed":        302,
		"operation not supported":      303,
		"invalid pdu mode parameter":   304,
		"invalid text mode parameter":  305,
		"sim not inserted":             310,
		"sim pin required":             311,
		"ph-sim pin required":          312,
		"sim failure":                  313,
		"sim busy":                     314,
		"sim wrong":                    315,
		"sim puk required":             316,
		"sim pin2 required":            317,
		"sim puk2 required":            318,
		"memory failure":               320,
		"invalid memory index":         321,
		"memory full":                  322,
		"smsc address unknown":         330,
		"sms service centre unknown":   330,
		"no network service":           331,
		"network timeout":              332,
		"no +cnma acknowledgement":     340,
		"no +cnma ack expected":        340,
		"no cnma acknowledge expected": 340,
		"unknown error":                500,
	}
)

// isURC reports whether a line that does not belong to the current command is a URC.
func isURC(line string) bool {
	if line == "RING" || line[0] == '^' {
		return true
	}
	return strings.IndexByte(extended, line[0]) >= 0 && strings.IndexByte(line, ':') > 0
}

// hasPDU reports whether a URC comes with a PDU in a second line (3GPP TS 27.005 clause 3.4.1).
func hasPDU(line string) bool {
	return hasPrefix(line, "+CMT:") || hasPrefix(line, "+CDS:") || hasPrefix(line, "+CBM:")
}

// wrap adds which command failed, without its arguments: they may hold a PIN or a number.
func wrap(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("AT%s: %w", name, err)
}
