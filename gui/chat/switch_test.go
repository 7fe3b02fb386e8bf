package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/chat"
	"surfstick-sms/sms"
)

const premium, otherPremium = sms.Number("22922"), sms.Number("22933")

// TestAnswerGoesWhereItWasAsked: a click on a notification opens another conversation below a question. What
// goes out then is the text that the question was about, to the people that it named, and nothing else.
func TestAnswerGoesWhereItWasAsked(t *testing.T) {
	long := strings.Repeat("Ein Satz mit einigen Wörtern. ", 40)
	several := func(b *bench) {
		b.press(ctrl(fyne.KeyN), "0171 1234567; 0160 5550123;", fyne.KeyTab, "Party!", fyne.KeyReturn)
	}
	for _, c := range []struct {
		name string
		ask  func(*bench)
		yes  string
		sent string
		to   int
	}{
		{"cost", func(b *bench) { b.open("Anna"); b.paste(long); b.press(fyne.KeyReturn) }, "Send 8 SMS", long, 1},
		{"several", several, "Send 2 SMS", "Party!", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillDay)
			b.open("0176")
			b.press("half a thought")
			b.pause()
			c.ask(b)
			b.chat.Open("+4917699887766")
			b.settle()
			other := b.composed()
			if other != "half a thought" {
				t.Fatalf("%q is typed to the other\n%s", other, b.words())
			}
			b.tap(c.yes)
			if got := b.sentTo(c.sent); len(got) != c.to || b.fake.calls["Send"] != c.to {
				t.Errorf("sent to %v, %d in all", got, b.fake.calls["Send"])
			}
			if got := b.composed(); got != other {
				t.Errorf("typed is %q now", got)
			}
			b.pause()
			if got := b.fake.drafts[anna]; got != "" {
				t.Errorf("what was sent is still a draft: %q", got)
			}
			b.press(ctrl(fyne.KeyN))
			if got := b.composed(); got != "" {
				t.Errorf("what was sent is begun again: %q", got)
			}
		})
	}
}

// TestSplitGoesWhereItWasAsked is the same for a text that goes out in pieces.
func TestSplitGoesWhereItWasAsked(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("0176")
	b.press("half a thought")
	b.open("Anna")
	b.paste(strings.Repeat("Ein Satz mit einigen Wörtern. ", 120))
	b.tap("Split …")
	b.chat.Open("+4917699887766")
	b.tap("Send 24 SMS")
	if got := b.composed(); got != "half a thought" || b.fake.calls["Send"] != 3 {
		t.Errorf("%q is typed, %d sent", got, b.fake.calls["Send"])
	}
	b.pause()
	if got := b.fake.drafts; len(got) != 1 || got[anna] != "" {
		t.Errorf("drafts %v", got)
	}
}

// TestAgreedForOne: what was agreed for one number says nothing about another one.
func TestAgreedForOne(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	for i, n := range []sms.Number{premium, otherPremium, premium} {
		b.press(ctrl(fyne.KeyN), string(n), fyne.KeyTab, "STOP", fyne.KeyReturn)
		if got := b.fake.calls["Send"]; got != i {
			t.Fatalf("%d went out to %s without a question", got, n)
		}
		b.press(fyne.KeyReturn)
		if got := b.fake.calls["Send"]; got != i+1 {
			t.Fatalf("%d went out\n%s", got, b.words())
		}
	}
}

// TestPlannedElsewhere: a text that is planned for one leaves the same words alone that are typed for another.
func TestPlannedElsewhere(t *testing.T) {
	var done func()
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) {
		c.OnSendLater = func(_ []sms.Number, _ string, planned func()) { done = planned }
	})
	b.open("Anna")
	b.press("Happy birthday")
	b.chat.AddShortcuts(b.window.Canvas())
	b.tap("More")
	b.chooses("Send later …")
	b.open("0176")
	b.press("Happy birthday")
	done()
	if got := b.typed(); got != "Happy birthday" {
		t.Errorf("%q is typed", got)
	}
	b.pause()
	if got := b.fake.drafts[anna]; got != "" {
		t.Errorf("the draft is still %q", got)
	}
}

// fillImported is a conversation whose older texts came with an import: they have greater IDs.
func fillImported(f *fakeMessenger) {
	f.in(anna, "the latest", time.Hour)
	f.in("+4917699887766", "another", time.Minute)
	oldest := f.in(anna, "imported, the oldest", 2000*time.Hour)
	f.msgs[oldest.ID-1].Imported = true
	old := f.out(anna, "imported, failed", sms.Failed, 1000*time.Hour)
	f.msgs[old.ID-1].Imported = true
	f.names[anna] = "Anna Meyer"
}

// TestImportedIsNotTheLatest: an imported text that is sent again does not become the latest in the list.
func TestImportedIsNotTheLatest(t *testing.T) {
	b := newBench(t, "en", "light", fillImported)
	b.sees("the latest")
	m := b.fake.msgs[3]
	m.Status = sms.Sending
	b.chat.Handle(sms.MessageChanged{Message: m})
	b.sees("the latest")
	b.rowAt(0, "another")
}

// TestImportedGoWithTheConversation: a new text that comes while a conversation lies in the trash stays, and
// all others go, in whatever order they have come in.
func TestImportedGoWithTheConversation(t *testing.T) {
	b := newBench(t, "en", "light", fillImported)
	b.open("Anna")
	b.menu("Delete conversation")
	b.tap("Delete")
	b.arrive("One more thing")
	b.pause()
	var left []string
	for _, m := range b.fake.with(anna) {
		left = append(left, m.Text)
	}
	if fmt.Sprint(left) != "[One more thing]" {
		t.Errorf("left: %q", left)
	}
}

// TestTextAfterADraft: a conversation that was nothing but a draft takes no text with it that comes after it was
// deleted.
func TestTextAfterADraft(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		f.names[anna] = "Anna Meyer"
		f.drafts[anna] = "not yet"
	})
	b.open("Anna")
	b.menu("Delete conversation")
	b.tap("Delete")
	b.arrive("One more thing")
	b.pause()
	if !b.kept("One more thing") {
		t.Error("it is deleted")
	}
}
