package chat_test

import (
	"slices"
	"testing"

	"surfstick-sms/gui/chat"
	"surfstick-sms/sms"
)

// TestExportEntry: the menu of a conversation exports it, by the row and by the header, whether it has a name or
// not; there is no such entry where it cannot be done.
func TestExportEntry(t *testing.T) {
	var got []string
	b := newBench(t, "de", "light", fillDay, func(c *chat.Config) {
		c.OnExport = func(n sms.Number, name string) { got = append(got, string(n)+" "+name) }
	})
	b.rightClick("Anna Meyer")
	b.take("Diesen Chat exportieren")
	b.open("Fanden wir auch")
	b.menu("Diesen Chat exportieren")
	if want := []string{string(anna) + " Anna Meyer", "+4917699887766 "}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
