package sms_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"surfstick-sms/sms"
)

func TestParseNumber(t *testing.T) {
	cases := []struct {
		name, input, region string
		want                sms.Number
		err                 error
	}{
		{"mobile", "01711234567", "DE", "+491711234567", nil},
		{"with spaces", " 0171 123 45 67 ", "DE", "+491711234567", nil},
		{"with slash and dash", "0171/123-4567", "DE", "+491711234567", nil},
		{"in brackets", "(0171) 1234567", "DE", "+491711234567", nil},
		{"international", "+49 171 1234567", "DE", "+491711234567", nil},
		{"with the trunk prefix in brackets", "+49 (0)171 1234567", "DE", "+491711234567", nil},
		{"with the trunk prefix after the country", "+4901711234567", "DE", "+491711234567", nil},
		{"with 00", "0049 171 1234567", "DE", "+491711234567", nil},
		{"with 00, country unknown", "0049 171 1234567", "", "+491711234567", nil},
		{"national, country unknown", "01711234567", "", "01711234567", nil},
		{"country without plus", "491711234567", "DE", "+491711234567", nil},
		{"trunk prefix forgotten", "1711234567", "DE", "+491711234567", nil},
		{"Austria", "0664 1234567", "AT", "+436641234567", nil},
		{"Switzerland", "079 123 45 67", "CH", "+41791234567", nil},
		{"Italy has no trunk prefix", "333 123 4567", "IT", "+393331234567", nil},
		{"Italy, country without plus", "39 333 1234567", "IT", "+393331234567", nil},
		{"United States", "(650) 253-0000", "US", "+16502530000", nil},
		{"foreign", "+43 664 1234567", "DE", "+436641234567", nil},
		{"from the US with 011", "011 49 171 1234567", "US", "+491711234567", nil},
		{"not in the plan", "0999 9999999", "DE", "+499999999999", nil},
		{"not in the plan, international", "+49 999 9999999", "DE", "+499999999999", nil},
		{"country that is none", "+999 123456789", "DE", "+999123456789", nil},
		{"short code", "80850", "DE", "80850", nil},
		{"emergency", "112", "DE", "112", nil},
		{"six digits", "118 833", "DE", "118833", nil},
		{"pasted with direction marks", "\u202a+49 171 1234567\u202c", "DE", "+491711234567", nil},
		{"pasted with no-break spaces", "0171\u00a0123\u202f4567", "DE", "+491711234567", nil},
		{"Arabic digits", "٠١٧١١٢٣٤٥٦٧", "DE", "+491711234567", nil},
		{"full-width digits", "＋４９１７１１２３４５６７", "DE", "+491711234567", nil},

		{"nothing", "", "DE", "", sms.ErrNumberEmpty},
		{"white space", " \t ", "DE", "", sms.ErrNumberEmpty},
		{"plus alone", "+", "DE", "", sms.ErrNumberEmpty},
		{"brackets alone", "()", "DE", "", sms.ErrNumberEmpty},
		{"stars alone", "**", "DE", "", sms.ErrNumberEmpty},
		{"command", "+49\"\rATD0900123;\r", "DE", "", sms.ErrNumberChars},
		{"line end inside", "0171\r1234567", "DE", "", sms.ErrNumberChars},
		{"Ctrl-Z", "01711234567\x1a", "DE", "", sms.ErrNumberChars},
		{"NUL", "0171\x001234567", "DE", "", sms.ErrNumberChars},
		{"letters", "0800 FLOWERS", "DE", "", sms.ErrNumberChars},
		{"name", "o2", "DE", "", sms.ErrNumberChars},
		{"plus in the middle", "0171+1234567", "DE", "", sms.ErrNumberChars},
		{"two pluses", "++491711234567", "DE", "", sms.ErrNumberChars},
		{"star in the middle", "0171*234567", "DE", "", sms.ErrNumberChars},
		{"comma", "0171,1234567", "DE", "", sms.ErrNumberChars},
		{"no UTF-8", "0171\xff123", "DE", "", sms.ErrNumberChars},
		{"superscript digit", "0171²34567", "DE", "", sms.ErrNumberChars},
		{"balance code", "*100#", "DE", "", sms.ErrNumberCode},
		{"change of PIN", "**04*1234*1111*1111#", "DE", "", sms.ErrNumberCode},
		{"hidden number", "#31#01711234567", "DE", "", sms.ErrNumberCode},
		{"21 digits", "012345678901234567890", "DE", "", sms.ErrNumberLong},
		{"16 digits after plus", "+1234567890123456", "DE", "", sms.ErrNumberLong},
		{"country alone", "+49", "DE", "", sms.ErrNumberShort},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := sms.ParseNumber(c.input, c.region)
			if got != c.want || !errors.Is(err, c.err) {
				t.Errorf("got %q and %v, want %q and %v", got, err, c.want, c.err)
			}
		})
	}
}

