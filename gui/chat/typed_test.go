package chat_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/look"
)

func (b *bench) paste(text string) {
	b.t.Helper()
	fyne.CurrentApp().Clipboard().SetContent(text)
	b.press(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
}

// typed returns what stands in the field that has the keyboard.
func (b *bench) typed() string {
	b.t.Helper()
	f, ok := b.window.Canvas().Focused().(*look.Field)
	if !ok {
		b.t.Fatalf("%T has the keyboard", b.window.Canvas().Focused())
	}
	return f.Text
}

// sendButton returns the button Send.
func (b *bench) sendButton() (found *look.Round) {
	b.t.Helper()
	b.walk(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Round); ok && button.Text == "Send" {
			found = button
		}
	})
	if found == nil {
		b.t.Fatal("no button Send")
	}
	return found
}

// TestPasteChangesNoText: what is pasted stands there as it was copied, however long it is and
// whatever it holds; control characters are left out, and that is said.
func TestPasteChangesNoText(t *testing.T) {
	const said = "Invisible control characters were left out"
	for name, c := range map[string]struct{ text, want, says string }{
		"long":        {text: strings.Repeat("äöüß", 518), says: "14 SMS"},
		"very long":   {text: strings.Repeat("Wort ", 4000), says: "Too long"},
		"many lines":  {text: strings.Repeat("x\n", 400) + "x"},
		"marks":       {text: "Z" + strings.Repeat("\u0301", 7) + "!"},
		"hebrew":      {text: "\u200fשלום\u200e 123"},
		"flag":        {text: "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"},
		"family":      {text: "👨‍👩‍👧 ✌🏽"},
		"soft hyphen": {text: "Donau\u00addampf", says: "invisible character (U+00AD)"},
		"lines ends":  {text: "a\r\nb\rc", want: "a\nb\nc"},
		"controls":    {text: "a\x00b\x1b[31mc\x7f", want: "ab[31mc", says: said},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillDay)
			b.open("Anna")
			b.paste(c.text)
			if c.want == "" {
				c.want = c.text
			}
			if got := b.typed(); got != c.want {
				t.Errorf("%d bytes of %d stand there, ending in %q",
					len(got), len(c.want), got[max(0, len(got)-20):])
			}
			b.sees(c.says)
		})
	}
}

// TestNewMessageIsKept: what was typed for a new message is there again, whatever the number is and
// whatever came between.
func TestNewMessageIsKept(t *testing.T) {
	for name, then := range map[string]func(*bench){
		"escape":         func(b *bench) { b.press(fyne.KeyEscape) },
		"cancel":         func(b *bench) { b.tap("Cancel") },
		"another chat":   func(b *bench) { b.open("Anna") },
		"new again":      func(b *bench) { b.press(ctrl(fyne.KeyN)) },
		"window closed":  func(b *bench) { b.chat.Close(); b.chat = b.again() },
		"window is shot": func(b *bench) { b.pause(); b.chat = b.again() },
	} {
		for _, number := range []string{"", "abc", "*100#"} {
			t.Run(name+" "+number, func(t *testing.T) {
				b := newBench(t, "en", "light", fillDay)
				b.press(ctrl(fyne.KeyN), number, fyne.KeyTab, "hallo")
				then(b)
				b.press(ctrl(fyne.KeyN))
				if got := b.typed(); got != number {
					t.Errorf("the number is %q", got)
				}
				b.press("0172 1234567", fyne.KeyTab) // replaces what was wrong
				if got := b.typed(); got != "hallo" {
					t.Fatalf("the text is %q", got)
				}
				b.press(fyne.KeyReturn)
				if last := b.fake.msgs[len(b.fake.msgs)-1]; last.Text != "hallo" {
					t.Errorf("sent %q", last.Text)
				}
				b.press(ctrl(fyne.KeyN), fyne.KeyTab)
				if got := b.typed(); got != "" {
					t.Errorf("after it was sent there is %q", got)
				}
			})
		}
	}
}

// again returns the chat of the next start, over what was kept.
func (b *bench) again() *chat.Chat {
	b.settle()
	c := chat.New(b.config)
	b.window.SetContent(c.Object())
	b.window.Resize(fyne.NewSize(1000, 700))
	b.keys = fyne.ShortcutHandler{}
	c.AddShortcuts(keyCanvas{b.window.Canvas(), &b.keys})
	c.Load()
	return c
}

