package chat

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// menu is what the header's button opens, and the questions behind it.
type menu struct {
	canvas   fyne.Canvas
	store    *store
	known    *directory
	readOnly bool
	open     func() sms.Number // of the open conversation, "" for none
	delete   func(n sms.Number)

	copy func(text string)

	setup, settings func()
	closed          func() // the menu is gone
	// balance and contacts ask the SIM card; the menu leaves them out where they are nil.
	balance, contacts func()
}

// show opens the menu below a button.
func (m *menu) show(below fyne.CanvasObject) {
	pop := widget.NewPopUpMenu(fyne.NewMenu("", m.items()...), m.canvas)
	hide := pop.OnDismiss
	pop.OnDismiss = func() {
		hide()
		m.closed()
	}
	size := pop.MinSize()
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(below)
	pop.ShowAtPosition(pos.AddXY(below.Size().Width-size.Width, below.Size().Height))
}

func (m *menu) items() []*fyne.MenuItem {
	var all []*fyne.MenuItem
	add := func(key string, do func()) {
		if do != nil {
			all = append(all, fyne.NewMenuItem(tr.T(key), do))
		}
	}
	if !m.readOnly {
		if n := m.open(); n != "" {
			m.addPartner(add, m.known.of(n))
			all = append(all, fyne.NewMenuItemSeparator())
		}
		add("simcard.menu.balance", m.balance)
		add("simcard.menu.contacts", m.contacts)
	}
	add("chat.menu.setup", m.setup)
	add("chat.menu.settings", m.settings)
	return all
}

// addPartner adds what can be done with the open conversation.
func (m *menu) addPartner(add func(string, func()), c sms.Conversation) {
	if !c.Number.Alphanumeric() {
		add("chat.menu.name", func() { m.askName(c) })
		add("chat.menu.copy", func() { m.copy(string(c.Number)) })
	}
	add("chat.menu.delete", func() { m.askDelete(c) })
}

// nameMost is the greatest number of characters of a name.
const nameMost = 100

// askName asks for the name of a partner.
func (m *menu) askName(c sms.Conversation) {
	name := look.NewField(tr.T("chat.name.hint"), nameMost, nil)
	name.Offer(sms.SanitiseLine(c.Name, len(c.Name)))
	title := tr.T("chat.name.title", tr.Data{"Number": c.Number.Display(m.known.region())})
	save := func() {
		words := sms.SanitiseLine(name.Text, len(name.Text))
		m.store.write("set name", func(ctx context.Context, messenger Messenger) error {
			return messenger.SetName(ctx, c.Number, words)
		}, func(error) { m.known.reload() })
	}
	look.NewSheet(m.canvas, title, name).
		Answers(cancelButton(), look.NewPrimary(tr.T("chat.name.save"), save)).Show(name)
}

// askDelete asks before a conversation is deleted.
func (m *menu) askDelete(c sms.Conversation) {
	text := tr.T("chat.delete.text", tr.Data{"Name": m.known.nameOf(c)})
	yes := look.NewDanger(tr.T("chat.delete.yes"), func() { m.delete(c.Number) })
	look.NewSheet(m.canvas, tr.T("chat.delete.title"), look.NewText(text, "")).
		Answers(cancelButton(), yes).Show(nil)
}

// linkQuestion shows where a link really leads before it is opened. To copy it is the safe answer
// and has the focus.
type linkQuestion struct {
	canvas  fyne.Canvas
	OpenURL func(u *url.URL) error
	copy    func(text string)
}

func (l linkQuestion) ask(u *url.URL) {
	copyIt := func() { l.copy(u.String()) }
	openIt := look.NewQuiet(tr.T("chat.link.yes"), func() {
		if l.OpenURL(u) != nil {
			copyIt()
		}
	})
	text := tr.T("chat.link.question", tr.Data{
		"Host": u.Hostname(), "Address": sms.SanitiseLine(u.String(), 120),
	})
	look.NewSheet(l.canvas, tr.T("chat.link.title"), look.NewText(text, "")).
		Answers(cancelButton(), openIt, look.NewPrimary(tr.T("chat.link.copy"), copyIt)).Show(nil)
}

func cancelButton() *look.Button { return look.NewQuiet(tr.T("chat.cancel"), nil) }
