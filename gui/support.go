package gui

import (
	"net/url"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/help"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// help returns what opens the pages of the help.
func (u *UI) help() *help.Help {
	c := help.Config{
		Show: u.pages.Show, Canvas: u.window.Canvas(), Files: u.files, Windows: u.config.Platform.DriverPage,
		Copy:   func(text string) { fyne.CurrentApp().Clipboard().SetContent(text) },
		Links:  u.links(),
		Keys:   keys,
		Report: u.report(), Log: u.config.ReadLog, Version: u.config.Version, Releases: u.config.Releases,
		OpenURL: func(to *url.URL) error { return u.app.OpenURL(to) },
	}
	if u.config.Licences != nil {
		c.Licences = u.config.Licences()
	}
	return help.New(c)
}

// links are the parts of the program that a topic of the help can lead to now.
func (u *UI) links() map[help.Link]func() {
	links := map[help.Link]func(){
		help.Setup:    u.leaving(func() { u.config.Do(setup.DoShowSetup{On: true}) }),
		help.Settings: u.openSettings,
	}
	if !u.config.ReadOnly && u.config.Card != nil {
		links[help.PIN], links[help.Balance] = u.cards.PIN, u.cards.Balance
	}
	if test := u.test(); test != nil {
		links[help.Test] = u.leaving(test)
	}
	if restart := u.restart(); restart != nil {
		links[help.Restart] = u.leaving(restart)
	}
	if u.config.Report != nil {
		links[help.Report] = func() { u.help().OpenReport() }
	}
	return links
}

// leaving closes every page before it does something that is seen below them.
func (u *UI) leaving(do func()) func() {
	return func() {
		u.pages.CloseAll()
		do()
	}
}

// keys are the shortcuts of the whole window, in groups: the chat's own table, and what every page knows.
func keys() []help.Keys {
	own := help.Keys{Title: tr.T("help.keys.chat")}
	for _, s := range chat.Shortcuts() {
		own.Lines = append(own.Lines, help.KeyLine{Keys: s.String(), Words: tr.T(s.Words)})
	}
	return append([]help.Keys{own}, help.CommonKeys()...)
}
