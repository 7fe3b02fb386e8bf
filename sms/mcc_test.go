package sms

import (
	"testing"

	"github.com/nyaruka/phonenumbers/v2"
)

// TestMCC: the table is in order, without doubles, and names countries whose numbers are known.
func TestMCC(t *testing.T) {
	if len(mcc)%mccEntry != 0 {
		t.Fatalf("%d characters, no multiple of %d", len(mcc), mccEntry)
	}
	known := phonenumbers.GetSupportedRegions()
	// Territories with a code of their own and the telephone numbers of somebody else.
	known["PN"] = true
	last := "200"
	for i := 0; i < len(mcc); i += mccEntry {
		code, region := mcc[i:i+3], mcc[i+3:i+mccEntry]
		if !onlyDigits(code) || code <= last {
			t.Errorf("%s after %s", code, last)
		}
		if !known[region] {
			t.Errorf("%s belongs to %q, which is no country", code, region)
		}
		if got := RegionOfIMSI(code + "010123456789"); got != region {
			t.Errorf("%s: got %q, want %q", code, got, region)
		}
		last = code
	}
}

// TestDigit: the digits of every script have their value.
func TestDigit(t *testing.T) {
	for _, zero := range []rune{'0', '٠', '۰', '०', '০', '๐', '０', '𝟎', '𝟘', '𞥐'} {
		for value := range rune(10) {
			got, ok := digit(zero + value)
			// The mathematical digits stand in five sets in a row without a gap.
			if math := zero >= 0x1d7ce && zero <= 0x1d7ff; !ok && math {
				continue
			}
			if !ok || got != byte('0'+value) {
				t.Errorf("%q: got %q, %t", zero+value, got, ok)
			}
		}
	}
	for _, r := range []rune{'a', '+', '²', '½', '①', '一', 0x1a, -1} {
		if got, ok := digit(r); ok {
			t.Errorf("%q is no digit, got %q", r, got)
		}
	}
}
