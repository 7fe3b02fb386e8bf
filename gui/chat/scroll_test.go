package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// fillMany is a conversation of n texts.
func fillMany(n int) func(*fakeMessenger) {
	return func(f *fakeMessenger) {
		for i := range n {
			text := fmt.Sprintf("Text %05d: wie war das noch mit dem Zug und dem Regen?", i+1)
			age := time.Duration(n-i) * 7 * time.Minute
			if i%3 == 0 {
				f.out(anna, text, sms.Delivered, age)
			} else {
				f.in(anna, text, age)
			}
		}
	}
}

// scroller returns the scroller of the texts: the one that is widest.
func (b *bench) scroller() *container.Scroll {
	var found *container.Scroll
	b.walk(func(o fyne.CanvasObject) {
		if s, ok := o.(*container.Scroll); ok && s.Size().Width > 400 &&
			(found == nil || s.Size().Height > found.Size().Height) {
			found = s
		}
	})
	if found == nil {
		b.t.Fatal("no scroller")
	}
	return found
}

func (b *bench) fromBottom() float32 {
	s := b.scroller()
	return s.Content.Size().Height - s.Size().Height - s.Offset.Y
}

func (b *bench) wheel(dy float32) {
	b.scroller().Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: dy}})
}

// arrive lets a text come in from anna.
func (b *bench) arrive(text string) { b.arriveFrom(anna, text) }

func (b *bench) arriveFrom(n sms.Number, text string) {
	m := b.fake.in(n, text, 0)
	b.fake.msgs[m.ID-1].Read = false
	m.Read = false
	b.chat.Handle(sms.MessageChanged{Message: m, New: true})
	b.settle()
}

func TestOpensAtTheNewest(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(1000))
	b.open("0171")
	if d := b.fromBottom(); d > 1 || d < -1 {
		t.Errorf("%v above the bottom", d)
	}
	b.sees("Text 01000")
	b.seesNot("Text 00001:", "Text 00700:")
}

// jump returns what the round button offers that leads to the newest text; "" when it is not there.
func (b *bench) jump() (words string) {
	b.settle()
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Round); ok && o.Size().Width >= 40 {
			words = button.Text
		}
	})
	return words
}

func (b *bench) offers(want string) {
	b.t.Helper()
	if got := b.jump(); got != want {
		b.t.Errorf("the button to the newest text offers %q, want %q", got, want)
	}
}

// topText returns the words of the first bubble whose beginning is in view, and where that is.
func (b *bench) topText() (words string, y float32) {
	b.settle()
	s := b.scroller()
	for _, o := range s.Content.(*fyne.Container).Objects {
		if y := o.Position().Y - s.Offset.Y; fmt.Sprintf("%T", o) == "*chat.bubble" && y >= 0 {
			return b.textOf(o), y
		}
	}
	return "", 0
}

// TestScrollingUpShowsOlder: who scrolls up comes to the first text without pressing anything, and
// what is in view stays in view when older ones are put above it.
func TestScrollingUpShowsOlder(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(450))
	b.open("0171")
	b.seesNot("Text 00250")
	for range 300 {
		words, y := b.topText()
		b.wheel(110)
		now, at := b.topText()
		if now == words && (at < y-0.5 || at > y+110.5) {
			t.Fatalf("%q went from %v to %v", words, y, at)
		}
		if now == words && at < y+100 {
			break // that is the beginning
		}
	}
	b.sees("Text 00001")
	b.seesNot("Show older")
	if pages := b.fake.calls["Messages"]; pages != 3 {
		t.Errorf("%d pages were read", pages)
	}
}

// TestOlderCanBeAskedForAgain: when the page above cannot be read, a button reads it again.
func TestOlderCanBeAskedForAgain(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(450))
	b.open("0171")
	b.fake.readErr = errDisk
	for range 40 {
		b.wheel(2000)
	}
	b.sees("Text 00251", "Show older")
	b.fake.readErr = nil
	b.tap("Show older")
	b.wheel(2000)
	b.sees("Text 00250")
	b.seesNot("Show older")
}

