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
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"surfstick-sms/gui/bulk"
	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/contacts"
	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/panel"
	"surfstick-sms/gui/planned"
	"surfstick-sms/gui/programs"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/simcard"
	"surfstick-sms/gui/tr"
	"surfstick-sms/gui/transfer"
	"surfstick-sms/gui/wizard"
	"surfstick-sms/internal/preferences"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// UI is the window. All fields are touched on the UI goroutine only.
type UI struct {
	config      Config
	closed      atomic.Bool // the window is gone; read by any goroutine
	stopped     atomic.Bool // so is the window library, or it will be in a moment
	app         fyne.App
	window      fyne.Window
	preferences *preferences.Preferences
	wizard      *wizard.Wizard
	chat        *chat.Chat
	cards       *simcard.Cards
	panel       *panel.Panel
	people      *contacts.Contacts
	cardNames   *cardNames     // the names on the SIM card
	files       *files.Chooser // lets a person choose files, or drop them
	pages       *look.Pages    // shows the wizard's or the chat's object, or a page above it
	facts       setup.Facts
	shown       string // step or "chat", for the log
	unread      int    // texts
	settings    *settings.Settings
	// rewording is true while the language changes, and point is where in the chat somebody was then.
	rewording bool
	point     point
	desk      *desk // what the desktop shows beside the window
	// transfer exports and imports texts; nil where that cannot be.
	transfer *transfer.Transfer
	// newlines reports that Enter begins a new line instead of sending.
	newlines bool
	// writes reports that a new message is begun as soon as the chat is shown.
	writes bool
	// texts reports that there is something to read.
	texts bool

	programs *programs.Programs // nil where there are none
	planned  *planned.Planned
	many     *bulk.Bulk
	calls    sync.WaitGroup // calls to the messenger that these two have begun
}

// New builds the window; nothing is shown before Run. It must be called on the UI goroutine.
func New(app fyne.App, c Config) *UI {
	fontsLoaded := look.LoadFonts()
	u := &UI{app: app, window: app.NewWindow("")}
	post := u.whileOpen(c.Post)
	c.Post = func(f func()) { post(f); u.desk.stir() }
	u.config = c
	u.preferences = preferences.New(c.Messenger, c.Log)
	u.desk = newDesk(u, c.Shell, post)
	u.files = files.New(u.window, c.Post, c.Dialogs)
	fontsLoaded()
	u.planned, u.many = u.newPlanned(), u.newMany()
	u.setUnread(0)
	u.readStore()
	u.wizard = wizard.New(wizard.Config{
		Do: c.Do, Window: u.window, Platform: c.Platform,
		Demo: c.Demo, DemoPIN: c.DemoPIN, Instructions: c.Instructions, Now: c.Now, Mask: c.Mask,
		OnChat:    func() { c.Do(setup.DoShowSetup{}) },
		OnWrite:   u.writeFirst,
		OnRestart: func() { u.askRestart() }, OnSettings: func() { u.openSettings() }, OnKey: u.ownKey,
		HasTexts: func() bool { return u.texts },
		Kinds:    c.Kinds, Report: u.report(),
	})
	u.cards = simcard.New(simcard.Config{
		Card: c.Card, Settings: u.preferences, Window: u.window, Post: c.Post,
		Region: c.Region,
	})
	u.transfer = u.newTransfer()
	u.cardNames = newCardNames(u)
	u.people = u.newPeople()
	u.chat = u.newChat()
	u.pages = look.NewPages(u.window.Canvas(), u.wizard.Object())
	u.panel = u.newPanel()
	u.programs = u.newPrograms()
	u.pages.OnHome, u.pages.OnKey = u.arrived, u.ownKey
	content := u.pages.Object()
	if c.Notice != "" {
		content = container.New(look.Below{}, u.noticeBar(c.Notice), content)
	}
	u.window.SetPadded(false)
	u.window.Resize(u.lastSize()) // first, so that the content is laid out once
	u.window.SetContent(container.New(look.Least{Width: look.MinWidth, Height: look.MinHeight}, content))
	u.window.SetMaster()
	u.window.SetCloseIntercept(u.desk.close)
	u.chat.AddShortcuts(u.window.Canvas())
	u.addShortcuts()
	return u
}

