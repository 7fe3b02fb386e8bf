package chat_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/chat"
	"surfstick-sms/sms"
)

func TestList(t *testing.T) {
	b := newBench(t, "de", "light", func(f *fakeMessenger) {
		f.names[anna] = "Anna Meyer"
		f.in(shop, "Guthaben: 9,80 €", 5*24*time.Hour)
		f.in(bernd, "Ihr Code\nlautet 482 113", 26*time.Hour)
		for range 3 {
			m := f.in(anna, "Bis gleich!", time.Minute)
			f.msgs[m.ID-1].Read = false
		}
	})
	b.sees("Anna Meyer", "Bis gleich!", "14:01", "\n3\n", "030 12345678", "Gestern",
		"Ihr Code lautet 482 113", "o2", "Guthaben", "So",
		"Wählen Sie eine Unterhaltung", "Neue Nachricht")
}

func TestEmptyList(t *testing.T) {
	b := newBench(t, "en", "light", nil)
	b.sees("No messages yet.", "Write the first one.", "New message")
	b.tap("New message")
	b.sees("Whom do you want to write to?")
}

func TestOpenMarksRead(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.sees("New messages", "Bis gleich!", "0171 1234567", "sent", "Yesterday", "Today")
	if b.fake.calls["MarkRead"] != 1 {
		t.Errorf("marked read %d times", b.fake.calls["MarkRead"])
	}
	b.seesNot("\n1\n")
}

// TestSendByKeyboard takes the whole way without a mouse: Ctrl+N, number, Tab, text, Enter.
func TestSendByKeyboard(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.press(ctrl(fyne.KeyN), "0171 / 99 88 776", fyne.KeyTab, "Hallo", fyne.KeyReturn)
	if len(b.fake.msgs) == 0 || b.fake.calls["Send"] != 1 {
		t.Fatalf("sent %d texts", b.fake.calls["Send"])
	}
	last := b.fake.msgs[len(b.fake.msgs)-1]
	if last.Number != "+491719988776" || last.Text != "Hallo" {
		t.Errorf("sent %q to %q", last.Text, last.Number)
	}
	b.sees("0171 9988776", "Hallo", "wartet")
	b.press("noch einer", fyne.KeyEnter)
	if last := b.fake.msgs[len(b.fake.msgs)-1]; last.Text != "noch einer" {
		t.Errorf("the composer did not keep the focus: last text is %q", last.Text)
	}
}

func TestShiftEnterBeginsALine(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.press("one")
	b.shiftPress(fyne.KeyReturn)
	b.press("two", fyne.KeyReturn)
	if got := b.fake.msgs[len(b.fake.msgs)-1].Text; got != "one\ntwo" {
		t.Errorf("sent %q", got)
	}
}

func TestEnterMayBeginALine(t *testing.T) {
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) {
		c.EnterSends = func() bool { return false }
	})
	b.open("Anna")
	b.press("one", fyne.KeyReturn, "two")
	if b.fake.calls["Send"] != 0 {
		t.Fatal("Enter sent")
	}
	b.press(ctrl(fyne.KeyReturn))
	if got := b.fake.msgs[len(b.fake.msgs)-1].Text; got != "one\ntwo" {
		t.Errorf("sent %q", got)
	}
}

func TestCounter(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		sends      bool
	}{
		{"empty", "", nil, false},
		{"blank", "  ", nil, false},
		{"short", "Hallo", nil, true},
		{"from 100 on", strings.Repeat("x", 100), []string{"100/160"}, true},
		{"umlauts are free", strings.Repeat("ä", 160), []string{"160/160"}, true},
		{"two", strings.Repeat("x", 161), []string{"161/306\n2 SMS"}, true},
		{"emoji", "Hallo 🙂", []string{"8/70", "Wegen „🙂“"}, true},
		{"ten", strings.Repeat("x", 1530), []string{"1530/1530\n10 SMS"}, true},
		{"eleven", strings.Repeat("x", 1531), []string{"11 SMS", "höchstens 10 Teile"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, "de", "light", fillDay)
			b.open("Anna")
			fyne.CurrentApp().Clipboard().SetContent(tt.text)
			b.press(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
			b.sees(tt.want...)
			b.press(fyne.KeyReturn)
			if strings.Contains(b.words(), "SMS senden") { // the question before a long one
				b.press(fyne.KeyReturn)
			}
			if got := b.fake.calls["Send"] == 1; got != tt.sends {
				t.Errorf("sent: %t, want %t", got, tt.sends)
			}
		})
	}
}

