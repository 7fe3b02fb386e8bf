package chat_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

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

// TestPartCanBeCopied: part of a text can be selected with the mouse, and only that is copied.
func TestPartCanBeCopied(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(s selectable)
		want string
	}{
		"word":      {func(s selectable) { click(s, 14, 0); s.DoubleTapped(point(14)) }, "Bis"},
		"paragraph": {func(s selectable) { click(s, 14, 0); s.DoubleTapped(point(14)); click(s, 14, 0) }, "Bis gleich!"},
		"drag": {func(s selectable) {
			s.MouseDown(press(0, 0))
			s.Dragged(&fyne.DragEvent{PointEvent: *point(400)})
			s.DragEnd()
		}, "Bis gleich!"},
		"shift": {func(s selectable) { click(s, 0, 0); click(s, 400, fyne.KeyModifierShift) }, "Bis gleich!"},
		"not kept": {func(s selectable) {
			click(s, 14, 0)
			s.DoubleTapped(point(14))
			fyne.CurrentApp().Driver().CanvasForObject(s).Unfocus()
			s.(fyne.Focusable).FocusGained()
		}, "Bis gleich!"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "de", "light", fillDay)
			b.open("Anna")
			s := b.textWith("Bis gleich!")
			c.do(s)
			s.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
			if got := fyne.CurrentApp().Clipboard().Content(); got != c.want {
				t.Errorf("copied %q, want %q", got, c.want)
			}
		})
	}
}

func point(x float32) *fyne.PointEvent { return &fyne.PointEvent{Position: fyne.NewPos(x, 14)} }

func press(x float32, held fyne.KeyModifier) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: *point(x), Button: desktop.MouseButtonPrimary, Modifier: held}
}

func click(s selectable, x float32, held fyne.KeyModifier) {
	s.MouseDown(press(x, held))
	s.MouseUp(press(x, held))
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
	if min := b.window.Content().MinSize(); min.Width > look.MinWidth || min.Height > look.MinHeight {
		t.Errorf("the window cannot be that small: %v", min)
	}
}

// TestLongLink: the button that opens a link stays in its message however long the host and large the text
// are. It keeps the end of the host, which says whose it is, and shows all of it where there is room.
func TestLongLink(t *testing.T) {
	t.Cleanup(func() { look.SetTextSize(look.TextNormal) })
	const host = "sicherheit.kundenportal.rechnungen.example.com"
	fill := func(f *fakeMessenger) { f.in(anna, "https://"+host+"/x", time.Minute) }
	for _, tt := range []struct {
		size  float32
		whole bool
	}{{look.TextHuge, false}, {look.TextNormal, true}} {
		look.SetTextSize(tt.size)
		b := newBench(t, "de", "light", fill)
		b.open("0171 1234567")
		widths := []float32{look.MinWidth, 1400, look.MinWidth, 1400}
		for i, width := range widths {
			b.window.Resize(fyne.NewSize(width, look.MinHeight))
			button := b.buttonWith("ple.com öffnen …")
			if least := button.MinSize().Width; least > button.Size().Width+0.5 {
				t.Errorf("text %v, window %v: %q needs %v of %v", tt.size, width, button.Text, least, button.Size().Width)
			}
			whole := strings.HasPrefix(button.Text, host)
			if want := tt.whole && i%2 == 1; whole != want {
				t.Errorf("text %v, window %v: %q", tt.size, width, button.Text)
			}
		}
	}
}

// buttonWith returns the button whose words end so.
func (b *bench) buttonWith(end string) *look.Button {
	b.t.Helper()
	for _, o := range test.LaidOutObjects(b.window.Content()) {
		if button, ok := o.(*look.Button); ok && strings.HasSuffix(button.Text, end) {
			return button
		}
	}
	b.t.Fatalf("no button %q", end)
	return nil
}
