package contacts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// cardEntry is an entry of the SIM card's phone book, and how it stands to the contacts here.
type cardEntry struct {
	sms.Contact
	number sms.Number // "" when it is none that one can write to
	note   string     // words for what is known of it
	isNew  bool       // it can be taken over
	chosen bool
}

// cardEntries returns what is known of the entries of a card.
func cardEntries(got []sms.Contact, people []entry, region string) []cardEntry {
	names := map[sms.Number]string{}
	for _, p := range people {
		for _, n := range p.Numbers {
			names[n.Number] = p.Name
		}
	}
	var all []cardEntry
	for _, one := range got {
		e := cardEntry{Contact: one}
		n, err := sms.ParseNumber(one.Number, region)
		name, known := names[n]
		switch {
		case err != nil:
			e.note = tr.T("contacts.sim.code")
		case known && name == one.Name:
			e.note = tr.T("contacts.sim.known")
		case known:
			e.note = tr.T("contacts.sim.other", tr.Data{"Name": sms.SanitiseLine(name, 60)})
		case one.Name == "":
			e.note = tr.T("contacts.sim.noName")
		default:
			e.isNew, e.chosen = true, true
		}
		if err == nil {
			e.number = n
		}
		all = append(all, e)
	}
	return all
}

// newCardRow is a row of the list: a tick, the name, the number with what is known of it, and what deletes it.
func newCardRow() fyne.CanvasObject {
	name := look.NewLine("", theme.ColorNameForeground, theme.SizeNameText)
	note := look.NewLine("", look.ColorMuted, theme.SizeNameCaptionText)
	remove := look.NewRound(theme.DeleteIcon(), tr.T("contacts.sim.delete"), nil)
	return container.NewBorder(nil, nil, look.NewCheck("", nil), container.NewCenter(remove),
		container.New(layout.NewCustomPaddedLayout(look.Space2, look.Space2, 0, look.Space2),
			container.New(look.Column{}, name, note)))
}

func (c *cardPage) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(c.all) {
		return
	}
	e, parts := c.all[i], o.(*fyne.Container).Objects
	lines := parts[0].(*fyne.Container).Objects[0].(*fyne.Container).Objects
	tick := parts[1].(*look.Check)
	remove := parts[2].(*fyne.Container).Objects[0].(*look.Round)
	name := e.Name
	if name == "" {
		name = tr.T("simcard.contacts.noName")
	}
	number := sms.SanitiseLine(e.Number, 41)
	if e.number != "" {
		number = e.number.Display(c.from.cfg.Region())
	}
	if e.note != "" {
		number += "  ·  " + e.note
	}
	lines[0].(*look.Line).Set(name, theme.ColorNameForeground)
	lines[1].(*look.Line).Set(number, look.ColorMuted)
	tick.OnChanged = nil
	tick.SetChecked(e.chosen)
	if e.isNew {
		tick.Enable()
	} else {
		tick.Disable()
	}
	tick.OnChanged = func(on bool) {
		c.all[i].chosen = on
		c.changed()
	}
	remove.OnTapped = func() { c.remove(e.Contact) }
}
