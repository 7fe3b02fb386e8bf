package fakestick_test

import (
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
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
		"hub": fakestick.NewHub(fakestick.New(modem),
			fakestick.New(fakestick.Options{Mode: hw.ModeModem, FirstPort: 20})),
	} {
		t.Run(name, func(t *testing.T) { contract.RunScanner(t, scanner) })
	}
}

func TestSwitcherContract(t *testing.T) {
	ways := map[string]func(*fakestick.Stick) hw.Switcher{
		"itself":       func(s *fakestick.Stick) hw.Switcher { return s },
		"libusb":       (*fakestick.Stick).Libusb,
		"pass through": (*fakestick.Stick).PassThrough,
		"hub":          func(s *fakestick.Stick) hw.Switcher { return fakestick.NewHub(s) },
	}
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

// cable gives two ends that are not closed together.
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
