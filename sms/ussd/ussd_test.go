package ussd_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"surfstick-sms/sms/ussd"
)

func TestValid(t *testing.T) {
	for _, code := range []string{"*100#", "*#06#", "1", "#", "0", "*101*1#", strings.Repeat("9", 20) + "#"} {
		if !ussd.Valid(code) {
			t.Errorf("%q is refused", code)
		}
	}
	bad := []string{"", "*100#\r", "\r", "*10 0#", "abc", "+49", `*100#"`, "١", "*100#;", strings.Repeat("9", 22)}
	for b := range 256 {
		if c := string([]byte{byte(b)}); !strings.Contains("*#0123456789", c) {
			bad = append(bad, "*1"+c+"0#", c, "*100#"+c)
		}
	}
	for _, code := range bad {
		if ussd.Valid(code) || ussd.Pack(code) != "" {
			t.Errorf("%q is taken", code)
		}
	}
}

func TestRiskOf(t *testing.T) {
	tests := []struct {
		code string
		want ussd.Risk
	}{
		{"*100#", ussd.RiskNone},
		{"*101#", ussd.RiskNone},
		{"*#06#", ussd.RiskNone},
		{"*#21#", ussd.RiskNone}, // asks only
		{"*21", ussd.RiskService},
		{"1", ussd.RiskNone},
		{"21", ussd.RiskNone}, // a reply in a menu
		{"*2100#", ussd.RiskNone},
		{"*101*5#", ussd.RiskNone},
		{"**04*1234*4321*4321#", ussd.RiskPIN},
		{"**042*1234*4321*4321#", ussd.RiskPIN},
		{"**05*12345678*1234*1234#", ussd.RiskPIN},
		{"**052*12345678*1234*1234#", ussd.RiskPIN},
		{"**03*330*1*2*2#", ussd.RiskPassword},
		{"*03*330*1*2*2#", ussd.RiskPassword},
		{"##002#", ussd.RiskService},
		{"##004#", ussd.RiskService},
		{"**21*0900123#", ussd.RiskService},
		{"*21*0900123#", ussd.RiskService},
		{"#21#", ussd.RiskService},
		{"*62*1#", ussd.RiskService},
		{"*33*0000#", ussd.RiskService},
		{"#31#", ussd.RiskService},
		{"*43#", ussd.RiskService},
	}
	for _, tt := range tests {
		if got := ussd.RiskOf(tt.code); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.code, got, tt.want)
		}
	}
	if got := ussd.Risk(9).String() + ussd.RiskPIN.String(); got != "unknownpin" {
		t.Errorf("names %q", got)
	}
}

// Seven characters are filled up with a CR.
func TestPack(t *testing.T) {
	tests := map[string]string{
		"*100#": "AA180C3602", "*101#": "AA182C3602", "1": "31",
		"1234567": "31D98C56B3DD1A",
	}
	for code, want := range tests {
		got := ussd.Pack(code)
		if got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
		if back := ussd.Text(got, ussd.DCS, true); back != code {
			t.Errorf("%s comes back as %q", code, back)
		}
	}
}

func TestText(t *testing.T) {
	tests := []struct {
		name, in string
		dcs      int
		packed   bool
		want     string
	}{
		{"packed", "E8329BFD06", 15, true, "hello"},
		{"packed though asked in plain", "E8329BFD06", 15, false, "hello"},
		{"packed, no scheme told", "E8329BFD06", -1, true, "hello"},
		{"packed, scheme 0", "E8329BFD06", 0, true, "hello"},
		{"lower-case hex", "e8329bfd06", 15, true, "hello"},
		{"filled with CR", "31D98C56B3DD1A", 15, true, "1234567"},
		{"plain", "Guthaben: 12,34 EUR", 15, false, "Guthaben: 12,34 EUR"},
		{"plain though asked in hex", "Guthaben: 12,34 EUR", 15, true, "Guthaben: 12,34 EUR"},
		{"plain amount that is hex too", "1234", 15, false, "1234"},
		{"ucs-2", "004700750074006800610062006506E", 72, true, "004700750074006800610062006506E"},
		{"ucs-2 whole", "00470075007420AC", 72, false, "Gut€"},
		{"ucs-2 with a language", "00470075", 0x11, false, "Gu"},
		{"ucs-2 emoji", "D83DDE42", 72, false, "🙂"},
		{"ucs-2 half an emoji", "D83D0041", 72, false, "\ufffdA"},
		{"ucs-2 in plain", "Gut€", 72, false, "Gut€"},
		{"8 bit", "4775740A", 0x44, false, "Gut\n"},
		{"8 bit, other group", "477574", 0xf4, false, "Gut"},
		{"scheme of messages", "E8329BFD06", 0xf0, true, "hello"},
		{"nonsense scheme", "E8329BFD06", 4711, true, "hello"},
		{"neither utf-8 nor ascii", "Gut\xff", 15, false, "Gutÿ"},
		{"ucs-2 though another scheme is told", "00470075007420AC", 15, false, "Gut€"},
		{"ucs-2 though 8 bit is told", "00470075007420AC", 0x44, false, "Gut€"},
		{"ucs-2 of digits", "0031003200330034", 0, false, "1234"},
		{"digits that would be other letters", "0049015101520153", 15, false, "0049015101520153"},
		{"ucs-2, Chinese, though another scheme is told", "4F59989D002000358BF7", 15, false, "余额 5请"},
		{"8 bit utf-8", "4772C3BC6E", 0x44, false, "Grün"},
		{"8 bit euro", "3520A0803580", 0xf4, false, "5 \u00a0€5€"},
		{"language before ucs-2", "656E00480069", 0x11, false, "Hi"},
		{"packed language before ucs-2", "653700480069", 0x11, false, "Hi"},
		{"language before packed", "6577039906", 0x10, true, "Hi"},
		{"language in plain", "de\nGuten Tag", 0x10, false, "Guten Tag"},
		{"no language though told", "Guten Tag", 0x10, false, "Guten Tag"},
		{"letters and a line end that are no language", "de\nGuten Tag", 15, false, "de\nGuten Tag"},
		{"nothing", "", 15, true, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ussd.Text(tt.in, tt.dcs, tt.packed); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestBalanceCode(t *testing.T) {
	for _, region := range []string{"DE", "AT", "CH", "LI", "US", "", "XX"} {
		if code := ussd.BalanceCode(region); !ussd.Valid(code) || ussd.RiskOf(code) != ussd.RiskNone {
			t.Errorf("%s: %q", region, code)
		}
	}
}

// FuzzText reads any answer: it never panics, always returns valid UTF-8 of bounded length, and what
// was packed comes back.
func FuzzText(f *testing.F) {
	f.Add("E8329BFD06", 15, true)
	f.Add("00470075007420AC", 72, false)
	f.Add("D83D", 72, true)
	f.Add("Guthaben 12,34 \xff", 15, false)
	f.Add("31D98C56B3DD1A", 0, true)
	f.Add("1B", 15, true)
	f.Add("ABC", 0x44, true)
	f.Add("656E00480069", 0x11, false)
	f.Add("6577039906", 0x10, false)
	f.Add("Cr\xe9dit", 2, false)
	f.Fuzz(func(t *testing.T, s string, dcs int, packed bool) {
		got := ussd.Text(s, dcs, packed)
		if !utf8.ValidString(got) || len(got) > 20000 {
			t.Errorf("%q of %d bytes", got, len(got))
		}
		if !ussd.Valid(s) {
			return
		}
		if back := ussd.Text(ussd.Pack(s), ussd.DCS, true); back != s {
			t.Errorf("%q comes back as %q", s, back)
		}
	})
}
