package fakemodem_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/warthog618/sms"
	"github.com/warthog618/sms/encoding/tpdu"

	"surfstick-sms/sms/fakemodem"
)

// submits codes a text as TPDUs in hex; toa is the type of the number's address.
func submits(t *testing.T, toa byte, digits, text string) []string {
	t.Helper()
	to := tpdu.TPDU{FirstOctet: tpdu.FoSRR, DA: tpdu.Address{TOA: toa, Addr: digits}}
	parts, err := sms.Encode([]byte(text), sms.WithTemplate(to), sms.AsSubmit)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]string, 0, len(parts))
	for _, p := range parts {
		b, err := p.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.ToUpper(hex.EncodeToString(b)))
	}
	return all
}

func TestSendParts(t *testing.T) {
	cases := []struct {
		name, text string
		parts      int
	}{
		{"short", "hi", 1},
		{"full", strings.Repeat("x", 160), 1},
		{"long", strings.Repeat("0123456789", 50), 4},
		{"escape at the border", strings.Repeat("x", 152) + "€ and so on", 2},
		{"emoji", "😀", 1},
		{"emoji at the border", strings.Repeat("я", 66) + "😀😀я", 2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, k := start(t, fakemodem.Options{FirstRef: 254})
				parts := submits(t, 0x91, "491713920077", c.text)
				for i, p := range parts {
					want := fmt.Sprintf("+CMGS: %d|OK", byte(254+i))
					if got := k.submit(p); got != want {
						t.Errorf("part %d: %s, want %s", i, got, want)
					}
					s := m.Sent()
					if len(s) != 1 || s[0].Complete != (i == len(parts)-1) {
						t.Errorf("after part %d: %+v", i, s)
					}
				}
				s := m.Sent()[0]
				if s.Text != c.text || s.Parts != c.parts || len(s.Refs) != c.parts || !s.Report {
					t.Errorf("sent %+v, want %d parts of %q", s, c.parts, c.text)
				}
				if s.To != "+491713920077" || len(s.TPDUs) != c.parts {
					t.Errorf("sent to %s, %d TPDUs", s.To, len(s.TPDUs))
				}
			})
		})
	}
}

func TestPartsOutOfOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		text := strings.Repeat("0123456789", 40)
		parts := submits(t, 0x91, "491713920077", text)
		for _, i := range []int{2, 0, 0, 1} {
			k.submit(parts[i])
		}
		if s := m.Sent(); len(s) != 1 || s[0].Text != text || len(s[0].Refs) != 4 {
			t.Errorf("sent %+v", s)
		}
	})
}

func TestStrictPDU(t *testing.T) {
	const number, bad, ok = "+CMS ERROR: 1", "+CMS ERROR: 304", "+CMGS: 0|OK"
	const ud = "0000" + "05E8329BFD06"
	cases := []struct {
		name, tpdu, want string
	}{
		{"international", "01000C91947131290077" + ud, ok},
		{"national", "01000B811017932900F7" + ud, ok},
		{"national by type", "01000AA11717932900" + ud, ok},
		{"short code", "0100058108" + "58F0" + ud, ok},
		{"short code as international", "0100059108" + "58F0" + ud, number},
		{"national as international", "01000B911017932900F7" + ud, number},
		{"sixteen digits", "0100109194713129007777" + "77" + ud, number},
		{"no digits", "01000081" + ud, number},
		{"name", "010004D0C834" + ud, bad},
		{"data plan", "01000C93947131290077" + ud, bad},
		{"letters", "01000C91947131CD0077" + ud, number},
		{"deliver", "04000C91947131290077" + ud, bad},
		{"command", "02000C91947131290077" + ud, bad},
		{"no user data", "01000C919471312900770000", bad},
		{"cut", "01000C91947131290077000005E8329BFD", bad},
		{"trailing", "01000C91947131290077" + ud + "00", bad},
		{"odd UCS-2", "01000C9194713129007700080300410A", bad},
		{"relative validity", "11000C91947131290077" + "0000A7" + "05E8329BFD06", ok},
		{"header promised", "41000C91947131290077" + "000000", bad},
		{"part 0", "41000C91947131290077" + "000408" + "0500030102" + "00" + "4142", bad},
		{"part 3 of 2", "41000C91947131290077" + "000408" + "0500030102" + "03" + "4142", bad},
		{"part 2 of 2", "41000C91947131290077" + "000408" + "0500030102" + "02" + "4142", ok},
		{"too much", "01000C919471312900770004" + "8D" + strings.Repeat("41", 141), bad},
		{"as much as fits", "01000C919471312900770004" + "8C" + strings.Repeat("41", 140), ok},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, k := start(t, fakemodem.Options{})
				if got := k.submit(c.tpdu); got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
				if sent := len(m.Sent()) == 1; sent != (c.want == ok) {
					t.Errorf("sent: %t", sent)
				}
			})
		})
	}
}

