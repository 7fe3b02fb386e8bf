package chat_test

import (
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

// field returns the field for the text.
func (b *bench) field() (found *look.Field) {
	b.t.Helper()
	b.walk(func(o fyne.CanvasObject) {
		if f, ok := o.(*look.Field); ok && f.MultiLine {
			found = f
		}
	})
	if found == nil {
		b.t.Fatal("no field for the text")
	}
	return found
}

// TestFieldGrows: the field has one line, one more for each line typed up to six, and one again when the
// text is gone; Send and the texts move with it.
func TestFieldGrows(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 720, Height: 480}, {Width: 1000, Height: 700}, {Width: 1600, Height: 900}} {
		b := newBench(t, "de", "light", fillDay)
		b.window.Resize(size)
		b.open("Anna")
		one := b.field().Size().Height
		if one < 34 || one > 44 {
			t.Errorf("%v: one line is %v high", size, one)
		}
		line := float32(0)
		for i := 2; i <= 9; i++ {
			before := b.field().Size().Height
			b.shiftPress(fyne.KeyReturn)
			grown := b.field().Size().Height - before
			switch {
			case i == 2:
				line = grown
				if line < 15 || line > 25 {
					t.Errorf("%v: a line is %v high", size, line)
				}
			case i <= 6 && grown != line, i > 6 && grown != 0:
				t.Errorf("%v: line %d makes it %v higher", size, i, grown)
			}
			field, send := areaOf(b.field()), areaOf(b.sendButtonNamed("Senden"))
			if d := field.bottom - send.bottom; d < 0 || d > 4 {
				t.Errorf("%v: Send ends %v above the field", size, d)
			}
			if texts := areaOf(b.scroller()); texts.bottom > field.top {
				t.Errorf("%v: the texts %v reach below the field %v", size, texts, field)
			}
			if field.bottom > size.Height || send.right > size.Width {
				t.Errorf("%v: %v is out of the window", size, field)
			}
		}
		b.press("x", fyne.KeyReturn)
		if got := b.field().Size().Height; got != one {
			t.Errorf("%v: after sending it is %v high, not %v", size, got, one)
		}
	}
}

// TestWrappedTextGrows: a long line counts as what it becomes, in any width.
func TestWrappedTextGrows(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.open("Anna")
	one := b.field().Size().Height
	b.paste(strings.Repeat("Wort ", 26)) // not two lines wide here, three in a small window
	wide := b.field().Size().Height
	b.window.Resize(fyne.NewSize(720, 480))
	if narrow := b.field().Size().Height; wide <= one || narrow <= wide {
		t.Errorf("%v high for a line, %v for some, %v in a small window", one, wide, narrow)
	}
}

// TestTextsStayAboveTheField: when a narrower window makes the field higher, the texts make room for it at
// once.
func TestTextsStayAboveTheField(t *testing.T) {
	b := newBench(t, "en", "light", fillMany(20))
	b.open("0171")
	b.paste("A draft which is just long enough for two lines when it is narrow, not now")
	for i := range 10 {
		size := fyne.NewSize(1000-28*float32(i+1), 700-22*float32(i+1))
		b.window.Resize(size)
		field, texts := areaOf(b.field()), areaOf(b.scroller())
		if texts.bottom > field.top {
			t.Errorf("%v: the texts %v reach below the field %v", size, texts, field)
		}
	}
}

func (b *bench) sendButtonNamed(name string) (found *look.Round) {
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Round); ok && button.Text == name {
			found = button
		}
	})
	return found
}

// TestComposerStandsBelowTheTexts: it is as wide as their column, in any window.
func TestComposerStandsBelowTheTexts(t *testing.T) {
	for _, width := range []float32{720, 1000, 1600, 2500} {
		b := newBench(t, "en", "light", func(f *fakeMessenger) {
			f.in(anna, strings.Repeat("word ", 60), time.Hour)
			f.out(anna, strings.Repeat("answer ", 60), sms.Sent, time.Minute)
		})
		b.window.Resize(fyne.NewSize(width, 800))
		b.open("0171")
		own, send := b.bubbleOf("answer"), areaOf(b.sendButton())
		if d := own.right - send.right; d < -1 || d > 1 {
			t.Errorf("%v: Send ends at %v, the texts at %v", width, send.right, own.right)
		}
	}
}

