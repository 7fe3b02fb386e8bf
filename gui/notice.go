package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// focusPage gives the keyboard back to the wizard or to the chat.
func (u *UI) focusPage() {
	u.window.Canvas().Unfocus()
	if u.shown == "chat" {
		u.chat.Focus()
	} else {
		u.wizard.Focus()
	}
}

// noticeBar shows what there is to say about the start, across the top of the window until it is closed.
func (u *UI) noticeBar(text string) fyne.CanvasObject {
	words := widget.NewLabel(text)
	words.Wrapping = fyne.TextWrapWord
	var bar *fyne.Container
	buttons := container.NewHBox()
	if r := u.config.Remedy; r != nil {
		buttons.Add(look.NewPrimary(r.Words, func() { r.Do(); u.config.Quit() }))
	}
	if u.config.Report != nil {
		buttons.Add(look.NewCopy(tr.T("app.copyReport"), func() {
			fyne.CurrentApp().Clipboard().SetContent(u.config.Report(u.facts))
		}))
	}
	buttons.Add(look.NewQuiet(tr.T("app.close"), func() {
		bar.Hide()
		u.window.Content().Refresh()
	}))
	look.Inherit(buttons, look.Around{Escape: u.focusPage})
	bar = container.NewStack(
		look.NewGround(look.ColorSurface, "", 0),
		container.NewBorder(nil, widget.NewSeparator(), nil, container.NewCenter(buttons), words),
	)
	return bar
}
