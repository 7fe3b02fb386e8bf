package chat

import (
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// putAway shows another page if a conversation is open that goes out of the list, and says where it
// went; words may be "".
func (r *right) putAway(n sms.Number, words string) {
	if n == r.conversation.number {
		r.close()
	}
	if words != "" {
		r.toast.say(words)
	}
}

// restOfMenu is what the header's menu offers beside what belongs to the conversation, where no other
// menu does.
func (r *right) restOfMenu() (all []look.Item) {
	if len(r.Places) > 0 {
		return nil
	}
	add := func(key string, do func()) {
		if do != nil {
			all = append(all, look.Item{Words: tr.T(key), Do: do})
		}
	}
	if !r.ReadOnly {
		add("simcard.menu.balance", r.OnBalance)
		add("simcard.menu.contacts", r.OnContacts)
	}
	add("chat.menu.setup", r.OnSetup)
	add("chat.menu.settings", r.OnSettings)
	return all
}

// deleteAll deletes a conversation, and what was typed for it. Both can be brought back for a while.
func (r *right) deleteAll(n sms.Number) {
	if n == r.conversation.number {
		r.close()
	}
	known := r.known.of(n)
	r.trash.deleteConversation(known, r.known.nameOf(known))
}
