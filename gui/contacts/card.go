package contacts

import (
	"context"
	"errors"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/simcard"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// cardLimit is how long anything around the card may take: one with 500 contacts takes about two minutes.
const cardLimit = 5 * time.Minute

// cardPage is the page with the SIM card's phone book.
type cardPage struct {
	*look.Page
	from   *page
	all    []cardEntry
	head   *look.Text
	list   *look.List
	take   *look.Button
	every  *look.Button // chooses all, or none
	busy   *look.Busy
	wait   *look.Bar
	undo   *look.Button
	gone   sms.Contact // the one that was deleted last
	holder string      // which card was read
	runs   bool
	ctx    context.Context // ends when the page is left
	cancel context.CancelFunc
}

// openCard shows what stands on the SIM card.
func (p *page) openCard() {
	c := &cardPage{from: p, head: look.NewText("", ""), busy: look.NewBusy(), wait: look.NewBar()}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.list = look.NewList(func() int { return len(c.all) }, newCardRow, c.fill)
	c.list.OnSelected = func(i widget.ListItemID) {
		c.list.UnselectAll()
		c.write(i)
	}
	c.take = look.NewPrimary("", c.takeChosen)
	c.every = look.NewLink("", c.chooseAll)
	c.undo = look.NewLink(tr.T("contacts.undo"), c.putBack).WithIcon(theme.ContentUndoIcon())
	for _, o := range []fyne.CanvasObject{c.take, c.every, c.undo, c.wait} {
		o.Hide()
	}
	top := container.New(look.Column{Gap: look.Space2}, c.head, c.busy, c.wait,
		container.NewHBox(c.every, c.undo))
	column := container.New(look.Centred{Width: look.PageWidth}, container.NewBorder(
		container.New(layout.NewCustomPaddedLayout(look.Space4, look.Space2, look.Space5, look.Space5), top),
		nil, nil, nil, container.New(layout.NewCustomPaddedLayout(0, look.Space3, look.Space3, look.Space3), c.list)))
	c.Page = look.NewWholePage(tr.T("simcard.contacts.title"), column).Buttons(c.take)
	c.OnClose = func() {
		c.cancel()
		c.busy.Stop()
	}
	p.cfg.Show(c.Page, nil)
	c.read()
}

// run asks the card beside the UI goroutine, one thing at a time. Nothing comes of it once the page is left.
func (c *cardPage) run(job func(ctx context.Context) error, then func(error)) {
	if c.runs {
		return
	}
	c.working(true)
	go func() {
		ctx, cancel := context.WithTimeout(c.ctx, cardLimit)
		defer cancel()
		err := job(ctx)
		c.from.cfg.Post(func() {
			if c.ctx.Err() == nil {
				c.working(false)
				then(err)
				c.Fit()
			}
		})
	}()
}

func (c *cardPage) working(on bool) {
	c.runs = on
	c.wait.Hide()
	if on {
		c.busy.Show()
		c.take.Refuse(tr.T("simcard.working"))
	} else {
		c.busy.Stop()
		c.busy.Hide()
		c.take.Refuse("")
	}
	c.Fit()
}

// progress shows how far the reading is; it may be called from any goroutine.
func (c *cardPage) progress(done, total int) {
	c.from.cfg.Post(func() {
		if c.ctx.Err() == nil && c.runs {
			c.busy.Hide()
			c.wait.Show()
			c.wait.SetValue(float64(done) / float64(max(total, 1)))
		}
	})
}

// read reads the card.
func (c *cardPage) read() {
	var got []sms.Contact
	var room sms.ContactRoom
	c.head.SetText(tr.T("simcard.contacts.reading"))
	c.holder = c.from.cfg.Holder()
	c.run(func(ctx context.Context) (err error) {
		if got, err = c.from.cfg.Card.Contacts(ctx, c.progress); err == nil {
			room, _ = c.from.cfg.Card.ContactRoom(ctx) // not every stick says it
		}
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, sms.ErrNotInMode):
			c.head.SetText(tr.T("simcard.contacts.notInMode"))
			return
		case err != nil && len(got) == 0:
			c.head.SetText(simcard.Words(err))
			return
		case err != nil:
			c.Say(tr.T("simcard.contacts.partly"), look.ColorCareful)
		}
		c.set(got, room)
	})
}

