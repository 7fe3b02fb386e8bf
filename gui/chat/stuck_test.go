package chat_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/sms"
)

const carl = sms.Number("+4917699887766")

// does does what a user does while the store is stuck, and fails if that waited for the store.
func (b *bench) does(what string, do func()) {
	b.t.Helper()
	do()
	if !b.fake.stuck() {
		b.t.Fatalf("%s waited for the store", what)
	}
}

// TestStuckStoreHoldsNothingUp: somebody opens conversations, types, sends and goes on while the
// store takes 5 seconds for a call. The window waits for nothing, and all of it arrives in order.
func TestStuckStoreHoldsNothingUp(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.fake.stick()
	b.does("opening", func() { b.open("Anna") })
	b.does("pausing", b.pause)
	b.sees("0171 1234567", "Loading …")
	b.does("typing", func() { b.press("half a tho") })
	b.does("saving a draft", b.pause)
	b.does("typing on", func() { b.press("ught") })
	b.does("switching", func() { b.open("0176") })
	b.sees("Draft: half a thought")
	b.does("sending", func() { b.press("Hello", fyne.KeyReturn) })
	b.does("pausing", b.pause)
	b.sees("Being saved …")
	b.does("typing after it", func() { b.press("and more") })
	b.does("searching", func() { b.press(ctrl(fyne.KeyF), "blumen"); b.pause() })
	b.does("ending the search", func() { b.press(fyne.KeyEscape) })
	b.does("naming", func() { b.menu("Name this contact"); b.press("Carl", fyne.KeyReturn) })
	b.does("an event", func() { b.chat.Handle(sms.ConversationsChanged{}) })
	b.does("switching back", func() { b.open("Anna") })
	b.seesNot("Danke für gestern")
	b.does("coming into view", b.chat.Load)
	b.fake.unstick()
	b.settle()
	want := []string{
		"SetDraft +491711234567 half a tho", "SetDraft +491711234567 half a thought",
		"Send +4917699887766 Hello", "SetDraft +4917699887766 and more",
		"SetName +4917699887766 Carl", "MarkRead +491711234567",
	}
	if got := b.fake.writes(); !slices.Equal(got, want) {
		t.Errorf("the store got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	b.sees("half a thought", "Bist du schon da?", "Draft: and more", "Carl")
	b.seesNot("Danke für gestern", "Loading", "Being saved", "\n1\n")
	b.open("Carl")
	b.sees("Hello", "and more", "Danke für gestern")
}

// TestStuckStoreDeletes: what is deleted is gone at once, and does not come back for a moment.
func TestStuckStoreDeletes(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.fake.stick()
	b.does("deleting", b.deleteAnna)
	b.does("emptying the trash", b.pause)
	b.seesNot("Anna")
	b.does("an event", func() { b.chat.Handle(sms.ConversationsChanged{}) })
	b.does("opening it", func() { b.chat.Open(anna) })
	b.fake.unstick()
	b.settle()
	if b.kept("Bis gleich!") {
		t.Error("not deleted")
	}
	b.seesNot("Bis gleich!", "Bist du schon da?")
}

// TestTextThatIsNotSavedComesBack: the store refuses a text when its conversation is open, or when
// another one is.
func TestTextThatIsNotSavedComesBack(t *testing.T) {
	for name, then := range map[string]func(*bench){
		"open":          func(*bench) {},
		"another one":   func(b *bench) { b.open("0176") },
		"a new one":     func(b *bench) { b.press(ctrl(fyne.KeyN)) },
		"window closed": func(b *bench) { b.chat.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillDay)
			b.open("Anna")
			b.fake.stick()
			b.does("sending", func() { b.press("Important", fyne.KeyReturn) })
			b.does("typing", func() { b.press("And this") })
			b.does("going on", func() { then(b) })
			b.fake.err = errDisk
			b.fake.unstick()
			b.settle()
			b.chat.Open(anna)
			b.sees("Important\nAnd this", "cannot be saved")
			b.fake.err = nil
			b.chat.Handle(sms.StoreFailed{})
			b.settle()
			if got := b.fake.drafts[anna]; got != "Important\nAnd this" {
				t.Errorf("the draft is %q", got)
			}
			b.press(fyne.KeyReturn)
			if !b.kept("Important\nAnd this") {
				t.Error("not sent at the second try")
			}
		})
	}
}

