package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

func (b *bench) key(name fyne.KeyName) {
	if f := b.window.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
	} else {
		b.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
	}
	b.settle()
}

// TestHelpByKey: F1 shows the shortcuts wherever one is: in the set-up, in the chat and on a page, whatever
// has the keyboard; and only once.
func TestHelpByKey(t *testing.T) {
	for name, open := range map[string]func(*bench){
		"set-up": func(b *bench) { b.HandleFacts(facts(setup.Ticked{At: time.Now()})) },
		"chat":   func(b *bench) { b.HandleFacts(arrived()) },
		"new":    func(b *bench) { b.HandleFacts(arrived()); b.chat.StartNew() },
		"page":   func(b *bench) { b.HandleFacts(arrived()); b.openSettings() },
		"nowhere on a page": func(b *bench) {
			b.HandleFacts(arrived())
			b.openSettings()
			b.window.Canvas().Unfocus()
		},
	} {
		b := newBench(t, nil)
		open(b)
		b.settle()
		before := b.pages.Top()
		b.key(fyne.KeyF1)
		b.key(fyne.KeyF1)
		words := visible(b.window)
		if !strings.Contains(words, "Keyboard shortcuts") || !strings.Contains(words, "Ctrl+N") {
			t.Errorf("%s: seen %s", name, words)
			continue
		}
		b.key(fyne.KeyEscape)
		if b.pages.Top() != before {
			t.Errorf("%s: one Escape does not lead back", name)
		}
	}
}

// TestHelpPages: from the settings to each page of the help.
func TestHelpPages(t *testing.T) {
	b := newBench(t, func(c *Config) {
		c.Report = func(setup.Facts) string { return "port: COM8" }
		c.Licences = func() string { return "Fyne BSD" }
		c.Version = "9.8.7"
	})
	b.HandleFacts(arrived())
	b.openSettings()
	for row, want := range map[string]string{
		"Help by what you see": "The SIM card is not found", "Keyboard shortcuts": "New message",
		"Look at the diagnostic report": "COM8", "About Surfstick SMS": "9.8.7",
	} {
		tapAbove(t, b.window, row)
		if !strings.Contains(visible(b.window), want) {
			t.Errorf("%s: %s", row, visible(b.window))
		}
		b.pages.Top().Close()
	}
	b.help().Open()
	tapAbove(t, b.window, "The stick is not found")
	tapAbove(t, b.window, tr.T("help.link.setup"))
	if len(b.done) != 1 || b.done[0] != (setup.DoShowSetup{On: true}) || b.pages.Top() != nil {
		t.Errorf("done %v, %v is open", b.done, b.pages.Top())
	}
}

// TestSettingsFromTheSetup: they can be reached before the stick works, by mouse and by key.
func TestSettingsFromTheSetup(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(facts(setup.Ticked{At: time.Now()}))
	tap(t, b.window, "Settings")
	if b.pages.Top() == nil || !strings.Contains(visible(b.window), "Appearance") {
		t.Fatalf("seen: %s", visible(b.window))
	}
	b.openSettings()
	b.key(fyne.KeyEscape)
	if b.pages.Top() != nil || !strings.Contains(visible(b.window), tr.T("wizard.step.stick")) {
		t.Errorf("seen: %s", visible(b.window))
	}
}

// TestWizardGoesOnBehindSettings: what happens to the stick meanwhile is seen when the page is left.
func TestWizardGoesOnBehindSettings(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(facts(setup.Ticked{At: time.Now()}))
	b.openSettings()
	b.HandleFacts(arrived())
	if !strings.Contains(visible(b.window), "Appearance") {
		t.Error("the page is gone")
	}
	b.key(fyne.KeyEscape)
	if !strings.Contains(visible(b.window), tr.T("chat.new")) {
		t.Errorf("no chat: %s", visible(b.window))
	}
	if size := b.window.Content().MinSize(); size.Width > look.MinWidth || size.Height > look.MinHeight {
		t.Errorf("needs %v", size)
	}
}
