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

// openSettings shows the page with what the user can choose.
func (u *UI) openSettings() {
	if u.settings != nil && u.settings.Shown() {
		u.settings.Show() // what lies above it goes
		return
	}
	c := settings.Config{
		Keeper: u.preferences, Show: u.pages.Show, Canvas: u.window.Canvas(), Changed: u.choose,
		OpenFolder: u.config.OpenFolder, OpenLogs: u.config.OpenLogs, Version: u.config.Version,
		HideFromCapture: u.config.HideFromCapture, Scales: u.scales(),
		PIN: u.cards.PIN, Erase: u.config.Erase, Restart: u.restart(), Test: u.test(),
		Setup: func() { u.config.Do(setup.DoShowSetup{On: true}) },
		Rows:  []settings.Row{{Group: settings.Messages, Key: keyJobLimit, Values: jobLimits}},
	}
	help := u.help()
	c.Help, c.Keys, c.About = help.Open, help.OpenKeys, help.OpenAbout
	if u.config.Report != nil {
		c.Report = help.OpenReport
	}
	if u.config.ReadLog != nil {
		c.Log = help.OpenLog
	}
	c.ModeName, c.Mode = u.mode()
	c.Data = u.data()
	c.Rows = append(c.Rows, u.desk.rows()...)
	c.Rows = append(c.Rows, u.programsRow())
	c.Rows = append(c.Rows, settings.Row{
		Group: settings.Messages, Key: chat.KeyAskCost, Values: []string{"", chat.AskAlways, chat.AskNever},
	})
	u.settings = settings.New(c)
	u.settings.Show()
}

// report returns what writes the diagnostic report; nil where there is none.
func (u *UI) report() func() string {
	if u.config.Report == nil {
		return nil
	}
	return func() string { return u.config.Report(u.facts) }
}

// choose lets a choice take effect at once.
func (u *UI) choose(key, value string) {
	switch key {
	case settings.KeyLanguage:
		u.setLanguage(value)
	case settings.KeyTheme, settings.KeyTextSize, settings.KeyMotion:
		u.applyLook()
	case settings.KeyScale:
		u.applyLook()
		u.fitScreen()
	case settings.KeyRegion:
		preferences.Bounded(func(context.Context) { u.config.SetRegion(value) }) // which keeps it as well
	case settings.KeyAuto:
		u.config.Do(setup.DoAuto{On: value == "on"})
	case settings.KeyNotify:
		u.desk.show()
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
	u.preferences.Load(ctx, keyJobLimit)
	u.preferences.Load(ctx, settings.KeyTheme, settings.KeyEnter, keySize, settings.KeyLanguage,
		settings.KeyTextSize, settings.KeyScale, settings.KeyMotion,
		settings.KeyRegion, settings.KeyAuto, settings.KeyValidity, settings.KeyHidden,
		settings.KeyNotify, settings.KeySound, settings.KeyQuiet, settings.KeyTray, keyTold,
		simcard.KeyBalance, chat.KeyBegun, chat.KeyNoReports)
	u.preferences.Load(ctx, chat.ComposerKeys()...)
	var err error
	if u.texts, err = u.config.Messenger.HasConversations(ctx); err != nil {
		u.config.Log.Warn("texts not read", "err", err)
	}
	u.newlines = u.preferences.Setting(settings.KeyEnter) == "newline"
	look.SetStill(u.config.ReducedMotion || u.preferences.Setting(settings.KeyMotion) == "less")
	for _, key := range []string{settings.KeyTheme, settings.KeyTextSize, settings.KeyScale} {
		if u.preferences.Setting(key) != "" {
			u.applyLook()
			break
		}
	}
}
