package simcard

import (
	"cmp"
	"context"
	"slices"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// remove takes a contact off the card. It can be put back as long as the card is open.
func (v *contacts) remove(c sms.Contact) {
	v.run(func(ctx context.Context) error {
		return v.cards.cfg.Card.DeleteContact(ctx, c.Index)
	}, func() {
		v.all = slices.DeleteFunc(slices.Clone(v.all), func(o sms.Contact) bool {
			return o.Index == c.Index
		})
		v.deleted = c
		v.undo.Show()
		v.refill(tr.T("simcard.contacts.deleted", tr.Data{"Name": nameOf(c)}))
	}, nil)
}

// putBack writes the contact that was deleted last onto the card again.
func (v *contacts) putBack() {
	c, place := v.deleted, 0
	c.Index = 0 // wherever there is room
	v.run(func(ctx context.Context) (err error) {
		place, err = v.cards.cfg.Card.SaveContact(ctx, c)
		return err
	}, func() {
		c.Index = place
		v.all = append(slices.Clone(v.all), c)
		slices.SortFunc(v.all, func(a, b sms.Contact) int { return cmp.Compare(a.Index, b.Index) })
		v.undo.Hide()
		v.refill(tr.T("simcard.contacts.saved"))
	}, nil)
}

// refill shows the list as it is now, and says what happened.
func (v *contacts) refill(then string) {
	v.head.SetText(tr.N("simcard.contacts.count", len(v.all)))
	if len(v.all) == 0 {
		v.head.SetText(tr.T("simcard.contacts.empty"))
		v.take.Refuse(tr.T("simcard.contacts.empty"))
	}
	v.list.Refresh()
	v.Say(then, look.ColorGood)
}

// nameOf is what stands for a contact: the name, or else the number.
func nameOf(c sms.Contact) string { return sms.SanitiseLine(cmp.Or(c.Name, c.Number), 40) }