// set shows these entries; those that are not among the contacts here are chosen.
func (c *cardPage) set(got []sms.Contact, room sms.ContactRoom) {
	c.all = cardEntries(got, c.from.all, c.from.cfg.Region())
	head := tr.N("contacts.sim.count", len(got))
	if room.Places > 0 {
		head += " " + tr.N("contacts.sim.room", max(room.Places-len(got), 0))
	}
	c.head.SetText(head)
	c.changed()
}

// changed shows how many are chosen.
func (c *cardPage) changed() {
	chosen, can := 0, 0
	for _, e := range c.all {
		if e.isNew {
			can++
		}
		if e.chosen {
			chosen++
		}
	}
	c.take.SetText(tr.N("contacts.sim.take", chosen))
	c.take.Hidden, c.every.Hidden = len(c.all) == 0, can == 0
	c.take.Refuse("")
	switch {
	case can == 0:
		c.take.Refuse(tr.T("contacts.sim.nothingNew"))
	case chosen == 0:
		c.take.Refuse(tr.T("contacts.sim.nothingChosen"))
	}
	c.every.SetText(tr.T("contacts.sim.all"))
	if chosen > 0 {
		c.every.SetText(tr.T("contacts.sim.none"))
	}
	c.list.Refresh()
	c.Fit()
}

// chooseAll chooses none, or all that can be taken over when none is chosen.
func (c *cardPage) chooseAll() {
	any := slices.ContainsFunc(c.all, func(e cardEntry) bool { return e.chosen })
	for i := range c.all {
		c.all[i].chosen = c.all[i].isNew && !any
	}
	c.changed()
}

// takeChosen makes contacts of those that are chosen, and goes back to them.
func (c *cardPage) takeChosen() {
	var chosen []sms.Person
	for _, e := range c.all {
		if e.chosen {
			chosen = append(chosen, sms.Person{Name: e.Name, Numbers: []sms.PersonNumber{{Number: e.number}}})
		}
	}
	c.Close()
	c.from.take(chosen)
}

// write begins a message to an entry.
func (c *cardPage) write(i int) {
	if i >= len(c.all) || c.runs {
		return
	}
	if c.all[i].number == "" {
		c.Say(tr.T("simcard.contacts.noText"), look.ColorBad)
		return
	}
	c.from.write(c.all[i].number)
}

// another reports whether there is another card by now, and reads that one.
func (c *cardPage) another() bool {
	if now := c.from.cfg.Holder(); c.runs || now == "" || now == c.holder {
		return false // where there is none, the card's answer says so
	}
	c.undo.Hide()
	c.Say(tr.T("contacts.sim.another"), look.ColorCareful)
	c.read()
	return true
}

// remove takes an entry off the card. It can be put back as long as the page is open.
func (c *cardPage) remove(one sms.Contact) {
	if c.another() {
		return
	}
	c.run(func(ctx context.Context) error {
		return c.from.cfg.Card.DeleteContact(ctx, one.Index)
	}, func(err error) {
		if err != nil {
			c.Say(simcard.Words(err), look.ColorBad)
			return
		}
		c.gone = one
		c.undo.Show()
		c.all = slices.DeleteFunc(c.all, func(e cardEntry) bool { return e.Index == one.Index })
		c.head.SetText(tr.N("contacts.sim.count", len(c.all)))
		name := one.Name
		if name == "" {
			name = one.Number
		}
		c.Say(tr.T("simcard.contacts.deleted", tr.Data{"Name": sms.SanitiseLine(name, 60)}), look.ColorGood)
		c.changed()
	})
}

// putBack writes the entry that was deleted last onto the card again, where it was.
func (c *cardPage) putBack() {
	if c.another() {
		return
	}
	one := c.gone
	c.run(func(ctx context.Context) error {
		_, err := c.from.cfg.Card.SaveContact(ctx, one)
		return err
	}, func(err error) {
		if err != nil {
			c.Say(simcard.Words(err), look.ColorBad)
			return
		}
		c.undo.Hide()
		c.Say(tr.T("simcard.contacts.saved"), look.ColorGood)
		c.read()
	})
}