func TestSenderNumber(t *testing.T) {
	cases := []struct {
		name, input, region string
		want                sms.Number
	}{
		{"international", "+491711234567", "DE", "+491711234567"},
		{"national", "01711234567", "DE", "+491711234567"},
		{"short code", "80850", "DE", "80850"},
		{"short code with plus", "+80850", "DE", "80850"},
		{"code", "*100#", "DE", "*100#"},
		{"name", "o2", "DE", "o2"},
		{"name with space", " Deutsche Bank ", "DE", "Deutsche Bank"},
		{"digits a to c", "1a2", "DE", "1a2"},
		{"empty", "", "DE", sms.UnknownSender},
		{"control characters", "\x00\x1b\r\n", "DE", sms.UnknownSender},
		{"direction override", "Bank\u202e", "DE", "Bank"},
		{"too long a name", strings.Repeat("x", 30), "DE", sms.Number(strings.Repeat("x", 19) + "…")},
		{
			"too many digits", strings.Repeat("1", 25), "DE",
			sms.Number(strings.Repeat("1", 19) + "…"),
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := sms.SenderNumber(c.input, c.region); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestSenderName: no name ever passes for a number.
func TestSenderName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(
			rapid.StringOfN(rapid.RuneFrom([]rune("+0123456789*#")), 0, 22, -1), rapid.String(),
		).Draw(t, "name")
		if n := sms.SenderName(name); n == "" || n.Dialable() || !n.Alphanumeric() || n.Short() {
			t.Fatalf("%q became %q", name, n)
		}
	})
}

// TestNumberStable: a canonical number stays what it is, however often it is read again.
func TestNumberStable(t *testing.T) {
	regions := rapid.SampledFrom([]string{"DE", "AT", "CH", "IT", "US", "FR", "RU", "IN", ""})
	rapid.Check(t, func(t *rapid.T) {
		region := regions.Draw(t, "region")
		input := rapid.StringMatching(`(\+|00|0|)[0-9]{1,16}`).Draw(t, "input")
		n, err := sms.ParseNumber(input, region)
		if err != nil {
			t.Skip("no number")
		}
		if !n.Dialable() {
			t.Fatalf("%q became %q, which cannot be dialled", input, n)
		}
		if n.International() {
			if again := sms.SenderNumber(string(n), region); again != n {
				t.Fatalf("%q became %q, then %q", input, n, again)
			}
		}
	})
}

// TestParseNumberSafe: whatever is typed, only harmless bytes come out.
func TestParseNumberSafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		input := rapid.OneOf(
			rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("0123456789+*# ()\r\n\"\x1a;AT"))),
		).Draw(t, "input")
		n, err := sms.ParseNumber(input, "DE")
		if (err == nil) != (n != "") || err == nil && !n.Dialable() {
			t.Fatalf("%q gave %q and %v", input, n, err)
		}
	})
}

func TestDisplay(t *testing.T) {
	cases := []struct {
		name   string
		number sms.Number
		region string
		want   string
	}{
		{"at home", "+491711234567", "DE", "0171 1234567"},
		{"abroad", "+491711234567", "AT", "+49 171 1234567"},
		{"country unknown", "+491711234567", "", "+49 171 1234567"},
		{"short code", "80850", "DE", "80850"},
		{"too short to lose its country", "+4980033", "DE", "+49 80033"},
		{"would look like a service number", "+49116117", "DE", "+49 116117"},
		{"name", "o2", "DE", "o2"},
		{"country that is none", "+999123456789", "DE", "+999123456789"},
		{"code", "*100#", "DE", "*100#"},
		{"national, not completed", "01711234567", "", "01711234567"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := c.number.Display(c.region); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestNumberKinds(t *testing.T) {
	cases := []struct {
		number                                       sms.Number
		dialable, alphanumeric, short, international bool
		region, tail                                 string
	}{
		{"+491711234567", true, false, false, true, "DE", "11234567"},
		{"+436641234567", true, false, false, true, "AT", "41234567"},
		{"80850", true, false, true, false, "", "80850"},
		{"1234567", true, false, false, false, "", "1234567"},
		{"*100#", true, false, false, false, "", "*100#"},
		{"o2", false, true, false, false, "", "o2"},
		{`"110"`, false, true, false, false, "", `"110"`},
		{"+49\r1", false, true, false, true, "", "49\r1"},
		{"+999123456789", true, false, false, true, "", "23456789"},
		{sms.UnknownSender, false, true, false, false, "", "?"},
		{"", false, true, false, false, "", ""},
	}
	for _, c := range cases {
		t.Run(string(c.number), func(t *testing.T) {
			n := c.number
			if n.Dialable() != c.dialable || n.Alphanumeric() != c.alphanumeric ||
				n.Short() != c.short || n.International() != c.international {
				t.Errorf("dialable %t, alphanumeric %t, short %t, international %t",
					n.Dialable(), n.Alphanumeric(), n.Short(), n.International())
			}
			if n.Region() != c.region || n.Tail() != c.tail {
				t.Errorf("region %q, tail %q", n.Region(), n.Tail())
			}
		})
	}
}

func TestRegionOfIMSI(t *testing.T) {
	cases := map[string]string{
		"262011234567890": "DE", "232011234567890": "AT", "228011234567890": "CH",
		"310260123456789": "US", "450051234567890": "KR", "750001234567890": "FK",
		"001010123456789": "", "901281234567890": "", "": "", "262": "", "26x01": "",
	}
	for imsi, want := range cases {
		if got := sms.RegionOfIMSI(imsi); got != want {
			t.Errorf("%q: got %q, want %q", imsi, got, want)
		}
	}
}
