package gui

import (
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/bulk"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/planned"
	"surfstick-sms/sms"
)

// keyJobLimit is the setting for how many SMS to many people go out in a day (messenger.KeyJobLimit), and
// jobLimits what can be chosen; "" is 100.
const keyJobLimit = "jobs.limit"

var jobLimits = []string{"20", "50", "", "200", "500", "1000"}

// beside runs a call to the messenger beside the UI goroutine.
func (u *UI) beside(f func()) { u.calls.Go(f) }

// waitLimit is how long the end of the program waits for such calls.
const waitLimit = 10 * time.Second

// waitCalls waits for the calls that were begun, but not for ever.
func (u *UI) waitCalls() {
	ended := make(chan struct{})
	go func() { u.calls.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(waitLimit):
	}
}

// newPlanned returns the texts that are sent later.
func (u *UI) newPlanned() *planned.Planned {
	c := u.config
	return planned.New(planned.Config{
		Messenger: c.Messenger, Canvas: u.window.Canvas(), Run: u.beside, Post: c.Post, Now: c.Now, Log: c.Log,
		Region: c.Region, Name: func(n sms.Number) string { return u.chat.NameOf(n) }, Show: u.showPage,
		Write: func() { u.chat.StartNew() }, Changed: u.plannedChanged,
	})
}

// newMany returns the page for one text to many people.
func (u *UI) newMany() *bulk.Bulk {
	c := u.config
	copied := c.Copy
	if copied == nil {
		copied = func(text string) error { u.app.Clipboard().SetContent(text); return nil }
	}
	return bulk.New(bulk.Config{
		Messenger: c.Messenger, Canvas: u.window.Canvas(), Run: u.beside, Post: c.Post, After: u.after, Now: c.Now,
		Log: c.Log, Region: c.Region, Show: u.showPage, Files: u.files,
		Clipboard: func() string { return u.app.Clipboard().Content() }, Copy: copied,
	})
}

// showPage shows a page above what the window is about.
func (u *UI) showPage(p *look.Page, first fyne.Focusable) { u.pages.Show(p, first) }

// sendLater asks when a text goes.
func (u *UI) sendLater(to []sms.Number, text string, kept func()) { u.planned.Later(to, text, kept) }

// handleLater takes in an event of the messenger. When the network is there again, the user is asked about
// what was to be sent meanwhile.
func (u *UI) handleLater(e sms.Event) {
	u.planned.Handle(e)
	u.many.Handle(e)
	if _, ok := e.(sms.LinkChanged); ok {
		u.askPlanned()
	}
}

// plannedChanged shows that the list of planned texts is another one, and asks about one that does not go
// without that, when the user is in the chat and nothing lies above it.
func (u *UI) plannedChanged() {
	u.chat.PlannedChanged()
	u.askPlanned()
}

func (u *UI) askPlanned() {
	if u.shown == "chat" && u.pages.Top() == nil && u.window.Canvas().Overlays().Top() == nil {
		u.planned.Ask()
	}
}
