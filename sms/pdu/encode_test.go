package pdu_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

func TestEncode(t *testing.T) {
	const to = "+491711234567"
	cases := []struct {
		name    string
		to      sms.Number
		text    string
		options pdu.Options
		want    []string
	}{
		{"7-bit", to, "hellohello", pdu.Options{}, []string{
			"01000C919471113254760000" + "0AE8329BFD4697D9EC37",
		}},
		{
			"report and two days", to, "hellohello",
			pdu.Options{Report: true, Validity: 48 * time.Hour},
			[]string{"31000C919471113254760000" + "A8" + "0AE8329BFD4697D9EC37"},
		},
		{"short code", "80850", "STOP", pdu.Options{}, []string{
			"010005810858F0" + "0000" + "0453EA130A",
		}},
		{"national number", "01711234567", "Hi", pdu.Options{}, []string{
			"01000B811017214365F7" + "0000" + "02C834",
		}},
		{"star and hash", "*1#", "Hi", pdu.Options{}, []string{"010003811AFB" + "0000" + "02C834"}},
		{"euro sign", to, "€", pdu.Options{}, []string{"01000C919471113254760000" + "029B32"}},
		{"UCS-2", to, "Я😀", pdu.Options{}, []string{
			"01000C919471113254760008" + "06042FD83DDE00",
		}},
		{"line ends", to, "a\r\nb\rc\td", pdu.Options{}, []string{
			"01000C919471113254760000" + "0761855831069101",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := pdu.Encode(c.to, c.text, c.options)
			if err != nil {
				t.Fatal(err)
			}
			if g, w := hexOf(got), strings.Join(c.want, " "); g != w {
				t.Errorf("got  %s\nwant %s", g, w)
			}
		})
	}
}

func hexOf(tpdus [][]byte) string {
	var all []string
	for _, t := range tpdus {
		all = append(all, strings.ToUpper(hex.EncodeToString(t)))
	}
	return strings.Join(all, " ")
}

func TestEncodeRefuses(t *testing.T) {
	cases := []struct {
		name string
		to   sms.Number
		text string
		want error
	}{
		{"nothing", "+491711234567", "", pdu.ErrEmpty},
		{"white space", "+491711234567", " \r\n\t ", pdu.ErrEmpty},
		{"eleven parts", "+491711234567", strings.Repeat("x", 1531), pdu.ErrTooLong},
		{"eleven parts of emoji", "+491711234567", strings.Repeat("😀", 331), pdu.ErrTooLong},
		{"name", "o2", "Hi", pdu.ErrNumber},
		{"command", "+49\"\rATD123;\r", "Hi", pdu.ErrNumber},
		{"no number", "", "Hi", pdu.ErrNumber},
		{"too many digits", "123456789012345678901", "Hi", pdu.ErrNumber},
		{"quoted number", `"110"`, "Hi", pdu.ErrNumber},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got, err := pdu.Encode(c.to, c.text, pdu.Options{}); !errors.Is(err, c.want) {
				t.Errorf("got %d parts and %v, want %v", len(got), err, c.want)
			}
		})
	}
}

func TestEncodeLong(t *testing.T) {
	cases := []struct {
		name  string
		text  string
		parts []string
	}{
		{"160 fit into one", strings.Repeat("x", 160), []string{strings.Repeat("x", 160)}},
		{
			"161 do not", strings.Repeat("x", 161),
			[]string{strings.Repeat("x", 153), strings.Repeat("x", 8)},
		},
		{
			"escape at the border", strings.Repeat("x", 152) + "€" + strings.Repeat("y", 10),
			[]string{strings.Repeat("x", 152), "€" + strings.Repeat("y", 10)},
		},
		{
			"surrogate pair at the border", strings.Repeat("я", 66) + "😀яяяяя",
			[]string{strings.Repeat("я", 66), "😀яяяяя"},
		},
		{"70 UCS-2", strings.Repeat("я", 70), []string{strings.Repeat("я", 70)}},
		{"ten parts", strings.Repeat("x", 1530), repeated(strings.Repeat("x", 153), 10)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			parts := roundTrip(t, c.text, 77)
			if len(parts) != len(c.parts) {
				t.Fatalf("%d parts, want %d", len(parts), len(c.parts))
			}
			for i, p := range parts {
				equal(t, "text", p.Text, c.parts[i])
				want := pdu.Concat{Ref: 77, RefBits: 8, Total: len(parts), Seq: i + 1}
				if len(parts) == 1 {
					want = pdu.Concat{}
				}
				equal(t, "concatenation", p.Concat, want)
			}
		})
	}
}

func repeated(s string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = s
	}
	return all
}

// roundTrip encodes a text and reads each part back.
func roundTrip(t interface{ Fatalf(string, ...any) }, text string, ref byte) []pdu.Part {
	tpdus, err := pdu.Encode("+491711234567", text, pdu.Options{Ref: ref})
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	parts := make([]pdu.Part, len(tpdus))
	for i, raw := range tpdus {
		parts[i] = pdu.Decode("00"+hex.EncodeToString(raw), len(raw), "DE")
		if parts[i].Damaged || parts[i].From != "+491711234567" {
			t.Fatalf("part %d: %+v", i+1, parts[i])
		}
	}
	return parts
}

func TestValidity(t *testing.T) {
	cases := []struct {
		validity time.Duration
		want     byte
	}{ // 3GPP TS 23.040 clause 9.2.3.12.1
		{time.Second, 1},
		{10 * time.Minute, 1},
		{30 * time.Minute, 5},
		{12 * time.Hour, 143},
		{16 * time.Hour, 151},
		{24 * time.Hour, 167},
		{3 * 24 * time.Hour, 169},
		{30 * 24 * time.Hour, 196},
		{5 * 7 * 24 * time.Hour, 197},
		{1000 * 24 * time.Hour, 255},
	}
	for _, c := range cases {
		t.Run(c.validity.String(), func(t *testing.T) {
			got, err := pdu.Encode("80850", "Hi", pdu.Options{Validity: c.validity})
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "validity", got[0][9], c.want)
		})
	}
}
