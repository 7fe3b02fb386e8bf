package gui

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/simcard"
	"surfstick-sms/sms"
)

const (
	// keeperPatience is how long the window waits for a setting.
	keeperPatience = 50 * time.Millisecond
	// keeperLimit bounds each call to the store, for which nobody waits any more then.
	keeperLimit = 30 * time.Second
)

// errSlow is the answer of a store that takes longer than the window waits.
var errSlow = errors.New("the store takes too long")

// keeper keeps the settings for the window, so that it never waits long for the store: what was read
// or set once is known, and a setting that takes longer to be written is written behind the window's
// back, in the order of setting. Its methods may be called from any goroutine.
type keeper struct {
	store settings.Keeper
	log   *slog.Logger

	mu     sync.Mutex
	known  map[string]string
	latest chan struct{} // closed when everything set so far is written
}

func newKeeper(store settings.Keeper, log *slog.Logger) *keeper {
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

// Setting implements settings.Keeper.
func (k *keeper) Setting(ctx context.Context, key string) (string, error) {
	k.mu.Lock()
	value, ok := k.known[key]
	k.mu.Unlock()
	if ok {
		return value, nil
	}
	return bounded(ctx, func(ctx context.Context) (string, error) {
		value, err := k.store.Setting(ctx, key)
		k.mu.Lock()
		defer k.mu.Unlock()
		if newer, ok := k.known[key]; ok {
			return newer, nil
		}
		if err == nil {
			k.known[key] = value
		}
		return value, err
	})
}

// SetSetting implements settings.Keeper. It returns nil also when the setting is still being
// written.
func (k *keeper) SetSetting(ctx context.Context, key, value string) error {
	k.mu.Lock()
	k.known[key] = value
	before, written := k.latest, make(chan struct{})
	k.latest = written
	k.mu.Unlock()
	_, err := bounded(ctx, func(ctx context.Context) (string, error) {
		defer close(written)
		<-before
		err := k.store.SetSetting(ctx, key, value)
		if errors.Is(err, sms.ErrUnderway) {
			return "", nil
		}
		if err != nil {
			k.log.Warn("setting not kept", "key", key, "err", err)
			k.forget(key, value)
		}
		return "", err
	})
	if errors.Is(err, errSlow) {
		return nil
	}
	return err
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

// bounded runs a call on a goroutine of its own and returns its answer, or errSlow when that takes
// longer than the window waits. The call goes on then.
func bounded(
	ctx context.Context, call func(context.Context) (string, error),
) (string, error) {
	type answer struct {
		value string
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keeperLimit)
		defer cancel()
		value, err := call(ctx)
		answers <- answer{value, err}
	}()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-time.After(keeperPatience):
		return "", errSlow
	}
}

// cardKeeper is what the SIM card's sheets keep: names in the store, which they ask beside the
// window, and settings.
type cardKeeper struct {
	simcard.Keeper
	settings settings.Keeper
}

// Setting implements simcard.Keeper.
func (k cardKeeper) Setting(ctx context.Context, key string) (string, error) {
	return k.settings.Setting(ctx, key)
}

// SetSetting implements simcard.Keeper.
func (k cardKeeper) SetSetting(ctx context.Context, key, value string) error {
	return k.settings.SetSetting(ctx, key, value)
}
