package fakestick_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
)

// TestAdapter: in network mode the stick has an adapter, which gets its address after a while, or a
// problem that keeps it from that.
func TestAdapter(t *testing.T) {
	for name, c := range map[string]struct {
		problem int
		driver  hw.Driver
		first   hw.AdapterState
		then    hw.AdapterState
	}{
		"works":          {0, hw.DriverNetwork, hw.AdapterNoAddress, hw.AdapterReady},
		"no driver":      {28, hw.DriverNone, hw.AdapterAbsent, hw.AdapterAbsent},
		"does not start": {10, hw.DriverNetwork, hw.AdapterAbsent, hw.AdapterAbsent},
		"disabled":       {22, hw.DriverNetwork, hw.AdapterDisabled, hw.AdapterDisabled},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := fakestick.New(fakestick.Options{
					Temper: fakestick.Network, RestartTime: time.Second, LeaseDelay: 5 * time.Second,
					NetworkProblem: c.problem,
				})
				if err := s.Switch(t.Context(), seen(t, s).Sticks[0], guide); err != nil {
					t.Fatal(err)
				}
				time.Sleep(2 * time.Second)
				for _, want := range []hw.AdapterState{c.first, c.then} {
					stick := seen(t, s).Sticks[0]
					if stick.Mode != hw.ModeNetwork || stick.Driver != c.driver || stick.Problem != c.problem ||
						stick.Adapter.State != want || stick.Adapter.Problem != c.problem {
						t.Errorf("%+v, want %v", stick, want)
					}
					time.Sleep(5 * time.Second)
				}
			})
			contract.RunScanner(t, fakestick.New(fakestick.Options{
				Mode: hw.ModeNetwork, NetworkProblem: c.problem,
			}))
		})
	}
}

// TestAdapterOfOtherModes: there is none.
func TestAdapterOfOtherModes(t *testing.T) {
	for _, mode := range []hw.Mode{hw.ModeStorage, hw.ModeModem, hw.ModeRescue} {
		s := seen(t, fakestick.New(fakestick.Options{Mode: mode})).Sticks[0]
		if s.Adapter.Name != "" || s.Adapter.State != hw.AdapterUnknown {
			t.Errorf("%v: %+v", mode, s.Adapter)
		}
	}
}

// TestAdapterAnew: plugged in again it is another adapter, by its number.
func TestAdapterAnew(t *testing.T) {
	s := fakestick.New(fakestick.Options{Mode: hw.ModeNetwork})
	before := seen(t, s).Sticks[0].Adapter
	s.Unplug()
	s.Plug()
	if after := seen(t, s).Sticks[0].Adapter; after.Index == before.Index || after.Name != before.Name {
		t.Errorf("%+v, then %+v", before, after)
	}
}

// TestReach: the web server is there as long as the adapter is ready, and at its own address only.
func TestReach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fakestick.New(fakestick.Options{
			Mode: hw.ModeNetwork, RestartTime: time.Second, LeaseDelay: 5 * time.Second,
		})
		const web = "192.168.8.1:80"
		if err := s.Reach(web); err != nil {
			t.Fatal(err)
		}
		if err := s.Reach("192.168.1.1:80"); !errors.Is(err, hw.ErrElsewhere) {
			t.Errorf("another address: %v", err)
		}
		s.Restart()
		for range 2 {
			if err := s.Reach(web); !errors.Is(err, hw.ErrGone) {
				t.Errorf("before it has an address: %v", err)
			}
			time.Sleep(2 * time.Second)
		}
		time.Sleep(5 * time.Second)
		if err := s.Reach(web); err != nil {
			t.Error(err)
		}
		s.BecomeModem()
		time.Sleep(10 * time.Second)
		if err := s.Reach(web); !errors.Is(err, hw.ErrGone) || seen(t, s).Sticks[0].Mode != hw.ModeModem {
			t.Errorf("in modem mode: %v", err)
		}
		s.BecomeModem()
		if len(seen(t, s).Sticks) != 1 {
			t.Error("a modem leaves to become one")
		}
	})
}
