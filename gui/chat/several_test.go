package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/sms"
)

// sentTo returns whom the text was sent to.
func (b *bench) sentTo(text string) (all []sms.Number) {
	b.settle()
	for _, m := range b.fake.msgs {
		if m.Text == text && m.Direction == sms.Outgoing {
			all = append(all, m.Number)
		}
	}
	return all
}

// TestSeveralRecipients: one text each, after a question with names, count and cost; and each has it in
// his own conversation.
func TestSeveralRecipients(t *testing.T) {
	b := newBench(t, "en", "light", fillPeople)
	b.press(ctrl(fyne.KeyN))
	b.tap("Several")
	b.press("jör", fyne.KeyReturn, "anna", fyne.KeyReturn, "0160 5550123", fyne.KeyReturn)
	b.sees("Jörg", "Anna Meyer", "0160 5550123", "3 recipients: each gets a message of their own.")
	b.press(fyne.KeyReturn, "Party on Friday!", fyne.KeyReturn)
	b.sees("3", "Jörg", "Anna Meyer", "3 SMS")
	if n := len(b.sentTo("Party on Friday!")); n != 0 {
		t.Fatalf("%d were sent without a question", n)
	}
	b.press(fyne.KeyReturn)
	if to := b.sentTo("Party on Friday!"); fmt.Sprint(to) != fmt.Sprint([]sms.Number{joerg, anna, "+491605550123"}) {
		t.Errorf("sent to %v", to)
	}
	b.rowAt(0, "Party on Friday!")
	b.rowAt(2, "Party on Friday!")
}

// TestSeveralByPaste: numbers that are pasted together become recipients; what is none stays to be mended.
func TestSeveralByPaste(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.press(ctrl(fyne.KeyN))
	fyne.CurrentApp().Clipboard().SetContent("0171 1234567; 0160 5550123, 0160 5550124;")
	b.press(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	b.sees("3 recipients", "Anna Meyer")
	b.press(fyne.KeyBackspace) // takes the last one away
	b.sees("2 recipients")
	b.tap("Anna Meyer") // so does a click on the chip
	b.sees("1 recipient")
	b.press("xy;", fyne.KeyTab, "Hello", fyne.KeyReturn)
	if n := b.fake.calls["Send"]; n != 0 {
		t.Errorf("%d were sent to half a name", n)
	}
}

func TestSeveralAreKept(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.press(ctrl(fyne.KeyN), "0171 1234567;0160 5550123;", fyne.KeyTab, "half done", fyne.KeyEscape)
	if len(b.fake.drafts) != 0 {
		t.Errorf("drafts %v", b.fake.drafts)
	}
	b.press(ctrl(fyne.KeyN))
	b.sees("2 recipients", "half done", "Anna Meyer")
}

func TestTooManyRecipients(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	var numbers strings.Builder
	for i := range 25 {
		fmt.Fprintf(&numbers, "0160 55501%02d; ", i)
	}
	b.press(ctrl(fyne.KeyN))
	fyne.CurrentApp().Clipboard().SetContent(numbers.String())
	b.press(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	b.press(fyne.KeyTab, "Hello", fyne.KeyReturn)
	if n := b.fake.calls["Send"]; n != 0 {
		t.Errorf("%d were sent", n)
	}
	if min := b.window.Content().MinSize(); min.Height > 480 {
		t.Errorf("the window must be %v high", min.Height)
	}
}

func TestForward(t *testing.T) {
	b := newBench(t, "en", "light", fillPeople)
	b.open("Anna")
	b.menuOf("Bist du schon da?", "Forward …")
	b.press("jör", fyne.KeyReturn)
	b.sees("0171 3920043")
	if got := b.composed(); got != "Bist du schon da?" {
		t.Fatalf("%q stands in the field", got)
	}
	b.press(fyne.KeyReturn)
	if to := b.sentTo("Bist du schon da?"); len(to) != 1 || to[0] != joerg {
		t.Errorf("sent to %v", to)
	}
}

func TestQuote(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		f.in(anna, "One\nTwo \u202e\x1b[31m", time.Minute)
	})
	b.open("0171")
	b.press("before ")
	b.menuOf("One", "Quote")
	b.press("Yes")
	if got := b.composed(); got != "before > One\n> Two [31m\nYes" {
		t.Errorf("%q stands in the field", got)
	}
}

// TestExactTimes: a click on the time says when the text was sent, received and delivered, to the second.
func TestExactTimes(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		m := f.out(anna, "Hello", sms.Delivered, 3*time.Minute)
		f.msgs[m.ID-1].DoneAt = m.Time.Add(61 * time.Second)
		f.msgs[m.ID-1].Parts, f.msgs[m.ID-1].Done = 2, 2
		m = f.in(anna, "Hi", time.Minute)
		f.msgs[m.ID-1].SentAt = m.Time.Add(-30 * time.Hour)
	})
	b.open("0171")
	b.clickTime("Hello")
	b.sees("About this message", "Written", "Friday, 28 August 2026, 1:59:00 PM", "Delivered", "2:00:01 PM",
		"2 SMS, shown as one message", "0171 1234567")
	b.press(fyne.KeyEscape)
	b.menuOf("Hi", "Exact times …")
	b.sees("Sent", "Thursday, 27 August 2026, 8:01:00 AM", "Received", "Friday, 28 August 2026, 2:01:00 PM")
}

// clickTime clicks on the time of a text.
func (b *bench) clickTime(text string) {
	b.t.Helper()
	var found fyne.Tappable
	b.walkFrom(b.scroller(), func(o fyne.CanvasObject) {
		if fmt.Sprintf("%T", o) != "*chat.bubble" || !strings.Contains(b.textOf(o), text) {
			return
		}
		b.walkFrom(o, func(part fyne.CanvasObject) {
			if fmt.Sprintf("%T", part) == "*chat.timeTap" {
				found = part.(fyne.Tappable)
			}
		})
	})
	if found == nil {
		b.t.Fatalf("no time for %q", text)
	}
	test.Tap(found)
	b.settle()
}
