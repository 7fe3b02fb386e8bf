package chat_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

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
		if s, ok := o.(*container.Scroll); ok && s.Size().Width > 600 &&
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

func TestScrollingUpShowsOlder(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(450))
	b.open("0171")
	for range 40 {
		b.wheel(2000)
	}
	b.sees("Text 00251", "Show older")
	b.seesNot("Text 00250")
	top := b.scroller().Offset.Y
	b.tap("Show older")
	if b.scroller().Offset.Y <= top {
		t.Error("what was in view moved away")
	}
	for range 40 {
		b.wheel(2000)
	}
	b.tap("Show older")
	for range 40 {
		b.wheel(2000)
	}
	b.sees("Text 00001")
	b.seesNot("Show older")
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
	b.sees("1 new message", "\n1\n")
	b.arrive("another")
	b.sees("2 new messages")
	b.tap("2 new messages")
	if d := b.fromBottom(); d > 1 || d < -1 {
		t.Errorf("%v above the bottom", d)
	}
	b.seesNot("new messages", "\n2\n")
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
