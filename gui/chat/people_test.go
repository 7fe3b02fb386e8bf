package chat_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/chat"
	"surfstick-sms/sms"
)

const joerg = sms.Number("+491713920043")

// fillPeople is a day with a partner more, who has a name but no texts yet.
func fillPeople(f *fakeMessenger) {
	fillDay(f)
	f.names[joerg] = "Jörg"
}

func TestPeopleAreOffered(t *testing.T) {
	b := newBench(t, "de", "light", fillPeople)
	b.press(ctrl(fyne.KeyN))
	b.sees("Wem möchten Sie schreiben?", "Jörg", "0171 3920043")
	if words := b.words(); strings.Count(words, "\no2\n") != 1 {
		t.Errorf("a sender that is a name is offered:\n%s", words)
	}
	b.press("jö")
	b.sees("Jörg")
	b.seesNot("nur Ziffern")
	b.press("x")
	b.sees("Kein Kontakt heißt so")
}

// TestSendByName takes the whole way without a number: Ctrl+N, a name, Enter, text, Enter.
func TestSendByName(t *testing.T) {
	for name, keys := range map[string][]any{
		"name":   {"jör", fyne.KeyReturn},
		"number": {"392 00", fyne.KeyDown, fyne.KeyReturn},
		"arrows": {fyne.KeyUp, "j", fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "en", "light", fillPeople)
			b.press(ctrl(fyne.KeyN))
			b.press(keys...)
			b.press("Hi", fyne.KeyReturn)
			if len(b.fake.msgs) == 0 {
				t.Fatal("nothing was sent")
			}
			last := b.fake.msgs[len(b.fake.msgs)-1]
			if last.Number != joerg || last.Text != "Hi" {
				t.Errorf("sent %q to %q", last.Text, last.Number)
			}
			b.sees("Jörg", "0171 3920043")
		})
	}
}

// TestNameAfterText is for somebody who writes first and says to whom then.
func TestNameAfterText(t *testing.T) {
	b := newBench(t, "en", "light", fillPeople)
	b.press(ctrl(fyne.KeyN), "jör", fyne.KeyTab, "Hi there", fyne.KeyReturn)
	b.sees("Please choose a contact from the list.")
	if b.fake.calls["Send"] != 0 {
		t.Fatal("it was sent to half a name")
	}
	b.press(fyne.KeyReturn, fyne.KeyReturn)
	if last := b.fake.msgs[len(b.fake.msgs)-1]; last.Number != joerg || last.Text != "Hi there" {
		t.Errorf("sent %q to %q", last.Text, last.Number)
	}
}

func TestContactsOfTheCardAreOneStepAway(t *testing.T) {
	asked := 0
	b := newBench(t, "en", "light", nil, func(c *chat.Config) {
		c.OnContacts = func() { asked++ }
	})
	b.press(ctrl(fyne.KeyN))
	b.tap("Contacts on the SIM card …")
	if asked != 1 {
		t.Error("they were not asked for")
	}
}

// TestNamesOfTheCard: a number without a name of the user's own has the one of the SIM card at once, and
// can be written to by it; the user's own name comes first.
func TestNamesOfTheCard(t *testing.T) {
	names := map[sms.Number]string{}
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) {
		c.CardNames = func() map[sms.Number]string { return names }
	})
	b.open("0176")
	names[max99], names[anna] = "Karl \u202eegoH", "Somebody else"
	names["+491713920042"] = "Grün, Anna"
	b.chat.NamesChanged()
	b.sees("Karl egoH", "0176 99887766", "KE", "Anna Meyer")
	b.seesNot("Somebody else")
	b.press(ctrl(fyne.KeyN), "gruen", fyne.KeyReturn)
	b.sees("Grün, Anna", "0171 3920042")
}
