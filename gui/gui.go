// Package gui is the window: the wizard until everything holds, then the chat. It holds no facts
// of its own: setup.Facts come from internal/setup/runner, texts from the messenger, and both reach the UI
// goroutine through one pump and one Post.
//
// Ownership: one goroutine (pump) waits for what happens; everything else in this package and below it
// runs on the UI goroutine. Nothing here opens a device, talks SQL or starts a program.
package gui

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/simcard"
	"surfstick-sms/gui/tr"
	"surfstick-sms/gui/wizard"
	"surfstick-sms/internal/preferences"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// UI is the window. All fields are touched on the UI goroutine only.
type UI struct {
	config      Config
	closed      atomic.Bool // the window is gone; read by any goroutine
	app         fyne.App
	window      fyne.Window
	preferences *preferences.Preferences
	wizard      *wizard.Wizard
	chat        *chat.Chat
	cards       *simcard.Cards
	pages       *fyne.Container // holds the wizard's or the chat's object
	facts       setup.Facts
	shown       string // step or "chat", for the log
	// newlines reports that Enter begins a new line instead of sending.
	newlines bool
	// texts reports that there is something to read.
	texts bool
}

// New builds the window; nothing is shown before Run. It must be called on the UI goroutine.
func New(app fyne.App, c Config) *UI {
	fontsLoaded := look.LoadFonts()
	u := &UI{app: app, window: app.NewWindow("")}
	c.Post = u.whileOpen(c.Post)
	u.config = c
	u.preferences = preferences.New(c.Messenger, c.Log)
	fontsLoaded()
	u.setUnread(0)
	u.readStore()
	u.wizard = wizard.New(wizard.Config{
		Do: c.Do, Window: u.window, Platform: c.Platform,
		Demo: c.Demo, DemoPIN: c.DemoPIN, Instructions: c.Instructions, Now: c.Now, Mask: c.Mask,
		OnChat:    func() { c.Do(setup.DoShowSetup{}) },
		OnRestart: func() { u.askRestart() },
		HasTexts:  func() bool { return u.texts },
		Kinds:     c.Kinds, Report: u.report(),
	})
	u.cards = simcard.New(simcard.Config{
		Card: c.Card, Names: c.Messenger, Settings: u.preferences, Window: u.window, Post: c.Post,
		Region: c.Region,
		Write:  func(n sms.Number) { u.chat.Open(n) },
	})
	u.chat = chat.New(chat.Config{
		Messenger: c.Messenger, Window: u.window, Post: c.Post, After: u.after, Now: c.Now,
		Kept: u.preferences,
		Log:  c.Log, Region: c.Region,
		OnSetup:    func() { c.Do(setup.DoShowSetup{On: true}) },
		OnSettings: u.openSettings, OnRestart: u.askRestart,
		OnData:      func(on bool) { c.Do(setup.DoMobileData{On: on}) },
		OnDataLater: func() { c.Do(setup.DoHideData{}) },
		OnBalance:   u.cards.Balance, OnContacts: u.cards.Contacts,
		EnterSends: func() bool { return !u.newlines },
		ReadOnly:   c.ReadOnly, OnUnread: u.setUnread, Copy: c.Copy,
	})
	u.pages = container.New(look.Least{Width: look.MinWidth, Height: look.MinHeight},
		u.wizard.Object())
	content := fyne.CanvasObject(u.pages)
	if c.Notice != "" {
		content = container.NewBorder(u.noticeBar(c.Notice), nil, nil, nil, u.pages)
	}
	u.window.SetContent(content)
	u.window.SetPadded(false)
	u.window.Resize(u.lastSize())
	u.window.SetMaster()
	u.chat.AddShortcuts(u.window.Canvas())
	return u
}

// setUnread puts the number of unread texts into the title, for who has the window behind others.
func (u *UI) setUnread(count int) {
	title := tr.T("app.title")
	if u.config.Demo {
		title = tr.T("app.titleDemo")
	}
	if count > 0 {
		title = fmt.Sprintf("(%d) %s", count, title)
	}
	u.window.SetTitle(title)
}