// TestDearCharactersAreReplaced: the first one is named, one click replaces them all, and Ctrl+Z brings
// them back.
func TestDearCharactersAreReplaced(t *testing.T) {
	for text, c := range map[string]struct{ names, button, plain string }{
		"„Hallo“ – ja":     {"The character  „ ", `Replace with "`, `"Hallo" - ja`},
		"so geht’s":        {"The character  ’ ", "Replace with '", "so geht's"},
		"na ja …":          {"The character  … ", "Replace with ...", "na ja ..."},
		"20\u202f000":      {"invisible character (U+202F)", "Replace", "20 000"},
		"Donau\u00addampf": {"invisible character (U+00AD)", "Replace", "Donaudampf"},
	} {
		b := newBench(t, "en", "light", fillDay)
		b.open("Anna")
		b.press("x")
		b.press(fyne.KeyBackspace)
		b.paste(text)
		b.sees(c.names, c.button)
		b.tap(c.button)
		if got := b.typed(); got != c.plain {
			t.Errorf("%q became %q", text, got)
		}
		b.seesNot(c.button, "only 70")
		b.press(&fyne.ShortcutUndo{})
		if got := b.typed(); got != text {
			t.Errorf("Undo brought back %q of %q", got, text)
		}
		b.sees(c.button)
		b.press(fyne.KeyReturn) // nothing is replaced unasked
		if got := b.fake.msgs[len(b.fake.msgs)-1].Text; got != text {
			t.Errorf("sent %q for %q", got, text)
		}
	}
}

// TestEmojiAreOnlyNamed: nothing stands for an emoji, and with one in the text the rest need not be
// replaced either.
func TestEmojiAreOnlyNamed(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.press("„Ja“ 🙂")
	b.sees("Because of “🙂”, one SMS holds only 70", "/70")
	b.seesNot("Replace")
}

// TestCostIsAskedByNumber: what may cost more than usual is asked once, and not again where the user
// does not want that; the setting counts more.
func TestCostIsAskedByNumber(t *testing.T) {
	for name, c := range map[string]struct{ number, title, says string }{
		"foreign": {"+436641234567", "Send to another country?", "+43 664 1234567 is a number in another country"},
		"short":   {"80850", "Send to a short code?", "80850 is a short code"},
		"premium": {"09001234567", "Send to an expensive number?", "is a premium number"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillDay)
			send := func(text string) {
				b.press(ctrl(fyne.KeyN), c.number, fyne.KeyTab, text, fyne.KeyReturn)
			}
			send("one")
			b.sees(c.title, c.says, "Send 1 SMS")
			b.tap("Not yet")
			if b.fake.calls["Send"] != 0 || b.typed() != "one" {
				t.Fatalf("it went out, or %q is left", b.typed())
			}
			b.press(fyne.KeyReturn)
			b.tick("Do not ask again for this number", true)
			b.tap("Send 1 SMS")
			send("two")
			b.seesNot(c.title)
			if b.fake.calls["Send"] != 2 {
				t.Fatalf("%d went out", b.fake.calls["Send"])
			}
			b.keeper[chat.KeyAskCost] = chat.AskAlways
			send("three")
			b.sees(c.title)
			b.seesNot("Do not ask again")
			b.press(fyne.KeyEscape)
			b.keeper[chat.KeyAskCost] = chat.AskNever
			b.press(fyne.KeyReturn)
			b.press(ctrl(fyne.KeyN), "22922", fyne.KeyTab, "four", fyne.KeyReturn)
			if b.fake.calls["Send"] != 4 {
				t.Errorf("%d went out", b.fake.calls["Send"])
			}
		})
	}
}

