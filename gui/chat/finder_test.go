package chat_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// fillTrains is a conversation of 900 texts with the word train in three of them.
func fillTrains(f *fakeMessenger) {
	for i := range 900 {
		text := "Something or other"
		switch i {
		case 100:
			text = "The first train"
		case 500:
			text = "A second train, and a train again"
		case 890:
			text = "The last train"
		}
		f.in(anna, text, time.Duration(900-i)*time.Minute)
	}
	f.in(bernd, "No train here", time.Hour)
}

func TestFindInConversation(t *testing.T) {
	shift := fyne.KeyModifier(0)
	b := newBench(t, "en", "light", fillTrains, func(c *chat.Config) {
		c.Modifiers = func() fyne.KeyModifier { return shift }
	})
	b.open("0171")
	b.wheel(300)
	before := b.scroller().Offset.Y
	_, was := b.topText()
	b.press(ctrl(fyne.KeyF), "train")
	b.pause()
	b.sees("1 of 3")
	if !b.inView("The last train") {
		t.Error("the newest is not in view")
	}
	b.press(fyne.KeyReturn)
	b.sees("2 of 3")
	if !b.inView("A second train") {
		t.Error("the second is not in view")
	}
	b.press(fyne.KeyF3)
	b.sees("3 of 3")
	if !b.inView("The first train") {
		t.Error("the oldest is not in view")
	}
	shift = fyne.KeyModifierShift
	b.press(fyne.KeyF3, fyne.KeyF3)
	b.sees("1 of 3")
	shift = 0
	b.press(fyne.KeyUp)
	b.sees("2 of 3")
	b.press(fyne.KeyEscape)
	b.seesNot("of 3")
	if _, is := b.topText(); is < was-1 || is > was+1 {
		t.Errorf("back at %v (%v), was at %v (%v)", b.scroller().Offset.Y, is, before, was)
	}
	b.press("x")
	if b.composed() != "x" {
		t.Error("the cursor is not where one types")
	}
}

// marked returns how many pieces of the texts in view are marked as found.
func (b *bench) marked() (count int) {
	b.settle()
	b.walkFrom(b.scroller(), func(o fyne.CanvasObject) {
		if r, ok := o.(*canvas.Rectangle); ok && r.FillColor == look.Color(look.ColorFound) && r.Size().Width > 10 {
			count++
		}
	})
	return count
}

// TestFoundWordsAreMarked: in all texts that hold them, also when one of them changes, until the search
// ends.
func TestFoundWordsAreMarked(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		f.in(anna, "No train today \u202e, and no \x1b train tomorrow", 3*time.Minute)
		f.out(anna, "A TRAIN!", sms.Queued, 2*time.Minute)
		f.in(anna, "Well.", time.Minute)
	})
	b.open("0171")
	b.press(ctrl(fyne.KeyF), "train")
	b.pause()
	if n := b.marked(); n != 2 {
		t.Errorf("%d words are marked", n)
	}
	m := b.fake.msgs[1]
	m.Status = sms.Sent
	b.chat.Handle(sms.MessageChanged{Message: m})
	if n := b.marked(); n != 2 {
		t.Errorf("%d words are marked after one was sent", n)
	}
	b.press(fyne.KeyEscape)
	if n := b.marked(); n != 0 {
		t.Errorf("%d words are marked in the end", n)
	}
}

// TestFindWorksFromTheComposer: F3 steps on wherever the keyboard is.
func TestFindWorksFromTheComposer(t *testing.T) {
	b := newBench(t, "en", "light", fillTrains)
	b.press(ctrlShift(fyne.KeyF), "train")
	b.pause()
	b.sees("Messages")
	b.open("second")
	b.sees("2 of 3")
	if !b.inView("A second train") {
		t.Error("it is not in view")
	}
	b.window.Canvas().Unfocus()
	b.press(fyne.KeyF3)
	b.sees("3 of 3")
	b.press(fyne.KeyEscape) // ends the search here
	b.seesNot("of 3")
	b.sees("Messages")
	b.press(fyne.KeyEscape) // and then that of all
	b.seesNot("Messages")
}

func TestFindNothing(t *testing.T) {
	b := newBench(t, "en", "light", fillTrains)
	b.open("0171")
	b.press(ctrl(fyne.KeyF), "zeppelin")
	b.pause()
	b.sees("Nothing found")
	b.press(fyne.KeyReturn, fyne.KeyEscape)
	if d := b.fromBottom(); d > 1 || d < -1 {
		t.Errorf("%v above the bottom", d)
	}
}

// TestLatestQuestionWins: while a slow search is under way the window goes on, and only what was asked
// last is shown.
func TestLatestQuestionWins(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.press(ctrlShift(fyne.KeyF))
	b.fake.stick()
	for _, r := range "blumen" {
		b.does("typing", func() { b.press(string(r)) })
		b.does("pausing", b.pause)
	}
	b.fake.unstick()
	b.settle()
	b.sees("neben dem", "Blumen")
	if n := b.fake.calls["Search"]; n != 2 {
		t.Errorf("%d searches were made", n)
	}
}

func TestSearchFoldsNames(t *testing.T) {
	b := newBench(t, "de", "light", func(f *fakeMessenger) {
		f.names[anna] = "Änne Müller"
		f.in(anna, "Hallo", time.Minute)
		f.in(bernd, "Tag", time.Minute)
	})
	for _, query := range []string{"mueller", "muller", "MÜLL", "aenne", "anne"} {
		b.press(ctrlShift(fyne.KeyF), query)
		b.sees("Personen", "Änne Müller")
		b.noRow("Tag")
		b.press(fyne.KeyEscape)
	}
}

// TestHostileHits: spans that do not fit the text, and texts made to break the line, are shown as they can
// be and break nothing.
func TestHostileHits(t *testing.T) {
	for _, text := range []string{
		"train " + strings.Repeat("x", 40_000), strings.Repeat("\u202e", 3000) + "train",
		strings.Repeat("Z\u0300", 900) + " train", "a\x00b train\x1b[31m", strings.Repeat("\n", 900) + "train",
		"\xff\xfetrain\xff", "<b>train</b> {{.X}} %s",
	} {
		b := newBench(t, "en", "light", func(f *fakeMessenger) { f.in(anna, text, time.Minute) })
		b.press(ctrlShift(fyne.KeyF), "train")
		b.pause()
		b.sees("Messages", "train")
		b.press(fyne.KeyReturn)
		b.sees("1 of 1")
		for _, r := range b.words() {
			if r < 0x20 && r != '\n' || r >= 0x202a && r <= 0x202e {
				t.Errorf("%U is drawn", r)
			}
		}
	}
}
