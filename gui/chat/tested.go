package chat

import "surfstick-sms/internal/setup"

// news is what a self-test of this run found, as long as the user has not read it.
func (c *Chat) news(f setup.Facts) setup.Receiving {
	if f.Test != setup.TestPassed {
		c.testRead = false
		return setup.ReceivingUnknown
	}
	if c.testRead {
		return setup.ReceivingUnknown
	}
	return f.TestFound
}

// readTest takes the notice about the self-test away.
func (c *Chat) readTest() {
	c.testRead, c.trouble.found = true, setup.ReceivingUnknown
	c.refreshBanner()
}
