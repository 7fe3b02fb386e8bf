package pdu

import (
	"time"
)

// stamp reads a TP-SCTS or TP-DT (3GPP TS 23.040 clause 9.2.3.11): two swapped digits each for
// year, month, day, hour, minute, second, and the zone in quarters of an hour. An invalid date is
// the zero time and a fault; seven zeros mean that there is no date.
func (f *fields) stamp(octets []byte) time.Time {
	if len(octets) < 7 || [7]byte(octets) == [7]byte{} {
		return time.Time{}
	}
	v, ok := digitPairs(octets[:6])
	zone, zoneOK := quarters(octets[6])
	if !ok || !zoneOK || !calendar(v) {
		f.fault(faultTime)
		return time.Time{}
	}
	loc := time.UTC
	if zone != 0 {
		loc = time.FixedZone("", zone*15*60)
	}
	return time.Date(2000+v[0], time.Month(v[1]), v[2], v[3], v[4], v[5], 0, loc)
}

func digitPairs(octets []byte) (v [6]int, ok bool) {
	ok = true
	for i, o := range octets {
		low, high := int(o&0xf), int(o>>4)
		v[i] = low*10 + high
		ok = ok && low < 10 && high < 10
	}
	return v, ok
}

// maxQuarters is the farthest that a zone is from UTC: +14 hours, on the Line Islands.
const maxQuarters = 14 * 4

// quarters reads the zone; bit 3 is the sign.
func quarters(o byte) (n int, ok bool) {
	n = int(o&0x7)*10 + int(o>>4)
	ok = o>>4 < 10 && n <= maxQuarters
	if o&0x08 != 0 {
		n = -n
	}
	return n, ok
}

// calendar reports whether there is such a day and time. Years 70 to 99 would lie before the first
// text was ever sent.
func calendar(v [6]int) bool {
	if v[0] >= 70 || v[3] > 23 || v[4] > 59 || v[5] > 59 {
		return false
	}
	day := time.Date(2000+v[0], time.Month(v[1]), v[2], 0, 0, 0, 0, time.UTC)
	return day.Month() == time.Month(v[1]) && day.Day() == v[2]
}