// TestDraftsAreJoined: a new message to a partner with a draft takes nothing away from it.
func TestDraftsAreJoined(t *testing.T) {
	draft := func(f *fakeMessenger) {
		fillDay(f)
		f.drafts[anna] = "half a thought"
	}
	for name, c := range map[string]struct {
		keys   []any
		kept   string
		opens  string
		isSent bool
	}{
		"left":   {keys: []any{"0171 1234567", fyne.KeyTab, "hallo", fyne.KeyEscape}, kept: "half a thought\nhallo"},
		"chosen": {keys: []any{fyne.KeyTab, "hallo", &fyne.ShortcutUndo{}, "hallo"}, kept: "half a thought\nhallo", opens: "Anna"},
		"sent":   {keys: []any{"0171 1234567", fyne.KeyTab, "hallo", fyne.KeyReturn}, kept: "half a thought", isSent: true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", draft)
			b.press(ctrl(fyne.KeyN))
			b.press(c.keys...)
			if c.opens != "" {
				b.tapPerson(c.opens)
			}
			b.pause()
			if got := b.fake.drafts[anna]; got != c.kept {
				t.Errorf("the draft is %q, want %q", got, c.kept)
			}
			if got := b.fake.calls["Send"] == 1; got != c.isSent {
				t.Errorf("sent: %t", got)
			}
		})
	}
}

// tapPerson takes one of the people below the number of a new conversation.
func (b *bench) tapPerson(name string) {
	b.t.Helper()
	b.press(fyne.KeyEscape, ctrl(fyne.KeyN)) // to the number again
	b.press(name, fyne.KeyReturn)
}

// TestDeletedDraftComesBack: what was typed for a conversation comes back with it.
func TestDeletedDraftComesBack(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.press("half a thought")
	b.menu("Delete conversation")
	b.tap("Delete")
	b.tap("Undo")
	if got := b.typed(); got != "half a thought" {
		t.Errorf("it is %q", got)
	}
}

// TestBlanksAreNoDraft: blanks make no row, neither typed now nor kept by an earlier version.
func TestBlanksAreNoDraft(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		fillDay(f)
		f.drafts["+491700000001"] = " \n "
		f.drafts[anna] = "  "
	})
	b.seesNot("Draft:", "0170")
	b.press(ctrl(fyne.KeyN), "0172 9999999", fyne.KeyTab, "   ", fyne.KeyEscape)
	b.open("0176")
	b.press(" ")
	b.open("Anna")
	b.pause()
	b.seesNot("Draft:", "0172")
	for n, text := range b.fake.drafts {
		if strings.TrimSpace(text) == "" && text != "" && n != anna && n != "+491700000001" {
			t.Errorf("%v has the draft %q", n, text)
		}
	}
}

// TestSendSaysWhyNot: Send is grey as long as the text cannot be sent, and says why.
func TestSendSaysWhyNot(t *testing.T) {
	for name, c := range map[string]struct {
		keys []any
		why  string
	}{
		"no text":       {[]any{"0171 5550123", fyne.KeyTab}, "Please write something first."},
		"blanks":        {[]any{"0171 5550123", fyne.KeyTab, "   "}, "Please write something first."},
		"no number":     {[]any{fyne.KeyTab, "hallo"}, "Please type a phone number."},
		"nobody":        {[]any{"xyz", fyne.KeyTab, "hallo"}, "No contact has that name."},
		"half a name":   {[]any{"Ann", fyne.KeyTab, "hallo"}, "Please choose a contact"},
		"code":          {[]any{"*100#", fyne.KeyTab, "hallo"}, "code for the network"},
		"too long":      {[]any{"0171 5550123", fyne.KeyTab, strings.Repeat("x", 1531)}, "at most 10 parts"},
		"right":         {[]any{"0171 5550123", fyne.KeyTab, "hallo"}, ""},
		"number at end": {[]any{fyne.KeyTab, "hallo", ctrl(fyne.KeyN), "0171 5550123"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillDay)
			b.press(ctrl(fyne.KeyN))
			b.press(c.keys...)
			button := b.sendButton()
			if button.Disabled() != (c.why != "") || !strings.Contains(button.Why(), c.why) {
				t.Errorf("grey: %v, why: %q", button.Disabled(), button.Why())
			}
			b.tap("Send")
			b.sees(c.why)
			if got := b.fake.calls["Send"] == 1; got != (c.why == "") {
				t.Errorf("sent: %t", got)
			}
		})
	}
}

// TestCostIsAskedOnce: what costs more than six SMS goes out after one question, and only then.
func TestCostIsAskedOnce(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.paste(strings.Repeat("x", 6*153))
	b.press(fyne.KeyReturn)
	if b.fake.calls["Send"] != 1 {
		t.Fatal("six parts did not go out")
	}
	b.paste(strings.Repeat("x", 6*153+1))
	b.press(fyne.KeyReturn)
	b.sees("Send this long message?", "7 parts")
	b.tap("Not yet")
	if b.fake.calls["Send"] != 1 || b.typed() == "" {
		t.Fatal("it went out, or is lost")
	}
	b.press(fyne.KeyReturn)
	b.fake.err = errDisk
	b.tap("Send 7 SMS")
	b.fake.err = nil
	b.press(fyne.KeyReturn) // the disk was full: not asked again
	if b.fake.calls["Send"] != 3 {
		t.Errorf("tried %d times", b.fake.calls["Send"])
	}
	b.seesNot("Send this long message?")
}
