package shell

import (
	"image"
	"log/slog"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"surfstick-sms/internal/presence"
)

func openTestShell(t *testing.T) *windowsShell {
	t.Helper()
	opened := Open(Options{
		Name: "Surfstick SMS", Icon: func() image.Image { return image.NewNRGBA(image.Rect(0, 0, 32, 32)) }, Log: slog.New(slog.DiscardHandler),
	})
	if opened == nil {
		t.Fatal("no shell")
	}
	t.Cleanup(opened.Close)
	s := opened.(*windowsShell)
	s.SetTray(presence.Tray{
		Icon: image10, Picture: "one", Tip: "Surfstick SMS\nReady",
		Menu: []presence.Item{{Key: "open", Words: "Open"}, {}, {Key: "quit", Words: "Quit"}},
	})
	return s
}

func image10(side int) *image.NRGBA {
	p := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range p.Pix {
		p.Pix[i] = 0xff
	}
	return p
}

// within reports whether something is so within ten seconds.
func within(so func() bool) bool {
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if so() {
			return true
		}
	}
	return false
}

// next returns the next event.
func next(t *testing.T, s *windowsShell) presence.Event {
	t.Helper()
	select {
	case e := <-s.Events():
		return e
	case <-time.After(10 * time.Second):
		t.Fatal("no event")
	}
	return nil
}

// send sends the shell's window a message, as Windows does.
func send(s *windowsShell, message uint32, wParam, lParam uintptr) {
	_, _, _ = user32.NewProc("SendMessageW").Call(s.window.Handle, uintptr(message), wParam, lParam)
}

func TestSizes(t *testing.T) {
	if size := unsafe.Sizeof(notifyIconData{}); unsafe.Sizeof(uintptr(0)) == 8 && size != 976 {
		t.Errorf("NOTIFYICONDATAW has %d bytes, want 976", size)
	}
}

// TestFill: a field ends with 0, at the end of a character.
func TestFill(t *testing.T) {
	var field [256]uint16
	for text, want := range map[string]int{
		"482113": 6, "": 0, "a\x00b": 3,
		strings.Repeat("a", 10_000):                         255,
		strings.Repeat("👨‍👩‍👧‍👦", 100):                      11*23 + 1, // and the ellipsis
		strings.Repeat("😀", 100) + strings.Repeat("a", 100): 255,
	} {
		fill(field[:], text)
		n := 0
		for n < len(field) && field[n] != 0 {
			n++
		}
		if n != want || field[len(field)-1] != 0 {
			t.Errorf("%.10q: %d units, want %d", text, n, want)
		}
	}
}

// TestTray: the icon is there, a notification is shown, and what Windows tells comes out as events.
func TestTray(t *testing.T) {
	s := openTestShell(t)
	if e := next(t, s); e != (presence.TrayChanged{There: true}) || !s.HasTray() {
		t.Fatalf("%#v", e)
	}
	if shownBalloons() > 0 {
		t.Fatal("a balloon before any was asked for")
	}
	s.Notify(presence.Note{
		Tag: "+491715550123", Title: strings.Repeat("Anna ", 30), Body: "<b>See you</b> $(calc) at 8?\x00 \u202e" + strings.Repeat("x", 10_000),
	})
	if !within(func() bool { return shownBalloons() > 0 }) {
		t.Error("no balloon")
	}
	send(s, wmIcon, 10|20<<16, ninBalloonClick|1<<16)
	if e := next(t, s); e != (presence.Opened{Tag: "+491715550123"}) {
		t.Errorf("a click on it: %#v", e)
	}
	s.Withdraw("+491715550123")
	if !within(func() bool { return shownBalloons() == 0 }) {
		t.Error("the balloon stays")
	}
	for _, click := range []uintptr{ninSelect, ninKeySelect} {
		send(s, wmIcon, 0, click|1<<16)
		if e := next(t, s); e != (presence.Clicked{}) {
			t.Errorf("a click on the icon: %#v", e)
		}
	}
}

// TestSleepIsTold: what Windows says about sleep.
func TestSleepIsTold(t *testing.T) {
	s := openTestShell(t)
	next(t, s)
	send(s, wmPowerBroadcast, pbtSuspend, 0)
	if e := next(t, s); e != (presence.Slept{}) {
		t.Errorf("it sleeps: %#v", e)
	}
	send(s, wmPowerBroadcast, 0x000A, 0) // PBT_APMPOWERSTATUSCHANGE, such as a battery
	send(s, wmPowerBroadcast, pbtResumeAutomatic, 0)
	if e := next(t, s); e != (presence.Woke{}) {
		t.Errorf("it wakes: %#v", e)
	}
}

// TestNewTaskbar: a task bar that starts again gets the icon again.
func TestNewTaskbar(t *testing.T) {
	s := openTestShell(t)
	next(t, s)
	if s.taskbarCreated == 0 {
		t.Fatal("the message is not known")
	}
	there := func(first func()) bool {
		answer := make(chan bool)
		s.window.Do(func() { first(); answer <- s.icon.added })
		return <-answer
	}
	if there(s.icon.remove) {
		t.Fatal("the icon stays")
	}
	for _, what := range []string{"a new one", "the same one, changed"} {
		send(s, s.taskbarCreated, 0, 0)
		if !there(func() {}) {
			t.Errorf("%s: the icon is not back", what)
		}
	}
}

// TestCloseShell: nothing is left, and nothing hangs.
func TestCloseShell(t *testing.T) {
	for range 3 {
		s := openTestShell(t)
		s.Close()
		s.Notify(presence.Note{Title: "late"})
		s.SetTray(presence.Tray{})
	}
}

// shownBalloons counts the balloons on screen, of which Wine's task bar has one.
func shownBalloons() (n int) {
	class, err := windows.UTF16PtrFromString("tooltips_class32")
	if err != nil {
		return 0
	}
	var window uintptr
	for {
		window, _, _ = findWindow.Call(0, window, uintptr(unsafe.Pointer(class)), 0)
		if window == 0 {
			return n
		}
		if windows.IsWindowVisible(windows.HWND(window)) {
			n++
		}
	}
}
