package pdu_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/warthog618/sms/encoding/gsm7"
	"github.com/warthog618/sms/encoding/tpdu"
	"github.com/warthog618/sms/encoding/ucs2"
	"pgregory.net/rapid"

	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

// written is when the texts of the tests were written.
var written = time.Date(2026, 11, 22, 17, 30, 45, 0, time.FixedZone("", 3600))

// delivery draws an SMS-DELIVER as the library builds it, and what it says.
func delivery(t *rapid.T) (d tpdu.TPDU, text string) {
	d = tpdu.TPDU{OA: tpdu.Address{TOA: 0x91, Addr: rapid.StringMatching(`[1-9][0-9]{6,14}`).
		Draw(t, "sender")}}
	zone := time.FixedZone("", 900*rapid.IntRange(-56, 56).Draw(t, "quarters"))
	d.SCTS.Time = time.Unix(rapid.Int64Range(946800000, 3155600000).Draw(t, "time"), 0).In(zone)
	_ = d.SetSmsType(tpdu.SmsDeliver)
	if rapid.Bool().Draw(t, "ucs2") {
		text = rapid.StringOfN(rapid.RuneFrom([]rune("aя€😀\n")), 0, 33, -1).Draw(t, "text")
		d.DCS, d.UD = tpdu.DcsUCS2Data, ucs2.Encode([]rune(text))
		return d, text
	}
	text = rapid.StringOfN(rapid.RuneFrom([]rune("a@ö€{\nΔ ")), 0, 80, -1).Draw(t, "text")
	septets, err := gsm7.Encode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	d.UD = septets
	return d, text
}

// TestDeliver: whatever the library can build is read in full.
func TestDeliver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, text := delivery(t)
		raw, err := d.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		p := pdu.Decode("00"+hex.EncodeToString(raw), len(raw), "DE")
		if p.Damaged || p.Text != text || !p.SentAt.Equal(d.SCTS.Time) {
			t.Fatalf("%q at %v became %+v", text, d.SCTS.Time, p)
		}
		if p.From != sms.SenderNumber("+"+d.OA.Addr, "DE") {
			t.Fatalf("%s became %s", d.OA.Addr, p.From)
		}
	})
}

// TestCase19CutOff: of a text that is cut off, everything that came is read.
func TestCase19CutOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, text := delivery(t)
		raw, err := d.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		head := len(raw) - packedSize(d)
		cut := rapid.IntRange(head, len(raw)).Draw(t, "cut")
		p := pdu.Decode("00"+hex.EncodeToString(raw[:cut]), len(raw), "DE")
		if want := cut < len(raw); p.Damaged != want {
			t.Fatalf("damaged %t with faults %q, want %t", p.Damaged, p.Faults, want)
		}
		if !strings.HasPrefix(text, strings.TrimRight(p.Text, "\ufffd ")) {
			t.Fatalf("%q became %q", text, p.Text)
		}
		if got, want := len(p.Text), len(text)*(cut-head)/max(1, len(raw)-head)-8; got < want {
			t.Fatalf("only %q of %q, cut at %d of %d", p.Text, text, cut, len(raw))
		}
	})
}

// packedSize is how many octets the text takes.
func packedSize(d tpdu.TPDU) int {
	if d.DCS == tpdu.DcsUCS2Data {
		return len(d.UD)
	}
	return (len(d.UD)*7 + 7) / 8
}

// TestCase20Lengths: the sender's service centre never matters, nor a wrong length of it or of the
// whole: the text is there, and is not called damaged.
func TestCase20Lengths(t *testing.T) {
	const text = "04" + "0C91947111325476" + "0000" + "62112271035440" + "0AE8329BFD4697D9EC37"
	const size = len(text) / 2
	cases := []struct {
		name   string
		pdu    string
		length int
		odd    bool
	}{
		{"none", "00" + text, size, false},
		{"usual", "0791947122723033" + text, size, false},
		{"national", "0681107122723F" + text, size, false},
		{"length unknown", "0791947122723033" + text, -1, false},
		{"announced too small", "0791947122723033" + text, size - 5, true},
		{"announced too large", "0791947122723033" + text, size + 5, true},
		{"announced with the centre", "0791947122723033" + text, size + 8, true},
		{"own length too small", "0591947122723033" + text, size, true},
		{"own length too large", "0991947122723033" + text, size, true},
		{"own length absurd", "FF91947122723033" + text, size, true},
		{"left out", text, size, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := pdu.Decode(c.pdu, c.length, "DE")
			equal(t, "text", p.Text, "hellohello")
			equal(t, "sender", p.From, "+491711234567")
			equal(t, "damaged", p.Damaged, false)
			equal(t, "odd", len(p.Faults) > 0, c.odd)
			equal(t, "TPDU", strings.ToUpper(hex.EncodeToString(p.TPDU)), text)
		})
	}
}

// TestRubbish: what has no octets at all is told apart by what it was.
func TestRubbish(t *testing.T) {
	for _, text := range []string{"?", "+CMTI: \"SM\",3", "ERROR", "0"} {
		p := pdu.Decode(text, -1, "DE")
		equal(t, "TPDU", string(p.TPDU) != "", true)
		equal(t, "damaged", p.Damaged, true)
	}
	one, other := pdu.Decode("?", -1, ""), pdu.Decode("!", -1, "")
	equal(t, "the same", string(one.TPDU) == string(other.TPDU), false)
}

func TestNames(t *testing.T) {
	cases := map[string]string{
		pdu.KindText.String(): "text", pdu.KindService.String(): "service",
		pdu.Kind(-1).String(): "invalid", pdu.Kind(99).String(): "invalid",
		pdu.ServiceStored.String(): "stored", pdu.ServiceMMS.String(): "mms",
		pdu.OutcomeGivenUp.String(): "givenUp", pdu.OutcomeUnknown.String(): "unknown",
	}
	for got, want := range cases {
		equal(t, "name", got, want)
	}
}

func TestOutcome(t *testing.T) {
	cases := []struct {
		status byte
		want   pdu.Outcome
	}{ // 3GPP TS 23.040 clause 9.2.3.15
		{0x00, pdu.OutcomeDelivered},
		{0x02, pdu.OutcomeDelivered},
		{0x1f, pdu.OutcomeDelivered},
		{0x20, pdu.OutcomeTrying},
		{0x3f, pdu.OutcomeTrying},
		{0x40, pdu.OutcomeGivenUp},
		{0x60, pdu.OutcomeGivenUp},
		{0x7f, pdu.OutcomeGivenUp},
		{0x80, pdu.OutcomeGivenUp},
		{0xff, pdu.OutcomeGivenUp},
	}
	for _, c := range cases {
		equal(t, "outcome", pdu.Report{Status: c.status}.Outcome(), c.want)
	}
}
