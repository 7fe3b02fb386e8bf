package transfer

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms/transfer"
)

// passphraseMost is the greatest number of characters of a passphrase.
const passphraseMost = 200

// judged says how strong a passphrase is, and in which colour; nothing of one that is not begun.
func judged(passphrase string) (words string, tone fyne.ThemeColorName) {
	switch s := transfer.StrengthOf(passphrase); s {
	case transfer.StrengthNone:
		return tr.T("transfer.strength.none"), look.ColorMuted
	case transfer.StrengthWeak:
		return tr.T("transfer.strength.weak"), look.ColorCareful
	case transfer.StrengthFair:
		return tr.T("transfer.strength.fair"), ""
	default:
		return tr.T("transfer.strength.strong"), look.ColorGood
	}
}

// askNewPassphrase asks for the passphrase of a backup, twice, and goes on to its file.
func (t *Transfer) askNewPassphrase(w whose) {
	first, second := look.NewPassword(passphraseMost), look.NewPassword(passphraseMost)
	strength := look.NewText("", look.ColorMuted)
	save := look.NewPrimary(tr.T("transfer.backup.save"), nil)
	sheet := look.NewSheet(t.cfg.Canvas, tr.T("transfer.backup.title"), look.NewText(tr.T("transfer.backup.text"), ""),
		look.Form(tr.T("transfer.passphrase"), first, tr.T("transfer.passphrase.again"), second), strength,
		look.NewStrong(tr.T("transfer.backup.warning"), look.ColorCareful))
	judge := func(string) {
		words, tone := judged(first.Text)
		strength.Set(words, tone)
		save.Refuse(refusal(first.Text, second.Text))
		sheet.Fit()
	}
	first.OnChanged, second.OnChanged = judge, judge
	judge("")
	save.OnTapped = func() { t.choose(sealed, w, first.Text) }
	sheet.Answers(look.NewQuiet(tr.T("transfer.cancel"), nil), save).Show(first)
}

// refusal says why a passphrase is not taken; "" when it is.
func refusal(first, second string) string {
	switch {
	case utf8.RuneCountInString(first) < transfer.MinPassphrase:
		return tr.T("transfer.passphrase.short", tr.Data{"Least": transfer.MinPassphrase})
	case first != second:
		return tr.T("transfer.passphrase.differ")
	}
	return ""
}

// askPassphrase asks for the passphrase of a file; note says what was wrong with the one before.
func (t *Transfer) askPassphrase(path, note string) {
	field := look.NewPassword(passphraseMost)
	open := look.NewPrimary(tr.T("transfer.import"), nil)
	judge := func(text string) {
		if text == "" {
			open.Refuse(tr.T("transfer.passphrase.empty"))
		} else {
			open.Refuse("")
		}
	}
	field.OnChanged = judge
	judge("")
	open.OnTapped = func() { t.importFile(path, field.Text) }
	sheet := look.NewSheet(t.cfg.Canvas, tr.T("transfer.unseal.title"),
		look.NewText(tr.T("transfer.unseal.text", tr.Data{"File": shownName(path)}), ""), field)
	sheet.Answers(look.NewQuiet(tr.T("transfer.cancel"), nil), open).Show(field)
	if note != "" {
		sheet.Say(note, look.ColorCareful)
	}
}