// whileOpen returns post without what comes after the window is closed: Fyne 2.8.1 would run it on
// the goroutine that posts, on a window that is gone.
func (u *UI) whileOpen(post Post) Post {
	return func(f func()) {
		if u.closed.Load() {
			return
		}
		post(func() {
			if !u.closed.Load() {
				f()
			}
		})
	}
}

// Run shows the window and pumps facts and events into it until it is closed.
func (u *UI) Run() {
	ctx, cancel := context.WithCancel(context.Background())
	pumped := make(chan struct{})
	go func() {
		u.pump(ctx)
		close(pumped)
	}()
	u.window.SetOnClosed(func() { u.chat.Close(); u.keepSize(); u.closed.Store(true) })
	u.window.ShowAndRun()
	u.closed.Store(true)
	cancel()
	<-pumped
	u.chat.Wait()
	u.preferences.Wait()
}

// pump waits for facts and events and hands each to the UI goroutine. It is the one place that does.
func (u *UI) pump(ctx context.Context) {
	c := u.config
	for {
		select {
		case f, ok := <-c.Facts:
			if !ok {
				return
			}
			c.Post(func() { u.HandleFacts(f) })
		case e, ok := <-c.Events:
			if !ok {
				return
			}
			c.Post(func() { u.HandleEvent(e) })
		case <-c.Raise:
			c.Post(u.raise)
		case <-ctx.Done():
			return
		}
	}
}

// Started does what needs the window on screen. It must be called on the UI goroutine once it is.
func (u *UI) Started() {
	if u.config.HideFromCapture == nil || u.preferences.Setting(settings.KeyHidden) == "" {
		return
	}
	if err := u.config.HideFromCapture(true); err != nil {
		u.config.Log.Warn("window not hidden from screenshots", "err", err)
	}
}

// raise brings the window to the front.
func (u *UI) raise() {
	u.window.RequestFocus()
	if u.config.Raised != nil {
		u.config.Raised()
	}
}

// after runs f on the UI goroutine after d, unless stopped before.
func (u *UI) after(d time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(d, func() { u.config.Post(f) })
	return func() { t.Stop() }
}

// HandleFacts takes in the latest facts.
func (u *UI) HandleFacts(f setup.Facts) {
	u.facts = f
	if u.config.Seen != nil {
		u.config.Seen(f)
	}
	if !f.InChat() || u.shown != "chat" { // nobody sees the wizard behind the chat
		u.wizard.Render(f)
	}
	u.chat.SetStick(stickOf(f))
	u.show()
}

// HandleEvent takes in an event of the messenger.
func (u *UI) HandleEvent(e sms.Event) {
	if m, ok := e.(sms.MessageChanged); ok {
		u.logText(m)
		u.texts = true
	}
	u.chat.Handle(e)
}

// logText notes that a text came or changed its status; never what it says or to whom.
func (u *UI) logText(m sms.MessageChanged) {
	switch {
	case m.New && m.Message.Direction == sms.Incoming:
		u.config.Log.Info("text received", "id", m.Message.ID, "status", m.Message.Status)
	case m.Message.Direction == sms.Outgoing:
		u.config.Log.Info("text", "id", m.Message.ID, "status", m.Message.Status,
			"reason", m.Message.Reason)
	}
}

// show puts the page on screen that the facts call for.
func (u *UI) show() {
	page, object := u.facts.Step().String(), u.wizard.Object()
	if u.facts.InChat() {
		page, object = "chat", u.chat.Object()
	}
	if page == u.shown {
		return
	}
	u.shown = page
	u.config.Log.Info("page shown", "page", page)
	if u.pages.Objects[0] == object {
		return
	}
	u.window.Canvas().Unfocus() // what had the focus is gone
	u.pages.Objects[0] = object
	u.pages.Refresh()
	if page == "chat" {
		u.chat.Load()
	} else {
		u.wizard.Focus()
	}
}
