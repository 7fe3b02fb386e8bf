package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// area is where something is in the window.
type area struct{ left, top, right, bottom float32 }

func (a area) holds(b area) bool {
	return a.left <= b.left && a.top <= b.top && a.right >= b.right && a.bottom >= b.bottom
}

func areaOf(o fyne.CanvasObject) area {
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
	return area{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
}

// drawn returns where words are drawn among the texts; the last place when there are several.
func (b *bench) drawn(words string) (found area) {
	b.t.Helper()
	b.walkFrom(b.scroller(), func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && strings.Contains(text.Text, words) {
			found = areaOf(o)
			found.right = found.left + text.MinSize().Width
		}
	})
	if found == (area{}) {
		b.t.Fatalf("%q is not drawn among the texts", words)
	}
	return found
}

// bubbleOf returns the ground that words are drawn on.
func (b *bench) bubbleOf(words string) (found area) {
	b.t.Helper()
	at := b.drawn(words)
	b.walkFrom(b.scroller(), func(o fyne.CanvasObject) {
		if _, ok := o.(*look.Ground); ok && areaOf(o).holds(at) {
			found = areaOf(o)
		}
	})
	if found == (area{}) {
		b.t.Fatalf("%q is drawn on no ground", words)
	}
	return found
}

// TestTimeIsInTheBubble: time and sign stand at the lower right of the bubble, on the last line of
// the text where there is room and nowhere above it.
func TestTimeIsInTheBubble(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		end    string // what the last line ends in
		beside bool
	}{
		"short":         {"Ja.", "Ja.", true},
		"one line":      {"Kommst du heute mit dem Zug?", "Zug?", true},
		"two lines":     {strings.Repeat("Wort ", 20) + "Ende", "Ende", true},
		"several lines": {"eins\nzwei zwei\nund drei", "drei", true},
		"long line":     {"kurz\n" + strings.Repeat("m", 200), "mmm", false},
		"full line":     {strings.Repeat("x", 56), "xxx", false},
	} {
		for side, status := range map[string]sms.Status{"own": sms.Delivered, "theirs": sms.Received} {
			t.Run(name+" "+side, func(t *testing.T) {
				b := newBench(t, "de", "light", func(f *fakeMessenger) {
					m := f.in(anna, c.text, 10*time.Minute)
					if status != sms.Received {
						f.msgs[m.ID-1].Direction, f.msgs[m.ID-1].Status = sms.Outgoing, status
					}
				})
				b.open("0171")
				stamp, bubble, end := b.drawn("13:52"), b.bubbleOf("13:52"), b.drawn(c.end)
				if !bubble.holds(end) {
					t.Fatalf("the text %v is not in the bubble %v", end, bubble)
				}
				if bubble.right-stamp.right > 40 || bubble.bottom-stamp.bottom > 14 {
					t.Errorf("the time %v is not at the lower right of %v", stamp, bubble)
				}
				beside := stamp.top < end.bottom
				if beside && stamp.left < end.right+4 {
					t.Errorf("the time %v lies on the text %v", stamp, end)
				}
				if c.beside != beside && name != "full line" {
					t.Errorf("the time is beside the last line: %t", beside)
				}
			})
		}
	}
}

// TestTextsStandInAColumn: however wide the window is, the texts stand in the middle, in a column of
// at most 760, and no bubble takes more than seven tenths of it.
func TestTextsStandInAColumn(t *testing.T) {
	for _, width := range []float32{720, 1000, 1600, 2500} {
		b := newBench(t, "de", "light", func(f *fakeMessenger) {
			f.in(anna, strings.Repeat("Wort ", 60), time.Hour)
			f.out(anna, strings.Repeat("Antwort ", 60), sms.Sent, time.Minute)
		})
		b.window.Resize(fyne.NewSize(width, 800))
		b.open("0171")
		theirs, own, view := b.bubbleOf("Wort"), b.bubbleOf("Antwort"), areaOf(b.scroller())
		column := own.right - theirs.left
		if column > 760 || column < min(760, view.right-view.left-60) {
			t.Errorf("%v: the column is %v wide", width, column)
		}
		if l, r := theirs.left-view.left, view.right-own.right; l-r > 1 || r-l > 1 {
			t.Errorf("%v: %v are left free at the left, %v at the right", width, l, r)
		}
		for _, bubble := range []area{theirs, own} {
			if bubble.right-bubble.left > 0.7*column+1 {
				t.Errorf("%v: a bubble is %v wide of %v", width, bubble.right-bubble.left, column)
			}
		}
	}
}

