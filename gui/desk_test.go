package gui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/gui/notify"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/tr"
	"surfstick-sms/gui/tray"
	"surfstick-sms/internal/presence"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// fakeShell is a desktop that keeps what it was told.
type fakeShell struct {
	presence.Nowhere
	tray      bool
	buttons   bool
	shown     presence.Tray
	notes     []presence.Note
	withdrawn []string
}

func (s *fakeShell) SetTray(t presence.Tray) { s.shown = t }
func (s *fakeShell) HasTray() bool           { return s.tray }
func (s *fakeShell) CanAct() bool            { return s.buttons }
func (s *fakeShell) Notify(n presence.Note)  { s.notes = append(s.notes, n) }
func (s *fakeShell) Withdraw(tag string)     { s.withdrawn = append(s.withdrawn, tag) }

// deskBench is a window beside which there is a desktop.
type deskBench struct {
	*bench
	shell *fakeShell
	now   time.Time
	quit  int
	last  int64
}

func newDeskBench(t *testing.T, change func(*Config)) *deskBench {
	t.Helper()
	d := &deskBench{
		shell: &fakeShell{tray: true, buttons: true},
		now:   time.Date(2026, 5, 3, 14, 5, 0, 0, time.Local),
	}
	d.bench = newBench(t, func(c *Config) {
		c.Shell, c.Now, c.Quit = d.shell, func() time.Time { return d.now }, func() { d.quit++ }
		if change != nil {
			change(c)
		}
	})
	d.HandleFacts(online())
	d.HandleEvent(sms.LinkChanged{Link: sms.Link{Up: true, Registration: sms.RegHome}})
	return d
}

// online returns the facts with a stick that has network, in the chat.
func online() setup.Facts {
	f := connected()
	f.Run.Arrived = true
	return f
}

// receive tells of a new text, as the messenger does.
func (d *deskBench) receive(from, text string) {
	d.last++
	m := sms.Message{
		ID: d.last, Number: sms.Number(from), Text: text, Status: sms.Received, Time: d.now, Done: 1, Parts: 1,
	}
	d.HandleEvent(sms.MessageChanged{Message: m, New: true})
}

func (d *deskBench) entry(key string) presence.Item {
	i := slices.IndexFunc(d.shell.shown.Menu, func(i presence.Item) bool { return i.Key == key })
	return d.shell.shown.Menu[i]
}

func TestTraySaysHowThingsStand(t *testing.T) {
	d := newDeskBench(t, nil)
	if want := "Surfstick SMS\nReady: messages come in"; d.shell.shown.Tip != want {
		t.Errorf("connected: %q", d.shell.shown.Tip)
	}
	gone := facts(setup.Ticked{At: d.now})
	gone.Run.Arrived = true
	d.HandleFacts(gone)
	d.now = d.now.Add(time.Hour)
	d.HandleFacts(gone)
	if want := "Surfstick SMS\nNo stick, offline since 2:05 PM"; d.shell.shown.Tip != want {
		t.Errorf("without a stick: %q, want %q", d.shell.shown.Tip, want)
	}
	if words := visible(d.window); !strings.Contains(words, "Offline since 2:05 PM. The stick is not plugged in.") {
		t.Errorf("the banner says nothing: %s", words)
	}
	d.now = d.now.Add(24 * time.Hour)
	d.HandleFacts(gone)
	if want := "Surfstick SMS\nNo stick, offline since Yesterday, 2:05 PM"; d.shell.shown.Tip != want {
		t.Errorf("a day later: %q, want %q", d.shell.shown.Tip, want)
	}
	d.HandleFacts(online())
	if strings.Contains(d.shell.shown.Tip, "offline") || strings.Contains(visible(d.window), "Offline since") {
		t.Errorf("back again: %q", d.shell.shown.Tip)
	}
}

// TestTrayWrites: whatever page was left open, the menu of the icon leads to a new message.
func TestTrayWrites(t *testing.T) {
	d := newDeskBench(t, nil)
	d.openSettings()
	d.desk.hide()
	d.desk.heard(presence.Chosen{Key: tray.Write})
	if words := visible(d.window); d.pages.Top() != nil || !strings.Contains(words, tr.T("chat.to")) {
		t.Errorf("no new message: %s", words)
	}
}

