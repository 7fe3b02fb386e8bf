package gui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// german chooses German on the settings page, as one does with the mouse.
func (b *bench) german(t *testing.T) {
	t.Helper()
	t.Cleanup(func() { _ = tr.Use("en") })
	b.openSettings()
	tapAbove(t, b.window, "Language")
	takes(t, b.window, "Deutsch")
	b.settle()
	if words := visible(b.window); !strings.Contains(words, "Einstellungen") || !strings.Contains(words, "Sprache") {
		t.Fatalf("the settings are not in German: %s", words)
	}
	if row, ok := b.window.Canvas().Focused().(*look.Row); !ok || row.Words() != "Sprache" {
		t.Errorf("%v has the keyboard", b.window.Canvas().Focused())
	}
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.settle()
}

// fields returns what stands in the fields that are seen.
func fields(w fyne.Window) (all []string) {
	visit(w.Content(), func(o fyne.CanvasObject) {
		if f, ok := o.(interface{ SelectedText() string }); ok {
			if e, ok := f.(*look.Field); ok {
				all = append(all, e.Text)
			}
		}
	})
	return all
}

// TestLanguageInTheSetup: in the middle of a step everything is in the other language at once, and what
// was typed is still there.
func TestLanguageInTheSetup(t *testing.T) {
	b := newBench(t, nil)
	now := time.Now()
	b.HandleFacts(facts(
		setup.LineFixed{Line: hw.Line{Name: "COM8"}}, setup.Ticked{At: now},
		setup.SessionStarted{Line: hw.Line{Name: "COM8"}, Modem: sms.Identity{IMEI: "1"}},
		setup.SIMSeen{SIM: sms.SIM{State: sms.SIMNeedsPIN, PINTries: 3}, At: now},
	))
	test.Type(b.window.Canvas().Focused(), "12")
	english := visible(b.window)
	b.german(t)
	words := visible(b.window)
	if words == english || !strings.Contains(words, tr.T("wizard.field.pin")) || !slices.Contains(fields(b.window), "12") {
		t.Errorf("seen: %s; in the fields: %q", words, fields(b.window))
	}
	test.Type(b.window.Canvas().Focused(), "34")
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !slices.Contains(b.done, setup.Action(setup.DoUnlock{PIN: "1234"})) {
		t.Errorf("done %v", b.done)
	}
}

// TestLanguageInTheChat: the open conversation and what is typed in it stay.
func TestLanguageInTheChat(t *testing.T) {
	b := newBench(t, nil)
	if _, err := b.texts.Send(t.Context(), "+491711234567", "Hello Anna"); err != nil {
		t.Fatal(err)
	}
	b.HandleFacts(arrived())
	b.chat.Open("+491711234567")
	b.settle()
	test.Type(b.window.Canvas().Focused(), "half a sentence")
	b.german(t)
	words := visible(b.window)
	if !strings.Contains(words, "Hello Anna") || !slices.Contains(fields(b.window), "half a sentence") {
		t.Errorf("seen: %s; in the fields: %q", words, fields(b.window))
	}
	if !strings.Contains(words, "Stick, Kontakte, Einstellungen") {
		t.Errorf("not in German: %s", words)
	}
	test.Type(b.window.Canvas().Focused(), "!")
	if !slices.ContainsFunc(fields(b.window), func(f string) bool { return strings.Contains(f, "!") }) {
		t.Error("the text has not the keyboard")
	}
}

// TestLanguageWithPagesOpen: a page below the settings is not seen again in the language of before, and it
// opens in the new one.
func TestLanguageWithPagesOpen(t *testing.T) {
	for _, key := range []string{"panel.title", "contacts.title", "planned.title", "bulk.title", "transfer.place", "help.title"} {
		t.Run(key, func(t *testing.T) {
			b := newFull(t)
			b.HandleFacts(arrived())
			open := func() {
				b.openers()[key]()
				b.answered()
			}
			open()
			english := b.pages.Top().Title()
			b.german(t)
			if b.pages.Top() != nil {
				t.Fatalf("%q is open", b.pages.Top().Title())
			}
			open()
			if title := b.pages.Top().Title(); title == english {
				t.Errorf("it opens as %q", title)
			}
		})
	}
}

// TestLanguageWhileBeginning: a new message without a recipient stays, and what is searched for.
func TestLanguageWhileBeginning(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(arrived())
	b.chat.StartNew()
	b.settle()
	test.Type(b.window.Canvas().Focused(), "Xav")
	typed := false
	for range 8 { // on to the field of the text
		b.window.Canvas().FocusNext()
		if f, ok := b.window.Canvas().Focused().(fyne.Tabbable); ok && !f.AcceptsTab() && !typed {
			typed = true
			test.Type(b.window.Canvas().Focused(), "to nobody yet")
		}
	}
	if !slices.Contains(fields(b.window), "to nobody yet") {
		t.Fatalf("typed nowhere: %q", fields(b.window))
	}
	b.german(t)
	if !slices.Contains(fields(b.window), "to nobody yet") || !slices.Contains(fields(b.window), "Xav") {
		t.Errorf("in the fields: %q", fields(b.window))
	}
}

// TestScalesFitTheScreen: none is offered at which the smallest window would be larger than the screen.
func TestScalesFitTheScreen(t *testing.T) {
	for screen, want := range map[fyne.Size]string{
		{}: "|120|140|170|200", {Width: 1366, Height: 728}: "|120|140", {Width: 640, Height: 400}: "",
		{Width: 3840, Height: 2160}: "|120|140|170|200",
	} {
		b := newBench(t, func(c *Config) { c.Screen, c.SetScale = screen, func(float32) {} })
		if got := strings.Join(b.scales(), "|"); got != want {
			t.Errorf("%v: %q, want %q", screen, got, want)
		}
	}
	if b := newBench(t, nil); len(b.scales()) != 1 {
		t.Error("offered where it cannot be done")
	}
}

// TestLookIsKept: the sizes hold from the start.
func TestLookIsKept(t *testing.T) {
	t.Cleanup(func() { look.SetTextSize(look.TextNormal) })
	var scaled float32
	newBench(t, func(c *Config) {
		for key, value := range map[string]string{settings.KeyTextSize: "large", settings.KeyScale: "120"} {
			if err := c.Messenger.SetSetting(t.Context(), key, value); err != nil {
				t.Fatal(err)
			}
		}
		c.SetScale = func(by float32) { scaled = by }
	})
	if look.TextSize() != look.TextLarge || scaled != 1.2 {
		t.Errorf("text %v, everything %v", look.TextSize(), scaled)
	}
}
