package contacts

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// undo takes a change back.
type undo struct {
	keep   []sms.Person
	remove []int64
}

// bar says at the foot of the page what was done, and takes it back.
type bar struct {
	words  *look.Line
	undo   *look.Button
	object *fyne.Container
}

func newBar() *bar {
	b := &bar{words: look.NewLine("", theme.ColorNameForeground, theme.SizeNameText)}
	b.undo = look.NewLink(tr.T("contacts.undo"), nil).WithIcon(theme.ContentUndoIcon())
	top := container.New(look.Fixed{Height: 1}, look.NewGround(look.ColorLine, "", 0))
	b.object = container.NewStack(look.NewGround(look.ColorSurface, "", 0), container.NewBorder(top, nil, nil, nil,
		container.New(layout.NewCustomPaddedLayout(look.Space1, look.Space1, look.Space5, look.Space4),
			container.NewBorder(nil, nil, nil, b.undo, b.words))))
	b.object.Hide()
	return b
}

// done says what was done; back takes it back, unless it is nil.
func (p *page) done(words string, back *undo) {
	p.bar.words.Set(words, theme.ColorNameForeground)
	p.bar.undo.Hidden = back == nil
	p.bar.undo.OnTapped = func() {
		p.change(change{keep: back.keep, remove: back.remove, words: tr.T("contacts.undone")})
	}
	p.bar.object.Show()
	p.Fit()
}

// change is a change of the list.
type change struct {
	keep   []sms.Person
	remove []int64
	words  string // for what was done
	back   *undo
	then   func(err error) // may be nil; it says what went wrong
}

// change makes one. Who was new is chosen, or who was changed.
func (p *page) change(c change) {
	var ids []int64
	p.ask(func(ctx context.Context) (err error) {
		ids, err = p.cfg.Store.ChangePeople(ctx, c.keep, c.remove...)
		return err
	}, func(err error) {
		if c.then != nil {
			c.then(err)
		}
		switch {
		case errors.Is(err, sms.ErrUnderway): // it is made, and an event tells of it
		case err != nil && c.then == nil:
			p.Say(p.problem(err), look.ColorBad)
		case err == nil:
			if len(ids) > 0 {
				p.chosen = ids[0]
			}
			if c.back != nil && len(c.back.keep)+len(c.back.remove) == 0 {
				c.back.remove = ids
			}
			p.Say("", "")
			p.done(c.words, c.back)
			p.load()
		}
	})
}

// problem says why a change was not made.
func (c *Contacts) problem(err error) string {
	var taken *sms.TakenError
	switch {
	case errors.As(err, &taken):
		return tr.T("contacts.taken", tr.Data{
			"Number": taken.Number.Display(c.cfg.Region()), "Name": sms.SanitiseLine(taken.Name, 60),
		})
	case errors.Is(err, sms.ErrNobody):
		return tr.T("contacts.fields")
	}
	return tr.T("contacts.error")
}

// remove deletes a person, who can be brought back.
func (p *page) remove(person sms.Person) {
	if person.ID == 0 || p.cfg.ReadOnly {
		return
	}
	next := p.at() // the one below takes the place
	if next+1 < len(p.rows) {
		p.chosen = p.rows[next+1].ID
	} else if next > 0 {
		p.chosen = p.rows[next-1].ID
	}
	p.change(change{
		remove: []int64{person.ID}, back: &undo{keep: []sms.Person{person}},
		words: tr.T("contacts.deleted", tr.Data{"Name": sms.SanitiseLine(person.Name, 60)}),
	})
}