// TestWordsWhereTheyMatter: the state is said under the newest own text, and wherever something is
// waiting, failed or unknown; elsewhere its sign is enough.
func TestWordsWhereTheyMatter(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		f.out(anna, "one", sms.Delivered, 50*time.Minute)
		f.out(anna, "two", sms.Unconfirmed, 40*time.Minute)
		f.out(anna, "three", sms.Failed, 30*time.Minute)
		f.out(anna, "four", sms.Sent, 20*time.Minute)
		f.out(anna, "five", sms.Delivered, 10*time.Minute)
		f.in(anna, "six", time.Minute)
	})
	b.open("0171")
	b.sees("may have been sent", "not sent", "delivered")
	if got := strings.Count(b.words(), "delivered"); got != 1 {
		t.Errorf("delivered is said %d times", got)
	}
	b.seesNot("\nsent\n")
	if signs := b.signs(); strings.Count(signs, "sign-checks") < 2 {
		t.Errorf("signs: %s", signs)
	}
	b.press("seven", fyne.KeyReturn)
	b.sees("waiting")
	b.seesNot("delivered")
}

// TestRunsShowTheMinuteOnce: texts of the same minute and state show it at the last of them, and a
// change of one shows at once.
func TestRunsShowTheMinuteOnce(t *testing.T) {
	b := newBench(t, "de", "light", func(f *fakeMessenger) {
		for i := range 3 {
			f.out(anna, fmt.Sprint("Text ", i), sms.Sent, time.Minute)
		}
		f.out(anna, "Text 3", sms.Sent, 0)
	})
	b.open("0171")
	times := func() int { return strings.Count(b.words(), "14:01") - strings.Count(b.listWords(), "14:01") }
	if got := times(); got != 1 {
		t.Errorf("14:01 is there %d times", got)
	}
	m := b.fake.msgs[1]
	m.Status = sms.Delivered
	b.chat.Handle(sms.MessageChanged{Message: m})
	if got := times(); got != 3 {
		t.Errorf("after the second was delivered 14:01 is there %d times", got)
	}
}

// listWords returns what is written in the list of partners.
func (b *bench) listWords() (words string) {
	b.walk(func(o fyne.CanvasObject) {
		if strings.HasSuffix(fmt.Sprintf("%T", o), ".listItem") {
			words += b.textOf(o) + "\n"
		}
	})
	return words
}

// TestEmojiAloneAreLarger: a few emoji and nothing else are drawn larger than text, the fewer the
// larger.
func TestEmojiAloneAreLarger(t *testing.T) {
	for text, want := range map[string]float32{
		"🙂": 28, "👍🏽 ❤️": 28, "👨‍👩‍👧🇩🇪": 28, "🙂🙂🙂🙂": 20, "1️⃣": 28,
		"🙂🙂🙂🙂🙂🙂🙂🙂🙂": 14, "Ja 🙂": 14, "12": 14, "ok": 14, "€": 14, "©": 14,
	} {
		b := newBench(t, "de", "light", func(f *fakeMessenger) { f.in(anna, text, time.Minute) })
		b.open("0171")
		got := float32(0)
		b.walkFrom(b.scroller(), func(o fyne.CanvasObject) {
			if drawn, ok := o.(*canvas.Text); ok && strings.ContainsAny(drawn.Text, look.Shown(text)) &&
				!strings.Contains(drawn.Text, ":") && drawn.Text != "Heute" {
				got = drawn.TextSize
			}
		})
		if got != want {
			t.Errorf("%s is drawn in size %v, want %v", text, got, want)
		}
	}
}

// TestMarkOfAProgram: a text that a program has sent says so beside its time, also in a run with the user's
// own.
func TestMarkOfAProgram(t *testing.T) {
	b := newBench(t, "de", "light", func(f *fakeMessenger) {
		f.out(anna, "By hand", sms.Delivered, 10*time.Minute)
		m := f.out(anna, "By script", sms.Delivered, 10*time.Minute)
		f.msgs[m.ID-1].Program = `C:\Python\python.exe`
		f.out(anna, "By hand again", sms.Delivered, 10*time.Minute)
		m = f.out(anna, "By whom?", sms.Delivered, 10*time.Minute)
		f.msgs[m.ID-1].Program = sms.UnknownProgram
	})
	b.open("0171")
	b.sees("python.exe  13:52", "Programm  13:52")
	bubble := b.bubbleOf("python.exe")
	if !bubble.holds(b.drawn("By script")) || bubble.holds(b.drawn("By hand")) {
		t.Error("the mark is not on the program's text")
	}
}
