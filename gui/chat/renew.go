package chat

// Renew reads again all that is shown, after many texts came or went at once. The keyboard stays where it is.
func (c *Chat) Renew() {
	if n := c.right.conversation.number; n != "" {
		c.right.conversation.open(n, 0)
	}
	c.known.reload()
}