// newChat returns the messenger's part of the window, in the language of now.
func (u *UI) newChat() *chat.Chat {
	c := u.config
	return chat.New(chat.Config{
		Messenger: c.Messenger, Window: u.window, Post: c.Post, After: u.after, Now: c.Now,
		Kept: u.preferences, OnExport: u.exportChat(),
		Log: c.Log, Region: c.Region,
		OnSetup:    func() { c.Do(setup.DoShowSetup{On: true}) },
		OnSettings: u.openSettings, OnHelp: func() { u.help().OpenKeys() }, OnRestart: u.askRestart,
		OnData:      func(on bool) { c.Do(setup.DoMobileData{On: on}) },
		OnDataLater: func() { c.Do(setup.DoHideData{}) }, OnUse: u.useActions(),
		OnBalance: u.cards.Balance, OnContacts: u.people.OpenCard, CardNames: u.cardNames.get,
		OnSendLater: u.sendLater, OnPlanned: func() { u.planned.Open() },
		Planned:    func(n sms.Number) string { return u.planned.Line(n) },
		EnterSends: func() bool { return !u.newlines },
		ReadOnly:   c.ReadOnly, OnUnread: u.setUnread, Copy: c.Copy, CopyCode: u.desk.copyCode, Places: u.places(),
	})
}

// setUnread puts the number of unread texts into the title, for who has the window behind others.
func (u *UI) setUnread(count int) {
	u.unread = count
	title := tr.T("app.title")
	if u.config.Demo {
		title = tr.T("app.titleDemo")
	}
	if count > 0 {
		title = fmt.Sprintf("(%d) %s", count, title)
	}
	u.window.SetTitle(title)
	u.desk.setUnread(count)
}

// pumpPatience is how long the end waits for the pump. What is posted at the very moment in which Fyne
// 2.8.1 closes its queue never returns.
const pumpPatience = 2 * time.Second

// Run shows the window, unless it begins in the background, and pumps facts and events into it until it is closed.
func (u *UI) Run() {
	ctx, cancel := context.WithCancel(context.Background())
	neverHang(u.app.Lifecycle())
	defer u.heedSignals()()
	pumped := make(chan struct{})
	go func() {
		u.pump(ctx)
		close(pumped)
	}()
	u.window.SetOnClosed(func() { u.keepSize(); u.end() })
	u.app.Lifecycle().SetOnEnteredForeground(func() { u.desk.behind = false; u.chat.SetActive(true) })
	u.app.Lifecycle().SetOnExitedForeground(func() { u.desk.behind = true; u.chat.SetActive(false) })
	u.desk.naps = true
	if u.config.Background {
		u.desk.begin()
	} else {
		u.window.Show()
	}
	u.app.Run()
	u.end() // a window that was never shown is not closed either
	cancel()
	select {
	case <-pumped:
	case <-time.After(pumpPatience):
		u.config.Log.Warn("something was posted while the window library ended")
	}
	if u.transfer != nil {
		u.transfer.Close()
	}
	u.chat.Wait()
	u.waitCalls()
	u.preferences.Wait()
}

// end saves what is unsaved. It is called when the window closes, and once more at the end.
func (u *UI) end() {
	if u.closed.Load() {
		return
	}
	u.desk.endCode()
	u.cardNames.close()
	u.chat.Close()
	u.closed.Store(true)
}

// Started does what needs the window on screen. It must be called on the UI goroutine once it is, or once
// the window library runs without it.
func (u *UI) Started() {
	u.desk.nap() // not before: until then Fyne runs what is posted at once
	if u.config.HideFromCapture == nil || u.desk.hidden || u.preferences.Setting(settings.KeyHidden) == "" {
		return
	}
	if err := u.config.HideFromCapture(true); err != nil {
		u.config.Log.Warn("window not hidden from screenshots", "err", err)
	}
}

// raise brings the window to the front.
func (u *UI) raise() {
	u.desk.bring()
	if u.config.Raised != nil {
		u.config.Raised()
	}
}

// writeFirst goes on from the set-up without its test, to a new message.
func (u *UI) writeFirst() {
	u.writes = true
	u.config.Do(setup.DoSkipTest{})
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
	if u.pages.Home() == object {
		return
	}
	if u.pages.Top() != nil {
		u.pages.SetHome(object)
		return
	}
	u.window.Canvas().Unfocus() // what had the focus is gone
	u.pages.SetHome(object)
	u.arrived()
}

// arrived is called when the wizard or the chat comes into view, for the first time or again.
func (u *UI) arrived() {
	if u.rewording {
		return
	}
	if u.shown == "chat" {
		u.chat.Load()
		if p := u.point.at; p != nil {
			u.point.at = nil
			u.chat.Return(*p)
		}
		if u.writes {
			u.chat.StartNew()
		}
		u.writes = false
		u.desk.openWanted()
	} else {
		u.wizard.Focus()
	}
}
