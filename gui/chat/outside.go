package chat

import "surfstick-sms/sms"

// About is what notifications want to know of a partner.
type About struct {
	Name   string // as in the list, one clean line
	Unread int
	// Hushed reports that the user wants to hear nothing of them: muted or blocked.
	Hushed bool
	// Open reports that the conversation is the open one and the user looks at the window.
	Open bool
}

// About returns what is known of a partner.
func (c *Chat) About(n sms.Number) About {
	k := c.known.of(n)
	return About{
		Name: c.known.nameOf(k), Unread: k.Unread, Hushed: k.Muted || k.Blocked,
		Open: c.seen() && c.right.conversation.number == n,
	}
}

// Preview returns a text in one clean line, as the list shows it.
func Preview(m sms.Message) string { return preview(m) }

// CodeIn returns the code in a text that brings one, such as a TAN, or "".
func CodeIn(text string) string { return codeIn(text) }

// Know reads the list of partners unless it has been, as for the name of one who writes while the
// set-up is shown.
func (c *Chat) Know() {
	if !c.known.loaded() {
		c.known.reload()
	}
}
