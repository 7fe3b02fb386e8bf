package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// fillUnread is a conversation of 30 texts that were read and n that were not.
func fillUnread(n int) func(*fakeMessenger) {
	return func(f *fakeMessenger) {
		fillMany(30)(f)
		for i := range n {
			m := f.in(anna, fmt.Sprintf("Unread %03d. ", i+1)+strings.Repeat("Something to read. ", 8),
				time.Duration(n-i)*time.Second)
			f.msgs[m.ID-1].Read = false
		}
	}
}

// unreadOf returns how many texts are still unread in the store.
func (b *bench) unreadOf() (count int) {
	b.settle()
	for _, m := range b.fake.msgs {
		if !m.Read {
			count++
		}
	}
	return count
}

// inView reports whether words are drawn within the scroller.
func (b *bench) inView(words string) bool {
	b.settle()
	s, found := b.scroller(), false
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(s).Y
	b.walkFrom(s, func(o fyne.CanvasObject) {
		if !strings.HasPrefix(b.textOf(o), words) {
			return
		}
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y - top
		found = found || y >= 0 && y+o.Size().Height <= s.Size().Height+4
	})
	return found
}

// TestOpensAtTheUnread: a conversation with more unread texts than fit into view opens where they
// begin, and only those become read that come into view.
func TestOpensAtTheUnread(t *testing.T) {
	for _, n := range []int{25, 60, 250} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			b := newBench(t, "en", "light", fillUnread(n))
			b.open("0171")
			if !b.inView("New messages") || !b.inView("Unread 001") || b.inView(fmt.Sprintf("Unread %03d", n)) {
				t.Fatal("it does not open where the unread texts begin")
			}
			left := b.unreadOf()
			if left == 0 || left >= n {
				t.Errorf("%d of %d are unread", left, n)
			}
			b.offers(fmt.Sprintf("%d new messages", left))
			if left < 100 { // more have another badge
				b.sees(fmt.Sprintf("\n%d\n", left))
			}

			b.wheel(-500)
			b.pause()
			if now := b.unreadOf(); now >= left || now == 0 {
				t.Errorf("after a little scrolling %d of %d are unread", now, left)
			}
			b.press(ctrl(fyne.KeyN), fyne.KeyEscape) // away and back: the rest is still new
			if left = b.unreadOf(); left == 0 || !b.inView("New messages") {
				t.Errorf("back again %d are unread, the line is in view: %v", left, b.inView("New messages"))
			}
			b.tap(fmt.Sprintf("%d new message", left))
			if now := b.unreadOf(); now != 0 || !b.inView(fmt.Sprintf("Unread %03d", n)) {
				t.Errorf("at the end %d are unread", now)
			}
			b.offers("")
		})
	}
}

// TestFewUnreadAreRead: what fits into view is read at once.
func TestFewUnreadAreRead(t *testing.T) {
	b := newBench(t, "en", "light", fillUnread(3))
	b.open("0171")
	if !b.inView("New messages") || !b.inView("Unread 003") || b.unreadOf() != 0 {
		t.Errorf("%d are unread", b.unreadOf())
	}
}

// TestFoundTextReadsNothing: a hit far above the unread texts marks none of them as read.
func TestFoundTextReadsNothing(t *testing.T) {
	b := newBench(t, "en", "light", fillUnread(13))
	b.press(ctrl(fyne.KeyF), "00002")
	b.pause()
	b.press(fyne.KeyReturn)
	if n := b.unreadOf(); !b.inView("Text 00002") || n != 13 {
		t.Errorf("%d are unread", n)
	}
}

// TestWayToTheNewest: who scrolled up finds a button that leads back, also when nothing new came.
func TestWayToTheNewest(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(100))
	b.open("0171")
	b.offers("")
	b.wheel(600)
	b.offers("To the newest message")
	b.arrive("brand new")
	b.offers("1 new message")
	b.tap("1 new message")
	b.wheel(600)
	b.tap("To the newest message")
	if d := b.fromBottom(); d > 1 || d < -1 {
		t.Errorf("%v above the bottom", d)
	}
	b.offers("")
}
