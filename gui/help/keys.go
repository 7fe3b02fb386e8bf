package help

import "surfstick-sms/gui/tr"

// CommonKeys are the shortcuts that work in every field, on every page and in the set-up.
func CommonKeys() []Keys {
	line := func(keys, words string) KeyLine { return KeyLine{Keys: keys, Words: tr.T("help.key." + words)} }
	ctrl, shift := tr.T("look.key.ctrl"), tr.T("look.key.shift")
	enter := tr.T("look.key.return")
	return []Keys{
		{Title: tr.T("help.keys.text"), Lines: []KeyLine{
			line(shift+"+"+enter, "break"),
			line(ctrl+"+Z, "+ctrl+"+Y", "undo"),
			line(ctrl+"+A", "all"),
			line(ctrl+"+C, "+ctrl+"+X, "+ctrl+"+V", "copy"),
		}},
		{Title: tr.T("help.keys.menus"), Lines: []KeyLine{
			line("Tab, "+shift+"+Tab", "next"),
			line(tr.T("look.key.space"), "press"),
			line("↑, ↓", "choose"),
			line(tr.T("help.key.letters"), "letter"),
			line("Esc", "back"),
		}},
		{Title: tr.T("help.keys.setup"), Lines: []KeyLine{
			line(enter, "go"),
			line("Esc", "back"),
		}},
	}
}
