package gui

import (
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// askRestart asks whether the stick may begin anew: nothing else does, and nothing does it unasked.
// To leave it is the answer that has the focus.
func (u *UI) askRestart() {
	yes := look.NewPrimary(tr.T("app.restart.yes"), func() { u.config.Do(setup.DoRestart{}) })
	no := look.NewLink(tr.T("app.restart.no"), nil)
	look.NewSheet(u.window.Canvas(), tr.T("app.restart.title"),
		look.NewText(tr.T("app.restart.text"), "")).Answers(no, yes).Show(no)
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
