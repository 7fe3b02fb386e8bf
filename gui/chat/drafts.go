package chat

import (
	"context"

	"surfstick-sms/sms"
)

// drafts is what was typed for the partners and not sent. It takes effect in the list at once; what
// the store did not take is kept here, and saved when the store works again or the window is closed.
type drafts struct {
	store   *store
	known   *directory
	unsaved map[sms.Number]string
}

func newDrafts(s *store, known *directory) *drafts {
	return &drafts{store: s, known: known, unsaved: map[sms.Number]string{}}
}

// of returns what was typed for a partner.
func (d *drafts) of(n sms.Number) string {
	if text, ok := d.unsaved[n]; ok {
		return text
	}
	return d.known.of(n).Draft
}

// set keeps what was typed for a partner.
func (d *drafts) set(n sms.Number, text string) {
	if blank(text) {
		text = ""
	}
	if d.of(n) != text {
		d.known.update(n, func(k *sms.Conversation) { k.Draft = text })
		d.save(n, text)
	}
}

// add keeps a text for a partner below what was typed before.
func (d *drafts) add(n sms.Number, text string) {
	d.set(n, joined(d.of(n), text))
}

// joined returns two texts below each other, the same one only once.
func joined(before, text string) string {
	if blank(before) || before == text {
		return text
	}
	return before + "\n" + text
}

// sent forgets what was typed for a partner: it is being sent, and the store drops it with that.
func (d *drafts) sent(n sms.Number) {
	delete(d.unsaved, n)
	d.known.update(n, func(k *sms.Conversation) { k.Draft = "" })
}

// saveAgain saves what the store did not take before.
func (d *drafts) saveAgain() {
	for n, text := range d.unsaved {
		d.save(n, text)
	}
}

func (d *drafts) save(n sms.Number, text string) {
	d.unsaved[n] = text
	d.store.write("set draft", func(ctx context.Context, m Messenger) error {
		return m.SetDraft(ctx, n, text)
	}, func(err error) {
		if err == nil && d.unsaved[n] == text {
			delete(d.unsaved, n)
		}
	})
}
