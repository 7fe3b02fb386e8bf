package sms_test

import (
	"testing"

	"surfstick-sms/sms"
)

func TestTechOfAcT(t *testing.T) {
	for act, want := range map[int]string{
		-1: "", 0: "2G", 1: "2G", 2: "3G", 3: "2G", 4: "3G", 5: "3G", 6: "3G", 7: "4G", 8: "2G", 9: "4G",
		10: "4G", 11: "5G", 12: "5G", 13: "5G", 14: "", 99: "",
	} {
		if got := sms.TechOfAcT(act).String(); got != want {
			t.Errorf("access technology %d is %q, want %q", act, got, want)
		}
	}
	for _, odd := range []sms.Tech{-1, 5, 99} {
		if odd.String() != "" {
			t.Errorf("%d has the name %q", int(odd), odd)
		}
	}
}
