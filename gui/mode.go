package gui

import (
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// mode returns the name of the mode that the stick could change to, and what asks for it; nil where there
// is none.
func (u *UI) mode() (name string, ask func()) {
	to, ok := u.facts.CanChange()
	if !ok {
		return "", nil
	}
	return to.String(), func() { u.askMode(to) }
}

// askMode asks whether the stick may change its mode, and says what that means. To leave it is the answer
// that has the focus. The pages of the set-up lead through it.
func (u *UI) askMode(to setup.Way) {
	key := "app.mode." + to.String()
	yes := look.NewPrimary(tr.T("app.mode.yes"), func() {
		u.config.Do(setup.DoShowSetup{On: true})
		u.config.Do(setup.DoChooseWay{Way: to})
	})
	no := look.NewLink(tr.T("app.mode.no"), nil)
	look.NewSheet(u.window.Canvas(), tr.T(key+".title"), look.NewText(tr.T(key+".text"), "")).
		Answers(no, yes).Show(no)
}

// data returns mobile data of the stick; nil where it has none or has not told yet.
func (u *UI) data() *settings.Data {
	d := u.facts.Session.Data
	if !u.facts.Session.Connected || !d.Known {
		return nil
	}
	return &settings.Data{On: d.On, Set: func(on bool) { u.config.Do(setup.DoMobileData{On: on}) }}
}
