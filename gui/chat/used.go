package chat

import (
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// Use is what other programs on this computer have sent today. The zero value shows nothing.
type Use struct {
	Name     string // of the program, "" when there are several
	Programs int
	Texts    int
	// Stopped reports that the user has stopped them, and Cancelled how many messages were not sent then.
	Stopped   bool
	Cancelled int
}

// UseActions are what the buttons of that line do.
type UseActions struct {
	// Stop stops the programs, Again lets them in again, Read takes the line away.
	Stop, Again, Read func()
}

// SetUse shows what programs have sent today.
func (c *Chat) SetUse(u Use) {
	c.banner.use = u
	c.banner.refresh()
}

// ofUse returns the line about it, false for none.
func (b *banner) ofUse() (notice, bool) {
	n := notice{sign: look.SignForward, tone: look.ColorMuted}
	switch u := b.use; {
	case u.Stopped:
		n.text = tr.T("chat.banner.programs.stopped")
		if u.Cancelled > 0 {
			n.text = tr.N("chat.banner.programs.cancelled", u.Cancelled)
		}
		return n.with("programs.again", b.used.Again).with("read", b.used.Read), true
	case u.Texts == 0:
		return notice{}, false
	case u.Name != "":
		n.text = tr.N("chat.banner.programs.one", u.Texts, tr.Data{"Name": u.Name})
	default:
		n.text = tr.N("chat.banner.programs.several", u.Texts, tr.Data{"Programs": u.Programs})
	}
	return n.with("programs.stop", b.used.Stop).with("read", b.used.Read), true
}

// programLimit is how many characters of a program's name stand beside the time.
const programLimit = 24

// programOf returns what the program is called that sent a text, "" for the user.
func programOf(m sms.Message) string {
	switch m.Program {
	case "":
		return ""
	case sms.UnknownProgram:
		return tr.T("chat.program.unknown")
	}
	return sms.SanitiseLine(m.Program.Name(), programLimit)
}
