package gui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

var errNoRestart = errors.New("no such command")

// connected returns the facts of a modem in use.
func connected() setup.Facts {
	now := time.Now()
	return facts(
		setup.LineFixed{Line: hw.Line{Name: "COM8"}}, setup.Ticked{At: now},
		setup.SessionStarted{Line: hw.Line{Name: "COM8"}, Modem: sms.Identity{IMEI: "1"}},
		setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: now},
		setup.LinkSeen{Link: sms.Link{Registration: sms.RegHome}, At: now},
	)
}

// TestRestartIsAsked: the stick is told to begin anew after a yes only, and the answer that does no
// harm has the focus.
func TestRestartIsAsked(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(connected())
	b.HandleEvent(sms.StickHangs{On: true})
	if !strings.Contains(visible(b.window), tr.T("chat.banner.hangs")) {
		t.Fatalf("nothing told: %s", visible(b.window))
	}
	for _, yes := range []bool{false, true} {
		b.askRestart()
		if !strings.Contains(visible(b.window), tr.T("app.restart.title")) {
			t.Fatalf("no question: %s", visible(b.window))
		}
		if yes {
			b.window.Canvas().FocusNext()
		}
		b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if b.window.Canvas().Overlays().Top() != nil {
			t.Fatal("the question stays")
		}
		if told := len(b.done) == 1; told != yes {
			t.Fatalf("said yes: %v, done %v", yes, b.done)
		}
	}
	if b.done[0] != (setup.DoRestart{}) {
		t.Errorf("done %v", b.done)
	}
	b.askRestart()
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.done) != 1 || b.window.Canvas().Overlays().Top() != nil {
		t.Errorf("after Escape: %v", b.done)
	}
}

// TestRestartIsShown: while the stick is away, and when it could not be told.
func TestRestartIsShown(t *testing.T) {
	b := newBench(t, nil)
	f := connected()
	b.HandleFacts(f)
	if b.restart() == nil {
		t.Error("cannot be asked for by hand")
	}
	f = f.Apply(setup.RestartBegun{At: f.Now})
	b.HandleFacts(f)
	if !strings.Contains(visible(b.window), tr.T("chat.banner.restarts")) || b.restart() != nil {
		t.Errorf("not shown: %s", visible(b.window))
	}
	b.HandleFacts(f.Apply(setup.RestartEnded{Err: errNoRestart, At: f.Now}))
	if !strings.Contains(visible(b.window), tr.T("chat.banner.noRestart")) {
		t.Errorf("not told: %s", visible(b.window))
	}
	b.HandleFacts(setup.New(setup.Platform{}, nil))
	if b.restart() != nil {
		t.Error("can be asked for without a stick")
	}
}

// TestRestartInTheWizard: a line that says nothing offers it.
func TestRestartInTheWizard(t *testing.T) {
	b := newBench(t, nil)
	now := time.Now()
	line := hw.Line{Name: "COM8"}
	b.HandleFacts(facts(
		setup.Ticked{At: now}, setup.LineFixed{Line: line}, setup.ProbeStarted{},
		setup.Probed{Probe: setup.Probe{Line: line, Result: setup.ProbeSilent}}, setup.ProbeEnded{},
	))
	tap(t, b.window, tr.T("wizard.do.restart"))
	if !strings.Contains(visible(b.window), tr.T("app.restart.title")) {
		t.Errorf("not asked: %s", visible(b.window))
	}
}

// TestSelfTestByHand: the page that is asked for from the settings has the keyboard at once.
func TestSelfTestByHand(t *testing.T) {
	b := newBench(t, nil)
	f := connected()
	f.Run.Arrived = true
	b.HandleFacts(f)
	b.test()()
	if len(b.done) != 1 || b.done[0] != (setup.DoAskTest{}) {
		t.Fatalf("done %v", b.done)
	}
	b.HandleFacts(f.Apply(setup.TestAsked{}))
	if b.window.Canvas().Focused() == nil {
		t.Fatalf("nothing has the keyboard: %s", visible(b.window))
	}
	for _, r := range "01713920055" {
		b.window.Canvas().Focused().TypedRune(r)
	}
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(b.done) != 2 || b.done[1] != (setup.DoTest{Number: "01713920055"}) {
		t.Errorf("done %v", b.done)
	}
}
