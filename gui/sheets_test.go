package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// outside returns the texts that end beside the window, or of what lies above it.
func outside(w fyne.Window) (all []string) {
	top := w.Canvas().Overlays().Top()
	if top == nil {
		top = w.Content()
	}
	driver := fyne.CurrentApp().Driver()
	visit(top, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" {
			if right := driver.AbsolutePositionForObject(o).X + text.MinSize().Width; right > w.Canvas().Size().Width+1 {
				all = append(all, text.Text)
			}
		}
	})
	return all
}

// buttonsBelow returns the buttons of a card that lie outside the window: the buttons never scroll.
func buttonsBelow(w fyne.Window) (all []string) {
	driver := fyne.CurrentApp().Driver()
	visit(w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if b, ok := o.(*look.Button); ok && b.Importance != 0 {
			end := driver.AbsolutePositionForObject(b).Add(b.Size())
			if end.Y > w.Canvas().Size().Height || end.X > w.Canvas().Size().Width {
				all = append(all, b.Text)
			}
		}
	})
	return all
}

// TestCardsFit: in the smallest window, at every size of text and in both languages, a card is no larger
// than the window and its main button can be seen.
func TestCardsFit(t *testing.T) {
	t.Cleanup(func() { look.SetTextSize(look.TextNormal); _ = tr.Use("en") })
	for _, language := range []string{"en", "de"} {
		for _, size := range []float32{look.TextSmall, look.TextNormal, look.TextLarge, look.TextHuge} {
			b := newBench(t, func(c *Config) { c.Erase = func() {} })
			if err := tr.Use(language); err != nil {
				t.Fatal(err)
			}
			look.SetTextSize(size)
			b.app.Settings().SetTheme(look.Theme{})
			b.HandleFacts(arrived())
			b.window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
			for name, open := range map[string]func(){
				"restart": b.askRestart,
				"mode":    func() { b.askMode(setup.WayInternet) },
				"erase":   func() { b.openSettings(); tapAbove(t, b.window, tr.T("settings.erase")) },
			} {
				open()
				if all := outside(b.window); len(all) > 0 {
					t.Errorf("%s %v %s: outside %q", language, size, name, all)
				}
				if all := buttonsBelow(b.window); len(all) > 0 {
					t.Errorf("%s %v %s: out of sight %q", language, size, name, all)
				}
				b.key(fyne.KeyEscape)
			}
		}
	}
}

// TestSetupFits: the pages of the set-up scroll instead of growing out of the smallest window.
func TestSetupFits(t *testing.T) {
	t.Cleanup(func() { look.SetTextSize(look.TextNormal); _ = tr.Use("en") })
	for _, language := range []string{"en", "de"} {
		for _, size := range []float32{look.TextNormal, look.TextHuge} {
			look.SetTextSize(size)
			b := newBench(t, nil)
			if err := tr.Use(language); err != nil {
				t.Fatal(err)
			}
			b.wizard.Reword()
			b.window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
			now := time.Now()
			for _, f := range []setup.Facts{
				facts(setup.Ticked{At: now}),
				facts(setup.Ticked{At: now}, setup.LineFixed{Line: hw.Line{Name: "COM8"}}, setup.ProbeStarted{},
					setup.Probed{Probe: setup.Probe{Line: hw.Line{Name: "COM8"}, Result: setup.ProbeSilent}},
					setup.ProbeEnded{}),
				facts(setup.LineFixed{Line: hw.Line{Name: "COM8"}}, setup.Ticked{At: now},
					setup.SessionStarted{Line: hw.Line{Name: "COM8"}, Modem: sms.Identity{IMEI: "1"}},
					setup.SIMSeen{SIM: sms.SIM{State: sms.SIMNeedsPIN, PINTries: 3}, At: now}),
			} {
				b.HandleFacts(f)
				if min := b.window.Content().MinSize(); min.Width > look.MinWidth || min.Height > look.MinHeight {
					t.Errorf("%s %v: needs %v", language, size, min)
				}
			}
		}
	}
}

// TestFootIsCutShort: with very large text the button below the list has fewer words, and all of them when
// the text is smaller again.
func TestFootIsCutShort(t *testing.T) {
	t.Cleanup(func() { look.SetTextSize(look.TextNormal) })
	b := newBench(t, nil)
	b.HandleFacts(arrived())
	for _, tt := range []struct {
		size float32
		want string
	}{{look.TextNormal, "Stick, contacts, settings"}, {2, "Menu"}, {look.TextNormal, "Stick, contacts, settings"}} {
		look.SetTextSize(tt.size)
		b.app.Settings().SetTheme(look.Theme{})
		b.window.Resize(fyne.NewSize(look.MinWidth+tt.size, look.MinHeight))
		tap(t, b.window, tt.want)
		b.key(fyne.KeyEscape)
	}
}

// TestChatFits: without a conversation, with one, and while one begins, the chat does not grow out of the
// smallest window, in either language and at every size of text.
func TestChatFits(t *testing.T) {
	t.Cleanup(func() { look.SetTextSize(look.TextNormal); _ = tr.Use("en") })
	for _, language := range []string{"en", "de"} {
		for _, size := range []float32{look.TextSmall, look.TextNormal, look.TextLarge, look.TextHuge} {
			look.SetTextSize(size)
			b := newBench(t, nil)
			if err := tr.Use(language); err != nil {
				t.Fatal(err)
			}
			b.chat = b.newChat()
			b.HandleFacts(connected())
			b.window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
			for name, open := range map[string]func(){
				"empty": func() {}, "open": func() { b.chat.Open("+491711234567") }, "new": b.chat.StartNew,
			} {
				open()
				b.settle()
				if min := b.window.Content().MinSize(); min.Width > look.MinWidth || min.Height > look.MinHeight {
					t.Errorf("%s %v %s: needs %v", language, size, name, min)
				}
			}
		}
	}
}
