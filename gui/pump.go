package gui

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// whileOpen returns post without what comes after the window is closed: Fyne 2.8.1 would run it on
// the goroutine that posts, on a window that is gone.
func (u *UI) whileOpen(post Post) Post {
	return func(f func()) {
		if u.closed.Load() || u.stopped.Load() {
			return
		}
		post(func() {
			if !u.closed.Load() {
				f()
			}
		})
	}
}

// neverHang keeps Fyne 2.8.1 from running anything when it ends: it queues that in the very moment in which its
// queue closes (internal/driver/glfw/loop.go, runGL), and in one of a hundred ends on a busy computer waits for
// it for ever. All that it runs then saves Fyne's own preferences (app/app.go), of which the program has none. It
// reports whether there is such a thing.
func neverHang(l fyne.Lifecycle) bool {
	hook, ok := l.(interface{ SetOnStoppedHookExecuted(func()) })
	if ok {
		hook.SetOnStoppedHookExecuted(nil)
	}
	return ok
}

// heedSignals ends the program at a signal, and has nothing be posted any more from then on. Fyne 2.8.1 ends at
// one as well, but only once it is up, and without closing the windows. heedSignals returns how to stop that.
func (u *UI) heedSignals() (stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		if _, ok := <-signals; ok {
			u.config.Post(u.app.Quit)
			u.stopped.Store(true)
		}
	}()
	return func() { signal.Stop(signals); close(signals) }
}

// pump waits for facts and events and hands each to the UI goroutine. It is the one place that does.
func (u *UI) pump(ctx context.Context) {
	c := u.config
	changes := c.changes()
	if changes != nil {
		c.Post(func() { u.programs.Load(); u.programsChanged() })
	}
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
		case e := <-u.desk.shell.Events():
			c.Post(func() { u.desk.heard(e) })
		case <-changes:
			c.Post(u.programsChanged)
		case <-c.Raise:
			c.Post(u.raise)
		case <-ctx.Done():
			return
		}
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
	u.panel.Update(f)
	stick := stickOf(f)
	if u.shown == "chat" && f.InChat() && u.desk.rests(stick) {
		return
	}
	u.desk.setStick(stick)
	stick.Since = u.desk.offline
	u.chat.SetStick(stick)
	u.show()
}

// HandleEvent takes in an event of the messenger.
func (u *UI) HandleEvent(e sms.Event) {
	if m, ok := e.(sms.MessageChanged); ok {
		u.logText(m)
		u.texts = true
	}
	u.chat.Handle(e)
	u.handleLater(e)
	if u.programs != nil {
		u.programs.Handle(e)
	}
	switch e := e.(type) {
	case sms.PeopleChanged:
		u.people.Changed()
	case sms.MessageChanged:
		u.cardNames.sent(e.Message)
		if e.New {
			u.desk.came(e.Message)
		}
	case sms.LinkChanged:
		u.cardNames.see(e.Link)
		u.desk.setLink(e.Link)
		u.panel.Update(u.facts)
	}
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