func TestWrongLengths(t *testing.T) {
	cases := []struct{ name, command, pdu, want string }{
		{"announced short", "AT+CMGS=17", "00" + hello, "+CMS ERROR: 304"},
		{"announced long", "AT+CMGS=19", "00" + hello, "+CMS ERROR: 304"},
		{"no centre octet", "AT+CMGS=18", hello, "+CMS ERROR: 304"},
		{"centre given", "AT+CMGS=18", "07919471016700F0" + hello, "+CMGS: 0|OK"},
		{"centre cut", "AT+CMGS=18", "01" + hello, "+CMS ERROR: 304"},
		{"odd hex", "AT+CMGS=18", "00" + hello[1:], "+CMS ERROR: 304"},
		{"no hex", "AT+CMGS=18", "00" + strings.Repeat("XY", 18), "+CMS ERROR: 304"},
		{"line end inside", "AT+CMGS=18", "00\r\n" + hello, "+CMS ERROR: 304"},
		{"nothing", "AT+CMGS=18", "", "+CMS ERROR: 304"},
		{"flood", "AT+CMGS=18", strings.Repeat("00", 5000), "+CMS ERROR: 304"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, k := start(t, fakemodem.Options{})
				k.write(c.command + "\r")
				k.hear()
				k.write(c.pdu + "\x1a")
				if got := words(k.hear()); got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
				k.want("AT", "OK")
			})
		})
	}
}

func TestEscapeEndsThePrompt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, k := start(t, fakemodem.Options{})
		k.write("AT+CMGS=18\r")
		k.write("00" + hello + "\x1b")
		if got := words(k.hear()); got != "> |OK" {
			t.Errorf("got %s", got)
		}
		k.want("AT", "OK")
		if len(m.Sent()) > 0 {
			t.Error("sent all the same")
		}
		for _, command := range []string{"AT+CMGS", "AT+CMGS=0", "AT+CMGS=x", "AT+CMGS=999"} {
			k.want(command, "+CMS ERROR: 304")
		}
	})
}

func TestNumbersThatFail(t *testing.T) {
	cases := []struct {
		digits, want string
		earnest      bool
	}{
		{"491713920001", "+CMS ERROR: 331", false},
		{"491713920002", "", false},
		{"491713920003", "+CMS ERROR: 42", false},
		{"491713920001", "+CMGS: 0|OK", true},
		{"491713920004", "+CMGS: 0|OK", false},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c.digits, c.earnest), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, k := start(t, fakemodem.Options{NoFailingNumbers: c.earnest})
				if got := k.submit(submits(t, 0x91, c.digits, "hi")[0]); got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
				if taken := len(m.Sent()) == 1; taken != strings.Contains(c.want, "OK") {
					t.Errorf("taken %t", taken)
				}
				k.want("AT", "OK")
			})
		})
	}
}

func TestSendWithoutNetwork(t *testing.T) {
	for want, o := range map[string]fakemodem.Options{
		"+CMS ERROR: 331": {Network: fakemodem.NetworkSearching},
		"+CMS ERROR: 330": {Centre: "-"},
	} {
		synctest.Test(t, func(t *testing.T) {
			_, k := start(t, o)
			if got := k.submit(hello); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
