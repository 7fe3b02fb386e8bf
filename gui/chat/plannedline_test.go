package chat_test

import (
	"testing"

	"surfstick-sms/gui/chat"
	"surfstick-sms/sms"
)

// TestPlannedLine: above the composer stands what is planned for the partner, and leads to the list.
func TestPlannedLine(t *testing.T) {
	line, shown := "1 message planned: tomorrow, 8:00 AM", 0
	b := newBench(t, "en", "light", fillDay, func(c *chat.Config) {
		c.Planned = func(n sms.Number) string {
			if n == anna {
				return line
			}
			return ""
		}
		c.OnPlanned = func() { shown++ }
	})
	b.open("Anna")
	b.sees("1 message planned: tomorrow, 8:00 AM")
	b.tap("Show")
	if shown != 1 {
		t.Error("the list is not shown")
	}
	line = ""
	b.chat.PlannedChanged()
	b.seesNot("planned")
	line = "Something"
	b.open("o2")
	b.seesNot("Something")
}