func TestNumberProblems(t *testing.T) {
	tests := []struct{ name, input, want string }{
		{"empty", "", "Bitte geben Sie eine Telefonnummer ein"},
		{"letters", "0171abc", "nur Ziffern"},
		{"control characters", "+49\"\rATD", "nur Ziffern"},
		{"too long", strings.Repeat("1", 25), "zu lang"},
		{"code", "*100#", "Code für das Netz"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, "de", "light", fillDay)
			fyne.CurrentApp().Clipboard().SetContent(tt.input)
			b.press(ctrl(fyne.KeyN), &fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
			b.press(fyne.KeyTab, "Hallo", fyne.KeyReturn)
			b.sees(tt.want)
			if b.fake.calls["Send"] != 0 {
				t.Error("it was sent")
			}
		})
	}
}

func TestShortCodeAndForeignNumber(t *testing.T) {
	b := newBench(t, "en", "light", nil)
	b.press(ctrl(fyne.KeyN), "80850")
	b.sees("Goes to 80850")
	b.press(ctrl(fyne.KeyN), "0043 664 1234567")
	b.sees("Goes to +43 664 1234567")
}

func TestStatesInWordsAndSigns(t *testing.T) {
	b := newBench(t, "de", "light", fillStates)
	b.open("+43")
	b.sees("vielleicht gesendet", "nicht gesendet: die Karte ist gesperrt",
		"wartet, nächster Versuch um 14:10: das Netz ist überlastet", "wird gesendet",
		"1 von 3 Teilen", "Dienstnachricht", "kam beschädigt an")
	signs := b.signs()
	for _, want := range []string{"clock", "arrow", "checks", "question", "bang"} {
		if !strings.Contains(signs, "sign-"+want+"#") {
			t.Errorf("no sign %q among %s", want, signs)
		}
	}
}

func TestRetry(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		f.out(anna, "Hallo?", sms.Failed, time.Hour)
	})
	b.open("0171")
	b.tap("Try again")
	if len(b.fake.retried) != 1 || b.fake.retried[0] != 1 {
		t.Fatalf("retried %v", b.fake.retried)
	}
	m := b.fake.msgs[0]
	m.Status = sms.Queued
	b.chat.Handle(sms.MessageChanged{Message: m})
	b.sees("waiting")
	b.seesNot("Try again")
}

func TestStatusChangesOneBubble(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.press("Hi", fyne.KeyReturn)
	before := b.fake.calls["Messages"] + b.fake.calls["Conversations"]
	m := b.fake.msgs[len(b.fake.msgs)-1]
	for _, s := range []sms.Status{sms.Queued, sms.Sending, sms.Sent, sms.Delivered} {
		m.Status = s
		b.chat.Handle(sms.MessageChanged{Message: m, New: s == sms.Queued})
	}
	if got := strings.Count(b.words(), "Hi\n"); got != 2 { // the bubble and the row
		t.Errorf("the text is there %d times:\n%s", got, b.words())
	}
	if after := b.fake.calls["Messages"] + b.fake.calls["Conversations"]; after != before {
		t.Errorf("the store was read %d times for a change of status", after-before)
	}
}

