package chat_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// TestTabOrder goes through the left side as one reads it.
func TestTabOrder(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.press(fyne.KeyTab, "zug")
	b.pause()
	b.sees("Verspätung")
	b.press(fyne.KeyTab, fyne.KeySpace)
	b.sees("Whom do you want to write to?")
}

func TestCodeCanBeCopied(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("030 12345678")
	b.tap("Copy 482113")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "482113" {
		t.Errorf("copied %q", got)
	}
}

// TestWaitingTextNow is for somebody who does not want to wait for the next try.
func TestWaitingTextNow(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		m := f.out(anna, "Hello", sms.Waiting, time.Minute)
		f.msgs[m.ID-1].NextTry = f.now().Add(8 * time.Minute)
		f.out(anna, "Soon", sms.Queued, time.Minute)
	})
	b.open("0171")
	b.tap("Try now")
	if len(b.fake.retried) != 1 || b.fake.retried[0] != 1 {
		t.Errorf("tried %v", b.fake.retried)
	}
}

// TestEnterDeletesNothing is for somebody who presses Enter without reading.
func TestEnterDeletesNothing(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	before := len(b.fake.msgs)
	b.menu("Delete conversation …")
	b.press(fyne.KeyReturn)
	if len(b.fake.msgs) != before {
		t.Error("the conversation is gone")
	}
	b.seesNot("Delete this conversation?")
}

func TestUnreadIsCounted(t *testing.T) {
	var reported []int
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) {
		c.OnUnread = func(count int) { reported = append(reported, count) }
	})
	b.arriveFrom(bernd, "And another")
	b.open("Anna")
	b.open("And another")
	if !slices.Equal(reported, []int{1, 2, 1, 0}) {
		t.Errorf("reported %v", reported)
	}
}

// TestWordCanBeSelected fails when Fyne builds its labels in another way than copyText knows.
func TestWordCanBeSelected(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.open("Anna")
	b.tapText("Bis gleich!")
	grip := b.window.Canvas().Focused()
	grip.(fyne.DoubleTappable).DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(14, 14)})
	b.press(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "Bis" {
		t.Errorf("copied %q", got)
	}
}

// TestCopiesPrivately: whatever is copied out of a conversation, a code, a text, a part of it, a link or
// a number, takes the way that is kept nowhere.
func TestCopiesPrivately(t *testing.T) {
	var copied []string
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		fillDay(f)
		f.in(anna, "See https://example.org/login?token=1", time.Minute)
	}, func(c *chat.Config) { c.Copy = func(text string) error { copied = append(copied, text); return nil } })
	fyne.CurrentApp().Clipboard().SetContent("before")
	b.open("030 12345678")
	b.tap("Copy 482113")
	b.open("Anna")
	b.tapText("Bis gleich!")
	b.press(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	b.tap("Open example.org …")
	b.tap("Copy address")
	b.open("0176")
	b.menu("Copy number")
	if want := []string{
		"482113", "Bis gleich!", "https://example.org/login?token=1", "+4917699887766",
	}; !slices.Equal(copied, want) {
		t.Errorf("copied %q, want %q", copied, want)
	}
	if got := fyne.CurrentApp().Clipboard().Content(); got != "before" {
		t.Errorf("also on the ordinary clipboard: %q", got)
	}
}

// TestFailedCopyIsSaid: what another program kept off the clipboard is not said to be there.
func TestFailedCopyIsSaid(t *testing.T) {
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) {
		c.Copy = func(string) error { return errors.New("the clipboard is in use") }
	})
	b.open("030 12345678")
	b.tap("Copy 482113")
	b.sees("Nothing was copied")
	b.seesNot("Copied:")
}

// TestNameStaysInASmallWindow: beside a long operator in the smallest window there is still room for
// who the conversation is with.
func TestNameStaysInASmallWindow(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
	b.open("Anna")
	b.fake.link.Operator = "A network operator with a very long name of its own"
	b.fake.link.Registration = sms.RegRoaming
	b.chat.Handle(sms.LinkChanged{Link: b.fake.link})
	if n := strings.Count(b.words(), "Anna Meyer\n"); n != 2 { // the row and the header
		t.Errorf("the name is there %d times:\n%s", n, b.words())
	}
	b.sees("A network op", "0171 1234567")
	b.shot("small")
	if min := b.window.Content().MinSize(); min.Width > look.MinWidth || min.Height > look.MinHeight {
		t.Errorf("the window cannot be that small: %v", min)
	}
}
