package gui

import (
	"surfstick-sms/gui/panel"
	"surfstick-sms/internal/setup"
)

// newPanel returns the page about the stick.
func (u *UI) newPanel() *panel.Panel {
	c := u.config
	return panel.New(panel.Config{
		Card: c.Card, Canvas: u.window.Canvas(), Show: u.pages.Show, Post: c.Post, Link: c.Messenger.Link, Region: c.Region,
		Copy: func(text string) { u.app.Clipboard().SetContent(text) },
		SIM:  u.simActions, Stick: u.stickActions,
	})
}

// simActions are what can be done with the SIM card now.
func (u *UI) simActions() []panel.Action {
	if u.config.ReadOnly || !u.facts.Session.Connected {
		return nil
	}
	return []panel.Action{
		{Key: "balance", Do: u.cards.Balance},
		{Key: "contacts", Do: func() { u.people.OpenCard() }},
		{Key: "pin", Do: u.cards.PIN},
		{Key: "test", Do: u.home(u.test())},
	}
}

// stickActions are what can be done with the stick now.
func (u *UI) stickActions() []panel.Action {
	name, ask := u.mode()
	actions := []panel.Action{
		{Key: "restart", Do: u.restart()},
		{Key: "setup", Do: u.home(func() { u.config.Do(setup.DoShowSetup{On: true}) })},
		{Key: "driver", Do: u.wizard.UndoDriver(u.facts)},
	}
	if ask != nil {
		actions = append(actions, panel.Action{Key: "mode." + name, Do: ask})
	}
	return actions
}

// home is leaving; nil when there is nothing to do then.
func (u *UI) home(do func()) func() {
	if do == nil {
		return nil
	}
	return u.leaving(do)
}
