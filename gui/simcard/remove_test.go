package simcard_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/sms"
)

// removers returns the buttons that delete, in the order of the list.
func (b *bench) removers() []*look.Button {
	var all []*look.Button
	b.walk(func(o fyne.CanvasObject) {
		if x, ok := o.(*look.Button); ok && x.Icon != nil && x.Icon.Name() == theme.DeleteIcon().Name() {
			all = append(all, x)
		}
	})
	return all
}

// A contact that is deleted can be put back.
func TestDeleteContact(t *testing.T) {
	b := newBench(t, "en", "light")
	b.card.contacts = []sms.Contact{
		{Index: 4, Number: "+491713920042", Name: "Anna"}, {Index: 7, Number: "80850"},
	}
	b.cards.Contacts("", "")
	b.settle()
	if n := len(b.removers()); n != 2 {
		t.Fatalf("%d buttons", n)
	}
	test.Tap(b.removers()[0])
	b.settle()
	b.sees("Anna was deleted from the card.", "1 contact is on the card.")
	b.tap("Undo")
	b.sees("The contact is on the card now.", "2 contacts are on the card.", "Anna")
	b.did("contacts", "delete 4", "save +491713920042 Anna")
	test.Tap(b.removers()[0])
	b.settle()
	test.Tap(b.removers()[0])
	b.settle()
	b.sees("80850 was deleted", "There are no contacts on the card.")
	b.card.err = sms.ErrNoCard
	b.tap("Undo")
	b.sees("no SIM card that is ready")
}
