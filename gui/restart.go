package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// askRestart asks whether the stick may begin anew: nothing else does, and nothing does it unasked.
// To leave it is the answer that has the focus.
func (u *UI) askRestart() {
	canvas := u.window.Canvas()
	before := canvas.Focused()
	var pop *widget.PopUp
	hide := func() {
		pop.Hide()
		if before != nil {
			canvas.Focus(before)
		}
	}
	yes := look.NewPrimary(tr.T("app.restart.yes"), func() { hide(); u.config.Do(setup.DoRestart{}) })
	no := look.NewLink(tr.T("app.restart.no"), hide)
	yes.OnEscape, no.OnEscape = hide, hide
	content := container.New(look.Column{Gap: look.Space3, Inset: look.Space4},
		look.NewTitle(tr.T("app.restart.title")),
		look.NewText(tr.T("app.restart.text"), ""),
		container.NewHBox(layout.NewSpacer(), no, yes))
	pop = widget.NewModalPopUp(content, canvas)
	pop.Resize(fyne.NewSize(look.TextWidth, content.MinSize().Height))
	pop.Show()
	canvas.Focus(no)
}

// test shows the page of the self-test where it can be made; nil otherwise.
func (u *UI) test() func() {
	if !u.facts.CanTest() {
		return nil
	}
	return func() { u.config.Do(setup.DoAskTest{}) }
}

// restart is askRestart where there is a stick that could; nil otherwise.
func (u *UI) restart() func() {
	if !u.facts.CanRestart() {
		return nil
	}
	return u.askRestart
}
