package chat_test

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/chat"
	"surfstick-sms/sms"
)

// menuOf opens the menu of a text and takes an item.
func (b *bench) menuOf(text, label string) {
	b.t.Helper()
	b.textWith(text).TappedSecondary(&fyne.PointEvent{})
	b.take(label)
}

// kept reports whether the store has a text.
func (b *bench) kept(text string) bool {
	b.settle()
	return slices.ContainsFunc(b.fake.msgs, func(m sms.Message) bool {
		return m.Text == text && m.DeletedAt.IsZero()
	})
}

func (b *bench) deleteAnna() {
	b.t.Helper()
	b.open("Anna")
	b.menu("Delete conversation")
	b.tap("Delete")
	b.seesNot("Bis gleich!")
	b.sees("The conversation with Anna Meyer is deleted.")
}

func TestDeletedConversationComesBack(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.deleteAnna()
	if !b.kept("Bis gleich!") {
		t.Fatal("it is gone already")
	}
	b.tap("Undo")
	b.sees("Bis gleich!", "Bist du schon da?")
	b.seesNot("is deleted")
	b.pause()
	if !b.kept("Bis gleich!") {
		t.Error("it was deleted after all")
	}
}

func TestDeletedConversationGoes(t *testing.T) {
	for name, then := range map[string]func(*bench){
		"time":           (*bench).pause,
		"window closed":  func(b *bench) { b.chat.Close() },
		"another delete": func(b *bench) { b.open("0176"); b.menu("Delete conv"); b.tap("Delete") },
		"opened again":   func(b *bench) { b.chat.Open(anna) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillDay)
			b.deleteAnna()
			then(b)
			if b.kept("Bis gleich!") || !b.kept("Fanden wir auch. Bis bald!") {
				t.Error("not what was to be deleted is deleted")
			}
			b.seesNot("with Anna Meyer is deleted")
		})
	}
}

// TestNewTextStays is for a text that arrives while its conversation lies in the trash.
func TestNewTextStays(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.deleteAnna()
	b.arrive("One more thing")
	b.sees("One more thing")
	b.pause()
	if b.kept("Bis gleich!") || !b.kept("One more thing") {
		t.Error("not what was to be deleted is deleted")
	}
	b.open("One more thing")
	b.seesNot("Bis gleich!")
}

func TestDeleteOneText(t *testing.T) {
	b := newBench(t, "en", "light", fillDay)
	b.open("Anna")
	b.menuOf("Bis gleich!", "Delete message")
	b.seesNot("Bis gleich!")
	b.sees("The message is deleted.", "Bist du schon da?")
	b.chat.Handle(sms.MessageChanged{Message: b.fake.msgs[len(b.fake.msgs)-1]})
	b.seesNot("Bis gleich!")
	b.tap("Undo")
	b.sees("Bis gleich!")
	b.menuOf("Bis gleich!", "Delete message")
	b.pause()
	b.seesNot("Bis gleich!")
	if b.kept("Bis gleich!") || !b.kept("Bist du schon da?") {
		t.Error("not what was to be deleted is deleted")
	}
}

// TestWaitingTextIsStopped is for somebody who changes his mind before it is sent: then there is
// no time to lose.
func TestWaitingTextIsStopped(t *testing.T) {
	fill := func(f *fakeMessenger) {
		f.out(anna, "Sent", sms.Delivered, time.Hour)
		f.out(anna, "Waits", sms.Queued, time.Minute)
	}
	b := newBench(t, "en", "light", fill)
	b.open("0171")
	b.menuOf("Waits", "Do not send")
	if b.kept("Waits") || !b.kept("Sent") {
		t.Error("not what was to be stopped is gone")
	}
	b.seesNot("Waits", "Undo")

	b = newBench(t, "en", "light", fill)
	b.open("0171")
	b.menu("Delete conversation")
	b.tap("Delete")
	if b.kept("Waits") || !b.kept("Sent") {
		t.Error("a text of a deleted conversation is still sent")
	}
}

func TestReadOnlyDeletesNothing(t *testing.T) {
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) { c.ReadOnly = true })
	b.open("Anna")
	b.walkFrom(b.scroller(), func(o fyne.CanvasObject) {
		if g, ok := o.(fyne.SecondaryTappable); ok {
			g.TappedSecondary(&fyne.PointEvent{})
		}
	})
	b.seesNot("Delete message")
}
