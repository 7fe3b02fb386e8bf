package chat

import (
	"net/url"
	"sort"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// chip is a button in a bubble, below the text.
type chip struct {
	*look.Button
	host string // where it leads to, "" nowhere
}

func newLinkChip(u *url.URL, open func(*url.URL)) chip {
	c := chip{look.NewQuiet("", func() { open(u) }), u.Hostname()}
	c.say(0)
	return c
}

// say names the host without its first characters.
func (c chip) say(without int) {
	host := c.host
	if without > 0 {
		host = "…" + host[without:]
	}
	if words := tr.T("chat.link.open", tr.Data{"Host": host}); words != c.Text {
		c.SetText(words)
	}
}

// fit takes as much from the beginning of the host as has no room in a width. The end says whose it is.
func (c chip) fit(width float32) {
	if c.host == "" {
		return
	}
	c.say(sort.Search(len(c.host)-1, func(without int) bool {
		c.say(without)
		return c.MinSize().Width <= width
	}))
}
