package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
)

// places are the parts of the program that the menu at the foot of the chat's list leads to.
func (u *UI) places() []chat.Place {
	all := []chat.Place{
		{Key: "panel.title", Icon: theme.StorageIcon(), Open: func() { u.panel.Open(u.facts) }},
		{Key: "contacts.title", Icon: theme.AccountIcon(), Open: func() { u.people.Open() }},
		{Key: "planned.title", Icon: theme.HistoryIcon(), Off: u.noCard, Open: func() { u.planned.Open() }},
		{Key: "bulk.title", Icon: theme.MailForwardIcon(), Off: u.noCard, Open: func() { u.many.Open() }},
		{Key: "simcard.menu.balance", Icon: theme.InfoIcon(), Off: u.noCard, Open: u.cards.Balance},
		{Key: "transfer.place", Icon: theme.DocumentSaveIcon(), Off: u.noTransfer, Open: u.openTransfer},
		{},
		{Key: "chat.menu.setup", Icon: theme.ViewRefreshIcon(), Open: func() { u.config.Do(setup.DoShowSetup{On: true}) }},
		{Key: "chat.menu.settings", Icon: theme.SettingsIcon(), Shortcut: chat.KeyWords("settings"), Open: u.openSettings},
		{Key: "help.title", Icon: theme.HelpIcon(), Open: func() { u.help().Open() }},
		{Key: "help.keys.title", Icon: theme.ComputerIcon(), Shortcut: chat.KeyWords("help"), Open: func() { u.help().OpenKeys() }},
	}
	for i, p := range all {
		if p.Open == nil {
			continue // a line
		}
		all[i].Open = func() {
			u.config.Log.Info("place opened", "place", p.Key)
			p.Open()
		}
	}
	return all
}

// noCard says why the SIM card cannot be asked now; "" when it can.
func (u *UI) noCard() string {
	if u.config.ReadOnly {
		return tr.T("chat.closed.readOnly")
	}
	return ""
}

// addShortcuts makes the window's own shortcuts work wherever one is, but not below a menu or a card.
func (u *UI) addShortcuts() {
	u.window.Canvas().AddShortcut(
		&desktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: fyne.KeyModifierShortcutDefault},
		func(fyne.Shortcut) {
			if u.window.Canvas().Overlays().Top() == nil {
				u.openSettings()
			}
		})
	before := u.window.Canvas().OnTypedKey()
	u.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if u.window.Canvas().Overlays().Top() == nil && u.pages.Home() == u.wizard.Object() && u.ownKey(e) {
			return
		}
		if before != nil {
			before(e)
		}
	})
}

// ownKey takes the keys of the window that need neither Ctrl nor Alt, and reports whether it was one.
func (u *UI) ownKey(e *fyne.KeyEvent) bool {
	if e.Name != fyne.KeyF1 {
		return false
	}
	u.help().OpenKeys()
	return true
}