// TestChangeUnderway: the store is still writing a change when its time is over. Sending it again
// would do it twice, and what was deleted does not come back for a moment.
func TestChangeUnderway(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.fake.err = fmt.Errorf("%w: %w", sms.ErrUnderway, context.DeadlineExceeded)
	b.chat.Open(carl)
	b.press("Only once", fyne.KeyReturn)
	b.seesNot("Only once", "could not be saved", "cannot be saved")
	sent := b.fake.out(carl, "Only once", sms.Queued, 0)
	b.chat.Handle(sms.MessageChanged{Message: sent, New: true})
	b.sees("Only once")
	b.chat.Handle(sms.OtherSIM{Waiting: 1})
	b.tap("Send with this card")
	b.seesNot("Send with this card")
	b.deleteAnna()
	b.pause()
	b.seesNot("Anna", "cannot be saved")
}

// TestStoreIsNotWellWhileWriting: a change that the disk is still writing does not say that the
// store works again.
func TestStoreIsNotWellWhileWriting(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.fake.err = errDisk
	b.press("a draft")
	b.pause()
	b.sees("cannot be saved")
	b.fake.err = sms.ErrUnderway
	b.press(" and more")
	b.pause()
	b.sees("cannot be saved")
}

// TestTextsComeBackInOrder: the store refuses two texts to one partner.
func TestTextsComeBackInOrder(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.fake.stick()
	b.press("One", fyne.KeyReturn, "Two", fyne.KeyReturn, "Three")
	b.fake.err = errDisk
	b.fake.unstick()
	b.settle()
	b.sees("One\nTwo\nThree")
}

// TestNewConversationIsNotSaved: the store refuses the first text to somebody.
func TestNewConversationIsNotSaved(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.fake.err = errDisk
	b.press(ctrl(fyne.KeyN), "0171 9988776", fyne.KeyTab, "Important", fyne.KeyReturn)
	b.sees("0171 9988776", "Important", "could not be saved")
	b.fake.err = nil
	b.press(fyne.KeyReturn)
	if !b.kept("Important") {
		t.Error("not sent at the second try")
	}
}

// TestCloseSavesTheDraft also when the store is stuck just then.
func TestCloseSavesTheDraft(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.fake.stick()
	b.press("half a thought")
	b.does("closing", b.chat.Close)
	go b.fake.unstick()
	b.chat.Wait()
	if got := b.fake.drafts[anna]; got != "half a thought" {
		t.Errorf("the draft is %q", got)
	}
}

// TestLateAnswers: what happens while something is being read is not lost with the answer.
func TestLateAnswers(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.fake.stick()
	b.does("an event", func() { b.chat.Handle(sms.ConversationsChanged{}) })
	b.does("opening", func() { b.open("Anna") })
	b.does("typing", func() { b.press("a draft"); b.open("0176"); b.open("Anna") })
	m := b.fake.msgs[len(b.fake.msgs)-2]
	m.Status = sms.Delivered
	b.does("an event", func() { b.chat.Handle(sms.MessageChanged{Message: m}) })
	late := sms.Message{ID: 99, Number: carl, Text: "Late", Status: sms.Received, Time: b.now}
	b.does("an event", func() { b.chat.Handle(sms.MessageChanged{Message: late, New: true}) })
	b.sees("Late")
	b.fake.unstick()
	b.settle()
	b.sees("a draft", "Late", "Noch etwa zehn Minuten", "delivered")
	if words := b.words(); strings.Contains(words, "\nsent") {
		t.Errorf("the change of a status is lost:\n%s", words)
	}
	b.open("0176")
	b.sees("Draft: a draft", "Late")
}
