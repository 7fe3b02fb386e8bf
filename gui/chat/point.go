package chat

import "surfstick-sms/sms"

// Point is where in the chat somebody is, for another Chat that takes the place of this one.
type Point struct {
	Number  sms.Number // of the open conversation, "" for none
	Writing bool       // a new conversation without a recipient is being begun
	Search  string
}

// Leave saves what is typed, as Close does, and returns where in the chat somebody is. Wait waits until
// everything is saved.
func (c *Chat) Leave() Point {
	p := Point{
		Number: c.right.conversation.number, Writing: c.right.writing, Search: c.partners.search.Text,
	}
	if p.Writing {
		if to, ok := c.right.newPage.recipients(false); ok && len(to) == 1 {
			p.Number, p.Writing = to[0], false
		}
	}
	c.Close()
	return p
}

// Return leads to where somebody was. What was typed there must be saved.
func (c *Chat) Return(p Point) {
	c.partners.search.SetText(p.Search)
	switch {
	case p.Writing:
		c.StartNew()
	case p.Number != "":
		c.Open(p.Number)
	}
}

// Reload reads the list. Unlike Load it leaves the keyboard where it is.
func (c *Chat) Reload() { c.known.reload() }
