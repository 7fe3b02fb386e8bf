package chat

import (
	"context"
	"fmt"
	"strings"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

// askParts is the number of parts from which on a text is sent only after a question.
const askParts = 7

// trySend hands the text to the store, which drops the draft with it.
func (c *composer) trySend() {
	if !c.box.Visible() {
		return
	}
	to, ok := c.recipient(false)
	if c.send.Disabled() || !ok {
		c.complain()
		return
	}
	text := c.entry.Text
	if parts := pdu.Measure(text).Parts; parts >= askParts && text != c.agreed {
		c.askCost(parts, func() {
			c.agreed = text
			c.trySend()
		})
		return
	}
	draft := c.elsewhere(to)
	c.cancelSave()
	c.drafts.sent(to)
	c.given = ""
	c.setText("")
	c.saving++
	c.after(slow, func() { c.setWaiting(c.saving > 0) })
	c.store.write("send", func(ctx context.Context, m Messenger) error {
		_, err := m.Send(ctx, to, text)
		return err
	}, func(err error) {
		c.saving--
		c.setWaiting(c.waiting && c.saving > 0)
		if refused(err) {
			c.giveBack(to, text)
		}
	})
	c.sending(to, draft)
}

// setWaiting says whether texts wait for the store long enough to mention it.
func (c *composer) setWaiting(on bool) {
	if c.waiting != on {
		c.waiting = on
		c.update()
	}
}

// giveBack puts a text that the store did not take before what was typed for its recipient since,
// and after those that came back before it.
func (c *composer) giveBack(to sms.Number, text string) {
	open, typed := c.isOpen(to), c.drafts.of(to)
	if open {
		c.cancelSave()
		typed = c.entry.Text
	}
	if rest, again := strings.CutPrefix(typed, c.given); again && c.given != "" {
		text, typed = c.given+"\n"+text, strings.TrimPrefix(rest, "\n")
	}
	c.given = text
	if typed != "" {
		text += "\n" + typed
	}
	if open {
		c.setText(text)
		c.hint.Set(tr.T("chat.sendFailed"), look.ColorBad)
	}
	c.drafts.set(to, text)
}

// elsewhere returns what is typed for a partner in the conversation with him, while a new message
// to him is written.
func (c *composer) elsewhere(to sms.Number) string {
	if c.isOpen(to) {
		return ""
	}
	return c.drafts.of(to)
}

// say shows a sentence until something else is typed.
func (c *composer) say(text string) {
	c.said = text
	c.update()
}

// whyNot says why the text cannot be sent; "" when it can.
func (c *composer) whyNot(text string, n pdu.Count) string {
	switch {
	case strings.TrimSpace(text) == "":
		return tr.T("chat.missing.text")
	case n.TooLong():
		return tr.T("chat.tooLong", tr.Data{"Max": pdu.MaxParts})
	}
	return c.missing()
}

// complain says why the text cannot be sent: here, or where the recipient is missing.
func (c *composer) complain() {
	if why := c.send.Why(); why != c.missing() {
		c.say(why)
	} else {
		c.recipient(true)
	}
}

// culprit names the character for which the whole text takes more room, by its number when there is
// nothing to see of it.
func culprit(char string) string {
	if sms.Sanitise(char) == char {
		return tr.T("chat.culprit", tr.Data{"Character": char})
	}
	return tr.T("chat.culprit.hidden", tr.Data{"Code": fmt.Sprintf("%U", []rune(char)[0])})
}
