package simcard

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// listHeight is the height of the list of contacts.
const listHeight = 220

// contacts is the card with the phone book of the SIM card.
type contacts struct {
	*sheet
	all          []sms.Contact
	list         *look.List
	head         *look.Text
	take, save   *look.Button
	undo         *look.Button
	deleted      sms.Contact // the latest, for undo
	name, number *look.Field
	rest         []fyne.CanvasObject // all but the head
}

// Contacts opens the card with the contacts on the SIM card. number and name, which may be "", are
// proposed for writing onto it.
func (c *Cards) Contacts(number sms.Number, name string) {
	v := &contacts{head: look.NewText("", "")}
	v.list = look.NewList(func() int { return len(v.all) }, newLine, v.fill)
	v.name = look.NewField(tr.T("simcard.contacts.name"), 40, nil)
	v.number = look.NewField(tr.T("simcard.contacts.number"), 30, isNumber)
	v.name.Offer(sms.SanitiseLine(name, len(name))) // whole: the card says what is too long for it
	if number.Dialable() {
		v.number.Offer(string(number))
	}
	v.save = look.NewQuiet(tr.T("simcard.contacts.save"), v.saveNew)
	v.take = look.NewPrimary(tr.T("simcard.contacts.take"), v.takeOver)
	v.list.OnSelected = v.write
	v.undo = look.NewQuiet(tr.T("simcard.contacts.undo"), v.putBack)
	v.undo.Hide()
	frame := container.NewStack(
		look.NewGround(look.ColorSurface, look.ColorLine, look.RadiusCard), v.list)
	fields := container.NewGridWithColumns(2, v.name, v.number)
	v.rest = []fyne.CanvasObject{
		container.New(look.Fixed{Height: listHeight}, frame), look.NewNote(tr.T("simcard.contacts.hint")),
		container.NewBorder(nil, nil, nil, v.save, fields),
		v.take, v.list, v.name, v.number, v.save,
	}
	body := container.New(look.Column{Gap: look.Space2}, v.head, v.rest[0], v.rest[1], v.rest[2])
	v.sheet = c.open(tr.T("simcard.contacts.title"), nil, body, v.undo, v.take)
	v.active = append(v.active, v.save, v.name, v.number)
	v.name.OnEnter, v.number.OnEnter = v.saveNew, v.saveNew
	v.read("")
}

// newLine is a line of the list: the name, the number in a column of its own, and what deletes it.
func newLine() fyne.CanvasObject {
	name, number := widget.NewLabel(""), widget.NewLabel("")
	name.Truncation, number.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis
	remove := look.NewLink("", nil).WithIcon(theme.DeleteIcon())
	return container.NewBorder(nil, nil, nil, remove,
		container.NewGridWithColumns(2, name, number))
}

func (v *contacts) fill(i widget.ListItemID, o fyne.CanvasObject) {
	row := o.(*fyne.Container).Objects
	parts := row[0].(*fyne.Container).Objects
	c := v.all[i]
	row[1].(*look.Button).OnTapped = func() { v.remove(c) }
	name := c.Name
	if name == "" {
		name = tr.T("simcard.contacts.noName")
	}
	parts[0].(*widget.Label).SetText(name)
	shown := c.Number
	if n, err := sms.ParseNumber(c.Number, v.cards.cfg.Region()); err == nil {
		shown = n.Display(v.cards.cfg.Region())
	}
	parts[1].(*widget.Label).SetText(shown)
}

// read fills the list, and says then what went before.
func (v *contacts) read(then string) {
	var got []sms.Contact
	v.head.SetText(tr.T("simcard.contacts.reading"))
	v.run(func(ctx context.Context) (err error) {
		got, err = v.cards.cfg.Card.Contacts(ctx, v.progress)
		return err
	}, func() {
		v.all = got
		v.refill(then)
	}, func(err error) {
		v.head.SetText("")
		if errors.Is(err, sms.ErrNotInMode) {
			v.none()
			return
		}
		if len(got) > 0 {
			v.all = got
			v.refill("")
			v.Say(tr.T("simcard.contacts.partly"), look.ColorCareful)
		}
	})
}

// none says that the stick does not show the contacts in its mode, and leaves nothing to be done.
func (v *contacts) none() {
	v.head.SetText(tr.T("simcard.contacts.notInMode"))
	for _, o := range v.rest {
		o.Hide()
	}
	v.Say("", "")
}

// write begins a text to a contact, who gets the name on the card unless there is one already.
func (v *contacts) write(i widget.ListItemID) {
	v.list.UnselectAll()
	if i >= len(v.all) || v.runs {
		return
	}
	n, err := sms.ParseNumber(v.all[i].Number, v.cards.cfg.Region())
	if err != nil {
		v.Say(tr.T("simcard.contacts.noText"), look.ColorBad)
		return
	}
	chosen := v.all[i : i+1]
	v.run(func(ctx context.Context) error {
		_, err := v.cards.takeNames(ctx, chosen)
		return err
	}, func() {
		v.Close()
		v.cards.cfg.Write(n)
	}, nil)
}

// takeOver returns the partners the names that stand on the card. Names that the user gave stay.
func (v *contacts) takeOver() {
	all, taken := v.all, 0
	v.run(func(ctx context.Context) (err error) {
		taken, err = v.cards.takeNames(ctx, all)
		return err
	}, func() {
		v.Say(tr.N("simcard.contacts.taken", taken), look.ColorGood)
	}, nil)
}

// takeNames names every partner on the card that has no name yet, and returns how many.
func (c *Cards) takeNames(ctx context.Context, all []sms.Contact) (int, error) {
	known, err := c.cfg.Names.Conversations(ctx)
	if err != nil {
		return 0, err
	}
	named := map[sms.Number]bool{}
	for _, k := range known {
		named[k.Number] = k.Name != ""
	}
	taken := 0
	for _, one := range all {
		n, err := sms.ParseNumber(one.Number, c.cfg.Region())
		if err != nil || one.Name == "" || named[n] {
			continue
		}
		if err := c.cfg.Names.SetName(ctx, n, one.Name); err != nil {
			return taken, err
		}
		named[n] = true
		taken++
	}
	return taken, nil
}

// saveNew writes what stands in the fields onto the card.
func (v *contacts) saveNew() {
	n, err := sms.ParseNumber(v.number.Text, v.cards.cfg.Region())
	if err != nil && !errors.Is(err, sms.ErrNumberCode) || strings.TrimSpace(v.name.Text) == "" {
		v.Say(tr.T("simcard.contacts.fields"), look.ColorBad)
		return
	}
	if err != nil {
		n = sms.Number(v.number.Text) // a code such as *100# may stand in a phone book
	}
	c := sms.Contact{Number: string(n), Name: v.name.Text}
	v.run(func(ctx context.Context) error {
		_, err := v.cards.cfg.Card.SaveContact(ctx, c)
		return err
	}, func() {
		v.name.SetText("")
		v.number.SetText("")
		v.read(tr.T("simcard.contacts.saved"))
	}, nil)
}
