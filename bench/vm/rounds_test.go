//go:build vm

package vm

import (
	"flag"
	"os"
	"runtime"
	"testing"
	"time"

	"surfstick-sms/bench/virtualstick"
	"surfstick-sms/hw"
)

var rounds = flag.Int("rounds", 15, "how often a stick is plugged in, switched and unplugged")

const (
	batch = 5                      // how many sticks are plugged in at once
	away  = 200 * time.Millisecond // how long those stay away that are many
)

// TestRounds plugs sticks in, switches them by both ways in turn and unplugs them, several at
// once, and counts what is left behind.
func TestRounds(t *testing.T) {
	quietUdev(t)
	began, n := time.Now(), 0
	for n < *rounds {
		n += round(t, min(batch, *rounds-n))
		if n <= batch || n%50 == 0 { // the first: what is made once in the life of the program
			leftovers(t, n)
		}
	}
	after := leftovers(t, n)
	if *rounds > batch && (after.routines > first.routines || after.files > first.files) {
		t.Errorf("after %d rounds %+v, after the first %+v", n, after, first)
	}
	t.Logf("%d rounds in %v", n, since(began))
}

// counts are what a leak makes grow. Handles of libusb are files.
type counts struct{ routines, files int }

var first counts

func leftovers(t *testing.T, n int) counts {
	t.Helper()
	runtime.GC()
	time.Sleep(time.Second)
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	c := counts{runtime.NumGoroutine(), len(files)}
	t.Logf("after %d rounds: %d goroutines, %d files", n, c.routines, c.files)
	if first == (counts{}) {
		first = c
	}
	return c
}

// round does it with n sticks at once.
func round(t *testing.T, n int) int {
	t.Helper()
	o := e3531(nil)
	o.Away = away
	rigs := make([]*rig, n)
	for i := range rigs {
		rigs[i] = &rig{Stick: virtualstick.New(o), t: t, location: locationOf(t, i)}
		if err := rigs[i].Plug(virtualstick.VHCI(i)); err != nil {
			t.Fatal(err)
		}
		defer rigs[i].Unplug()
	}
	for i, r := range rigs {
		way := ways[i%len(ways)]
		if err := way.Switch(t.Context(), r.storage(), message(t, "guide-modem")); err != nil {
			t.Errorf("%s: %v", way.name, err)
		}
	}
	for _, r := range rigs {
		r.await("a modem", func(s hw.Stick) bool { return s.Mode == hw.ModeModem })
	}
	return n
}
