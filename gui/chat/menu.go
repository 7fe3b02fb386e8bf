package chat

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// showMenu opens the menu of the header below its button.
func (c *Chat) showMenu(at fyne.CanvasObject) {
	pop := widget.NewPopUpMenu(c.menu(), c.cfg.Window.Canvas())
	size := pop.MinSize()
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(at)
	pop.ShowAtPosition(fyne.NewPos(pos.X+at.Size().Width-size.Width, pos.Y+at.Size().Height))
}

func (c *Chat) menu() *fyne.Menu {
	var items []*fyne.MenuItem
	if c.open != "" && !c.writing {
		if !c.open.Alphanumeric() {
			items = append(items, fyne.NewMenuItem(tr.T("chat.menu.name"), c.askName),
				fyne.NewMenuItem(tr.T("chat.menu.copy"), c.copyNumber))
		}
		items = append(items, fyne.NewMenuItem(tr.T("chat.menu.delete"), c.askDelete),
			fyne.NewMenuItemSeparator())
	}
	items = append(items, c.cardItems()...)
	items = append(items, fyne.NewMenuItem(tr.T("chat.menu.setup"), c.cfg.OnSetup),
		fyne.NewMenuItem(tr.T("chat.menu.settings"), c.cfg.OnSettings))
	if c.cfg.ReadOnly {
		items = items[len(items)-2:]
	}
	return fyne.NewMenu("", items...)
}

// cardItems are what can be asked of the SIM card.
func (c *Chat) cardItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	if c.cfg.OnBalance != nil {
		items = append(items, fyne.NewMenuItem(tr.T("simcard.menu.balance"), c.cfg.OnBalance))
	}
	if c.cfg.OnContacts != nil {
		items = append(items, fyne.NewMenuItem(tr.T("simcard.menu.contacts"), c.cardContacts()))
	}
	return items
}

// cardContacts shows the contacts on the SIM card; nil where that cannot be done.
func (c *Chat) cardContacts() func() {
	if c.cfg.OnContacts == nil {
		return nil
	}
	return func() {
		known, _ := c.list.conversation(c.open)
		c.cfg.OnContacts(c.open, known.Name)
	}
}

func (c *Chat) copyNumber() { fyne.CurrentApp().Clipboard().SetContent(string(c.open)) }

// askName asks for the name of the partner.
func (c *Chat) askName() {
	known, _ := c.list.conversation(c.open)
	number := c.open
	name := newField(false)
	name.SetText(oneLine(known.Name))
	name.SetPlaceHolder(tr.T("chat.name.hint"))
	save := newAnswer(tr.T("chat.name.save"), func() { c.setName(number, oneLine(name.Text)) })
	save.Importance = widget.HighImportance
	title := tr.T("chat.name.title", tr.Data{"Number": number.Display(c.cfg.Region())})
	q := c.ask(title, name, name, save)
	name.enter, name.escape = save.OnTapped, q.close
}

func (c *Chat) setName(n sms.Number, name string) {
	if c.call("set name", func(ctx context.Context) error {
		return c.cfg.Messenger.SetName(ctx, n, name)
	}) {
		c.reload()
	}
}

// askDelete asks before a conversation is deleted.
func (c *Chat) askDelete() {
	known, _ := c.list.conversation(c.open)
	number := c.open
	yes := newAnswer(tr.T("chat.delete.yes"), func() { c.discardConversation(number) })
	c.ask(tr.T("chat.delete.title"), prose(tr.T("chat.delete.text",
		tr.Data{"Name": c.list.nameOf(known)})), nil, yes.with(widget.DangerImportance))
}

// askOpen shows where a link really leads before it is opened. To copy it is the safe answer and
// has the focus.
func (c *Chat) askOpen(u *url.URL) {
	copyIt := func() { fyne.CurrentApp().Clipboard().SetContent(u.String()) }
	openIt := newAnswer(tr.T("chat.link.yes"), func() {
		if err := c.cfg.OpenURL(u); err != nil {
			copyIt()
		}
	})
	keep := newAnswer(tr.T("chat.link.copy"), copyIt).with(widget.HighImportance)
	text := tr.T("chat.link.question", tr.Data{"Host": u.Hostname(), "Address": shortAddress(u)})
	c.ask(tr.T("chat.link.title"), prose(text), nil, openIt, keep)
}

func shortAddress(u *url.URL) string { return sms.SanitiseLine(u.String(), 120) }

// prose is text that wraps.
func prose(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	return l
}
