package scan

import (
	"context"
	"time"

	"surfstick-sms/hw"
)

// gather is how long a watcher waits for the events that belong together: a stick that is plugged
// in brings ten or more within some milliseconds.
const gather = 100 * time.Millisecond

// NewWatcher returns the watcher of this operating system.
func NewWatcher() hw.Watcher { return watcher{systemListen} }

// watcher reports the events of a listener, those that come together as one.
type watcher struct {
	// listen calls signal as soon as no event can be missed any more and then at every event. It
	// returns when the context ends.
	listen func(ctx context.Context, signal func()) error
}

// Watch implements hw.Watcher.
func (w watcher) Watch(ctx context.Context, changed func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	events, ended := make(chan struct{}, 1), make(chan error, 1)
	go func() {
		ended <- w.listen(ctx, func() {
			select {
			case events <- struct{}{}:
			default: // one is waiting already
			}
		})
	}()
	pause := time.NewTimer(gather)
	defer pause.Stop()
	for {
		select {
		case err := <-ended:
			return unlessOver(ctx, err)
		case <-events:
		}
		pause.Reset(gather)
		select {
		case err := <-ended:
			return unlessOver(ctx, err)
		case <-pause.C:
		}
		select {
		case <-events: // came meanwhile
		default:
		}
		changed()
	}
}

// unlessOver returns why listening ended, nil when it was to end.
func unlessOver(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}
