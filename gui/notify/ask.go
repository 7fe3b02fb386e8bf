package notify

import (
	"time"

	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/presence"
	"surfstick-sms/sms"
)

// TagProgram is that of the notification about a program that asks for something.
const TagProgram = "*program"

// Ask returns what is said about a program that asks for a permission, and whether anything is. There is
// nothing of a message in it.
func Ask(name string, what sms.Permission, s Settings, now time.Time) (presence.Note, bool) {
	if s.Content == Off || now.Before(s.Until) || s.Quiet.Hold(now) {
		return presence.Note{}, false
	}
	return presence.Note{
		Tag: TagProgram, Silent: s.Silent, Title: tr.T("programs.ask.title." + what.String()),
		Body: tr.T("notify.program", tr.Data{"Name": sms.SanitiseLine(name, nameLimit)}),
	}, true
}