// TestNewerAreLoadedWhileScrolling: from an old text down to the newest, page by page, without a gap.
func TestNewerAreLoadedWhileScrolling(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(700))
	b.press(ctrl(fyne.KeyF), "00100")
	b.pause()
	b.press(fyne.KeyReturn)
	for range 300 {
		b.wheel(-400)
		b.settle()
		if b.fake.calls["Messages"] > 3 && b.fromBottom() < 1 {
			break
		}
	}
	b.sees("Text 00700")
	last := 0
	b.walkFrom(b.scroller().Content, func(o fyne.CanvasObject) {
		var n int
		if fmt.Sprintf("%T", o) != "*chat.bubble" {
			return
		}
		if _, err := fmt.Sscanf(b.textOf(o), "Text %d:", &n); err != nil || last != 0 && n != last+1 {
			t.Errorf("text %d comes after %d", n, last)
		}
		last = n
	})
	b.arrive("brand new")
	b.sees("brand new")
}

// TestArrivesWhileFarUp: a text that comes while an old part is shown is not put below that part; the
// button leads to it.
func TestArrivesWhileFarUp(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(1000))
	b.press(ctrl(fyne.KeyF), "00100")
	b.pause()
	b.press(fyne.KeyReturn)
	b.arrive("brand new")
	b.offers("1 new message")
	if strings.Contains(b.textOf(b.scroller()), "brand new") {
		t.Error("it stands below an old text")
	}
	b.tap("1 new message")
	if d := b.fromBottom(); d > 1 || d < -1 || !b.inView("brand new") {
		t.Errorf("%v above the bottom", d)
	}
}

// TestFewBubblesAreBuilt: of 5,000 texts only those near the view have a bubble, at the end, at a hit far
// above, and back again.
func TestFewBubblesAreBuilt(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(5000))
	few := func(where string) {
		t.Helper()
		b.settle()
		if n := len(b.scroller().Content.(*fyne.Container).Objects); n < 20 || n > 150 {
			t.Errorf("%s there are %d rows", where, n)
		}
	}
	b.open("0171")
	few("at the end")
	b.press(ctrl(fyne.KeyF), "00042")
	b.pause()
	b.sees("Text 00042", "1 of 1")
	few("at the hit")
	b.press(fyne.KeyEscape)
	b.sees("Text 05000")
	few("back again")
	b.press(ctrl(fyne.KeyF), "00042")
	b.pause()
	b.window.Canvas().Unfocus()
	b.press(ctrl(fyne.KeyJ))
	b.sees("Text 05000")
	if d := b.fromBottom(); d > 1 || d < -1 {
		t.Errorf("%v above the bottom", d)
	}
}

// TestOwnTextLeadsToTheEnd: who sends something while an old part is shown sees it at the end.
func TestOwnTextLeadsToTheEnd(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(1000))
	b.open("0171")
	b.press(ctrl(fyne.KeyF), "00042")
	b.pause()
	b.window.Canvas().Unfocus()
	b.window.Canvas().OnTypedRune()('J')
	b.press("a", fyne.KeyReturn)
	if d := b.fromBottom(); d > 1 || d < -1 || !b.inView("Ja") {
		t.Errorf("%v above the bottom", d)
	}
}

func TestStaysAtTheBottom(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(100))
	b.open("0171")
	b.arrive("brand new")
	if d := b.fromBottom(); d > 1 || d < -1 {
		t.Errorf("%v above the bottom after a text arrived", d)
	}
	if b.fake.msgs[100].Read == false {
		t.Error("not read although in view")
	}
	b.window.Resize(fyne.NewSize(1200, 800))
	if d := b.fromBottom(); d > 1 || d < -1 {
		t.Errorf("%v above the bottom after the window grew", d)
	}
}

func TestStaysWhereItIs(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(100))
	b.open("0171")
	b.wheel(400)
	before := b.scroller().Offset.Y
	b.arrive("brand new")
	if moved := b.scroller().Offset.Y - before; moved > 1 || moved < -1 {
		t.Errorf("moved by %v", moved)
	}
	if b.fake.msgs[100].Read {
		t.Error("read although out of view")
	}
	b.sees("\n1\n")
	b.offers("1 new message")
	b.arrive("another")
	b.offers("2 new messages")
	b.tap("2 new messages")
	if d := b.fromBottom(); d > 1 || d < -1 {
		t.Errorf("%v above the bottom", d)
	}
	b.offers("")
	b.seesNot("\n2\n")
	if !b.fake.msgs[101].Read {
		t.Error("not read although in view now")
	}
}

