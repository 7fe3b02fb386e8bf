package chat_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/sms"
)

// TestKeyboardReachesAll: wherever one is in the chat, Tab stops at all that the mouse can press, in
// reading order, shows it, and everything says what it is.
func TestKeyboardReachesAll(t *testing.T) {
	for name, put := range places() {
		t.Run(name, func(t *testing.T) {
			test.NewTempApp(t)
			looktest.Begin(t)
			b := newBench(t, "en", "light", fillAll)
			put(b)
			b.window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
			b.settle()
			looktest.Check(t, b.window.Canvas(), looktest.Except{
				// The menu of a message, which the keyboard opens as well, has what a click on its time does.
				Mouse: []string{"*chat.timeTap", "*chat.copyText"},
				// From the number Tab goes on to the message, from there to Send, then to what is beside
				// it, and to the texts above after that.
				Order: slices.Concat([]string{"*chat.reader", "*look.Round"}, b.addressing()),
			})
		})
	}
}

// addressing is what stands around the field for the number of a new conversation.
func (b *bench) addressing() []string {
	if strings.Contains(b.words(), "Several") {
		return []string{"*look.Field", "*chat.rowList"}
	}
	return nil
}

// reading puts the keyboard on the texts of the conversation that is open.
func (b *bench) reading() fyne.Focusable {
	b.t.Helper()
	for _, f := range b.stops() {
		if strings.HasSuffix(fmt.Sprintf("%T", f), ".reader") {
			b.window.Canvas().Focus(f)
			return f
		}
	}
	b.t.Fatal("Tab does not stop at the texts")
	return nil
}

func (b *bench) said() string {
	return b.window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel()
}

// TestReading: the arrow keys go through the texts, each is read out whole, and its menu opens.
func TestReading(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		fillDay(f)
		f.out(anna, "No luck", sms.Failed, 0)
	})
	b.open("Anna")
	reader := b.reading()
	if got := b.said(); !strings.Contains(got, "You, ") || !strings.Contains(got, "No luck") || !strings.Contains(got, "not sent") {
		t.Errorf("the newest is read as %q", got)
	}
	b.press(fyne.KeyUp)
	if got := b.said(); strings.Contains(got, "No luck") {
		t.Errorf("Up stays at %q", got)
	}
	b.press(fyne.KeyHome)
	first := b.said()
	b.press(fyne.KeyUp)
	if b.said() != first {
		t.Error("it goes on above the first text")
	}
	b.press(fyne.KeyEnd)
	for _, open := range []fyne.KeyName{fyne.KeyReturn, fyne.KeySpace, desktop.KeyMenu} {
		b.press(open)
		if b.window.Canvas().Overlays().Top() == nil {
			t.Fatalf("%s opens no menu", open)
		}
		b.sees("Forward", "Copy")
		b.press(fyne.KeyEscape)
		if b.window.Canvas().Focused() != reader {
			t.Errorf("after the menu the keyboard is at %T", b.window.Canvas().Focused())
		}
	}
	b.press(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "No luck" {
		t.Errorf("copied %q", got)
	}
	b.press("x")
	if b.typed() != "x" {
		t.Errorf("%q is typed", b.typed())
	}
}

// TestReadingScrolls: the text that has the ring is in view, also where its bubble has to be built first.
func TestReadingScrolls(t *testing.T) {
	b := newBench(t, "en", "light", fillAll)
	b.open("0160")
	b.reading()
	b.press(fyne.KeyHome)
	b.sees("Text 0")
	for range 30 {
		b.press(fyne.KeyDown)
	}
	if got := b.said(); !strings.Contains(got, "Text 30") {
		t.Errorf("it is at %q", got)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.textWith("Text 30"))
	if at.Y < 0 || at.Y > b.window.Canvas().Size().Height {
		t.Errorf("it is at %v", at)
	}
}

// TestRowsSayTheirSigns: what the signs of a row mean is read out.
func TestRowsSayTheirSigns(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		fillDay(f)
		f.flagged(anna)[sms.FlagPinned] = true
		f.flagged(anna)[sms.FlagMuted] = true
	})
	got := b.rowOf("Anna").(fyne.Accessible).AccessibilityLabel()
	for _, want := range []string{"Anna", "pinned", "muted"} {
		if !strings.Contains(got, want) {
			t.Errorf("the row says %q, without %q", got, want)
		}
	}
}
