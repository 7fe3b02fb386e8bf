package gui

import (
	"context"
	"time"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
	"surfstick-sms/internal/setup"
)

// choiceTime is how long a choice may take to be read or kept.
const choiceTime = 2 * time.Second

// openSettings shows the card with what the user can choose.
func (u *UI) openSettings() {
	c := settings.Config{
		Keeper: u.config.Messenger, Window: u.window, Changed: u.choose,
		OpenFolder: u.config.OpenFolder, Version: u.config.Version,
		PIN: u.cards.PIN, Erase: u.config.Erase, Restart: u.restart(), Test: u.test(),
	}
	if u.config.Report != nil {
		c.Report = func() string { return u.config.Report(u.facts) }
	}
	settings.New(c).Show()
}

// choose lets a choice take effect at once. The language has to wait for the next start: every
// page holds its words already.
func (u *UI) choose(key, value string) {
	switch key {
	case settings.KeyTheme:
		u.app.Settings().SetTheme(look.Theme{Force: value})
	case settings.KeyRegion:
		u.config.SetRegion(value)
	case settings.KeyAuto:
		u.config.Do(setup.DoAuto{On: value == "on"})
	case settings.KeyEnter:
		u.newlines = value == "newline"
	}
}

// choice gives what was chosen earlier, "" for nothing or when it cannot be read.
func (u *UI) choice(key string) string {
	ctx, cancel := context.WithTimeout(context.Background(), choiceTime)
	defer cancel()
	value, err := u.config.Messenger.Setting(ctx, key)
	if err != nil {
		u.config.Log.Warn("choice not read", "key", key, "err", err)
	}
	return value
}

// anyTexts tells that texts of earlier starts are there.
func (u *UI) anyTexts() bool {
	ctx, cancel := context.WithTimeout(context.Background(), choiceTime)
	defer cancel()
	has, err := u.config.Messenger.HasConversations(ctx)
	if err != nil {
		u.config.Log.Warn("texts not read", "err", err)
	}
	return has
}

// applyChoices lets the choices of earlier starts take effect.
func (u *UI) applyChoices() {
	u.newlines = u.choice(settings.KeyEnter) == "newline"
	if theme := u.choice(settings.KeyTheme); theme != "" {
		u.app.Settings().SetTheme(look.Theme{Force: theme})
	}
}
