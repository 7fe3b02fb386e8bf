package settings

import (
	"strings"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// askErase asks before everything is deleted. Whoever means it types the word that it names.
func (s *Settings) askErase() {
	word := tr.T("settings.erase.word")
	keep := look.NewPrimary(tr.T("settings.erase.keep"), nil)
	yes := look.NewDanger(tr.T("settings.erase.yes"), s.cfg.Erase)
	why := tr.T("settings.erase.type", tr.Data{"Word": word})
	yes.Refuse(why)
	typed := look.NewField("", 0, nil)
	typed.SetName(why)
	typed.OnEnter = func() {} // deletes nothing
	typed.OnChanged = func(text string) {
		if strings.EqualFold(strings.TrimSpace(text), word) {
			yes.Refuse("")
		} else {
			yes.Refuse(why)
		}
	}
	look.NewSheet(s.cfg.Canvas, tr.T("settings.erase.title"),
		look.NewText(tr.T("settings.erase.text"), ""),
		look.NewText(why, ""),
		typed).Answers(keep, yes).Show(typed)
}
