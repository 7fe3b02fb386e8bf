//go:build desktop

package desktop

import (
	"strconv"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

const notesFace = "org.freedesktop.Notifications"

// note is a notification as the program asked for it.
type note struct {
	Replaces      uint32
	Summary, Body string
	Actions       []string
	Hints         map[string]dbus.Variant
}

// watchNotes has a bus tell all calls that ask for notifications.
func (s *session) watchNotes(bus *dbus.Conn) {
	s.t.Helper()
	s.notes = make(chan note, 100)
	calls := make(chan *dbus.Message, 100)
	rules := []string{"type='method_call',interface='" + notesFace + "',member='Notify'"}
	err := bus.BusObject().Call("org.freedesktop.DBus.Monitoring.BecomeMonitor", 0, rules, uint32(0)).Err
	if err != nil {
		s.t.Fatal(err)
	}
	bus.Eavesdrop(calls)
	go func() {
		for call := range calls {
			var n note
			var app, icon string
			var timeout int32
			err := dbus.Store(call.Body, &app, &n.Replaces, &icon, &n.Summary, &n.Body, &n.Actions, &n.Hints, &timeout)
			if err == nil {
				s.notes <- n
			}
		}
	}()
}

// note waits for the next notification.
func (s *session) note() note {
	s.t.Helper()
	select {
	case n := <-s.notes:
		return n
	case <-time.After(20 * time.Second):
		s.shot("no-note")
		s.t.Fatal("no notification within 20 s")
	}
	return note{}
}

// quiet checks that no notification comes for a while.
func (s *session) quiet(d time.Duration) {
	s.t.Helper()
	select {
	case n := <-s.notes:
		s.t.Errorf("a notification: %+v", n)
	case <-time.After(d):
	}
}

// displayed returns how many notifications dunst has on screen.
func (s *session) displayed() int {
	out, err := s.command("dunstctl", "count", "displayed").Output()
	n, convErr := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil || convErr != nil {
		s.t.Fatalf("dunstctl: %q, %v", out, err)
	}
	return n
}

// clickNote clicks the notification on screen, with the mouse.
func (s *session) clickNote() {
	s.t.Helper()
	s.await("a notification on screen", func() bool { return s.displayed() > 0 })
	window := strings.Fields(s.do("search", "--onlyvisible", "--class", "Dunst"))[0]
	s.do("mousemove", "--window", window, "60", "20", "click", "1")
}
