package chat

import (
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
	if c.open == "" {
		return
	}
	c.draftDue = c.cfg.After(draftPause, c.saveDraft)
}

func (c *Chat) stopDraft() {
	if c.draftDue != nil {
		c.draftDue()
		c.draftDue = nil
	}
}

// saveDraft saves what is in the composer if it is not saved yet.
func (c *Chat) saveDraft() {
	if c.draftDue == nil {
		return
	}
	c.stopDraft()
	c.setDraft(c.open, c.composer.entry.Text)
}

func (c *Chat) setDraft(n sms.Number, text string) {
	known, listed := c.list.conversation(n)
	if n == "" || listed && known.Draft == text {
		return
	}
	c.list.update(n, func(k *sms.Conversation) { k.Draft = text })
	ctx, cancel := c.context()
	defer cancel()
	if err := c.cfg.Messenger.SetDraft(ctx, n, text); err != nil {
		c.fail(err)
	}
}

// laterSearch runs the latest search after a short pause.
func (c *Chat) laterSearch(f func()) {
	if c.searchDue != nil {
		c.searchDue()
	}
	c.searchDue = c.cfg.After(searchPause, f)
}
