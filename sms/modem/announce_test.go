package modem_test

import (
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/modem"
)

// Of what a modem offers the best is taken: reports before none, stored ones before direct ones but
// for Quectel's, whose stored ones get lost; some take only 1 as the last value.
func TestAnnouncements(t *testing.T) {
	for _, c := range []struct{ name, maker, offer, want string }{
		{"everything", "", "(0-2),(0-3),(0,2),(0-2),(0,1)", "2,1,0,2,0"},
		{"Quectel", "Quectel", "(0-2),(0-3),(0,2),(0-2),(0,1)", "2,1,0,1,0"},
		{"last value 1", "", "(0,1,2),(0,1,2,3),(0,2,3),(0,1,2),(1)", "2,1,0,2,1"},
		{"mode 1", "", "(0,1),(0,1),(0),(0,1),(0)", "1,1,0,1,0"},
		{"no reports", "", "(0-2),(0,1),(0),(0),(0)", "2,1,0,0,0"},
		{"not told", "", "", "2,1,0,2,0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := script{
				"AT+CNMI=?": {"\r\n+CNMI: " + c.offer + "\r\n" + scriptOK},
				"AT+CGMI":   {"\r\n" + c.maker + "\r\n" + scriptOK},
			}
			onModem(t, s, func(t *testing.T, p *plain, m *modem.Modem, _ *sink) {
				var first string
				for l := range strings.Lines(p.commands()) {
					if v, ok := strings.CutPrefix(strings.TrimSpace(l), "AT+CNMI="); ok && v != "?" {
						first = v
						break
					}
				}
				if first != c.want || m.ReceiveMode() != sms.ReceiveNotified {
					t.Errorf("first %q, want %q; mode %v", first, c.want, m.ReceiveMode())
				}
			})
		})
	}
}

// A Quectel EC25 announces a report in SM that lies in SR.
func TestReportInAnotherMemory(t *testing.T) {
	s := script{
		"AT+CPMS=?":    {"\r\n+CPMS: (\"SM\",\"ME\",\"MT\",\"SR\"),(\"SM\",\"ME\"),(\"SM\")\r\n" + scriptOK},
		`AT+CPMS="SM"`: {"\r\n+CPMS: 0,50,0,50,0,50\r\n" + scriptOK},
		`AT+CPMS="ME"`: {"\r\n+CPMS: 0,50,0,50,0,50\r\n" + scriptOK},
		`AT+CPMS="SR"`: {"\r\n+CPMS: 0,50,0,50,0,50\r\n" + scriptOK},
		"AT+CMGL=4":    {scriptOK, scriptOK, scriptOK, scriptOK, scriptOK, listed(7, 0), scriptOK},
	}
	onModem(t, s, func(t *testing.T, p *plain, _ *modem.Modem, k *sink) {
		p.say("\r\n+CDSI: \"SM\",0\r\n")
		time.Sleep(10 * time.Second)
		if k.places() != "SR 7" {
			t.Errorf("delivered %q", k.places())
		}
	})
}
