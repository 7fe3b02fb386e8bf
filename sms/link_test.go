package sms_test

import (
	"testing"

	"surfstick-sms/sms"
)

// TestReceiveModeNames: the names are kept in settings, so they must never change.
func TestReceiveModeNames(t *testing.T) {
	for mode, name := range map[sms.ReceiveMode]string{
		sms.ReceiveUnknown: "unknown", sms.ReceiveNotified: "notices",
		sms.ReceiveDirect: "direct", sms.ReceivePolling: "looking",
	} {
		if got := mode.String(); got != name {
			t.Errorf("mode %d is called %q, want %q", int(mode), got, name)
		}
		if got := sms.ParseReceiveMode(name); got != mode {
			t.Errorf("%q is read as %v", name, got)
		}
	}
	unknown := sms.ParseReceiveMode("by pigeon")
	if unknown != sms.ReceiveUnknown || sms.ReceiveMode(99).String() != "unknown" {
		t.Error("nonsense has a meaning")
	}
}

// TestRegistered: only a home network and a foreign one carry texts.
func TestRegistered(t *testing.T) {
	for r := sms.RegUnknown; r <= sms.RegNone; r++ {
		want := r == sms.RegHome || r == sms.RegRoaming
		if got := (sms.Link{Registration: r}).Registered(); got != want {
			t.Errorf("%v: registered %t", r, got)
		}
	}
}

func TestFillOf(t *testing.T) {
	cases := []struct {
		used, total int
		want        sms.Fill
	}{
		{0, 20, sms.FillFree},
		{15, 20, sms.FillFree},
		{16, 20, sms.FillNearly},
		{19, 20, sms.FillNearly},
		{20, 20, sms.FillFull},
		{21, 20, sms.FillFull},
		{-1, -1, sms.FillFree},
		{5, 0, sms.FillFree},
	}
	for _, c := range cases {
		if got := sms.FillOf(c.used, c.total); got != c.want {
			t.Errorf("%d of %d is %v, want %v", c.used, c.total, got, c.want)
		}
	}
}