func TestTrayCounts(t *testing.T) {
	d := newDeskBench(t, nil)
	d.setUnread(3)
	if !strings.HasSuffix(d.shell.shown.Tip, "\n3 unread messages") || d.shell.shown.Picture != fmt.Sprint(3, false) {
		t.Errorf("3 unread: %q, %q", d.shell.shown.Tip, d.shell.shown.Picture)
	}
}

func TestNotifies(t *testing.T) {
	d := newDeskBench(t, nil)
	d.chat.SetActive(false)
	d.receive("+491715550123", "See you at <b>8</b>\x00?")
	if len(d.shell.notes) > 0 {
		t.Fatal("it does not wait for others")
	}
	d.desk.say()
	want := presence.Note{Tag: "+491715550123", Title: "0171 5550123", Body: "See you at <b>8</b>?"}
	if len(d.shell.notes) != 1 || fmt.Sprint(d.shell.notes[0]) != fmt.Sprint(want) {
		t.Fatalf("%+v", d.shell.notes)
	}
	d.desk.say()
	if len(d.shell.notes) != 1 {
		t.Error("said twice")
	}
	d.setUnread(0)
	if !slices.Equal(d.shell.withdrawn, []string{want.Tag}) {
		t.Errorf("read, and still on screen: %q", d.shell.withdrawn)
	}
}

// TestNotifiesNot: what is in view when the wait is over needs no notification, and neither does what
// was switched off.
func TestNotifiesNot(t *testing.T) {
	for name, change := range map[string]func(*deskBench){
		"open and in view":    func(d *deskBench) { d.chat.Open("+491715550123"); d.chat.SetActive(true) },
		"switched off":        func(d *deskBench) { _ = d.preferences.SetSetting(settings.KeyNotify, "off") },
		"quiet hours":         func(d *deskBench) { _ = d.preferences.SetSetting(settings.KeyQuiet, "14:00-15:00") },
		"paused in the menu":  func(d *deskBench) { d.desk.heard(presence.Chosen{Key: tray.Pause}) },
		"nothing was waiting": func(d *deskBench) { d.desk.arrivals = nil },
	} {
		d := newDeskBench(t, nil)
		d.chat.SetActive(false)
		d.receive("+491715550123", "Hello")
		change(d)
		d.settle()
		if d.desk.say(); len(d.shell.notes) > 0 {
			t.Errorf("%s: %+v", name, d.shell.notes)
		}
	}
}

func TestPause(t *testing.T) {
	d := newDeskBench(t, nil)
	d.desk.heard(presence.Chosen{Key: tray.Pause})
	if want := "Notify again (paused until 3:05 PM)"; d.entry(tray.Pause).Words != want {
		t.Errorf("paused: %q", d.entry(tray.Pause).Words)
	}
	d.desk.heard(presence.Chosen{Key: tray.Pause})
	if want := "Pause notifications for an hour"; d.entry(tray.Pause).Words != want {
		t.Errorf("not paused: %q", d.entry(tray.Pause).Words)
	}
	_ = d.preferences.SetSetting(settings.KeyNotify, "off")
	d.choose(settings.KeyNotify, "off")
	if !d.entry(tray.Pause).Off {
		t.Error("what is switched off can be paused")
	}
}

// TestClickOpens: a click on a notification opens its conversation, from the set-up as well.
func TestClickOpens(t *testing.T) {
	d := newDeskBench(t, nil)
	d.desk.hide()
	d.desk.heard(presence.Opened{Tag: "+491715550123"})
	if d.desk.hidden || !d.chat.About("+491715550123").Open {
		t.Error("not opened")
	}
	asked := arrived() // the set-up of a stick that is away
	asked.Intent.Asked = true
	d.HandleFacts(asked)
	d.done = nil
	d.desk.heard(presence.Opened{Tag: "+491715550199"})
	if !slices.Contains(d.done, setup.Action(setup.DoShowSetup{})) {
		t.Errorf("the set-up stays: %v", d.done)
	}
	d.HandleFacts(online())
	if !d.chat.About("+491715550199").Open {
		t.Error("not opened after the set-up")
	}
	d.desk.heard(presence.Opened{Tag: notify.TagMany})
	if !d.chat.About("+491715550199").Open {
		t.Error("a notification about several opens another")
	}
}

