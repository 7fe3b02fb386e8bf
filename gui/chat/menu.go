package chat

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// menu is what can be done with a conversation, by the button of the header and by the row in the list,
// and the questions behind it.
type menu struct {
	canvas   fyne.Canvas
	store    *store
	known    *directory
	readOnly bool
	delete   func(n sms.Number)
	copy     func(text string)
	search   func()                           // searches the open conversation
	closed   func()                           // the header's menu is gone
	away     func(n sms.Number, words string) // a conversation is put away; words say so, or are empty
	export   func(n sms.Number, name string)  // nil where that cannot be
	rest     []look.Item                      // what else the header's menu offers
	open     func() sms.Number                // of the open conversation, "" for none
}

// show opens the menu of the open conversation below a button.
func (m *menu) show(below fyne.CanvasObject) {
	var items []look.Item
	if n := m.open(); n != "" {
		items = append(items, look.Item{
			Words: tr.T("chat.menu.search"), Icon: look.SignSearch.Icon(), Shortcut: keyOf("search"),
			Do: m.search,
		})
		items = append(items, m.items(n)...)
		if last := &items[len(items)-1]; last.Danger {
			last.Shortcut = "" // it is that of a row in the list
		}
	}
	if len(m.rest) > 0 {
		items = append(append(items, look.Item{}), m.rest...)
	}
	pop := look.NewMenu(items...)
	pop.OnClose = m.closed
	pop.ShowBelow(m.canvas, below)
}

// items returns what can be done with the conversation with n.
func (m *menu) items(n sms.Number) []look.Item {
	c := m.known.of(n)
	var all []look.Item
	if !m.readOnly {
		all = append(all,
			m.flag(c, sms.FlagPinned, c.Pinned, look.SignPin), m.flag(c, sms.FlagMuted, c.Muted, muteSign(c)),
			m.readItem(c), m.archiveItem(c), look.Item{})
		if !n.Alphanumeric() {
			all = append(all, look.Item{
				Words: tr.T("chat.menu.name"), Icon: theme.AccountIcon(), Do: func() { m.askName(c) },
			})
		}
	}
	if !n.Alphanumeric() {
		all = append(all, look.Item{
			Words: tr.T("chat.menu.copy"), Icon: theme.ContentCopyIcon(),
			Do: func() { m.copy(string(n)) },
		})
	}
	if m.export != nil {
		all = append(all, look.Item{
			Words: tr.T("chat.menu.export"), Icon: theme.DocumentSaveIcon(), Do: func() { m.export(n, c.Name) },
		})
	}
	if m.readOnly {
		return all
	}
	block := m.flag(c, sms.FlagBlocked, c.Blocked, look.SignBlocked)
	if !c.Blocked {
		block.Do = func() { m.askBlock(c) }
	}
	return append(all, look.Item{}, block, look.Item{
		Words: tr.T("chat.menu.delete"), Icon: theme.DeleteIcon(), Shortcut: keyOf("delete"), Danger: true,
		Do: func() { m.askDelete(c) },
	})
}

func muteSign(c sms.Conversation) look.SignName {
	if c.Muted {
		return look.SignBell
	}
	return look.SignMuted
}

// flag returns the entry that sets a flag of a conversation, or takes it away when it is on.
func (m *menu) flag(c sms.Conversation, f sms.Flag, on bool, sign look.SignName) look.Item {
	key := "chat.menu." + f.String()
	if on {
		key += ".off"
	}
	return look.Item{Words: tr.T(key), Icon: sign.Icon(), Do: func() { m.setFlag(c.Number, f, !on) }}
}

// archiveItem returns the entry that puts a conversation into the archive, or takes it out.
func (m *menu) archiveItem(c sms.Conversation) look.Item {
	item := m.flag(c, sms.FlagArchived, c.Archived, look.SignArchive)
	if !c.Archived {
		item.Do = func() {
			m.away(c.Number, tr.T("chat.archived", tr.Data{"Name": m.known.nameOf(c)}))
			m.setFlag(c.Number, sms.FlagArchived, true)
		}
	}
	return item
}

// readItem returns the entry that marks a conversation as unread, or as read.
func (m *menu) readItem(c sms.Conversation) look.Item {
	if c.Unread == 0 && !c.Marked {
		item := m.flag(c, sms.FlagMarked, false, look.SignUnread)
		item.Do = func() {
			m.away(c.Number, "") // else it would be read in a moment
			m.setFlag(c.Number, sms.FlagMarked, true)
		}
		return item
	}
	return look.Item{
		Words: tr.T("chat.menu.marked.off"), Icon: theme.MailComposeIcon(), Do: func() { m.markRead(c) },
	}
}

// setFlag sets a flag of a conversation, in the list at once.
func (m *menu) setFlag(n sms.Number, f sms.Flag, on bool) {
	m.known.setFlag(n, f, on)
	m.store.write("set flag", func(ctx context.Context, messenger Messenger) error {
		return messenger.SetFlag(ctx, n, f, on)
	}, func(err error) {
		if refused(err) {
			m.known.reload()
		}
	})
}

// markRead marks all texts of a conversation as read.
func (m *menu) markRead(c sms.Conversation) {
	m.known.update(c.Number, func(k *sms.Conversation) {
		k.Unread, k.FirstUnread, k.Marked = 0, 0, false
	})
	m.store.write("mark read", func(ctx context.Context, messenger Messenger) error {
		return messenger.MarkRead(ctx, c.Number, c.Last.ID)
	}, nil)
}

// askBlock asks before somebody is blocked, because nothing will be said of what he writes.
func (m *menu) askBlock(c sms.Conversation) {
	text := tr.T("chat.block.text", tr.Data{"Name": m.known.nameOf(c)})
	yes := look.NewPrimary(tr.T("chat.block.yes"), func() {
		m.away(c.Number, tr.T("chat.blocked", tr.Data{"Name": m.known.nameOf(c)}))
		m.setFlag(c.Number, sms.FlagBlocked, true)
	})
	look.NewSheet(m.canvas, tr.T("chat.block.title"), look.NewText(text, "")).
		Answers(cancelButton(), yes).Show(nil)
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
