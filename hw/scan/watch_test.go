package scan

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
)

// bells is a listener that is rung by hand.
type bells struct {
	mu   sync.Mutex
	ring map[int]func()
	last int
}

func (b *bells) listen(ctx context.Context, signal func()) error {
	b.mu.Lock()
	if b.ring == nil {
		b.ring = make(map[int]func())
	}
	b.last++
	number := b.last
	b.ring[number] = signal
	b.mu.Unlock()
	signal()
	<-ctx.Done()
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.ring, number)
	return nil
}

func (b *bells) event() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, signal := range b.ring {
		signal()
	}
}

func TestWatcherContract(t *testing.T) {
	contract.RunWatcher(t, func(*testing.T) contract.WatcherSetup {
		var b bells
		return contract.WatcherSetup{Watcher: watcher{b.listen}, Change: b.event}
	})
}

// TestWatcherContractReal runs on this computer, where the test plugs nothing in.
func TestWatcherContractReal(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := NewWatcher().Watch(ctx, cancel); errors.Is(err, hw.ErrUnsupported) {
		t.Skipf("this system reports no changes: %v", err)
	}
	contract.RunWatcher(t, func(*testing.T) contract.WatcherSetup {
		return contract.WatcherSetup{Watcher: NewWatcher()}
	})
}

// TestWatchGathers: the events of one stick are one change, and the last of them is never lost.
func TestWatchGathers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bells
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		go func() {
			for _, d := range []time.Duration{
				time.Second, 10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
				50 * time.Millisecond, 2 * time.Second,
			} {
				time.Sleep(d)
				b.event()
			}
		}()
		start := time.Now()
		var seen []string
		err := watcher{b.listen}.Watch(ctx, func() {
			seen = append(seen, time.Since(start).String())
		})
		const want = "100ms 1.1s 1.23s 3.23s"
		if got := strings.Join(seen, " "); err != nil || got != want {
			t.Errorf("reported after %s, want %s; error %v", got, want, err)
		}
	})
}

// TestWatchEnds: a listener that cannot begin or breaks off ends the watch with its error.
func TestWatchEnds(t *testing.T) {
	for name, listen := range map[string]func(context.Context, func()) error{
		"cannot begin": func(context.Context, func()) error { return hw.ErrUnsupported },
		"breaks off": func(_ context.Context, signal func()) error {
			signal()
			time.Sleep(time.Second)
			return hw.ErrUnsupported
		},
		"breaks off at once": func(_ context.Context, signal func()) error {
			signal()
			return hw.ErrUnsupported
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				err := watcher{listen}.Watch(t.Context(), func() {})
				if !errors.Is(err, hw.ErrUnsupported) {
					t.Errorf("error %v", err)
				}
			})
		})
	}
}
