// Package preferences keeps the settings of the window between it and the store, so that the window
// never waits for a disk: what was read or set once is answered from memory, and what takes longer to
// be written is written later, in order.
package preferences

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"surfstick-sms/sms"
)

const (
	// patience is how long the window waits for a setting.
	patience = 50 * time.Millisecond
	// limit bounds each call to the store, for which nobody waits any more then.
	limit = 30 * time.Second
)

// Store is where settings are kept in the end.
type Store interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Preferences are the settings as the window sees them. Its methods may be called from any goroutine.
type Preferences struct {
	store Store
	log   *slog.Logger

	mu     sync.Mutex
	known  map[string]string
	latest chan struct{} // closed when everything set so far is written
}

// New returns preferences of which none is known yet.
func New(store Store, log *slog.Logger) *Preferences {
	p := &Preferences{store: store, log: log, known: map[string]string{}, latest: make(chan struct{})}
	close(p.latest)
	return p
}

// Load reads settings while there is no window yet that would have to wait.
func (p *Preferences) Load(ctx context.Context, keys ...string) {
	for _, key := range keys {
		value, err := p.store.Setting(ctx, key)
		if err != nil {
			p.log.Warn("setting not read", "key", key, "err", err)
			return
		}
		p.known[key] = value
	}
}

// Setting returns a setting, "" also for what cannot be read at once.
func (p *Preferences) Setting(key string) string {
	if value, ok := p.knows(key); ok {
		return value
	}
	Bounded(func(ctx context.Context) {
		value, err := p.store.Setting(ctx, key)
		p.mu.Lock()
		defer p.mu.Unlock()
		if _, newer := p.known[key]; !newer && err == nil {
			p.known[key] = value
		}
	})
	value, _ := p.knows(key)
	return value
}

func (p *Preferences) knows(key string) (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	value, ok := p.known[key]
	return value, ok
}

// SetSetting sets a setting. It returns nil also when the setting is still being
// written.
func (p *Preferences) SetSetting(key, value string) error {
	p.mu.Lock()
	p.known[key] = value
	before, written := p.latest, make(chan struct{})
	p.latest = written
	p.mu.Unlock()
	failed := make(chan error, 1)
	Bounded(func(ctx context.Context) {
		defer close(written)
		<-before
		err := p.store.SetSetting(ctx, key, value)
		if err != nil && !errors.Is(err, sms.ErrUnderway) {
			p.log.Warn("setting not kept", "key", key, "err", err)
			p.forget(key, value)
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
func (p *Preferences) forget(key, value string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known[key] == value {
		delete(p.known, key)
	}
}

// Wait returns when everything that was set is written, or after the limit of a call.
func (p *Preferences) Wait() {
	p.mu.Lock()
	latest := p.latest
	p.mu.Unlock()
	select {
	case <-latest:
	case <-time.After(limit):
	}
}

// Bounded runs a call on a goroutine of its own, and returns when it has ended or takes longer than
// the window waits. The call goes on then.
func Bounded(call func(context.Context)) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		call(ctx)
	}()
	select {
	case <-ended:
	case <-time.After(patience):
	}
}
