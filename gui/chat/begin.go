package chat

import (
	"encoding/json"
	"strings"

	"surfstick-sms/sms"
)

// KeyBegun is the setting with the new message that has no recipient yet.
const KeyBegun = "begun"

// Keeper keeps what is no text of a partner. Its methods return at once.
type Keeper interface {
	Setting(key string) string // "" also for what cannot be read
	SetSetting(key, value string) error
}

// begun is a new message without a recipient: what stands in the field for the number, and the
// text. It is kept like a draft, over the end of the program too.
type begun struct {
	To   string `json:"to"`
	Text string `json:"text"`
}

// begunIn returns what is kept; nothing when it cannot be read.
func begunIn(k Keeper) (b begun) {
	if json.Unmarshal([]byte(k.Setting(KeyBegun)), &b) != nil {
		return begun{}
	}
	return b
}

// keep keeps it, or nothing when there is no text.
func (b begun) keep(k Keeper) {
	value := ""
	if !blank(b.Text) {
		data, err := json.Marshal(b)
		if err != nil {
			return // two strings can always be written
		}
		value = string(data)
	}
	if k.Setting(KeyBegun) != value {
		_ = k.SetSetting(KeyBegun, value) // which has logged it, and keeps it until the end
	}
}

// blank reports whether there is nothing to read in a text.
func blank(text string) bool { return strings.TrimSpace(text) == "" }

// startNew begins a new conversation, or goes on with the one begun before: the number is asked for.
func (r *right) startNew() {
	if r.ReadOnly {
		return
	}
	if !r.writing {
		r.before = r.conversation.number
	}
	r.put()
	r.opened("")
	r.finder.end()
	r.conversation.close()
	r.planned.show("")
	r.newPage.people.load(r.known)
	before := begunIn(r.Kept)
	r.newPage.begin(before.To)
	r.writing = true
	r.composer.open(before.Text, "")
	r.show(r.newPage.object, r.newPage.people.object, r.foot)
	r.canvas.Focus(r.newPage.number)
}

// cancelNew goes back to where the user was before.
func (r *right) cancelNew() {
	switch {
	case !r.writing:
	case r.before != "" && r.known.index(r.before) >= 0:
		r.open(r.before, 0)
	default:
		r.close()
	}
}

// put keeps what is typed where it belongs, before something else is shown: as the draft of its
// recipient, or as the new message that was begun.
func (r *right) put() {
	if !r.writing {
		r.composer.save()
		return
	}
	text := r.composer.take()
	r.writing = false
	if to, ok := r.newPage.recipients(false); ok && len(to) == 1 && !blank(text) {
		r.drafts.add(to[0], text)
		text = ""
	}
	begun{r.newPage.written(), text}.keep(r.Kept)
}

// keep keeps what is typed while it is being typed.
func (r *right) keep(text string) {
	if r.writing {
		begun{r.newPage.written(), text}.keep(r.Kept)
	} else if n := r.conversation.number; n != "" {
		r.drafts.set(n, text)
	}
}

// takePerson goes on with one of the people known, and with what was typed for somebody not yet
// named.
func (r *right) takePerson(n sms.Number) {
	text := r.composer.take()
	r.composer.setText("")
	r.open(n, 0)
	r.composer.continueWith(text)
}

// recipients returns whom the text in the composer is for. Where that is not known it returns false,
// and with ask shows the user what is missing.
func (r *right) recipients(ask bool) ([]sms.Number, bool) {
	if !r.writing {
		return []sms.Number{r.conversation.number}, r.conversation.number != ""
	}
	to, ok := r.newPage.recipients(ask)
	if ask && !ok {
		r.canvas.Focus(r.newPage.number)
	}
	return to, ok
}

// noRecipient says why there is no recipient; "" when there is one.
func (r *right) noRecipient() string {
	if !r.writing {
		return ""
	}
	return r.newPage.problem()
}

// sending goes on to the conversation that a text was sent to.
func (r *right) sending(to sms.Number) {
	if r.writing {
		r.open(to, 0)
	}
}
