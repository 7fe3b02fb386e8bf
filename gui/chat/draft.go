package chat

import (
	"context"
	"time"

	"surfstick-sms/sms"
)

const (
	// draftPause is how long the user must pause before the draft is saved.
	draftPause = time.Second
	// searchPause is the same before the texts are searched.
	searchPause = 200 * time.Millisecond
)

// draftChanged saves the draft a little after the last key.
func (c *Chat) draftChanged(string) {
	c.stopDraft()
	c.draftDue = c.cfg.After(draftPause, c.saveDraft)
}

func (c *Chat) stopDraft() {
	if c.draftDue != nil {
		c.draftDue()
		c.draftDue = nil
	}
}

// saveDraft saves what is in the composer if it is not saved yet; that of a new conversation is
// kept as soon as its number is one.
func (c *Chat) saveDraft() {
	if c.draftDue == nil {
		return
	}
	c.stopDraft()
	n, text := c.open, c.composer.entry.Text
	if c.writing && text != "" {
		n, _ = sms.ParseNumber(c.page.number.Text, c.cfg.Region())
	}
	c.setDraft(n, text)
}

func (c *Chat) setDraft(n sms.Number, text string) {
	known, listed := c.list.conversation(n)
	if n == "" || listed && known.Draft == text {
		return
	}
	c.list.update(n, func(k *sms.Conversation) { k.Draft = text })
	c.call("set draft", func(ctx context.Context) error {
		return c.cfg.Messenger.SetDraft(ctx, n, text)
	})
}

// laterSearch runs the latest search after a short pause.
func (c *Chat) laterSearch(f func()) {
	if c.searchDue != nil {
		c.searchDue()
	}
	c.searchDue = c.cfg.After(searchPause, f)
}