// TestCopyCode: the button copies the code and nothing else, for a minute.
func TestCopyCode(t *testing.T) {
	var d *deskBench
	d = newDeskBench(t, func(c *Config) {
		c.Copy = func(text string) error { d.app.Clipboard().SetContent(text); return nil }
	})
	d.chat.SetActive(false)
	d.receive("MyBank", "Your code is 482113.")
	d.desk.say()
	if len(d.shell.notes) != 1 || len(d.shell.notes[0].Actions) != 1 || d.shell.notes[0].Actions[0].Words != "Copy 482113" {
		t.Fatalf("%+v", d.shell.notes)
	}
	d.desk.hide()
	d.desk.heard(presence.Opened{Tag: "MyBank", Action: notify.ActionCode})
	if got := d.app.Clipboard().Content(); got != "482113" || !d.desk.hidden {
		t.Errorf("on the clipboard: %q; hidden %t", got, d.desk.hidden)
	}
	d.desk.endCode() // the minute is over
	if got := d.app.Clipboard().Content(); got != "" {
		t.Errorf("a minute later: %q", got)
	}
	if err := d.desk.copyCode("482113"); err != nil {
		t.Fatal(err)
	}
	if err := d.desk.copyCode("482113"); err != nil || d.app.Clipboard().Content() != "482113" {
		t.Errorf("copied twice: %q, %v", d.app.Clipboard().Content(), err)
	}
	d.app.Clipboard().SetContent("somebody else's")
	d.desk.endCode()
	if got := d.app.Clipboard().Content(); got != "somebody else's" {
		t.Errorf("what was copied since is gone: %q", got)
	}
}

// TestCloseToTray: the first time it is said, after that the window goes and comes back.
func TestCloseToTray(t *testing.T) {
	d := newDeskBench(t, nil)
	d.desk.close()
	words := visible(d.window)
	if d.desk.hidden || !strings.Contains(words, tr.T("tray.told.title")) {
		t.Fatalf("nothing is said: %s", words)
	}
	tapAbove(t, d.window, tr.T("tray.told.stay"))
	if !d.desk.hidden {
		t.Fatal("it is not hidden")
	}
	d.desk.heard(presence.Clicked{})
	if d.desk.hidden {
		t.Fatal("a click does not bring it back")
	}
	d.desk.close()
	if !d.desk.hidden || d.window.Canvas().Overlays().Top() != nil {
		t.Error("it is said again")
	}
	d.raise() // by a second start
	if d.desk.hidden {
		t.Error("a second start does not bring it back")
	}
}

// TestQuit: the menu ends the program, and what comes after that is dropped.
func TestQuit(t *testing.T) {
	d := newDeskBench(t, nil)
	d.desk.hide()
	d.desk.heard(presence.Chosen{Key: tray.Quit})
	if d.quit != 1 || !d.closed.Load() {
		t.Errorf("told to quit %d times, closed %t", d.quit, d.closed.Load())
	}
}

// TestNaps: while there is no window, the window library rests, and what is posted ends that at once.
func TestNaps(t *testing.T) {
	d := newDeskBench(t, nil)
	next := func() func() {
		select {
		case f := <-d.posts:
			return f
		default:
			return nil
		}
	}
	d.desk.naps = true
	d.desk.hide()
	nap := next()
	if nap == nil || next() != nil {
		t.Fatal("not one nap")
	}
	<-d.desk.stirred // by what came before
	began := time.Now()
	nap()
	if took := time.Since(began); took < napTime {
		t.Errorf("it rests for %v only", took)
	}
	if nap = next(); nap == nil {
		t.Fatal("it rests once only")
	}
	began = time.Now()
	d.config.Post(func() {})
	nap()
	if took := time.Since(began); took >= napTime {
		t.Errorf("what is posted waits for %v", took)
	}
	d.desk.bring()
	for f := next(); f != nil; f = next() {
		f()
	}
	d.desk.nap()
	if next() != nil {
		t.Error("it rests with a window")
	}
}

