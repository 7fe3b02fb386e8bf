package pdu_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/warthog618/sms/encoding/gsm7"
	"github.com/warthog618/sms/encoding/tpdu"
	"github.com/warthog618/sms/encoding/ucs2"
	"pgregory.net/rapid"

	"surfstick-sms/sms/pdu"
)

// texts draws what people write: plain, with extension characters, or with anything at all.
func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringOfN(rapid.RuneFrom([]rune("abc äöü €{}^ß\nΔ")), 1, 700, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("x€😀я")), 1, 300, -1),
		rapid.StringN(1, 300, -1),
	).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
}

// TestMeasureAgrees: what the counter says is what goes out, and what goes out comes back.
func TestMeasureAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		count := pdu.Measure(text)
		if count.TooLong() {
			t.Skip("too long")
		}
		parts := roundTrip(t, text, rapid.Byte().Draw(t, "ref"))
		if len(parts) != count.Parts || count.Units > count.Limit {
			t.Fatalf("%d parts, counter says %+v", len(parts), count)
		}
		for _, p := range parts {
			if ucs2 := p.DCS == 0x08; ucs2 != count.UCS2 || ucs2 != (count.Culprit != "") {
				t.Fatalf("coding %02x, counter says %+v", p.DCS, count)
			}
			if strings.ContainsRune(p.Text, utf8.RuneError) && utf8.ValidString(text) &&
				!strings.ContainsRune(text, utf8.RuneError) {
				t.Fatalf("a character was cut: %q", p.Text)
			}
		}
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u00a0", " ").Replace(text)
		if got := pdu.Join(parts...); got != strings.ToValidUTF8(want, "\ufffd") &&
			utf8.ValidString(want) {
			t.Fatalf("came back as %q", got)
		}
	})
}

// TestRoomLeft: one more character fits into the same parts as long as the counter says so.
func TestRoomLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("x€")), 1, 500, -1).Draw(t, "text")
		before, after := pdu.Measure(text), pdu.Measure(text+"x")
		if grows := before.Units == before.Limit; grows != (after.Parts > before.Parts) {
			// At the step from one part to two the border of the first part moves.
			if before.Parts > 1 || !grows {
				t.Fatalf("%+v then %+v", before, after)
			}
		}
	})
}

// TestSplitAsLibrary compares the cuts with those of the library's own segmentation.
func TestSplitAsLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("xyz€^|")), 1, 900, -1).Draw(t, "text")
		if rapid.Bool().Draw(t, "ucs2") {
			text = rapid.StringOfN(rapid.RuneFrom([]rune("я😀")), 1, 250, -1).Draw(t, "text")
		}
		if pdu.Measure(text).TooLong() {
			t.Skip("too long")
		}
		got, err := pdu.Encode("80850", text, pdu.Options{Ref: 1})
		if err != nil {
			t.Fatal(err)
		}
		want := segment(t, text)
		if hexOf(got) != hexOf(want) {
			t.Fatalf("got  %s\nwant %s", hexOf(got), hexOf(want))
		}
	})
}

func segment(t *rapid.T, text string) [][]byte {
	submit := tpdu.TPDU{DA: tpdu.Address{TOA: 0x81, Addr: "80850"}}
	_ = submit.SetSmsType(tpdu.SmsSubmit)
	data, err := gsm7.Encode([]byte(text))
	if err != nil {
		submit.DCS, data = tpdu.DcsUCS2Data, ucs2.Encode([]rune(text))
	}
	var all [][]byte
	for _, part := range submit.Segment(data) {
		raw, err := part.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, raw)
	}
	return all
}

// TestCase19Damage: a good PDU that is cut, lengthened or changed still becomes a part with a
// sender.
func TestCase19Damage(t *testing.T) {
	all := vectors(t)
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SampledFrom(all).Draw(t, "vector")
		raw, err := hex.DecodeString(strings.Join(strings.Fields(v.Hex), ""))
		if err != nil || len(raw) == 0 {
			t.Skip("no octets")
		}
		raw = raw[:rapid.IntRange(0, len(raw)).Draw(t, "cut")]
		raw = append(raw, rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "more")...)
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			if len(raw) > 0 {
				raw[rapid.IntRange(0, len(raw)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "octet")
			}
		}
		checkPart(t, pdu.Decode(hex.EncodeToString(raw), rapid.IntRange(-1, 300).Draw(t, "length"), "DE"))
	})
}

// checkPart checks what holds for every part, whatever it was decoded from.
func checkPart(t interface{ Fatalf(string, ...any) }, p pdu.Part) {
	switch {
	case p.From == "":
		t.Fatalf("no sender: %+v", p)
	case p.Kind != pdu.KindText && p.Kind != pdu.KindReport && p.Kind != pdu.KindService:
		t.Fatalf("no kind: %+v", p)
	case (p.Kind == pdu.KindService) != (p.Service != pdu.ServiceNone):
		t.Fatalf("kind and service disagree: %+v", p)
	case !utf8.ValidString(p.Text) || !utf8.ValidString(string(p.From)):
		t.Fatalf("not UTF-8: %+v", p)
	case p.Damaged && len(p.Faults) == 0:
		t.Fatalf("damaged without a fault: %+v", p)
	case p.Concat != pdu.Concat{} &&
		(p.Concat.Total < 2 || p.Concat.Seq < 1 || p.Concat.Seq > p.Concat.Total):
		t.Fatalf("impossible part: %+v", p)
	case p.Class < -1 || p.Class > 3:
		t.Fatalf("impossible class: %+v", p)
	case !p.SentAt.IsZero() && (p.SentAt.Year() < 2000 || p.SentAt.Year() > 2069):
		t.Fatalf("impossible year: %+v", p)
	case strings.ContainsFunc(string(p.From), func(r rune) bool { return r < ' ' || r == 0x7f }):
		t.Fatalf("control character in the sender: %q", p.From)
	}
}

// FuzzDecode: whatever the modem says, there is a part, and no panic.
func FuzzDecode(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(v.Hex, v.Length)
	}
	f.Fuzz(func(t *testing.T, hex string, length int) {
		checkPart(t, pdu.Decode(hex, length, "DE"))
	})
}

// FuzzTPDU: the same for octets, behind a service centre that is right.
func FuzzTPDU(f *testing.F) {
	for _, v := range vectors(f) {
		if raw, err := hex.DecodeString(v.Hex); err == nil && len(raw) > 1 {
			f.Add(raw[min(1+int(raw[0]), len(raw)):])
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p := pdu.Decode("00"+hex.EncodeToString(raw), len(raw), "DE")
		checkPart(t, p)
		if string(p.TPDU) != string(raw) && len(raw) > 0 {
			t.Fatalf("TPDU %x became %x", raw, p.TPDU)
		}
	})
}