func TestOwnTextGoesToTheBottom(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(100))
	b.open("0171")
	b.wheel(400)
	b.press("mine", fyne.KeyReturn)
	if d := b.fromBottom(); d > 1 || d < -1 {
		t.Errorf("%v above the bottom", d)
	}
}

func TestArrivesElsewhere(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("0176")
	b.arrive("über den Bahnsteig")
	b.sees("über den Bahnsteig", "\n2\n")
	m := b.fake.in("+4915112345678", "wer bin ich", 0)
	b.fake.msgs[m.ID-1].Read = false
	b.chat.Handle(sms.MessageChanged{Message: m, New: true})
	b.sees("01511 2345678", "wer bin ich")
}

func TestNotReadWhileHidden(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(10))
	b.open("0171")
	b.chat.SetActive(false)
	b.arrive("brand new")
	if b.fake.msgs[10].Read {
		t.Error("read although the chat is hidden")
	}
	b.chat.SetActive(true)
	b.settle()
	if !b.fake.msgs[10].Read {
		t.Error("not read although the chat is shown")
	}
}

func TestNothingHappensBehindTheWizard(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(10))
	b.open("0171")
	b.window.SetContent(container.NewStack(widget.NewLabel("the wizard")))
	b.arrive("brand new")
	if b.fake.msgs[10].Read {
		t.Error("read although the wizard is shown")
	}
	b.press(ctrl(fyne.KeyN))
	b.window.Canvas().OnTypedRune()('x')
	b.window.SetContent(container.NewStack(b.chat.Object()))
	b.chat.Load()
	b.settle()
	if !b.fake.msgs[10].Read {
		t.Error("not read although the chat is shown")
	}
	b.seesNot("Whom", "x/160", "1/160")
}

func TestSearchRevealsAnOldText(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(1000))
	b.press(ctrl(fyne.KeyF), "00123")
	b.pause()
	b.press(fyne.KeyDown)
	b.open("00123")
	b.sees("Text 00123: wie")
	if b.fromBottom() < 1000 {
		t.Error("the text is not in view")
	}
}

func TestBubblesAreAtMostSevenTenthsWide(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		f.in(anna, string(make([]byte, 300))+"Donaudampfschifffahrt", time.Minute)
		for range 6 {
			f.in(anna, fmt.Sprintf("%0300d", 7), time.Minute)
			f.out(anna, "A long text that surely does not fit into one line of a bubble, because "+
				"it goes on and on until nobody wants to read it any more.", sms.Sent, time.Minute)
		}
	})
	b.open("0171")
	content := b.scroller().Content.Size().Width - 48
	checked := 0
	b.walkFrom(b.scroller().Content, func(o fyne.CanvasObject) {
		if fmt.Sprintf("%T", o) == "*look.Ground" && o.Size().Height > 20 {
			checked++
			if o.Size().Width > content*0.7+1 {
				t.Errorf("a bubble is %v wide of %v", o.Size().Width, content)
			}
		}
	})
	if checked < 12 {
		t.Errorf("only %d bubbles found", checked)
	}
}

// BenchmarkOpen opens a chat of 5,000 texts: at most 100 ms.
func BenchmarkOpen(b *testing.B) {
	w := newBench(b, "de", "light", func(f *fakeMessenger) {
		fillMany(5000)(f)
		f.in(bernd, "Hallo", time.Minute)
	})
	for b.Loop() {
		w.chat.Open(anna)
		w.settle()
		test.WidgetRenderer(w.scroller()).Layout(w.scroller().Size())
		b.StopTimer()
		w.chat.Open(bernd)
		w.settle()
		b.StartTimer()
	}
}

// BenchmarkArrive lets a text arrive in an open chat with 200 bubbles.
func BenchmarkArrive(b *testing.B) {
	w := newBench(b, "de", "light", fillMany(200))
	w.chat.Open(anna)
	w.settle()
	for range 30 {
		w.wheel(3000)
	}
	for b.Loop() {
		w.arrive("Bis gleich!")
	}
}
