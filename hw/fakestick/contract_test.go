package fakestick_test

import (
	"context"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/hw/sticks"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestScannerContract(t *testing.T) {
	modem := fakestick.Options{Mode: hw.ModeModem, Location: "1-2"}
	for name, scanner := range map[string]hw.Scanner{
		"storage": fakestick.New(fakestick.Options{}),
		"modem":   fakestick.New(modem),
		"network": fakestick.New(fakestick.Options{Mode: hw.ModeNetwork}),
		"rescue":  fakestick.New(fakestick.Options{Mode: hw.ModeRescue}),
		"usb":     fakestick.New(fakestick.Options{Mode: hw.ModeModem, ModemDriver: hw.DriverWinUSB}),
		"absent":  fakestick.New(fakestick.Options{Absent: true}),
		"foreign": fakestick.New(fakestick.Options{Unsupported: true}),
	} {
		t.Run(name, func(t *testing.T) { contract.RunScanner(t, scanner) })
	}
}

func TestWatcherContract(t *testing.T) {
	plugging := func(w hw.Watcher, s *fakestick.Stick) contract.WatcherSetup {
		in := true
		return contract.WatcherSetup{Watcher: w, Change: func() {
			if in = !in; in {
				s.Plug()
			} else {
				s.Unplug()
			}
		}}
	}
	changes := map[string]func(s *fakestick.Stick) contract.WatcherSetup{
		"plugging": func(s *fakestick.Stick) contract.WatcherSetup { return plugging(s, s) },
		"driver": func(s *fakestick.Stick) contract.WatcherSetup {
			return contract.WatcherSetup{Watcher: s, Change: s.BindWinUSB}
		},
		"modem driver": func(s *fakestick.Stick) contract.WatcherSetup {
			return contract.WatcherSetup{Watcher: s, Change: func() { s.SetModemDriver(hw.DriverWinUSB) }}
		},
		"restart": func(s *fakestick.Stick) contract.WatcherSetup {
			return contract.WatcherSetup{Watcher: s, Change: s.Restart}
		},
	}
	for name, open := range changes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			contract.RunWatcher(t, func(*testing.T) contract.WatcherSetup {
				return open(fakestick.New(fakestick.Options{}))
			})
		})
	}
}

// TestWatchReportsWhatComesByItself: a stick that was switched comes back and its ports appear
// without anybody doing something.
func TestWatchReportsWhatComesByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fakestick.New(fakestick.Options{RestartTime: 3 * time.Second, PortDelay: time.Second})
		var seen []string
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		time.AfterFunc(time.Second, s.Restart)
		err := s.Watch(ctx, func() { seen = append(seen, time.Since(start).String()) })
		if got := strings.Join(seen, " "); err != nil || got != "0s 1s 4s 5s" {
			t.Errorf("reported after %s; error %v", got, err)
		}
	})
}

var ways = map[string]func(*fakestick.Stick) hw.Switcher{
	"itself":       func(s *fakestick.Stick) hw.Switcher { return s },
	"libusb":       (*fakestick.Stick).Libusb,
	"pass through": (*fakestick.Stick).PassThrough,
}

func TestSwitcherContract(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			contract.RunSwitcher(t, func(t *testing.T) contract.SwitcherSetup {
				s := fakestick.New(fakestick.Options{})
				if name == "libusb" {
					s.BindWinUSB()
				}
				return contract.SwitcherSetup{
					Switcher: way(s), Stick: seen(t, s).Sticks[0],
					Sent: func() int { return len(s.Sent()) },
				}
			})
		})
	}
}

// TestSwitcherContractMakers: the sticks of other makers, by each way that they go.
func TestSwitcherContractMakers(t *testing.T) {
	for _, m := range fakestick.Makers() {
		for name, way := range ways {
			o := m.Options()
			if name == "libusb" {
				o.Driver = hw.DriverWinUSB
			}
			snap := seen(t, fakestick.New(o))
			if len(snap.Sticks) == 0 {
				continue // a stick that is left alone without its CD drive
			}
			message := sticks.Messages(snap.Sticks[0])[0]
			if name == "pass through" && !message.Passes(snap.Sticks[0]) {
				continue
			}
			t.Run(m.String()+", "+name, func(t *testing.T) {
				contract.RunSwitcher(t, func(t *testing.T) contract.SwitcherSetup {
					s := fakestick.New(o)
					return contract.SwitcherSetup{
						Switcher: way(s), Stick: seen(t, s).Sticks[0], Message: message,
						Sent: func() int { return len(s.Sent()) },
					}
				})
			})
		}
	}
}

func TestOpenerContract(t *testing.T) {
	contract.RunOpener(t, func(t *testing.T) contract.OpenerSetup {
		near, far := cable()
		t.Cleanup(func() { far.Close() })
		s := fakestick.New(fakestick.Options{
			Mode: hw.ModeModem, Dial: func() (io.ReadWriteCloser, error) { return near, nil },
		})
		t.Cleanup(func() { wantNoHandles(t, s) })
		return contract.OpenerSetup{Opener: s, Line: seen(t, s).Lines[0], Peer: far, Unplug: s.Unplug}
	})
}

func TestSilentOpenerContract(t *testing.T) {
	contract.RunOpener(t, func(t *testing.T) contract.OpenerSetup {
		s := fakestick.New(fakestick.Options{Mode: hw.ModeModem})
		t.Cleanup(func() { wantNoHandles(t, s) })
		return contract.OpenerSetup{Opener: s, Line: seen(t, s).Lines[2], Unplug: s.Unplug}
	})
}

func wantNoHandles(t *testing.T, s interface{ Handles() []string }) {
	t.Helper()
	if left := s.Handles(); len(left) > 0 {
		t.Errorf("left open: %v", left)
	}
}

func seen(t *testing.T, s hw.Scanner) hw.Snapshot {
	t.Helper()
	snap, err := s.Scan(t.Context())
	if err != nil {
		t.Fatalf("scan: %v", err)
	}
	return snap
}

// end is one end of a cable; reads of an idle one return nothing after a while.
type end struct {
	in, out chan []byte
	rest    []byte
	once    *sync.Once
	done    chan struct{}
}

// cable returns two ends that are not closed together.
func cable() (near, far *end) {
	a, b := make(chan []byte, 64), make(chan []byte, 64)
	near = &end{in: a, out: b, once: new(sync.Once), done: make(chan struct{})}
	far = &end{in: b, out: a, once: new(sync.Once), done: make(chan struct{})}
	return near, far
}

func (e *end) Read(p []byte) (int, error) {
	for len(e.rest) == 0 {
		select {
		case e.rest = <-e.in:
		case <-e.done:
			return 0, os.ErrClosed
		case <-time.After(20 * time.Millisecond):
			return 0, nil
		}
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func (e *end) Write(p []byte) (int, error) {
	select {
	case <-e.done:
		return 0, os.ErrClosed
	default:
	}
	e.out <- append([]byte(nil), p...)
	return len(p), nil
}

func (e *end) Close() error {
	e.once.Do(func() { close(e.done) })
	return nil
}
