package gui

import (
	"context"
	"time"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/simcard"
	"surfstick-sms/internal/preferences"
	"surfstick-sms/internal/setup"
)

// openSettings shows the card with what the user can choose.
func (u *UI) openSettings() {
	c := settings.Config{
		Keeper: u.preferences, Window: u.window, Changed: u.choose,
		OpenFolder: u.config.OpenFolder, Version: u.config.Version,
		HideFromCapture: u.config.HideFromCapture,
		PIN:             u.cards.PIN, Erase: u.config.Erase, Restart: u.restart(), Test: u.test(),
	}
	c.ModeName, c.Mode = u.mode()
	c.Data = u.data()
	c.Report = u.report()
	settings.New(c).Show()
}

// report returns what writes the diagnostic report; nil where there is none.
func (u *UI) report() func() string {
	if u.config.Report == nil {
		return nil
	}
	return func() string { return u.config.Report(u.facts) }
}

// choose lets a choice take effect at once. The language has to wait for the next start: every
// page holds its words already.
func (u *UI) choose(key, value string) {
	switch key {
	case settings.KeyTheme:
		u.app.Settings().SetTheme(look.Theme{Force: value})
	case settings.KeyRegion:
		preferences.Bounded(func(context.Context) { u.config.SetRegion(value) }) // which keeps it as well
	case settings.KeyAuto:
		u.config.Do(setup.DoAuto{On: value == "on"})
	case settings.KeyEnter:
		u.newlines = value == "newline"
	}
}

// startTime is how long the start waits for the store.
const startTime = 2 * time.Second

// readStore reads what the window has to know before it is shown.
func (u *UI) readStore() {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	u.preferences.Load(ctx, settings.KeyTheme, settings.KeyEnter, keySize, settings.KeyLanguage,
		settings.KeyRegion, settings.KeyAuto, settings.KeyValidity, settings.KeyHidden,
		simcard.KeyBalance, chat.KeyBegun, chat.KeyNoReports)
	var err error
	if u.texts, err = u.config.Messenger.HasConversations(ctx); err != nil {
		u.config.Log.Warn("texts not read", "err", err)
	}
	u.newlines = u.preferences.Setting(settings.KeyEnter) == "newline"
	if theme := u.preferences.Setting(settings.KeyTheme); theme != "" {
		u.app.Settings().SetTheme(look.Theme{Force: theme})
	}
}
