package modem_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// TestReadyInAMode begins in the mode that is asked for.
func TestReadyInAMode(t *testing.T) {
	for _, want := range []sms.ReceiveMode{sms.ReceiveNotified, sms.ReceiveDirect, sms.ReceivePolling} {
		t.Run(want.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := up(t, fakemodem.Options{}, modem.Options{})
				defer b.down()
				b.mode = want
				b.begin()
				if got := b.m.ReceiveMode(); got != want {
					t.Fatalf("mode %v, want %v", got, want)
				}
				arrive(t, b, "hello")
				time.Sleep(11 * time.Second)
				synctest.Wait()
				if n := len(b.sink.got); n != 1 {
					t.Fatalf("%d texts came", n)
				}
			})
		})
	}
}

// TestModeChanged reports once which other mode was taken.
func TestModeChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var found []sms.ReceiveMode
		fo := fakemodem.Options{
			MESlots: -1, Quirks: fakemodem.Quirks{BlindList: true, BlindRead: true},
		}
		b := up(t, fo, modem.Options{ModeChanged: func(w sms.ReceiveMode) { found = append(found, w) }})
		defer b.down()
		b.begin()
		for range 4 {
			arrive(t, b, "hello")
			time.Sleep(6 * time.Second)
		}
		synctest.Wait()
		if len(found) != 1 || found[0] != sms.ReceiveDirect {
			t.Fatalf("found %v", found)
		}
	})
}
