package wizard

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/look"
	"surfstick-sms/hw"
	"surfstick-sms/hw/guide"
	"surfstick-sms/hw/udev"
	"surfstick-sms/hw/zadig"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// TestGallery puts the set-up into every state, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "wizard", func(g *gallery.Gallery) {
		g.App()
		drawWays(g)
		drawDrivers(g)
		drawDetails(g)
		drawBack(g)
		for _, p := range setup.Problems() {
			w, window := open(g.T, nil, noon)
			w.render(problemState(p))
			g.Shot(window, fmt.Sprintf("p-%v", p))
		}
	})
}

// drawWays draws the pages of every way from a stick to the chat.
func drawWays(g *gallery.Gallery) {
	for _, n := range slices.Concat(way(), webWay(), modes(), others(), refusedStates(true),
		serialWay(windows().Platform), pickingSerial()) {
		w, window := open(g.T, nil, n.facts.Now)
		w.Render(n.facts)
		if strings.HasPrefix(n.name, "s1-pick") {
			w.pickSerial()
		}
		g.Shot(window, n.name)
		if n.name == "2-driver" {
			w.askConsent()
			g.Shot(window, "2-driver-consent")
		}
	}
}

func drawDrivers(g *gallery.Gallery) {
	for _, c := range driverCases() {
		w, window := open(g.T, nil, c.facts.Now)
		w.Render(c.facts)
		for _, do := range c.presses {
			do(w)
		}
		g.Shot(window, "driver-"+c.name)
	}
}

func drawDetails(g *gallery.Gallery) {
	w, window := open(g.T, nil, noon)
	w.Render(plugged())
	w.open = true
	w.build(false)
	g.Shot(window, "8-details")
	w.help()
	g.Shot(window, "8-help")
}

// drawBack draws the pages of the steps that are done.
func drawBack(g *gallery.Gallery) {
	w, window := open(g.T, nil, noon)
	w.Render(ready())
	for _, step := range w.state.doneSteps() {
		w.lookAt(step)
		g.Shot(window, fmt.Sprintf("9-back-%v", step))
	}
	w.lookAt(setup.StepConnection)
	w.otherLine()
	g.Shot(window, "9-back-lines")
}

// open makes a wizard in a window; what it wants done goes to done.
func open(t *testing.T, done *[]setup.Action, now time.Time) (*Wizard, fyne.Window) {
	t.Helper()
	window := test.NewTempWindow(t, nil)
	window.SetPadded(false)
	w := New(Config{
		Do: func(a setup.Action) {
			if done != nil {
				*done = append(*done, a)
			}
		},
		Window: window, Now: func() time.Time { return now },
		FindZadig: func() string { return "" }, Mask: applog.Redact, Kinds: kinds,
		Report: func() string { return "a report" },
		Instructions: Instructions{
			Rule: udev.Rule, RuleCommand: udev.Command,
			Archive: guide.Files()[0].Name, UndoLine: zadig.UndoLine, CertificateLine: zadig.CertificateLine,
		},
	})
	window.SetContent(w.Object())
	window.Resize(fyne.NewSize(look.OpenWidth, look.OpenHeight))
	return w, window
}

// problemState is a state with this problem, on the page where it belongs.
func problemState(p setup.Problem) state {
	s := state{Facts: plugged(), step: setup.StepStick, problem: p}
	switch {
	case p >= setup.ProblemPassword && p <= setup.ProblemPasswordNew:
		s.Facts, s.step = guarded(), setup.StepConnection
	case p >= setup.ProblemCardUnknown && p <= setup.ProblemWebSilent:
		s.Facts, s.step = onCard(hw.AdapterReady, 0), setup.StepConnection
	case p >= setup.ProblemTestFailed:
		s.Facts, s.step = ready(), setup.StepTest
	case p >= setup.ProblemNoSIM:
		s.Facts, s.step = simWants(sms.SIMNeedsPIN, 2, 9), setup.StepSIM
	case p >= setup.ProblemDriverSearch:
		s.Facts, s.step = switched(), setup.StepConnection
	case p >= setup.ProblemNotSent:
		s.step = setup.StepSwitch
	case p >= setup.ProblemCDMode:
		s.step = setup.StepDriver
	}
	return s
}
