package gui

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"surfstick-sms/sms"
)

const (
	// keeperPatience is how long the window waits for a setting.
	keeperPatience = 50 * time.Millisecond
	// keeperLimit bounds each call to the store, for which nobody waits any more then.
	keeperLimit = 30 * time.Second
)

// settingStore is where settings are kept in the end.
type settingStore interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// keeper keeps the settings for the window, so that it never waits long for the store: what was read
// or set once is known, and a setting that takes longer to be written is written behind the window's
// back, in the order of setting. Its methods may be called from any goroutine.
type keeper struct {
	store settingStore
	log   *slog.Logger

	mu     sync.Mutex
	known  map[string]string
	latest chan struct{} // closed when everything set so far is written
}

func newKeeper(store settingStore, log *slog.Logger) *keeper {
	k := &keeper{store: store, log: log, known: map[string]string{}, latest: make(chan struct{})}
	close(k.latest)
	return k
}

// load reads settings while there is no window yet that would have to wait.
func (k *keeper) load(ctx context.Context, keys ...string) {
	for _, key := range keys {
		value, err := k.store.Setting(ctx, key)
		if err != nil {
			k.log.Warn("setting not read", "key", key, "err", err)
			return
		}
		k.known[key] = value
	}
}

// Setting implements settings.Keeper. It returns "" also for what cannot be read at once.
func (k *keeper) Setting(key string) string {
	if value, ok := k.knows(key); ok {
		return value
	}
	bounded(func(ctx context.Context) {
		value, err := k.store.Setting(ctx, key)
		k.mu.Lock()
		defer k.mu.Unlock()
		if _, newer := k.known[key]; !newer && err == nil {
			k.known[key] = value
		}
	})
	value, _ := k.knows(key)
	return value
}

func (k *keeper) knows(key string) (string, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	value, ok := k.known[key]
	return value, ok
}

// SetSetting implements settings.Keeper. It returns nil also when the setting is still being
// written.
func (k *keeper) SetSetting(key, value string) error {
	k.mu.Lock()
	k.known[key] = value
	before, written := k.latest, make(chan struct{})
	k.latest = written
	k.mu.Unlock()
	failed := make(chan error, 1)
	bounded(func(ctx context.Context) {
		defer close(written)
		<-before
		err := k.store.SetSetting(ctx, key, value)
		if err != nil && !errors.Is(err, sms.ErrUnderway) {
			k.log.Warn("setting not kept", "key", key, "err", err)
			k.forget(key, value)
			failed <- err
		}
	})
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// forget forgets a value that could not be written, unless another one was set since.
func (k *keeper) forget(key, value string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known[key] == value {
		delete(k.known, key)
	}
}

// wait returns when everything that was set is written, or after the limit of a call.
func (k *keeper) wait() {
	k.mu.Lock()
	latest := k.latest
	k.mu.Unlock()
	select {
	case <-latest:
	case <-time.After(keeperLimit):
	}
}

// bounded runs a call on a goroutine of its own, and returns when it has ended or takes longer than
// the window waits. The call goes on then.
func bounded(call func(context.Context)) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ctx, cancel := context.WithTimeout(context.Background(), keeperLimit)
		defer cancel()
		call(ctx)
	}()
	select {
	case <-ended:
	case <-time.After(keeperPatience):
	}
}
