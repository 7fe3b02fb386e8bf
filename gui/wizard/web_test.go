package wizard

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// TestWebStates: every page of a stick in network mode says in both languages what is going on, in words
// of its own, and never talks of a modem.
func TestWebStates(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		t.Run(language, func(t *testing.T) {
			inLanguage(t, language)
			told := map[string]string{}
			for _, n := range webWay() {
				w, _ := open(t, nil, n.facts.Now)
				w.Render(n.facts)
				if strings.Contains(words(w.right), "{{") || w.page.Title == "" || w.page.What == "" {
					t.Errorf("%s: %q", n.name, words(w.right))
				}
				if !strings.HasPrefix(n.name, "w4") {
					continue
				}
				all := words(w.right)
				if other, twice := told[all]; twice {
					t.Errorf("%s says the same as %s", n.name, other)
				}
				told[all] = n.name
				lower := strings.ToLower(all)
				for _, mode := range []string{"modem mode", "modem-modus"} {
					lower = strings.ReplaceAll(lower, mode, "")
				}
				if strings.Contains(lower, "modem") {
					t.Errorf("%s talks of a modem: %s", n.name, all)
				}
			}
		})
	}
}

func TestCardAwaited(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, at(5))
	w.Render(onCard(hw.AdapterNoAddress, 0, setup.Ticked{At: at(5)}))
	for _, want := range []string{"10 seconds", "waiting for its address", "4 seconds"} {
		if !strings.Contains(words(w.right), want) {
			t.Errorf("no %q in %s", want, words(w.right))
		}
	}
	w.Render(onCard(hw.AdapterDisabled, 22, setup.Ticked{At: at(9)}))
	for _, want := range []string{"switched off", "ncpa.cpl", "Ethernet 3", "goes on by itself"} {
		if !strings.Contains(words(w.right), want) {
			t.Errorf("no %q in %s", want, words(w.right))
		}
	}
}

// TestOneTestMessage: texts come in in one way in network mode, so that a test is one message.
func TestOneTestMessage(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, at(9))
	onNetwork := []setup.Event{
		setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: at(5)},
		setup.LinkSeen{Link: sms.Link{Registration: sms.RegHome, Signal: 74}, At: at(6)},
	}
	for _, more := range [][]setup.Event{nil, {setup.TestChanged{State: setup.TestRunning}}} {
		w.Render(online(append(onNetwork, more...)...))
		if w.page.Step != setup.StepTest {
			t.Fatalf("step %v", w.page.Step)
		}
		for _, other := range []string{"three", "other ways"} {
			if strings.Contains(words(w.right), other) {
				t.Errorf("it says %q: %s", other, words(w.right))
			}
		}
	}
}

// TestStickSteps: a stick in network mode from the start needed neither a driver nor a switch, and nobody
// claims that it did.
func TestStickSteps(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, noon)
	w.Render(after(seen(0, nil)))
	w.Render(onCard(hw.AdapterAbsent, 0))
	if w.done != "" {
		t.Errorf("said %q", w.done)
	}
	w.Render(online())
	if w.done != "The stick answers." {
		t.Errorf("said %q", w.done)
	}
}

func TestPassword(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, window := open(t, &done, at(6))
	w.Render(guarded())
	field := w.built.fields[0].field
	if window.Canvas().Focused() != field || !field.Password || !w.built.primary.Disabled() {
		t.Fatal("the field does not have the keyboard, shows what is typed, or nothing can be sent")
	}
	test.Type(field, "pä ß#1")
	test.Tap(passwordBox(t, w))
	key(field, fyne.KeyReturn)
	if want := (setup.DoLogin{Password: "pä ß#1", Keep: true}); len(done) != 1 || done[0] != want {
		t.Fatalf("Enter does %#v", done)
	}
	if field.Text != "" || w.typed[fieldPassword] != "" {
		t.Error("the password stays in the field after it was sent")
	}
	key(field, fyne.KeyReturn)
	if len(done) != 1 {
		t.Error("a second Enter sends something")
	}
	w.Render(loggedIn(setup.LoginRefused, 0, false))
	if len(done) != 1 || !strings.Contains(words(w.root), "was wrong") {
		t.Errorf("does %#v, says %s", done, words(w.root))
	}
}

func passwordBox(t *testing.T, w *Wizard) (box fyne.Tappable) {
	t.Helper()
	visit(w.right, func(o fyne.CanvasObject) {
		if c, ok := o.(fyne.Tappable); ok && strings.Contains(words(o), "Remember the password") && box == nil {
			box = c
		}
	})
	if box == nil {
		t.Fatal("no box that has the password remembered")
	}
	return box
}

// TestLockedPassword: while the stick takes no password there is no field, and the time runs down.
func TestLockedPassword(t *testing.T) {
	inLanguage(t, "en")
	now := at(9)
	w, _ := open(t, nil, now)
	w.config.Now = func() time.Time { return now }
	f := loggedIn(setup.LoginLocked, 5*time.Minute, false)
	for _, want := range []string{"5:00", "4:09", "0:01"} {
		w.Render(f)
		if len(w.built.fields) != 0 || !strings.Contains(words(w.right), "Time left: "+want) {
			t.Errorf("no %q in %s", want, words(w.right))
		}
		now = map[string]time.Time{"5:00": now.Add(51 * time.Second), "4:09": at(308)}[want]
		f = f.Apply(setup.Ticked{At: now})
	}
	now = at(309)
	w.Render(f.Apply(setup.Ticked{At: now}))
	if len(w.built.fields) != 1 {
		t.Error("no field when the time is over")
	}
}

// TestStickPage: the link opens the address of the stick's own gateway and no other.
func TestStickPage(t *testing.T) {
	inLanguage(t, "en")
	var opened []string
	w, _ := open(t, nil, at(6))
	w.config.OpenURL = func(u *url.URL) error { opened = append(opened, u.String()); return nil }
	w.Render(guarded())
	tap(t, w, "Open the stick's page …")
	if len(opened) != 1 || opened[0] != "http://192.168.8.1" {
		t.Errorf("opened %v", opened)
	}
	named := setup.New(setup.Platform{Internet: true}, nil)
	for name, want := range map[string]string{
		"hilink:http://10.0.0.1:81": "http://10.0.0.1:81", "hilink:http://evil.example": "",
	} {
		line, _, err := hw.ParseWebLine(name)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if u := (state{Facts: named.Apply(setup.LineFixed{Line: line})}).stickPage(); u != nil {
			got = u.String()
		}
		if got != want {
			t.Errorf("%s: page %q, want %q", name, got, want)
		}
	}
}

func TestPasswordIsNotInDetails(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, at(6))
	w.Render(guarded())
	w.typed[fieldPassword] = "hunter2"
	if d := w.details(); strings.Contains(d, "hunter2") || !strings.Contains(d, "network adapter: ready") ||
		!strings.Contains(d, "password wanted") {
		t.Errorf("details:\n%s", d)
	}
}
