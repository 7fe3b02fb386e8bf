package session

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"surfstick-sms/hw"
	"surfstick-sms/internal/card"
	"surfstick-sms/internal/pinstore"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// adapter is a serial adapter with something behind it that understands one speed, and the opener of its
// port.
type adapter struct {
	right   int    // the speed of what is behind it; 0 is none
	finds   bool   // it takes the speed of the first command, and does not answer that
	noise   []byte // what comes for a write at another speed
	refuses int    // a speed that the adapter does not have
	fixed   bool   // the speed of an open line cannot be changed
	behind  io.ReadWriteCloser

	mu     sync.Mutex
	speed  int
	tried  []int
	in     []byte
	opened int
	closed bool
}

func (a *adapter) Open(_ context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.opened++
	a.speed, a.closed, a.tried = l.Speed, false, append(a.tried, l.Speed)
	if a.fixed {
		return struct{ io.ReadWriteCloser }{a}, nil
	}
	return a, nil
}

func (a *adapter) SetSpeed(speed int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if speed == a.refuses {
		return hw.ErrNotSerial
	}
	a.speed, a.tried = speed, append(a.tried, speed)
	return nil
}

func (a *adapter) Write(b []byte) (int, error) {
	a.mu.Lock()
	first := a.finds
	if first {
		a.right, a.finds = a.speed, false
	}
	right := a.speed == a.right && !first
	if !right {
		a.in = append(a.in, a.noise...)
	}
	a.mu.Unlock()
	if !right || a.behind == nil {
		return len(b), nil
	}
	return a.behind.Write(b)
}

func (a *adapter) Read(b []byte) (int, error) {
	a.mu.Lock()
	n, closed := copy(b, a.in), a.closed
	a.in = a.in[n:]
	a.mu.Unlock()
	switch {
	case closed:
		return 0, io.ErrClosedPipe
	case n > 0:
		return n, nil
	case a.behind == nil:
		time.Sleep(200 * time.Millisecond)
		return 0, nil
	}
	return a.behind.Read(b)
}

func (a *adapter) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
	if a.behind != nil {
		return a.behind.Close()
	}
	return nil
}

var noise = []byte{0xfc, 0x80, 0xf8, 0x00, 0xfe, 0x1c}

// TestSearch: the speed at which a modem answers is found with the line open all the time, and what does
// not answer is told apart.
func TestSearch(t *testing.T) {
	for name, c := range map[string]struct {
		adapter *adapter
		first   int // of the line
		modem   bool
		tried   []int
		want    error
		limit   time.Duration
	}{
		"first":          {adapter: &adapter{right: 115200}, modem: true, tried: []int{115200}, limit: time.Second},
		"second":         {adapter: &adapter{right: 9600}, modem: true, tried: []int{115200, 9600}, limit: 3 * time.Second},
		"noise at first": {adapter: &adapter{right: 57600, noise: noise}, modem: true, tried: []int{115200, 9600, 57600}, limit: 5 * time.Second},
		"last": {
			adapter: &adapter{right: 38400}, modem: true,
			tried: []int{115200, 9600, 57600, 460800, 19200, 38400}, limit: 11 * time.Second,
		},
		"remembered": {adapter: &adapter{right: 9600}, first: 9600, modem: true, tried: []int{9600}, limit: time.Second},
		"an odd one": {adapter: &adapter{right: 2400}, first: 2400, modem: true, tried: []int{2400}, limit: time.Second},
		"remembered, changed": {
			adapter: &adapter{right: 115200}, first: 9600, modem: true, tried: []int{9600, 115200},
			limit: 3 * time.Second,
		},
		"finds the speed by itself": {adapter: &adapter{finds: true}, modem: true, tried: []int{115200}, limit: 3 * time.Second},
		"adapter without a speed": {
			adapter: &adapter{right: 57600, refuses: 9600}, modem: true, tried: []int{115200, 57600},
			limit: 5 * time.Second,
		},
		"cannot be changed": {adapter: &adapter{right: 9600, fixed: true}, modem: true, tried: []int{115200}, want: sms.ErrSilent, limit: 3 * time.Second},
		"nothing":           {adapter: &adapter{}, tried: speeds, want: sms.ErrSilent, limit: 13 * time.Second},
		"nonsense":          {adapter: &adapter{noise: noise}, tried: speeds, want: runner.ErrGarbled, limit: 13 * time.Second},
		"words":             {adapter: &adapter{noise: []byte("$GPGSA,A,1,,\r\n")}, tried: speeds, want: sms.ErrNotModem, limit: 13 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				defer time.Sleep(time.Second) // a read that is under way ends
				a := c.adapter
				connector := connectorOn(t, a)
				if c.modem {
					fake := fakemodem.New(fakemodem.Options{})
					defer fake.Close()
					behind, err := fake.Dial()
					if err != nil {
						t.Fatal(err)
					}
					a.behind = behind
				}
				var told []int
				began := time.Now()
				sn, speed, err := connector.Search(t.Context(), hw.Line{Name: "COM5", Speed: c.first},
					func(speed int) { told = append(told, speed) })
				if took := time.Since(began); !errors.Is(err, c.want) || (err == nil) != (sn != nil) || took > c.limit {
					t.Fatalf("%v, %v after %v", sn, err, took)
				}
				if !slices.Equal(a.tried, c.tried) || a.opened != 1 || a.refuses == 0 && !slices.Equal(told, c.tried) {
					t.Errorf("tried %v, told %v, opened %d times", a.tried, told, a.opened)
				}
				if sn == nil {
					if !a.closed {
						t.Error("still open")
					}
					return
				}
				if last := c.tried[len(c.tried)-1]; speed != last || sn.Identity().Model == "" {
					t.Errorf("found %d, %+v", speed, sn.Identity())
				}
				_ = sn.Close()
				<-sn.Done()
			})
		})
	}
}

