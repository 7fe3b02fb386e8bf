package pdu_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"surfstick-sms/sms/pdu"
)

// TestChangesBesideTheText: whatever happens to a PDU outside of its user data and of what says how to
// read that, the text is all there, and nothing calls it damaged.
func TestChangesBesideTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, text := delivery(t)
		raw, err := d.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		udl := len(raw) - packedSize(d) - 1
		stamp, pid := udl-7, udl-9
		// More messages, loop prevention, status report indication, reply path, and the reserved type:
		// not the user data header indicator.
		raw[0] ^= rapid.Byte().Draw(t, "first octet") & 0b1010_1100
		change(t, raw[2:pid], "sender")       // its type and digits: the length says where it ends
		change(t, raw[pid:pid+1], "protocol") // TP-PID
		change(t, raw[stamp:udl], "time stamp")
		length := len(raw)
		raw = append(raw, padding(t)...)
		if rapid.Bool().Draw(t, "padding counted") {
			length = len(raw)
		}
		centre := rapid.SampledFrom([]string{"00", "0791947122723033", "0791FFFFFFFFFFFF"}).Draw(t, "centre")
		p := pdu.Decode(centre+hex.EncodeToString(raw), length, "DE")
		if p.Damaged || p.Text != text {
			t.Fatalf("%q became %q, damaged %t, faults %q", text, p.Text, p.Damaged, p.Faults)
		}
	})
}

// change changes octets, or leaves them as they are.
func change(t *rapid.T, octets []byte, what string) {
	switch rapid.IntRange(0, 3).Draw(t, what) {
	case 1:
		for i := range octets {
			octets[i] = 0xff
		}
	case 2:
		copy(octets, rapid.SliceOfN(rapid.Byte(), len(octets), len(octets)).Draw(t, what+" octets"))
	case 3:
		octets[rapid.IntRange(0, len(octets)-1).Draw(t, what+" at")] = rapid.Byte().Draw(t, what+" octet")
	}
}

// padding is what may stand behind a text: the rest of an empty slot.
func padding(t *rapid.T) []byte {
	filler := rapid.SampledFrom([]byte{0x00, 0xff}).Draw(t, "filler")
	return bytes.Repeat([]byte{filler}, rapid.IntRange(0, 150).Draw(t, "padding"))
}

// TestCodingGroups: every data coding scheme is read as 3GPP TS 23.038 clause 4 says, the reserved ones
// as 7-bit text, and none of them is damage.
func TestCodingGroups(t *testing.T) {
	for dcs := range 256 {
		text, data := "ab", "02"+"6131"
		compressed := dcs&0xa0 == 0x20
		switch group := dcs >> 4; {
		case compressed:
			text, data = "", "02"+"80FF" // nobody can read it
		case group < 8 && dcs&0x0c == 0x04, group == 15 && dcs&0x04 != 0: // octets
			data = "02" + "6162"
		case group < 8 && dcs&0x0c == 0x08, group == 14:
			data = "04" + "00610062"
		}
		p := pdu.Decode("00"+"04"+"0C91947131290024"+"00"+fmt.Sprintf("%02X", dcs)+
			"62101031954480"+data, -1, "DE")
		if p.Damaged || p.Text != text || compressed && p.Service == pdu.ServiceNone {
			t.Errorf("coding %02X: %q, %v, damaged %t with faults %q",
				dcs, p.Text, p.Service, p.Damaged, p.Faults)
		}
	}
}

const (
	reportedCentre = "0791947101670000"
	reportedFrom   = "0C91947131290024"
	reportedStamp  = "62101031954480"
)

// TestOddFields: what others saw in networks, with numbers and texts made up.
func TestOddFields(t *testing.T) {
	head := reportedCentre + "04" + reportedFrom + "0000"
	hi := ud7([]byte("hi"))
	long := ud7([]byte("hellohello")) // one octet of padding makes the length look like octets
	cases := []struct {
		name, hex, from, text string
		kind                  pdu.Kind
		noStamp               bool
	}{
		{name: "padding FF", hex: head + reportedStamp + hi + "FFFFFFFF", text: "hi"},
		{name: "one octet of padding", hex: head + reportedStamp + long + "FF", text: "hellohello"},
		{name: "other octets behind", hex: head + reportedStamp + long + "DEADBEEF", text: "hellohello"},
		{name: "zone octet C2", hex: head + "621010319544C2" + hi, text: "hi", noStamp: true},
		{name: "year 99", hex: head + "99101031954480" + hi, text: "hi", noStamp: true},
		{name: "time stamp all FF", hex: head + "FFFFFFFFFFFFFF" + hi, text: "hi", noStamp: true},
		{
			name: "number of the private plan",
			hex:  reportedCentre + "24" + "05C91705F1" + "0000" + reportedStamp + hi,
			from: "71501", text: "hi",
		},
		{
			name: "no sender", hex: reportedCentre + "04" + "00A1" + "0000" + reportedStamp + hi,
			from: "?", text: "hi",
		},
		{
			name: "waiting, group 1100 with bits 3 and 2 set",
			hex: reportedCentre + "04" + "07D1" + hexOf([][]byte{pack7([]byte("ANNA"), 0)}) + "00C8" +
				reportedStamp + hi,
			from: "ANNA", text: "hi", kind: pdu.KindService,
		},
		{
			name: "network specific number",
			hex:  reportedCentre + "24" + "04B66489" + "0008" + reportedStamp + "04" + "4F607684",
			from: "4698", text: "你的",
		},
		{
			name: "replace type", hex: reportedCentre + "04" + reportedFrom + "4100" + reportedStamp + hi,
			text: "hi",
		},
		{
			name: "report, zone octet C2",
			hex:  "00" + "06" + "23" + reportedFrom + "621010319544C2" + reportedStamp + "00",
			kind: pdu.KindReport, noStamp: true,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.from == "" {
				c.from = "+491713920042"
			}
			if c.kind == pdu.KindUnknown {
				c.kind = pdu.KindText
			}
			p := pdu.Decode(c.hex, (len(c.hex)-2)/2-int(c.hex[1]-'0'), "DE")
			equal(t, "damaged", p.Damaged, false)
			equal(t, "sender", string(p.From), c.from)
			equal(t, "text", p.Text, c.text)
			equal(t, "kind", p.Kind, c.kind)
			equal(t, "no time stamp", p.SentAt.IsZero(), c.noStamp)
		})
	}
}

// ud7 is TP-UDL and TP-UD of septets.
func ud7(septets []byte) string {
	return fmt.Sprintf("%02X", len(septets)) + hex.EncodeToString(pack7(septets, 0))
}