// tick sets the box with these words.
func (b *bench) tick(words string, on bool) {
	b.t.Helper()
	b.walk(func(o fyne.CanvasObject) {
		if box, ok := o.(*look.Check); ok && box.Text == words {
			box.SetChecked(on)
			words = ""
		}
	})
	if words != "" {
		b.t.Fatalf("no box %q in:\n%s", words, b.words())
	}
}

// TestWaitingIsSaidBeforeSending: with the stick away the composer says what becomes of a text.
func TestWaitingIsSaidBeforeSending(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.chat.SetStick(chat.Stick{Away: chat.AwayStick})
	b.seesNot("as soon as")
	b.press("Hi")
	b.sees("Sent as soon as the stick is ready again.")
	b.chat.SetStick(chat.Stick{Away: chat.AwaySignal})
	b.sees("Sent as soon as the network is back.")
	b.chat.SetStick(chat.Stick{})
	b.seesNot("as soon as")
}

// BenchmarkTypeInLongText types a letter at the end of a text of six parts: at most 8 ms of work.
func BenchmarkTypeInLongText(b *testing.B) {
	for name, text := range map[string]string{
		"words": strings.Repeat("Wie war das noch mit dem Zug? ", 30), "dear": strings.Repeat("„Ja“ 🙂 ", 60),
		"line": strings.Repeat("x", 900), "lines": strings.Repeat("Zeile\n", 150),
	} {
		b.Run(name, func(b *testing.B) {
			w := newBench(b, "de", "light", fillDay)
			w.chat.Open(anna)
			w.settle()
			w.paste(text)
			field := w.window.Canvas().Focused()
			for b.Loop() {
				field.TypedRune('x')
				b.StopTimer()
				field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
				b.StartTimer()
			}
		})
	}
}

// TestTooLongIsSplit: a text of more than ten parts stays as it is until the user wants it to go out as
// several, and then all of it does.
func TestTooLongIsSplit(t *testing.T) {
	long := strings.Repeat("Ein Satz mit einigen Wörtern. ", 120)
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.paste(long)
	b.sees("at most 10 parts", "Split …")
	if got := b.typed(); got != long {
		t.Fatal("the text was changed")
	}
	b.tap("Split …")
	b.sees("Send as 3 messages?", "24 SMS in total")
	b.tap("Not yet")
	if b.fake.calls["Send"] != 0 || b.typed() != long {
		t.Fatal("it went out, or is lost")
	}
	b.tap("Split …")
	b.tap("Send 24 SMS")
	if b.fake.calls["Send"] != 3 || b.typed() != "" {
		t.Fatalf("%d went out, %q is left", b.fake.calls["Send"], b.typed())
	}
	var all []string
	for _, m := range b.fake.msgs[len(b.fake.msgs)-3:] {
		if !strings.HasSuffix(strings.TrimSpace(m.Text), ".") || m.Number != anna {
			t.Errorf("to %s: …%q", m.Number, m.Text[len(m.Text)-10:])
		}
		all = append(all, m.Text)
	}
	if got := strings.Join(all, " "); got != long {
		t.Error("some of it is lost")
	}
}

// TestEmojiGoIn: Ctrl+E or the button opens the card, and what is chosen stands at the cursor.
func TestEmojiGoIn(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.press("ab", fyne.KeyLeft, ctrl(fyne.KeyE), "pizza", fyne.KeyReturn, "c")
	if got := b.typed(); got != "a🍕cb" {
		t.Errorf("it is %q", got)
	}
	b.press(&fyne.ShortcutUndo{})
	if got := b.typed(); got != "ab" {
		t.Errorf("after Undo it is %q", got)
	}
	b.tap("Emoji")
	b.sees("🍕") // used last
	b.press(fyne.KeyEscape, "!")
	if got := b.typed(); got != "a!b" {
		t.Errorf("the keyboard did not come back: %q", got)
	}
}

