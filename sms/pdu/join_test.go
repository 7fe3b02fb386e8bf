package pdu_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/warthog618/sms/encoding/gsm7"
	"github.com/warthog618/sms/encoding/tpdu"
	"pgregory.net/rapid"

	"surfstick-sms/sms/pdu"
)

func TestJoin(t *testing.T) {
	head := pdu.Decode(part16(1, "004A0061D83D"), -1, "")
	tail := pdu.Decode(part16(2, "DE000021"), -1, "")
	euro := part7(t, 1, []byte("5 \x1b"))
	sign := part7(t, 2, []byte("e, gut"))
	cases := []struct {
		name  string
		parts []pdu.Part
		want  string
	}{
		{"none", nil, ""},
		{"surrogate pair mended", []pdu.Part{head, tail}, "Ja😀!"},
		{"surrogate pair in the wrong order", []pdu.Part{tail, head}, "\ufffd!Ja\ufffd"},
		{"first half alone", []pdu.Part{head}, "Ja\ufffd"},
		{"escape mended", []pdu.Part{euro, sign}, "5 €, gut"},
		{"escape at the end of all", []pdu.Part{sign, euro}, "e, gut5  "},
		{"escape before UCS-2", []pdu.Part{euro, tail}, "5  \ufffd!"},
		{"escape before nothing it could mean", []pdu.Part{euro, part7(t, 2, []byte("x"))}, "5  x"},
		{"escape escaped", []pdu.Part{part7(t, 1, []byte("5\x1b\x1b")), sign}, "5 e, gut"},
		{"escape of a national language", []pdu.Part{
			national(1, []byte("VOC\x1b")), national(2, []byte("\x1f FALA")),
		}, "VOCÊ FALA"},
		{"texts", []pdu.Part{{Text: "a"}, {Text: "b"}, {Text: "c"}}, "abc"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { equal(t, "text", pdu.Join(c.parts...), c.want) })
	}
}

// TestJoinCutAnywhere: a text is whole again wherever somebody cut it.
func TestJoinCutAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab€{}\\ ^")), 1, 60, -1).Draw(t, "text")
		septets, err := gsm7.Encode([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		cut := rapid.IntRange(0, len(septets)).Draw(t, "cut")
		got := pdu.Join(part7(t, 1, septets[:cut]), part7(t, 2, septets[cut:]))
		if got != text {
			t.Fatalf("cut at %d: %q became %q", cut, text, got)
		}
	})
}

// national is a part of two with the Portuguese single shift table.
func national(seq byte, septets []byte) pdu.Part {
	header := []byte{8, 0x00, 3, 7, 2, seq, 0x24, 1, 3}
	return pdu.Decode(delivered(header, septets), -1, "DE")
}

// part16 is a part of two with UCS-2 data in hex.
func part16(seq byte, data string) string {
	header := "050003" + "07" + "02" + hex.EncodeToString([]byte{seq})
	length := hex.EncodeToString([]byte{byte((len(header) + len(data)) / 2)})
	return "00" + "44" + "0C91947111325476" + "0008" + "62112271035440" + length + header + data
}

// part7 is a part of two with septets.
func part7(t interface{ Fatal(...any) }, seq byte, septets []byte) pdu.Part {
	d := tpdu.TPDU{OA: tpdu.Address{TOA: 0x91, Addr: "491711234567"}, UD: septets}
	d.SCTS.Time = written
	_ = d.SetSmsType(tpdu.SmsDeliver)
	d.SetUDH(tpdu.UserDataHeader{{ID: 0, Data: []byte{7, 2, seq}}})
	raw, err := d.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	p := pdu.Decode("00"+strings.ToUpper(hex.EncodeToString(raw)), len(raw), "DE")
	if p.Damaged {
		t.Fatal(p.Faults)
	}
	return p
}