// A network that is out of order is not one that is missing.
func TestReasonLater(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.open("Anna")
	b.press("Hi", fyne.KeyReturn)
	m := b.fake.msgs[len(b.fake.msgs)-1]
	for code, want := range map[int]string{38: "das Netz ist gestört", 331: "zurzeit kein Netz"} {
		m.Status, m.Reason, m.Code = sms.Failed, sms.ReasonLater, code
		b.chat.Handle(sms.MessageChanged{Message: m})
		b.sees(want)
	}
}

func TestDraftIsKept(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.press("half a tho")
	if b.fake.calls["SetDraft"] != 0 {
		t.Error("saved at every key")
	}
	b.pause()
	if b.fake.drafts[anna] != "half a tho" {
		t.Errorf("saved %q", b.fake.drafts[anna])
	}
	b.press("ught")
	b.open("0176") // at once, before the pause is over
	if b.fake.drafts[anna] != "half a thought" {
		t.Errorf("saved %q", b.fake.drafts[anna])
	}
	b.sees("Draft: half a thought")
	b.open("Anna")
	b.sees("half a thought")
	b.press(fyne.KeyReturn)
	if b.fake.drafts[anna] != "" || b.fake.calls["Send"] != 1 {
		t.Errorf("after sending the draft is %q", b.fake.drafts[anna])
	}
}

func TestSendFailureKeepsTheText(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.open("Anna")
	b.press("wichtig")
	b.fake.err = errDisk
	b.press(fyne.KeyReturn)
	b.sees("wichtig", "konnte nicht gespeichert werden")
}

func TestNameCannotBeAnswered(t *testing.T) {
	b := newBench(t, "de", "light", fillDay)
	b.open("o2")
	b.sees("Firmenname als Absender", "Sie können ihm nicht antworten")
	b.seesNot("Senden", "Nachricht schreiben")
}

func TestKeysMoveBetweenConversations(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.press(alt(fyne.KeyDown))
	b.sees("Bist du schon da?")
	b.press(alt(fyne.KeyDown)) // the composer has the focus and passes it on
	b.sees("482 113. Geben")
	b.press(alt(fyne.KeyUp), alt(fyne.KeyUp))
	b.sees("Bist du schon da?")
}

func TestEscapeLeavesANewConversation(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.press(ctrl(fyne.KeyN), "0171", fyne.KeyEscape)
	b.sees("Choose a conversation")
}

func TestSearch(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.press(ctrl(fyne.KeyF), "blumen")
	b.pause()
	b.sees("neben dem", "Blumen")
	b.seesNot("Guthaben")
	b.press(fyne.KeyReturn)
	b.sees("0171 1234567")
	b.press(ctrlShift(fyne.KeyF), fyne.KeyEscape)
	b.sees("Tue")
}

func TestSearchByDigits(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.press(ctrl(fyne.KeyF), "0176 998")
	b.sees("0176 99887766")
	b.seesNot("Anna")
	b.press("xx")
	b.pause()
	b.sees("Nothing found.")
}

func TestMenu(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("0176")
	b.menu("Copy number")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "+4917699887766" {
		t.Errorf("copied %q", got)
	}
	b.menu("Name this contact")
	b.press("Karl \u202eegoH", fyne.KeyReturn)
	b.sees("Karl egoH")
	b.menu("Delete conversation")
	b.sees("All messages with Karl egoH are deleted", "in the bin for 30 days")
	b.tap("Cancel")
	b.sees("Fanden wir auch")
	b.menu("Delete conversation")
	b.tap("Delete")
	b.pause()
	b.seesNot("Karl")
	b.menu("Set up stick again")
	if b.setUps != 1 {
		t.Error("the set-up was not shown")
	}
}

func TestReadOnly(t *testing.T) {
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) { c.ReadOnly = true })
	b.open("Anna")
	b.sees("can only read these messages here")
	b.seesNot("Send")
	b.press(ctrl(fyne.KeyN))
	b.seesNot("Whom")
	if b.fake.calls["MarkRead"] != 0 {
		t.Error("marked as read")
	}
}