// sleepy is an adapter whose driver comes back from a read only when something arrived.
type sleepy struct{ *adapter }

func (s sleepy) Open(ctx context.Context, l hw.Line) (io.ReadWriteCloser, error) {
	_, err := s.adapter.Open(ctx, l)
	return s, err
}

func (s sleepy) Read(b []byte) (int, error) {
	for {
		if n, err := s.adapter.Read(b); n > 0 || err != nil {
			return n, err
		}
	}
}

// TestSearchBesideSleepyDriver: the speed is found, and nothing of what the modem says is lost, though a
// read does not come back when nothing arrives.
func TestSearchBesideSleepyDriver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := fakemodem.New(fakemodem.Options{})
		defer fake.Close()
		behind, err := fake.Dial()
		if err != nil {
			t.Fatal(err)
		}
		a := sleepy{&adapter{right: 9600, behind: behind}}
		c := connectorOn(t, a.adapter)
		c.Opener = a
		began := time.Now()
		sn, speed, err := c.Search(t.Context(), hw.Line{Name: "COM5"}, func(int) {})
		if err != nil || speed != 9600 || time.Since(began) > 4*time.Second {
			t.Fatalf("%d, %v after %v", speed, err, time.Since(began))
		}
		if sim, err := sn.SIM(t.Context()); err != nil || sim.State != sms.SIMReady {
			t.Errorf("%+v, %v", sim, err)
		}
		_ = sn.Close()
		<-sn.Done()
		synctest.Wait()
	})
}

// TestSpeedFoundAgain: a modem that finds out the speed by itself and was switched off meanwhile is
// connected to at the remembered speed, though it does not answer the first command.
func TestSpeedFoundAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := fakemodem.New(fakemodem.Options{})
		defer fake.Close()
		behind, err := fake.Dial()
		if err != nil {
			t.Fatal(err)
		}
		a := &adapter{finds: true, behind: behind}
		began := time.Now()
		sn, err := connectorOn(t, a).Connect(t.Context(), hw.Line{Name: "COM5", Speed: 9600})
		if err != nil || time.Since(began) > 10*time.Second || !slices.Equal(a.tried, []int{9600}) {
			t.Fatalf("%v after %v at %v", err, time.Since(began), a.tried)
		}
		_ = sn.Close()
		<-sn.Done()
	})
}

// TestSearchSIM800: a board that finds out the speed by its first commands, at each speed that it may
// have; its greeting comes in between.
func TestSearchSIM800(t *testing.T) {
	for _, right := range []int{115200, 9600, 57600} {
		synctest.Test(t, func(t *testing.T) {
			fake := fakemodem.New(fakemodem.SIM800())
			defer fake.Close()
			behind, err := fake.Dial()
			if err != nil {
				t.Fatal(err)
			}
			a := &adapter{right: right, noise: noise, behind: behind}
			sn, speed, err := connectorOn(t, a).Search(t.Context(), hw.Line{Name: "COM5"}, func(int) {})
			if err != nil || speed != right || sn.Identity().Model != "SIMCOM_SIM800L" {
				t.Fatalf("%v, %d instead of %d", err, speed, right)
			}
			if sim, err := sn.SIM(t.Context()); err != nil || sim.State != sms.SIMReady {
				t.Errorf("%+v, %v", sim, err)
			}
			_ = sn.Close()
			<-sn.Done()
		})
	}
}

// TestSearchIsGivenUp: at once, and with the line closed.
func TestSearchIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(time.Second) // a read that is under way ends
		a := &adapter{}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		began := time.Now()
		sn, _, err := connectorOn(t, a).Search(ctx, hw.Line{Name: "COM5"}, func(int) {})
		if took := time.Since(began); sn != nil || !errors.Is(err, context.DeadlineExceeded) || took > 2500*time.Millisecond {
			t.Errorf("%v, %v after %v", sn, err, took)
		}
		synctest.Wait()
		if !a.closed {
			t.Error("still open")
		}
	})
}

// connectorOn returns a connector that opens the adapter's port.
func connectorOn(t *testing.T, a *adapter) Connector {
	t.Helper()
	keyring.MockInit()
	st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	texts := messenger.New(st, messenger.Options{Region: "DE"})
	t.Cleanup(func() { texts.Close() })
	log := slog.New(slog.DiscardHandler)
	return Connector{
		Opener: a, Texts: texts, Log: log,
		Card: card.New(pinstore.New(texts, pinstore.SystemKeys{}, log)),
	}
}
