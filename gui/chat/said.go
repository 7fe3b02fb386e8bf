package chat

import (
	"strings"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// AccessibilityLabel implements fyne.Accessible: who wrote, when, what, and how it stands.
func (b *bubble) AccessibilityLabel() string {
	who := tr.T("chat.said.mine")
	if !b.own() {
		who = b.actions.name(b.msg.Number)
	}
	now := b.actions.now()
	at := b.msg.Time.In(now.Location())
	return said(who, tr.Day(at, now)+" "+tr.Clock(at), sms.Sanitise(b.msg.Text), remark(b.msg), stateOf(b.msg, now).words)
}

// AccessibilityRole implements fyne.Accessible.
func (b *bubble) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// said puts together what is said of something; parts may be "".
func said(parts ...string) string {
	var words []string
	for _, part := range parts {
		if part != "" {
			words = append(words, part)
		}
	}
	return strings.Join(words, ", ")
}

// specialOf puts the signs of a row into words.
func specialOf(e entry) string {
	var words []string
	add := func(on bool, key string) {
		if on {
			words = append(words, tr.T(key))
		}
	}
	if e.unread > 0 {
		words = append(words, tr.N("chat.newBelow", e.unread))
	}
	add(e.marked && e.unread == 0, "chat.said.marked")
	add(e.pinned, "chat.said.pinned")
	add(e.muted, "chat.said.muted")
	if _, ok := stateSigns[e.status]; ok && !e.draft && stateSigns[e.status].sign != look.SignNote {
		add(true, "chat.state."+e.status.String())
	}
	return said(words...)
}
