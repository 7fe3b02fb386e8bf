// Package hook runs a program of the user's for each received text. The program gets the text as one line of
// JSON on its standard input. Its arguments are fixed, nothing of a text is in them or in its environment, and
// there is no shell: what a stranger wrote is never read as a command.
//
// It happens after the text was kept, for one text at a time. A program has 30 seconds, and is killed then
// with all that it has started. Whatever happens to it, receiving goes on; what it printed is in the log, cut
// and without the words of the text. A text is handed over once at most: the number of the last one that was
// begun is kept, so that texts that came in while this program was closed are handed over at its next start,
// and none is repeated. A program that could not be started has begun nothing, and its texts wait for it.
//
// It knows nothing of the format of a text: its caller makes the JSON.
package hook

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"surfstick-sms/sms"
)

// Arrivals is where received texts come from, as in the messenger.
type Arrivals interface {
	// Arrivals returns a page of the received texts behind a number.
	Arrivals(ctx context.Context, after int64, limit int) ([]sms.Arrival, error)
	// LastArrival returns the greatest number so far.
	LastArrival(ctx context.Context) (int64, error)
	// Changes receives after anything has changed, and is closed with the context.
	Changes(ctx context.Context) <-chan struct{}
}

// Settings keeps values between starts; "" is none.
type Settings interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// The settings that this package keeps.
const (
	keyCommand = "hook.command" // JSON of Command
	keyPaused  = "hook.paused"
	keyBegun   = "hook.seq" // the number of the last text that was begun
)

const (
	// runTime is how long a program may take for a text.
	runTime = 30 * time.Second
	// graceTime is how long it still has when this program ends.
	graceTime = 3 * time.Second
	page      = 20
)

// Config is what a Hook works with.
type Config struct {
	Arrivals Arrivals
	Settings Settings
	// Encode returns a text as the program gets it: JSON without line breaks.
	Encode func(context.Context, sms.Arrival) ([]byte, error)
	Log    *slog.Logger
	// Limit is how long a program may take; 0 for 30 seconds.
	Limit time.Duration
}

// Hook runs the program. Use New to make one.
type Hook struct {
	cfg  Config
	log  *slog.Logger
	wake chan struct{}

	mu    sync.Mutex // guards what follows, and their settings
	state State
	read  bool // the settings were read
	// stuck is the number of the last text when the program could not be started: it is tried again when
	// another one comes in.
	stuck int64
}

// State is what is known about the hook.
type State struct {
	Command Command
	Paused  bool // nothing is run until Resume
	// Last says how the last run since the start of this program ended; its zero value is that there was
	// none.
	Last Result
}

// New returns a Hook that does nothing before Run.
func New(cfg Config) *Hook {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Limit == 0 {
		cfg.Limit = runTime
	}
	return &Hook{cfg: cfg, log: cfg.Log, wake: make(chan struct{}, 1)}
}

// Run hands texts over until the context ends. It may be called once.
func (h *Hook) Run(ctx context.Context) {
	changes := h.cfg.Arrivals.Changes(ctx)
	for {
		if err := h.handOver(ctx); err != nil && ctx.Err() == nil {
			h.log.Warn("hook", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-h.wake:
		case _, open := <-changes:
			if !open {
				return
			}
		}
	}
}

// State returns the state.
func (h *Hook) State(ctx context.Context) (State, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.known(ctx)
}

// known returns the state, read from the settings the first time. It is called under the lock.
func (h *Hook) known(ctx context.Context) (State, error) {
	if h.read {
		return h.state, nil
	}
	kept, err := h.cfg.Settings.Setting(ctx, keyCommand)
	if err != nil {
		return State{}, err
	}
	paused, err := h.cfg.Settings.Setting(ctx, keyPaused)
	if err != nil {
		return State{}, err
	}
	if kept != "" {
		if err := json.Unmarshal([]byte(kept), &h.state.Command); err != nil {
			return State{}, fmt.Errorf("read the command: %w", err)
		}
	}
	h.state.Paused, h.read = paused != "", true
	return h.state, nil
}

// SetCommand has another program run from now on; one whose Program is "" has none run. A program that is new
// where there was none gets what comes in from now on, and another one what the one before has not begun. The
// errors are those of Command.Check.
func (h *Hook) SetCommand(ctx context.Context, c Command) error {
	if c.Program != "" {
		if err := c.Check(); err != nil {
			return err
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	old, err := h.known(ctx)
	if err != nil {
		return err
	}
	if old.Command.Program == "" {
		last, err := h.cfg.Arrivals.LastArrival(ctx)
		if err != nil {
			return err
		}
		if err := h.keepBegun(ctx, last); err != nil {
			return err
		}
	}
	value := ""
	if c.Program != "" {
		raw, err := json.Marshal(c)
		if err != nil {
			return err
		}
		value = string(raw)
	}
	if err := h.cfg.Settings.SetSetting(ctx, keyCommand, value); err != nil {
		return err
	}
	h.state.Command, h.state.Last, h.stuck = c, Result{}, 0
	return h.setPaused(ctx, false)
}

// Pause runs nothing more until Resume, also after another start. What comes in waits.
func (h *Hook) Pause(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s, err := h.known(ctx); err != nil || s.Command.Program == "" {
		return err
	}
	h.log.Warn("hook paused")
	return h.setPaused(ctx, true)
}

// Resume ends a pause. What came in meanwhile is handed over.
func (h *Hook) Resume(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, err := h.known(ctx); err != nil {
		return err
	}
	return h.setPaused(ctx, false)
}

// setPaused is called under the lock. A pause holds even where it cannot be kept.
func (h *Hook) setPaused(ctx context.Context, on bool) error {
	h.state.Paused = on
	select {
	case h.wake <- struct{}{}:
	default:
	}
	return h.cfg.Settings.SetSetting(ctx, keyPaused, map[bool]string{true: "yes"}[on])
}
