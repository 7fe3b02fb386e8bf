package gui

import (
	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/notify"
	"surfstick-sms/gui/programs"
	"surfstick-sms/gui/settings"
	"surfstick-sms/sms"
)

// Programs are the programs on this computer that send and read messages through this one. Its methods
// return at once.
type Programs interface {
	programs.Keeper
	// Changes receives when something has changed. There is one reader.
	Changes() <-chan struct{}
}

// newPrograms returns what the window shows of them; nil where there are none.
func (u *UI) newPrograms() *programs.Programs {
	c := u.config
	if c.Programs == nil {
		return nil
	}
	return programs.New(programs.Config{
		Keeper: c.Programs, Messenger: c.Messenger, Canvas: u.window.Canvas(), Run: u.beside, Post: c.Post,
		After: u.after, Now: c.Now, Log: c.Log, Show: u.pages.Show, Command: c.Command,
		Copy: func(text string) { u.app.Clipboard().SetContent(text) },
		Help: func() { u.help().OpenTopic("scripts") },
		Hook: c.Hook, Choose: func(title string, then func(string)) { u.files.Open(title, nil, then) },
		Ask: u.desk.asked, Asked: func() { u.desk.withdraw(notify.TagProgram) },
		Used: func(use programs.Use) { u.chat.SetUse(chat.Use(use)) },
	})
}

// useActions are what the line about programs in the chat does.
func (u *UI) useActions() chat.UseActions {
	if u.config.Programs == nil {
		return chat.UseActions{}
	}
	return chat.UseActions{
		Stop: func() { u.programs.Stop() }, Again: func() { u.programs.LetIn() }, Read: func() { u.programs.Read() },
	}
}

// programsRow is the line in the settings that leads to them.
func (u *UI) programsRow() settings.Row {
	r := settings.Row{Group: settings.Programs, Key: "programs"}
	if u.programs != nil {
		r.Do, r.Value = u.programs.Open, u.programs.State
	}
	return r
}

// changes is what the pump waits for; nil where there are no programs.
func (c Config) changes() <-chan struct{} {
	if c.Programs == nil {
		return nil
	}
	return c.Programs.Changes()
}

// programsChanged takes in that what programs may, or the question, has changed.
func (u *UI) programsChanged() {
	u.programs.Changed()
	if u.settings != nil && u.settings.Shown() {
		u.settings.Update("programs", u.programs.State())
	}
}

// asked tells of a program's question, where the window may be out of sight.
func (d *desk) asked(q sms.ProgramQuestion) {
	if !d.hidden && !d.behind {
		return
	}
	n, ok := notify.Ask(programs.Name(q.Program), q.What, d.notifications(), d.config.Now())
	if ok {
		d.shell.Notify(n)
	}
	d.shell.Attention()
}
