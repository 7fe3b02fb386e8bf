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

// conversation is the open conversation: it loads its texts into the pane page by page, and marks
// as read what was in view. An answer that comes when another conversation is open is dropped.
type conversation struct {
	conversationConfig
	number  sms.Number    // "" for none
	visit   int           // counts the conversations opened
	opening bool          // the newest page is being loaded
	loading bool          // any page is
	since   []sms.Message // came while opening
	wanted  int64         // the text to scroll to, 0 for none
	pane    *pane
}

func newConversation(cfg conversationConfig) *conversation {
	c := &conversation{conversationConfig: cfg}
	c.pane = newPane(cfg.actions, c.older, c.markRead)
	return c
}

// open shows the conversation with n, and in it a text unless that is 0.
func (c *conversation) open(n sms.Number, message int64) {
	c.close()
	c.number, c.wanted, c.opening = n, message, true
	unread, visit := c.known.of(n).Unread, c.visit
	c.after(slow, func() {
		if c.opening && visit == c.visit {
			c.pane.clear(tr.T("chat.loading"))
		}
	})
	c.load(0, func(page []sms.Message, complete bool) {
		c.opening = false
		c.pane.show(newTexts(page, complete, unread))
		for _, m := range c.since {
			c.pane.apply(m)
		}
		c.since = nil
		c.markRead()
	})
}

// close shows none.
func (c *conversation) close() {
	c.visit++
	c.number, c.wanted, c.since, c.opening, c.loading = "", 0, nil, false, false
	c.pane.clear("")
}

// older loads the page before the oldest text, or the newest when that could not be read.
func (c *conversation) older() {
	if !c.loading {
		c.load(c.pane.texts.oldest(), c.pane.prepend)
	}
}

// load reads a page of texts from before an ID, 0 for the newest page, and shows it; complete
// reports whether there are no older ones.
func (c *conversation) load(before int64, show func(page []sms.Message, complete bool)) {
	n, visit := c.number, c.visit
	c.loading = true
	read(c.store, "messages", func(ctx context.Context, m Messenger) ([]sms.Message, error) {
		return m.Messages(ctx, n, before, pageSize)
	}, func(page []sms.Message, err error) {
		if visit != c.visit {
			return
		}
		c.loading = false
		complete := err == nil && len(page) < pageSize
		show(slices.DeleteFunc(page, c.deleted), complete)
		if err == nil {
			c.reveal()
		}
	})
}

// reveal scrolls to the text that is wanted, and loads older pages until it is there.
func (c *conversation) reveal() {
	t := c.pane.texts
	switch {
	case c.wanted == 0:
	case t.oldest() > c.wanted && !t.complete:
		c.older()
	default:
		c.pane.reveal(c.wanted)
		c.wanted = 0
	}
}

// apply takes in a text of the conversation that is new or has changed.
func (c *conversation) apply(m sms.Message) {
	switch {
	case m.Number != c.number || c.deleted(m):
	case c.opening:
		c.since = append(c.since, m)
	case c.pane.apply(m):
		c.markRead()
	}
}

// markRead marks the texts as read if any is not and the newest is in view.
func (c *conversation) markRead() {
	n := c.number
	if c.known.of(n).Unread == 0 || c.opening || !c.seen() || !c.pane.atBottom() || c.readOnly {
		return
	}
	c.known.update(n, func(k *sms.Conversation) { k.Unread = 0 })
	c.store.write("mark read", func(ctx context.Context, m Messenger) error {
		return m.MarkRead(ctx, n)
	}, nil)
}
