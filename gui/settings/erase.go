package settings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// askErase asks before everything is deleted. Whoever means it types the word that it names.
func (s *Settings) askErase() {
	canvas := s.cfg.Window.Canvas()
	var pop *widget.PopUp
	word := tr.T("settings.erase.word")
	hide := func() { pop.Hide() }
	keep := newCloser(tr.T("settings.erase.keep"), hide)
	yes := widget.NewButton(tr.T("settings.erase.yes"), func() { hide(); s.cfg.Erase() })
	yes.Importance = widget.DangerImportance
	yes.Disable()
	typed := &eraseField{escape: hide}
	typed.ExtendBaseWidget(typed)
	typed.OnChanged = func(text string) {
		if strings.EqualFold(strings.TrimSpace(text), word) {
			yes.Enable()
		} else {
			yes.Disable()
		}
	}
	title := widget.NewLabelWithStyle(tr.T("settings.erase.title"), fyne.TextAlignLeading,
		fyne.TextStyle{Bold: true})
	title.SizeName = look.SizeTitle
	text := widget.NewLabel(tr.T("settings.erase.text"))
	text.Wrapping = fyne.TextWrapWord
	ask := widget.NewLabel(tr.T("settings.erase.type", tr.Data{"Word": word}))
	margin := layout.NewCustomPaddedLayout(look.Space4, look.Space4, look.Space5, look.Space5)
	pop = widget.NewModalPopUp(container.New(margin,
		container.New(layout.NewCustomPaddedVBoxLayout(look.Space3), title, text, ask,
			framed(typed), container.NewHBox(layout.NewSpacer(), keep, yes))), canvas)
	pop.Resize(fyne.NewSize(look.TextWidth, 0))
	pop.Show()
	canvas.Focus(typed)
}

// eraseField is an entry that Escape closes the card from. Enter does nothing in it.
type eraseField struct {
	widget.Entry
	escape func()
}

// TypedKey implements fyne.Focusable.
func (f *eraseField) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		f.escape()
		return
	}
	f.Entry.TypedKey(ev)
}