// TestNeverLost: what nobody can bring back is not hidden, or comes back by itself.
func TestNeverLost(t *testing.T) {
	for name, c := range map[string]struct {
		tray    bool
		setting string
	}{"no tray": {false, ""}, "not wanted": {true, "off"}} {
		d := newDeskBench(t, nil)
		d.shell.tray = c.tray
		_ = d.preferences.SetSetting(settings.KeyTray, c.setting)
		if d.desk.close(); d.desk.hidden {
			t.Errorf("%s: hidden", name)
		}
	}
	d := newDeskBench(t, nil)
	d.desk.hide()
	d.desk.neverLost()
	if !d.desk.hidden {
		t.Error("it comes back although there is a tray")
	}
	d.shell.tray = false
	d.desk.neverLost()
	if d.desk.hidden {
		t.Error("it is lost")
	}
}

// TestSleep: what goes with sleep is not said, and the stick is looked for at once.
func TestSleep(t *testing.T) {
	d := newDeskBench(t, nil)
	before := d.shell.shown.Tip
	gone := facts(setup.Ticked{At: d.now})
	gone.Run.Arrived = true
	d.desk.heard(presence.Slept{})
	d.HandleFacts(gone)
	d.done = nil
	d.desk.heard(presence.Woke{})
	d.HandleFacts(gone)
	if !slices.Contains(d.done, setup.Action(setup.DoScan{})) {
		t.Errorf("the stick is not looked for: %v", d.done)
	}
	if d.shell.shown.Tip != before || strings.Contains(visible(d.window), "not plugged in") {
		t.Errorf("said: %q, %s", d.shell.shown.Tip, visible(d.window))
	}
	d.desk.rested()
	if !strings.Contains(d.shell.shown.Tip, "No stick") || !strings.Contains(visible(d.window), "not plugged in") {
		t.Errorf("still not said: %q", d.shell.shown.Tip)
	}
	d.desk.heard(presence.Woke{})
	d.HandleFacts(online())
	d.HandleFacts(gone)
	if !strings.Contains(d.shell.shown.Tip, "No stick") {
		t.Errorf("what goes after it came back is not said: %q", d.shell.shown.Tip)
	}
}

// fakeAutostart is one that can fail.
type fakeAutostart struct {
	on  bool
	err error
}

func (a *fakeAutostart) On() bool { return a.on }

func (a *fakeAutostart) Set(on bool) error {
	if a.err == nil {
		a.on = on
	}
	return a.err
}

func TestDeskRows(t *testing.T) {
	a := &fakeAutostart{}
	d := newDeskBench(t, func(c *Config) { c.Autostart = a })
	row := func(key string) settings.Row {
		rows := d.desk.rows()
		i := slices.IndexFunc(rows, func(r settings.Row) bool { return r.Key == key })
		if i < 0 {
			return settings.Row{}
		}
		return rows[i]
	}
	row("autostart").Set(true)
	if !a.on || !row("autostart").IsOn() {
		t.Error("it does not start with the session")
	}
	a.err = errors.New("access denied")
	row("autostart").Set(false)
	if !row("autostart").IsOn() {
		t.Error("what failed is shown as done")
	}
	if row(settings.KeyTray).Key == "" {
		t.Error("no row about closing the window")
	}
	d.shell.tray = false
	if row(settings.KeyTray).Key != "" {
		t.Error("a row about a tray that is not there")
	}
	if row(settings.KeyQuiet).Value() != "none" {
		t.Errorf("quiet hours: %q", row(settings.KeyQuiet).Value())
	}
	row(settings.KeyQuiet).Do()
	tapAbove(t, d.window, tr.T("settings.quiet.keep"))
	if got := row(settings.KeyQuiet).Value(); got != "22:00 – 07:00" {
		t.Errorf("quiet hours: %q", got)
	}
	row(settings.KeyQuiet).Do()
	tapAbove(t, d.window, tr.T("settings.quiet.off"))
	if got := row(settings.KeyQuiet).Value(); got != "none" {
		t.Errorf("quiet hours: %q", got)
	}
}
