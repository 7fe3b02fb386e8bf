package chat

import (
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
	region   func() string
	readOnly bool
	open     func() (c sms.Conversation, name string) // the open conversation; zero for none
	rename   func(n sms.Number, name string)
	delete   func(n sms.Number)

	setup, settings func()
	// balance and contacts ask the SIM card; the menu leaves them out where they are nil.
	balance, contacts func()
}

// show opens the menu below a button.
func (m *menu) show(below fyne.CanvasObject) {
	pop := widget.NewPopUpMenu(fyne.NewMenu("", m.items()...), m.canvas)
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
	if c, name := m.open(); !m.readOnly {
		if c.Number != "" {
			m.addPartner(add, c, name)
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
func (m *menu) addPartner(add func(string, func()), c sms.Conversation, name string) {
	if !c.Number.Alphanumeric() {
		add("chat.menu.name", func() { m.askName(c) })
		add("chat.menu.copy", func() {
			fyne.CurrentApp().Clipboard().SetContent(string(c.Number))
		})
	}
	add("chat.menu.delete", func() { m.askDelete(c, name) })
}

// askName asks for the name of a partner.
func (m *menu) askName(c sms.Conversation) {
	name := look.NewField(tr.T("chat.name.hint"), 0, visible)
	name.SetText(oneLine(c.Name))
	title := tr.T("chat.name.title", tr.Data{"Number": c.Number.Display(m.region())})
	save := func() { m.rename(c.Number, oneLine(name.Text)) }
	look.NewSheet(m.canvas, title, name).
		Answers(cancelButton(), look.NewPrimary(tr.T("chat.name.save"), save)).Show(name)
}

// askDelete asks before a conversation is deleted.
func (m *menu) askDelete(c sms.Conversation, name string) {
	text := tr.T("chat.delete.text", tr.Data{"Name": name})
	yes := look.NewDanger(tr.T("chat.delete.yes"), func() { m.delete(c.Number) })
	look.NewSheet(m.canvas, tr.T("chat.delete.title"), look.NewText(text, "")).
		Answers(cancelButton(), yes).Show(nil)
}

// linkQuestion shows where a link really leads before it is opened. To copy it is the safe answer
// and has the focus.
type linkQuestion struct {
	canvas  fyne.Canvas
	OpenURL func(u *url.URL) error
}

func (l linkQuestion) ask(u *url.URL) {
	copyIt := func() { fyne.CurrentApp().Clipboard().SetContent(u.String()) }
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
