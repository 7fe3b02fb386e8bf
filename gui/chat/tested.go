package chat

import (
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// news is what a self-test of this run found, as long as the user has not read it.
func (c *Chat) news(f setup.Facts) sms.ReceiveMode {
	if f.Test != setup.TestPassed {
		c.testRead = false
		return sms.ReceiveUnknown
	}
	if c.testRead {
		return sms.ReceiveUnknown
	}
	return f.TestFound
}

// readTest takes the notice about the self-test away.
func (c *Chat) readTest() {
	c.testRead, c.trouble.found = true, sms.ReceiveUnknown
	c.refreshBanner()
}
