package modem_test

import (
	"testing"

	"surfstick-sms/sms"
)

// The name of a network is told in plain, in UCS-2 hex, or as its code.
func TestOperatorName(t *testing.T) {
	for told, want := range map[string]string{
		"Telekom.de":               "Telekom.de",
		"o2 - de":                  "o2 - de",
		"006F00320020002D00640065": "o2 -de",
		"0054002D004D00F6":         "T-Mö",
		"004d0054":                 "MT",
		"4E2D56FD79FB52A8":         "中国移动",
		"26201":                    "26201",
		"262013":                   "262013",
		"FACE":                     "FACE",
		"0054000D":                 "0054000D", // a line end is in no name
		"D8000054":                 "D8000054", // half of a character
		"0054002":                  "0054002",
		"":                         "",
	} {
		m := scripted(t, script{
			"AT+CREG?": {"+CREG: 2,1\r\nOK\r\n"},
			"AT+COPS?": {`+COPS: 0,0,"` + told + `",2` + "\r\nOK\r\n"},
		})
		if err := m.Ready(t.Context(), sms.ReceiveUnknown); err != nil {
			t.Fatal(err)
		}
		l, err := m.Link(t.Context())
		if err != nil || l.Operator != want {
			t.Errorf("%q is shown as %q (%v), want %q", told, l.Operator, err, want)
		}
	}
}
