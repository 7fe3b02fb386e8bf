package shell

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/godbus/dbus/v5"

	"surfstick-sms/internal/presence"
)

// callTime bounds a call to another program of the desktop, which may hang.
const callTime = 3 * time.Second

// busShell is the desktop by way of the session's D-Bus. Its fields without a remark are touched by
// tasks only.
type busShell struct {
	options Options
	events  *events
	tasks   *tasks
	stop    context.CancelFunc
	bus     *dbus.Conn // nil where there is no session bus
	sleep   *sleepWatch

	hasTray, canAct atomic.Bool // read by any goroutine

	tray  *trayItem // nil before anybody could see it
	shown presence.Tray
	notes notes
}

// Open returns the desktop. Where there is no session bus, it shows nothing.
func Open(options Options) presence.Shell {
	s := &busShell{options: options, events: newEvents(), tasks: newTasks()}
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.sleep = watchSleep(ctx, s.events.tell, options.Log)
	s.tasks.add(func(<-chan struct{}) { s.connect() })
	return s
}

// connect opens a connection of the program's own, so that an answer is never taken by another part.
func (s *busShell) connect() {
	bus, err := openBus(dbus.SessionBusPrivateNoAutoStartup)
	if err != nil {
		s.options.Log.Info("no desktop session: no tray, no notifications", "err", err)
		return
	}
	signals := make(chan *dbus.Signal, 64)
	bus.Signal(signals)
	go func() {
		for signal := range signals { // closed with the connection
			s.tasks.add(func(<-chan struct{}) { s.heard(signal) })
		}
	}()
	s.bus = bus
	s.notes.bus = bus
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcherName)},
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, notesName)},
		{dbus.WithMatchInterface(watcherName)},
		{dbus.WithMatchInterface(notesName)},
	} {
		if err := bus.AddMatchSignal(match...); err != nil {
			s.options.Log.Warn("desktop not watched", "err", err)
		}
	}
	s.lookForTray()
	s.lookForButtons()
}

// openBus opens a connection and says hello, which the functions of godbus for private ones leave to
// the caller.
func openBus(open func(...dbus.ConnOption) (*dbus.Conn, error)) (*dbus.Conn, error) {
	bus, err := open()
	if err != nil {
		return nil, err
	}
	if err := bus.Auth(nil); err != nil {
		return nil, errors.Join(err, bus.Close())
	}
	if err := bus.Hello(); err != nil {
		return nil, errors.Join(err, bus.Close())
	}
	return bus, nil
}

// heard takes in a signal of another program. Whoever sends it, it only makes the program look again,
// or open its own window.
func (s *busShell) heard(signal *dbus.Signal) {
	switch signal.Name {
	case "org.freedesktop.DBus.NameOwnerChanged":
		s.lookForTray()
		s.lookForButtons()
	case watcherName + ".StatusNotifierHostRegistered", watcherName + ".StatusNotifierHostUnregistered":
		s.lookForTray()
	case notesName + ".ActionInvoked":
		if tag, action, ok := s.notes.invoked(signal.Body); ok {
			s.events.tell(presence.Opened{Tag: tag, Action: action})
		}
	case notesName + ".NotificationClosed":
		s.notes.closed(signal.Body)
	}
}

// lookForTray asks whether somebody shows icons, and gives them this one when they begin to.
func (s *busShell) lookForTray() {
	there := hostThere(s.bus)
	if there && s.tray == nil {
		s.tray = openTray(s.options.Name, s.events.tell)
		s.tray.set(s.shown)
	}
	if s.hasTray.Swap(there) != there {
		s.options.Log.Info("tray", "there", there)
		s.events.tell(presence.TrayChanged{There: there})
	}
}

func (s *busShell) lookForButtons() {
	s.notes.ask()
	s.canAct.Store(s.notes.actions)
}

// SetTray implements presence.Shell.
func (s *busShell) SetTray(t presence.Tray) {
	s.tasks.add(func(<-chan struct{}) {
		s.shown = t
		if s.tray != nil {
			s.tray.set(t)
		}
	})
}

// HasTray implements presence.Shell.
func (s *busShell) HasTray() bool { return s.hasTray.Load() }

// Notify implements presence.Shell.
func (s *busShell) Notify(n presence.Note) {
	s.tasks.add(func(<-chan struct{}) {
		if s.bus == nil {
			return
		}
		if err := s.notes.show(n, s.options); err != nil {
			s.options.Log.Warn("notification not shown", "err", err)
		}
	})
}

// Withdraw implements presence.Shell.
func (s *busShell) Withdraw(tag string) {
	s.tasks.add(func(<-chan struct{}) {
		if s.bus != nil {
			s.notes.withdraw(tag)
		}
	})
}

// CanAct implements presence.Shell.
func (s *busShell) CanAct() bool { return s.canAct.Load() }

// Attention implements presence.Shell. What the window library offers here has no such call.
func (s *busShell) Attention() {}

// Events implements presence.Shell.
func (s *busShell) Events() <-chan presence.Event { return s.events.out }

// Close implements presence.Shell.
func (s *busShell) Close() {
	ended := make(chan struct{})
	s.tasks.add(func(<-chan struct{}) {
		defer close(ended)
		if s.bus != nil {
			s.notes.withdrawAll()
		}
		if s.tray != nil {
			s.tray.close()
		}
	})
	select {
	case <-ended:
	case <-time.After(2 * callTime): // something of the desktop hangs
	}
	s.stop()
	s.tasks.close()
	s.sleep.wait()
	s.events.tasks.close()
	if s.bus != nil {
		_ = s.bus.Close()
	}
}

// call calls a method of another program, and returns what it answered.
func call(bus *dbus.Conn, to, path, method string, args ...any) ([]any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), callTime)
	defer cancel()
	c := bus.Object(to, dbus.ObjectPath(path)).CallWithContext(ctx, method, 0, args...)
	return c.Body, c.Err
}
