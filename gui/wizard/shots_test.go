package wizard

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/hw/guide"
	"surfstick-sms/hw/udev"
	"surfstick-sms/hw/zadig"
	"surfstick-sms/internal/applog"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// TestShots leaves a picture of every page in the folder SURFSTICK_SHOTS, for people to look at.
// SURFSTICK_LOOK=de-light makes only those of that language and theme.
func TestShots(t *testing.T) {
	folder := os.Getenv("SURFSTICK_SHOTS")
	if folder == "" {
		t.Skip("SURFSTICK_SHOTS is not set")
	}
	for _, how := range [][2]string{{"de", "light"}, {"en", "light"}, {"de", "dark"}, {"en", "dark"}} {
		name := how[0] + "-" + how[1]
		if only := os.Getenv("SURFSTICK_LOOK"); only != "" && only != name {
			continue
		}
		app := test.NewTempApp(t)
		app.Settings().SetTheme(look.Theme{Force: how[1]})
		if err := tr.Use(how[0]); err != nil {
			t.Fatal(err)
		}
		for _, n := range slices.Concat(way(), webWay(), modes(), others(), refusedStates(true),
			serialWay(windows().Platform), pickingSerial()) {
			w, window := open(t, nil, n.facts.Now)
			w.Render(n.facts)
			if strings.HasPrefix(n.name, "s1-pick") {
				w.pickSerial()
			}
			shoot(t, window, filepath.Join(folder, name+"-"+n.name+".png"))
			if n.name == "2-driver" {
				w.askConsent()
				shoot(t, window, filepath.Join(folder, name+"-2-driver-consent.png"))
			}
		}
		w, window := open(t, nil, noon)
		w.Render(plugged())
		w.open = true
		w.build(false)
		shoot(t, window, filepath.Join(folder, name+"-8-details.png"))
		w.help()
		shoot(t, window, filepath.Join(folder, name+"-8-help.png"))
		if os.Getenv("SURFSTICK_PROBLEMS") == "" {
			continue
		}
		for _, p := range setup.Problems() {
			w, window := open(t, nil, noon)
			w.render(problemState(p))
			shoot(t, window, filepath.Join(folder, fmt.Sprintf("%s-p-%v.png", name, p)))
		}
	}
}

func shoot(t *testing.T, window fyne.Window, file string) {
	t.Helper()
	window.Resize(fyne.NewSize(look.OpenWidth, look.OpenHeight))
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, window.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
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
