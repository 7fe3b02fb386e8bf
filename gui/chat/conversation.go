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

// unreadMost is how many texts are loaded at most to reach the first unread one.
const unreadMost = 1000

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
	number  sms.Number    // "" for none
	visit   int           // counts the conversations opened
	opening bool          // the newest page is being loaded
	loading bool          // any page is
	since   []sms.Message // came while opening
	wanted  int64         // the text to scroll to, 0 for none
	looking bool          // what is in view will be marked as read in a moment
	pane    *pane
}

func newConversation(cfg conversationConfig) *conversation {
	c := &conversation{conversationConfig: cfg}
	c.pane = newPane(cfg.actions, c.older, c.scrolled)
	return c
}

// open shows the conversation with n, and in it a text unless that is 0.
func (c *conversation) open(n sms.Number, message int64) {
	c.close()
	c.number, c.wanted, c.opening = n, message, true
	visit := c.visit
	c.after(slow, func() {
		if c.opening && visit == c.visit {
			c.pane.clear(tr.T("chat.loading"))
		}
	})
	limit := max(pageSize, min(unreadMost, 2*c.known.of(n).Unread))
	c.load(0, limit, func(page []sms.Message, complete bool) {
		c.pane.show(newTexts(page, complete))
		for _, m := range c.since {
			c.pane.apply(m)
		}
		c.since, c.opening = nil, false
	})
}

// close shows none.
func (c *conversation) close() {
	c.markRead()
	c.visit++
	c.number, c.wanted, c.since, c.opening, c.loading = "", 0, nil, false, false
	c.pane.clear("")
}

// older loads the page before the oldest text, or the newest when that could not be read.
func (c *conversation) older() {
	if !c.loading {
		c.load(c.pane.texts.oldest(), pageSize, c.pane.prepend)
	}
}

// load reads a page of texts from before an ID, 0 for the newest page, and shows it; complete
// reports whether there are no older ones.
func (c *conversation) load(
	before int64, limit int, show func(page []sms.Message, complete bool),
) {
	n, visit := c.number, c.visit
	c.loading = true
	read(c.store, "messages", func(ctx context.Context, m Messenger) ([]sms.Message, error) {
		return m.Messages(ctx, n, before, limit)
	}, func(page []sms.Message, err error) {
		if visit != c.visit {
			return
		}
		c.loading = false
		complete := err == nil && len(page) < limit
		show(slices.DeleteFunc(page, c.deleted), complete)
		if err == nil {
			c.reveal()
			c.markRead()
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
	if c.number == "" || c.opening || c.wanted != 0 || !c.seen() {
		return
	}
	n, upTo := c.number, c.pane.look()
	before, left := c.known.of(n).Unread, c.pane.texts.unreadAfter(upTo)
	if c.readOnly || before == 0 || left >= before {
		return
	}
	c.known.update(n, func(k *sms.Conversation) { k.Unread = left })
	c.store.write("mark read", func(ctx context.Context, m Messenger) error {
		return m.MarkRead(ctx, n, upTo)
	}, nil)
}
