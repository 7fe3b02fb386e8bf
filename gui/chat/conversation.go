package chat

import (
	"context"
	"slices"
	"time"

	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// slow is how long a call may take before the window shows that it is under way.
const slow = 200 * time.Millisecond

// conversationConfig is what the open conversation needs.
type conversationConfig struct {
	store    *store
	after    func(d time.Duration, f func()) (stop func())
	known    *directory
	deleted  func(sms.Message) bool // reports whether a text is not to be shown
	seen     func() bool            // reports whether the user can see the texts
	readOnly bool
	actions  bubbleActions
}

// conversation is the open conversation: it loads its texts into the pane page by page, and marks as
// read what was in view, and nothing else. An answer that comes when another conversation is open is
// dropped.
type conversation struct {
	conversationConfig
	number  sms.Number           // "" for none
	visit   int                  // counts the parts of conversations opened
	opening bool                 // the first page is being loaded
	loading bool                 // any page is
	since   []sms.MessageChanged // came while opening
	looking bool                 // what is in view will be marked as read in a moment
	pane    *pane
}

func newConversation(cfg conversationConfig) *conversation {
	c := &conversation{conversationConfig: cfg}
	c.pane = newPane(paneActions{
		bubbleActions: cfg.actions,
		older:         c.older, newer: c.newer, newest: c.newest, seen: c.scrolled,
	})
	return c
}

// open shows the conversation with n, and in it a text unless that is 0.
func (c *conversation) open(n sms.Number, message int64) {
	c.close()
	c.number = n
	known := c.known.of(n)
	switch {
	case message != 0:
		c.show(message, func() { c.pane.reveal(message) })
	case known.Unread > pageSize/2 && known.FirstUnread != 0:
		c.show(known.FirstUnread, nil)
	default:
		c.show(0, nil)
	}
}

// goTo shows a text of the conversation that is open; then is called when it is loaded.
func (c *conversation) goTo(message int64, then func()) {
	if !c.opening && c.pane.texts.index(message) >= 0 {
		then()
		return
	}
	c.show(message, then)
}

// newest shows the newest texts, when others are shown that are not joined on to them.
func (c *conversation) newest() { c.show(0, c.pane.toBottom) }

// show loads the texts around one of the conversation, or the newest ones when it is 0, and shows them
// in place of others. Then it calls then, which may be nil.
func (c *conversation) show(around int64, then func()) {
	c.visit++
	c.opening, c.loading, c.since = true, false, nil
	visit, n := c.visit, c.number
	c.after(slow, func() {
		if c.opening && visit == c.visit {
			c.pane.clear(tr.T("chat.loading"))
		}
	})
	known := c.known.of(n)
	c.load(func(ctx context.Context, m Messenger) ([]sms.Message, error) {
		if around == 0 {
			return m.Messages(ctx, n, 0, pageSize)
		}
		return m.MessagesAround(ctx, n, around, pageSize)
	}, func(page []sms.Message, all bool, err error) {
		complete := all && err == nil
		latest := around == 0 || complete ||
			len(page) > 0 && page[len(page)-1].ID == c.known.of(n).Last.ID
		c.pane.show(newTexts(c.kept(page), complete, latest, known))
		for _, e := range c.since {
			c.pane.apply(e.Message, e.New)
		}
		c.since, c.opening = nil, false
		if err != nil {
			c.pane.fail()
			return
		}
		if then != nil {
			then()
		}
	})
}

// kept returns of a page what is not deleted.
func (c *conversation) kept(page []sms.Message) []sms.Message {
	return slices.DeleteFunc(page, c.deleted)
}

// close shows none.
func (c *conversation) close() {
	c.markRead()
	c.visit++
	c.number, c.since, c.opening, c.loading = "", nil, false, false
	c.pane.clear("")
}

// older loads the page before the oldest text, or the newest when that could not be read.
func (c *conversation) older() {
	n, before := c.number, c.pane.texts.oldest()
	if c.loading || n == "" {
		return
	}
	c.load(func(ctx context.Context, m Messenger) ([]sms.Message, error) {
		return m.Messages(ctx, n, before, pageSize)
	}, func(page []sms.Message, all bool, err error) {
		if err != nil {
			c.pane.fail()
			return
		}
		c.pane.prepend(c.kept(page), all)
	})
}

// newer loads the page after the newest text that is loaded.
func (c *conversation) newer() {
	n, after := c.number, c.pane.texts.newest()
	if c.loading || n == "" {
		return
	}
	c.load(func(ctx context.Context, m Messenger) ([]sms.Message, error) {
		return m.MessagesAfter(ctx, n, after, pageSize)
	}, func(page []sms.Message, all bool, err error) {
		if err == nil {
			c.pane.append(c.kept(page), all)
		}
	})
}

// load reads a page of texts and shows it; all reports whether there are no more on that side.
func (c *conversation) load(
	page func(context.Context, Messenger) ([]sms.Message, error),
	show func(page []sms.Message, all bool, err error),
) {
	visit := c.visit
	c.loading = true
	read(c.store, "messages", page, func(page []sms.Message, err error) {
		if visit != c.visit {
			return
		}
		c.loading = false
		show(page, len(page) < pageSize, err)
		c.pane.fill()
		c.markRead()
	})
}

// apply takes in a text of the conversation that is new or has changed.
func (c *conversation) apply(e sms.MessageChanged) {
	switch {
	case e.Message.Number != c.number || c.deleted(e.Message):
	case c.opening:
		c.since = append(c.since, e)
	case c.pane.apply(e.Message, e.New):
		c.markRead()
	}
}

// scrolled marks what came into view as read, in a moment: at the end of the conversation at once.
func (c *conversation) scrolled() {
	if c.pane.atBottom() {
		c.markRead()
		return
	}
	if !c.looking {
		c.looking = true
		c.after(slow, func() {
			c.looking = false
			c.markRead()
		})
	}
}

// markRead marks as read what the user has seen, and counts what is left.
func (c *conversation) markRead() {
	if c.number == "" || c.opening || !c.seen() {
		return
	}
	n, upTo := c.number, c.pane.look()
	known, left := c.known.of(n), c.pane.texts.unreadAfter(upTo)
	if c.readOnly || left >= known.Unread && !known.Marked {
		return
	}
	next := c.pane.texts.firstUnreadAfter(upTo)
	c.known.update(n, func(k *sms.Conversation) {
		k.Unread, k.FirstUnread, k.Marked = min(left, k.Unread), next, false
	})
	c.store.write("mark read", func(ctx context.Context, m Messenger) error {
		return m.MarkRead(ctx, n, upTo)
	}, nil)
}
