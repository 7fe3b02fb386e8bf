package shell

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"

	"surfstick-sms/internal/presence"
)

// sleepWatch tells when the computer sleeps.
type sleepWatch struct{ ended sync.WaitGroup }

// watchSleep watches until ctx ends. logind tells it before and after; where there is no logind, the
// clock does.
func watchSleep(ctx context.Context, tell func(presence.Event), log *slog.Logger) *sleepWatch {
	w := &sleepWatch{}
	w.ended.Go(func() {
		bus, err := openBus(dbus.SystemBusPrivate)
		if err == nil {
			err = askLogind(bus)
			defer func() { _ = bus.Close() }()
		}
		if err != nil {
			log.Info("sleep is noticed by the clock", "err", err)
			watchClock(ctx, tell)
			return
		}
		hearLogind(ctx, bus, tell)
	})
	return w
}

func (w *sleepWatch) wait() { w.ended.Wait() }

// askLogind subscribes to PrepareForSleep of a logind that runs (org.freedesktop.login1(5)).
func askLogind(bus *dbus.Conn) error {
	if _, err := call(bus, "org.freedesktop.login1", "/org/freedesktop/login1",
		"org.freedesktop.DBus.Peer.Ping"); err != nil {
		return err
	}
	return bus.AddMatchSignal(dbus.WithMatchSender("org.freedesktop.login1"),
		dbus.WithMatchInterface("org.freedesktop.login1.Manager"), dbus.WithMatchMember("PrepareForSleep"))
}

func hearLogind(ctx context.Context, bus *dbus.Conn, tell func(presence.Event)) {
	signals := make(chan *dbus.Signal, 8)
	bus.Signal(signals)
	for {
		select {
		case signal, ok := <-signals:
			if !ok {
				<-ctx.Done()
				return
			}
			var begins bool
			if signal.Name != "org.freedesktop.login1.Manager.PrepareForSleep" ||
				dbus.Store(signal.Body, &begins) != nil {
				continue
			}
			if begins {
				tell(presence.Slept{})
			} else {
				tell(presence.Woke{})
			}
		case <-ctx.Done():
			return
		}
	}
}

// The clock is looked at this often; sleepGap more than that between two looks is sleep, as the other
// clock, which Go measures with, stands still meanwhile (clock_gettime(2), CLOCK_MONOTONIC).
const (
	clockLook = 30 * time.Second
	sleepGap  = 20 * time.Second
)

func watchClock(ctx context.Context, tell func(presence.Event)) {
	look := time.NewTicker(clockLook)
	defer look.Stop()
	before := time.Now()
	for {
		select {
		case <-look.C:
			now := time.Now()
			if slept(now.Round(0).Sub(before.Round(0)), now.Sub(before)) {
				tell(presence.Woke{})
			}
			before = now
		case <-ctx.Done():
			return
		}
	}
}

// slept reports whether the computer slept, by how far its clock went and how far time that it was
// awake. A clock that was set forward looks the same, and to look for the stick once more harms nobody.
func slept(clock, awake time.Duration) bool { return clock-awake > sleepGap }
