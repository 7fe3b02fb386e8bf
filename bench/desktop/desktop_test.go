//go:build desktop

package desktop

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// TestReceives goes from a text to a notification, by a click on it to the conversation, and to the
// window that is closed and comes back.
func TestReceives(t *testing.T) {
	t.Parallel()
	s := newSession(t, true)
	p := newProgram(s)
	p.ready()
	p.toChat()
	p.closeWindow()
	time.Sleep(500 * time.Millisecond) // for the picture
	s.shot("1-told")
	s.do("key", "Return") // closes the window, the first answer
	s.await("no window", func() bool { return s.windows() == 0 })
	s.await("an icon without a count", func() bool { return s.shows(0, false) })

	p.arrive("+491715550123", "See you at <b>8</b> & \u202ebring cake?")
	n := s.note()
	if n.Summary != "0171 5550123" || n.Body != "See you at &lt;b&gt;8&lt;/b&gt; &amp; bring cake?" {
		t.Errorf("it says %q: %q", n.Summary, n.Body)
	}
	if _, ok := n.Hints["sound-name"]; !ok {
		t.Error("it makes no sound")
	}
	s.await("a count of 1", func() bool { return s.shows(1, false) })
	if !strings.Contains(s.tip(), "1 unread message") {
		t.Errorf("the tip says %q", s.tip())
	}
	time.Sleep(500 * time.Millisecond) // for the picture
	s.shot("2-note")
	s.clickNote()
	s.await("the window", func() bool { return s.windows() == 1 })
	s.await("read, as its conversation is open", func() bool { return s.shows(0, false) })
	s.await("the notification is gone", func() bool { return s.displayed() == 0 })
	time.Sleep(500 * time.Millisecond)
	s.shot("3-opened")

	p.arrive("+491715550123", "Still there?") // in view
	s.quiet(3 * time.Second)

	p.closeWindow()
	s.await("no window, without a question", func() bool { return s.windows() == 0 })
	if out, err := s.command(p.binary, p.flags()...).CombinedOutput(); err != nil {
		t.Errorf("a second start: %v\n%s", err, out)
	}
	s.await("the window by a second start", func() bool { return s.windows() == 1 })
	p.closeWindow()
	s.await("no window again", func() bool { return s.windows() == 0 })
	s.click()
	s.await("the window by a click on the icon", func() bool { return s.windows() == 1 })
}

// TestMany: what comes at once is said at once, and a code can be copied.
func TestMany(t *testing.T) {
	t.Parallel()
	s := newSession(t, true)
	p := newProgram(s, "-background")
	p.ready()
	if s.windows() != 0 {
		t.Error("it has a window at the start")
	}
	for i, from := range []string{"1", "2", "3", "1", "2"} {
		p.arrive("+49171555012"+from, fmt.Sprint("Hello ", i))
	}
	n := s.note()
	if n.Summary != "5 new messages" || !strings.HasPrefix(n.Body, "From 3 people: ") {
		t.Errorf("it says %q: %q", n.Summary, n.Body)
	}
	s.await("a count of 5", func() bool { return s.shows(5, false) })
	s.shot("1-five")

	p.arrive("+491715550199", "Your code is 482113.")
	n = s.note()
	at := slices.Index(n.Actions, "Copy 482113")
	if at < 1 || n.Actions[at-1] != "code" {
		t.Fatalf("its buttons are %q", n.Actions)
	}
	s.shot("2-code")

	s.choose("Pause notifications for an hour")
	p.arrive("+491715550123", "Nobody hears of this")
	s.quiet(4 * time.Second)
	s.await("a count of 7", func() bool { return s.shows(7, false) })
	s.choose("Quit")
	p.ended()
}

// TestStickGoes: the icon says since when nothing can come in.
func TestStickGoes(t *testing.T) {
	t.Parallel()
	s := newSession(t, true)
	p := newProgram(s, "-background")
	p.ready()
	p.modem.Unplug() // and not closed: another test's modem would get its name
	s.await("a grey icon", func() bool { return s.shows(0, true) })
	s.await("since when", func() bool { return strings.Contains(s.tip(), "offline since") })
	s.shot("offline")
}

// TestNoTray: without anybody who shows icons, closing the window ends the program, and one that was
// started in the background is not lost.
func TestNoTray(t *testing.T) {
	t.Parallel()
	s := newSession(t, false)
	p := newProgram(s, "-background")
	p.logged("started in the background")
	for end := time.Now().Add(40 * time.Second); s.windows() == 0; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the window stays hidden")
		}
	}
	p.closeWindow()
	p.ended()
}

// TestPanelEnds: a hidden window comes back when the panel is gone for good.
func TestPanelEnds(t *testing.T) {
	t.Parallel()
	s := newSession(t, true)
	p := newProgram(s, "-background")
	p.ready()
	s.endPanel()
	for end := time.Now().Add(40 * time.Second); s.windows() == 0; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the window stays hidden")
		}
	}
	s.startPanel()
	s.await("the icon again", func() bool { return strings.Contains(s.tip(), "Surfstick SMS") })
}

// TestSleep: what logind says about sleep is heard, and the stick is looked for when the computer wakes.
func TestSleep(t *testing.T) {
	t.Parallel()
	s := newSession(t, true)
	const manager = "org.freedesktop.login1.Manager"
	if err := s.system.Export(struct{}{}, "/org/freedesktop/login1", manager); err != nil {
		t.Fatal(err)
	}
	if _, err := s.system.RequestName("org.freedesktop.login1", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	p := newProgram(s, "-background")
	p.ready()
	for _, begins := range []bool{true, false} {
		if err := s.system.Emit("/org/freedesktop/login1", manager+".PrepareForSleep", begins); err != nil {
			t.Fatal(err)
		}
	}
	p.logged("the computer woke")
}
