package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// focusPage gives the keyboard back to the page, the wizard or the chat.
func (u *UI) focusPage() {
	u.window.Canvas().Unfocus()
	if top := u.pages.Top(); top != nil {
		top.Focus(nil)
	} else if u.shown == "chat" {
		u.chat.Focus()
	} else {
		u.wizard.Focus()
	}
}

// noticeBar shows what there is to say about the start, across the top of the window until it is closed. The
// buttons stand below the words, which have the whole width.
func (u *UI) noticeBar(text string) fyne.CanvasObject {
	var bar *fyne.Container
	buttons := container.New(&look.Foot{})
	buttons.Add(look.NewQuiet(tr.T("app.close"), func() {
		bar.Hide()
		u.window.Content().Refresh()
	}))
	if u.config.Report != nil {
		buttons.Add(look.NewCopy(tr.T("app.copyReport"), func() {
			fyne.CurrentApp().Clipboard().SetContent(u.config.Report(u.facts))
		}))
	}
	if r := u.config.Remedy; r != nil {
		buttons.Add(look.NewPrimary(r.Words, func() { r.Do(); u.config.Quit() }))
	}
	look.Inherit(buttons, look.Around{Escape: u.focusPage})
	column := container.New(look.Column{Gap: look.Space2},
		look.Marked(look.NewSign(look.SignCare, look.ColorCareful, look.SideText), look.NewWide(text)), buttons)
	bar = container.NewStack(look.NewGround(look.ColorSurface, "", 0),
		container.NewBorder(nil, widget.NewSeparator(), nil, nil,
			container.New(layout.NewCustomPaddedLayout(look.Space3, look.Space3, look.Space4, look.Space4), column)))
	return bar
}
