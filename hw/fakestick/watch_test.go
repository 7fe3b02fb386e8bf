package fakestick_test

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
)

// actions are what can happen to a stick.
var actions = map[string]func(*testing.T, *fakestick.Stick){
	"plug":         func(_ *testing.T, s *fakestick.Stick) { s.Plug() },
	"unplug":       func(_ *testing.T, s *fakestick.Stick) { s.Unplug() },
	"restart":      func(_ *testing.T, s *fakestick.Stick) { s.Restart() },
	"WinUSB":       func(_ *testing.T, s *fakestick.Stick) { s.BindWinUSB() },
	"USBSTOR":      func(_ *testing.T, s *fakestick.Stick) { s.SetDriver(hw.DriverStorage) },
	"serial":       func(_ *testing.T, s *fakestick.Stick) { s.SetModemDriver(hw.DriverSerial) },
	"no driver":    func(_ *testing.T, s *fakestick.Stick) { s.SetModemDriver(hw.DriverNone) },
	"time passing": func(*testing.T, *fakestick.Stick) {},
	"switch": func(t *testing.T, s *fakestick.Stick) {
		if now := seen(t, s); len(now.Sticks) > 0 {
			_ = s.Switch(t.Context(), now.Sticks[0], guide) // refused in other modes
		}
	},
}

// step is an action and the time that passes after it.
type step struct {
	action string
	pause  time.Duration
}

// TestWatchMissesNothing has anything happen at any time: whoever scans at every report, and only
// then, always knows what a scan would see now.
func TestWatchMissesNothing(t *testing.T) {
	pause := rapid.Custom(func(r *rapid.T) time.Duration {
		return time.Duration(rapid.IntRange(0, 5000).Draw(r, "ms")) * time.Millisecond
	})
	var names []string
	for name := range actions {
		names = append(names, name)
	}
	steps := rapid.SliceOf(rapid.Custom(func(r *rapid.T) step {
		return step{rapid.SampledFrom(names).Draw(r, "action"), pause.Draw(r, "pause")}
	}))
	rapid.Check(t, func(r *rapid.T) {
		o := fakestick.Options{
			Temper:      fakestick.Temper(rapid.IntRange(0, int(fakestick.Picky)).Draw(r, "temper")),
			Absent:      rapid.Bool().Draw(r, "absent"),
			RestartTime: pause.Draw(r, "restart"), PortDelay: pause.Draw(r, "ports"),
		}
		all := steps.Draw(r, "steps")
		var missed string
		synctest.Test(t, func(t *testing.T) { missed = missedBy(t, o, all) })
		if missed != "" {
			r.Fatal(missed)
		}
	})
}

// missedBy returns what somebody does not know who scans when the stick reports a change.
func missedBy(t *testing.T, o fakestick.Options, steps []step) string {
	s := fakestick.New(o)
	var mu sync.Mutex
	var known hw.Snapshot
	ctx, cancel := context.WithCancel(t.Context())
	defer synctest.Wait()
	defer cancel()
	go func() {
		_ = s.Watch(ctx, func() {
			mu.Lock()
			defer mu.Unlock()
			known = seen(t, s)
		})
	}()
	for i, step := range steps {
		actions[step.action](t, s)
		for range 2 {
			synctest.Wait()
			mu.Lock()
			now := seen(t, s)
			same := reflect.DeepEqual(now, known)
			mu.Unlock()
			if !same {
				return fmt.Sprintf("step %d, %s: known is %+v, a scan sees %+v", i, step.action, known, now)
			}
			time.Sleep(step.pause)
		}
	}
	return ""
}
