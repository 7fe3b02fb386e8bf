package chat

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// searchLimit is how many texts a search shows.
const searchLimit = 50

// reload reads the list of partners anew.
func (c *Chat) reload() {
	var all []sms.Conversation
	if !c.call("conversations", func(ctx context.Context) (err error) {
		if c.list.names, err = c.cfg.Messenger.Names(ctx); err == nil {
			all, err = c.cfg.Messenger.Conversations(ctx)
		}
		return err
	}) {
		return
	}
	c.list.setConversations(all)
	switch {
	case c.open != "":
		c.showPartner()
	case !c.writing:
		c.showNothing()
	}
}

// Open shows a conversation.
func (c *Chat) Open(n sms.Number) {
	c.saveDraft()
	if t := c.list.trash; t != nil && t.number == n && t.one == 0 {
		c.emptyTrash()
	}
	known, _ := c.list.conversation(n)
	c.open, c.writing = n, false
	c.list.setCurrent(n)
	c.pane.show(c.older(0), known.Unread)
	c.showPartner()
	c.composer.close(c.closedWhy(n))
	c.composer.setText(known.Draft)
	c.show(c.header.object, c.pane, c.composer.object)
	if !n.Alphanumeric() {
		c.focus(c.composer.entry)
	}
	c.markRead()
}

func (c *Chat) openFromList(n sms.Number, message int64) {
	c.Open(n)
	if message != 0 {
		c.pane.reveal(message)
	}
}

// closedWhy says why nothing can be written to n; "" when it can.
func (c *Chat) closedWhy(n sms.Number) string {
	switch {
	case c.cfg.ReadOnly:
		return tr.T("chat.closed.readOnly")
	case n.Alphanumeric():
		return tr.T("chat.closed.name")
	}
	return ""
}

// showPartner fills the header.
func (c *Chat) showPartner() {
	known, _ := c.list.conversation(c.open)
	number := ""
	switch {
	case c.open.Alphanumeric():
		number = tr.T("chat.senderName")
	case known.Name != "":
		number = c.open.Display(c.cfg.Region())
	}
	c.header.setPartner(string(c.open), c.list.nameOf(known), number)
}

// showNothing is the page without a conversation.
func (c *Chat) showNothing() {
	if c.open != "" || c.writing {
		return
	}
	c.header.setNobody()
	key := "chat.empty.choose"
	if len(c.list.conversations) == 0 {
		key = "chat.empty.first"
	}
	c.empty.set(tr.T(key), !c.cfg.ReadOnly)
	c.show(c.header.object, c.empty.object)
}

// show makes these parts of the right side visible and no others.
func (c *Chat) show(parts ...fyne.CanvasObject) {
	for _, o := range []fyne.CanvasObject{
		c.header.object, c.page.object, c.pane, c.empty.object, c.people.object,
		c.composer.object,
	} {
		if slices.Contains(parts, o) {
			o.Show()
		} else {
			o.Hide()
		}
	}
	arrange(c.right)
}

// StartNew begins a new conversation: the number is asked for.
func (c *Chat) StartNew() {
	if c.cfg.ReadOnly {
		return
	}
	c.saveDraft()
	c.open, c.writing = "", true
	c.list.setCurrent("")
	c.pane.show(nil, 0)
	c.people.know(c.list)
	c.page.clear()
	c.composer.close("")
	c.composer.setText("")
	c.show(c.page.object, c.people.object, c.composer.object)
	c.focus(c.page.number)
}

// takePerson goes on with one of the people known, and with what was typed for somebody not yet
// named.
func (c *Chat) takePerson(n sms.Number) {
	text := c.composer.entry.Text
	c.stopDraft()
	c.Open(n)
	if text != "" && c.composer.entry.Text == "" {
		c.composer.setText(text)
		c.draftChanged(text)
	}
}

func (c *Chat) cancelNew() {
	if c.writing {
		c.saveDraft()
		c.writing = false
		c.showNothing()
	}
}

// closeConversation goes back to the page without one.
func (c *Chat) closeConversation() {
	c.saveDraft()
	c.open, c.writing = "", false
	c.list.setCurrent("")
	c.showNothing()
}

// send hands the text to the Messenger; when that returns it is safe on disk.
func (c *Chat) send() {
	to := c.open
	if c.writing {
		n, ok := c.page.explain(true)
		if !ok {
			c.focus(c.page.number)
			return
		}
		to = n
	}
	var m sms.Message
	if !c.call("send", func(ctx context.Context) (err error) {
		m, err = c.cfg.Messenger.Send(ctx, to, c.composer.entry.Text)
		return err
	}) {
		c.composer.say(tr.T("chat.sendFailed"), look.ColorBad)
		return
	}
	c.stopDraft()
	c.composer.setText("")
	c.setDraft(to, "")
	c.messageChanged(m, true)
	if c.open != to {
		c.Open(to)
	}
}

// messageChanged takes in one text.
func (c *Chat) messageChanged(m sms.Message, isNew bool) {
	known, _ := c.list.conversation(m.Number)
	if m.ID <= known.Last.ID {
		isNew = false // the list knew it before the event came: we sent it, or read it anew
	}
	inView := false
	if m.Number == c.open && !c.list.trash.holds(m) {
		inView = c.pane.apply(m) && c.seen()
	}
	if !c.list.apply(m, isNew, isNew && m.Direction == sms.Incoming) {
		c.reload()
	}
	if inView {
		c.markRead()
	}
}

// markRead tells the Messenger that the open conversation was read, if anything in it was not.
func (c *Chat) markRead() {
	known, _ := c.list.conversation(c.open)
	if known.Unread == 0 || !c.seen() || c.cfg.ReadOnly {
		return
	}
	c.list.update(c.open, func(k *sms.Conversation) { k.Unread = 0 })
	c.call("mark read", func(ctx context.Context) error {
		return c.cfg.Messenger.MarkRead(ctx, c.open)
	})
}

// older reads a page of the open conversation; before 0 is the newest.
func (c *Chat) older(before int64) []sms.Message {
	var page []sms.Message
	c.call("messages", func(ctx context.Context) (err error) {
		page, err = c.cfg.Messenger.Messages(ctx, c.open, before, pageSize)
		return err
	})
	return slices.DeleteFunc(page, c.list.trash.holds)
}

func (c *Chat) find(query string) []sms.Message {
	var found []sms.Message
	c.call("search", func(ctx context.Context) (err error) {
		found, err = c.cfg.Messenger.Search(ctx, query, searchLimit)
		return err
	})
	return found
}

func (c *Chat) retry(id int64) {
	c.call("retry", func(ctx context.Context) error { return c.cfg.Messenger.Retry(ctx, id) })
}

func (c *Chat) release() {
	if c.call("release", c.cfg.Messenger.Release) {
		c.trouble.otherSIM = 0
		c.refreshBanner()
	}
}
