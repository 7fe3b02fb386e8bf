package messenger_test

import (
	"encoding/hex"
	"time"

	"surfstick-sms/sms"
)

func delivery(tpdu []byte) sms.Delivery {
	return sms.Delivery{
		Raw: "00" + hex.EncodeToString(tpdu), Length: len(tpdu), Memory: "SM", Index: 1,
	}
}

// incoming is an SMS-DELIVER with a text in UCS-2 and an own UDH ("" for none).
func incoming(from string, udh []byte, text string, at time.Time) []byte {
	first := byte(0x04)
	if udh != nil {
		first |= 0x40
	}
	tpdu := append([]byte{first}, address(from)...)
	tpdu = append(tpdu, 0x00, 0x08)
	tpdu = append(tpdu, stamp(at)...)
	ud := []byte{}
	if udh != nil {
		ud = append(append(ud, byte(len(udh))), udh...)
	}
	for _, r := range text {
		ud = append(ud, byte(r>>8), byte(r))
	}
	return append(append(tpdu, byte(len(ud))), ud...)
}

// part is the UDH of one part of a long text (8-bit reference).
func part(ref, total, seq byte) []byte { return []byte{0x00, 0x03, ref, total, seq} }

// report is an SMS-STATUS-REPORT.
func report(ref byte, to string, status byte, at time.Time) []byte {
	tpdu := append([]byte{0x06, ref}, address(to)...)
	tpdu = append(tpdu, stamp(at)...)
	tpdu = append(tpdu, stamp(at)...)
	return append(tpdu, status)
}

// address is an international number.
func address(digits string) []byte {
	a := []byte{byte(len(digits)), 0x91}
	for i := 0; i < len(digits); i += 2 {
		high := byte(0xf0)
		if i+1 < len(digits) {
			high = (digits[i+1] - '0') << 4
		}
		a = append(a, high|(digits[i]-'0'))
	}
	return a
}

// stamp is a time stamp in UTC.
func stamp(t time.Time) []byte {
	t = t.UTC()
	bcd := func(n int) byte { return byte(n%10)<<4 | byte(n/10%10) }
	return []byte{
		bcd(t.Year()), bcd(int(t.Month())), bcd(t.Day()), bcd(t.Hour()), bcd(t.Minute()),
		bcd(t.Second()), 0,
	}
}
