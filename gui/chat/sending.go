package chat

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/pdu"
)

// trySend hands the text to the store, which drops the draft with it. What may cost more than usual
// goes out after a question.
func (c *composer) trySend() {
	if !c.box.Visible() {
		return
	}
	to, ok := c.recipients(false)
	if c.send.Disabled() || !ok {
		c.complain()
		return
	}
	text := c.entry.Text
	send := func() { c.sendOut(to, text, text) }
	if q := c.costOf(to, text); q.matters() && !c.agreed.covers(to, text) {
		c.askCost(q, send)
		return
	}
	send()
}

// sendOut hands a text to the store, whole or in pieces, for each of its recipients. The composer may stand for
// somebody else by now: a click on a notification opens a conversation below a question.
func (c *composer) sendOut(to []sms.Number, text string, pieces ...string) {
	here := c.standsFor(to, text)
	c.forget(to, text)
	c.given, c.agreed = "", agreement{}
	for _, n := range to {
		for _, piece := range pieces {
			c.handOver(n, piece)
		}
		if here {
			c.sending(n)
		}
	}
}

// agreement is a text that the store did not take: nobody is asked a second time what it may cost.
type agreement struct {
	to   sms.Number
	text string
}

func (a agreement) covers(to []sms.Number, text string) bool {
	return len(to) == 1 && a == agreement{to[0], text}
}

// standsFor reports whether a text for these people is what is typed.
func (c *composer) standsFor(to []sms.Number, text string) bool {
	now, ok := c.recipients(false)
	return ok && c.entry.Text == text && slices.Equal(now, to)
}

// forget drops a text that is sent or planned where it is typed, or was kept since.
func (c *composer) forget(to []sms.Number, text string) {
	if c.standsFor(to, text) {
		c.cancelSave()
		c.setText("")
		c.keep("")
		return
	}
	for _, n := range to {
		if c.drafts.of(n) == text {
			c.drafts.set(n, "")
		}
	}
	if begunIn(c.kept).Text == text {
		begun{}.keep(c.kept)
	}
}

// handOver hands the text for one recipient to the store. What was typed for him elsewhere is still to be sent.
func (c *composer) handOver(to sms.Number, text string) {
	draft := c.elsewhere(to)
	c.drafts.sent(to)
	c.saving++
	c.after(slow, func() { c.setWaiting(c.saving > 0) })
	c.store.write("send", func(ctx context.Context, m Messenger) error {
		_, err := m.Send(ctx, to, text)
		return err
	}, func(err error) {
		c.saving--
		c.setWaiting(c.waiting && c.saving > 0)
		if refused(err) {
			c.agreed = agreement{to, text}
			c.giveBack(to, text)
		}
	})
	if draft != "" {
		c.drafts.set(to, draft)
	}
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
		c.hint.set(tr.T("chat.sendFailed"), look.ColorBad, "", nil)
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
		c.recipients(true)
	}
}

// culprit names the character for which the whole text takes more room, by its number when there is
// nothing to see of it.
func culprit(char string) string {
	if sms.Sanitise(char) == char && !blank(char) {
		return tr.T("chat.culprit", tr.Data{"Character": char})
	}
	return tr.T("chat.culprit.hidden", tr.Data{"Code": fmt.Sprintf("%U", []rune(char)[0])})
}
