package main

import (
	"context"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/sms/fakemodem"
)

// TestOffer: it ends when it is told to, and says why when it cannot start.
func TestOffer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := offer(ctx, "127.0.0.1:0", virtualstick.Options{}); err != nil {
		t.Error(err)
	}
	if err := offer(t.Context(), "nowhere", virtualstick.Options{}); err == nil {
		t.Error("no error at an address that is none")
	}
}

// TestDial: both lines answer, each with its own modem channel.
func TestDial(t *testing.T) {
	m := fakemodem.New(fakemodem.Options{})
	defer m.Close()
	for _, l := range []virtualstick.Line{virtualstick.LinePCUI, virtualstick.LineModem} {
		rw, err := dial(m, l)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rw.Write([]byte("AT\r")); err != nil {
			t.Error(err)
		}
	}
	if _, err := dial(m, virtualstick.LineFrames); err == nil {
		t.Error("a modem behind a network card")
	}
}

// TestStickNamed: the stick of the guide, those of other makers, and none that is left out.
func TestStickNamed(t *testing.T) {
	for name, want := range map[string]bool{guides: true, "19d2:2000": true, "03f0:002a": false, "x": false} {
		o, err := stickNamed(name)
		if (err == nil) != want || want && o.Device.ID.String() != name {
			t.Errorf("%s: %s, %v", name, o.Device.ID, err)
		}
	}
}
