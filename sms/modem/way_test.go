package modem_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

func TestWayNames(t *testing.T) {
	for w := modem.WayUnknown; w <= modem.WayLooking; w++ {
		if got := modem.WayNamed(w.String()); got != w {
			t.Errorf("%v is read back as %v", w, got)
		}
	}
	if modem.WayNamed("by pigeon") != modem.WayUnknown || modem.Way(99).String() != "unknown" {
		t.Error("nonsense has a meaning")
	}
}

// TestUse begins with the way that is wished for.
func TestUse(t *testing.T) {
	for _, want := range []modem.Way{modem.WayNotices, modem.WayDirect, modem.WayLooking} {
		t.Run(want.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := up(t, fakemodem.Options{}, modem.Options{})
				defer b.down()
				b.m.Use(want)
				b.begin()
				if got := b.m.Way(); got != want {
					t.Fatalf("way %v, want %v", got, want)
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

// TestFound tells once which other way was taken.
func TestFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var found []modem.Way
		fo := fakemodem.Options{
			MESlots: -1, Quirks: fakemodem.Quirks{BlindList: true, BlindRead: true},
		}
		b := up(t, fo, modem.Options{Found: func(w modem.Way) { found = append(found, w) }})
		defer b.down()
		b.begin()
		for range 4 {
			arrive(t, b, "hello")
			time.Sleep(6 * time.Second)
		}
		synctest.Wait()
		if len(found) != 1 || found[0] != modem.WayDirect {
			t.Fatalf("found %v", found)
		}
	})
}