// TestTextBlocks: a block is written once, and goes in by the menu or by /name and Tab, with the name of
// the partner.
func TestTextBlocks(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.tap("More")
	b.chooses("Text blocks …")
	b.sees("None yet.")
	b.tap("New text block")
	b.tap("Save")
	b.sees("Please give the text block a name.")
	b.press(&fyne.ShortcutSelectAll{}, "On my way", fyne.KeyTab, "Hello {name}, I am on my way.")
	b.tap("Save")
	b.sees("On-my-way", "Hello {name}, I am")
	b.tap("New text block")
	b.press("on-MY-way", fyne.KeyTab, "other")
	b.tap("Save")
	b.sees("Another text block has that name.")
	b.press(fyne.KeyEscape)
	b.press("So: /on-m", fyne.KeyTab)
	if got := b.typed(); got != "So: Hello Anna Meyer, I am on my way." {
		t.Errorf("it is %q", got)
	}
	b.press(&fyne.ShortcutUndo{})
	if got := b.typed(); got != "So: /on-m" {
		t.Errorf("after Undo it is %q", got)
	}
	b.open("0176")
	b.tap("More")
	b.chooses("On-my-way")
	if got := b.typed(); got != "Hello, I am on my way." {
		t.Errorf("to a number without a name it is %q", got)
	}
	b.press(fyne.KeyTab) // leads on: there is no block to put in
	if _, ok := b.window.Canvas().Focused().(*look.Field); ok {
		t.Error("Tab stays in the field")
	}
	b.tap("More")
	b.chooses("Text blocks …")
	b.tap("Change")
	b.tap("Delete")
	b.sees("None yet.")
}

// TestSendLater: the sheet gets text and recipient, and the composer is empty when it is planned, not
// before.
func TestSendLater(t *testing.T) {
	var done func()
	var sent []string
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) {
		c.OnSendLater = func(to []sms.Number, text string, planned func()) {
			sent, done = append(sent, string(to[0])+" "+text), planned
		}
	})
	later := &desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	b.open("Anna")
	b.press(later)
	b.sees("Please write something first.")
	b.press("Happy birthday", later)
	b.pause()
	if len(sent) != 1 || sent[0] != string(anna)+" Happy birthday" || b.typed() != "Happy birthday" {
		t.Fatalf("planned %q, typed %q", sent, b.typed())
	}
	done()
	b.settle()
	if b.typed() != "" || b.fake.calls["Send"] != 0 {
		t.Errorf("%q is left, %d sent", b.typed(), b.fake.calls["Send"])
	}
	b.pause()
	if got := b.fake.drafts[anna]; got != "" {
		t.Errorf("the draft is still %q", got)
	}
	b.press("x")
	b.sendButton().TappedSecondary(&fyne.PointEvent{})
	b.chooses("Send later …")
	if len(sent) != 2 {
		t.Errorf("planned %q", sent)
	}
}

// chooses takes an entry of the open menu.
func (b *bench) chooses(words string) {
	b.t.Helper()
	var found *look.MenuRow
	b.walk(func(o fyne.CanvasObject) {
		if row, ok := o.(*look.MenuRow); ok && row.Words() == words {
			found = row
		}
	})
	if found == nil {
		b.t.Fatalf("no entry %q in:\n%s", words, b.words())
	}
	test.Tap(found)
	b.settle()
}

// TestButtonsHaveNames: what a screen reader says of the buttons that show a sign only.
func TestButtonsHaveNames(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.press("x") // or Send would say why it is grey as well
	names := map[string]bool{}
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Round); ok {
			var all fyne.Accessible = button
			names[all.AccessibilityLabel()] = true
		}
	})
	for _, want := range []string{"Send", "More", "Emoji"} {
		if !names[want] {
			t.Errorf("no button %q among %v", want, names)
		}
	}
}

// TestTooLongThroughDearCharacters: a text that is too long only because of its dear characters says both, and is not
// sent.
func TestTooLongThroughDearCharacters(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	before := len(b.fake.msgs)
	b.paste(strings.Repeat("Long and „dear“. ", 50))
	b.sees("Too long: a message may have at most 10 parts.", "The character  „ ", `Replace with "`)
	b.press(fyne.KeyReturn)
	if len(b.fake.msgs) != before {
		t.Error("a text that is too long was sent")
	}
	b.tap(`Replace with "`)
	b.seesNot("Too long")
}
