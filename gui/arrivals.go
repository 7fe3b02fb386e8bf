package gui

import (
	"time"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/notify"
	"surfstick-sms/internal/presence"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Texts that come together make one notification: nothing is said before none has come for settleTime,
// but not later than settleMost after the first. After a pause, 30 come within seconds.
const (
	settleTime = 1200 * time.Millisecond
	settleMost = 6 * time.Second
)

// came takes in a text that is new.
func (d *desk) came(m sms.Message) {
	about := d.chat.About(m.Number)
	a := notify.Arrival{
		Message: m, Name: about.Name, Text: chat.Preview(m), Code: chat.CodeIn(m.Text),
		Hushed: about.Hushed, Seen: about.Open,
	}
	if !notify.Worth(a) {
		return
	}
	d.chat.Know()
	now := d.config.Now()
	if len(d.arrivals) == 0 {
		d.firstCame = now
	}
	d.arrivals = append(d.arrivals, a)
	d.endSettle()
	d.endSettle = d.after(max(0, min(settleTime, settleMost-now.Sub(d.firstCame))), d.say)
}

// say says what came, unless it has been read meanwhile.
func (d *desk) say() {
	all := d.arrivals
	d.arrivals = nil
	var left []notify.Arrival
	for _, a := range all {
		about := d.chat.About(a.Message.Number) // its name may be known by now
		a.Name, a.Hushed, a.Seen = about.Name, about.Hushed, about.Open
		if notify.Worth(a) {
			left = append(left, a)
		}
	}
	n, ok := notify.Say(left, d.notifications(), d.config.Now(), d.unread, d.shell.CanAct())
	if !ok {
		return
	}
	d.noted[n.Tag] = true
	delete(d.codes, n.Tag)
	if len(n.Actions) > 0 {
		d.codes[n.Tag] = left[len(left)-1].Code
	}
	d.config.Log.Info("notification", "texts", len(left))
	d.shell.Notify(n)
	d.shell.Attention()
}

// opened does what a click on a notification means.
func (d *desk) opened(e presence.Opened) {
	code := d.codes[e.Tag]
	delete(d.noted, e.Tag)
	if e.Action == notify.ActionCode {
		if code != "" && d.copyCode(code) == nil {
			d.withdraw(e.Tag)
		}
		return
	}
	d.withdraw(e.Tag)
	d.raise()
	if e.Tag == "" || e.Tag[0] == '*' {
		return
	}
	d.opens = sms.Number(e.Tag)
	if d.facts.InChat() && d.shown == "chat" {
		d.openWanted()
	} else {
		d.config.Do(setup.DoShowSetup{}) // leaves the set-up for the chat
	}
}

// openWanted opens the conversation that a notification was clicked for.
func (d *desk) openWanted() {
	if d.opens != "" {
		d.pages.CloseAll()
		d.chat.Open(d.opens)
		d.opens = ""
	}
}

// codeTime is how long a one-time code stays on the clipboard.
const codeTime = time.Minute

// copyCode puts a one-time code on the clipboard for a minute. What somebody else has put there since
// stays.
func (d *desk) copyCode(code string) error {
	d.endCode() // before: it may be the same code
	if d.config.Copy == nil {
		d.app.Clipboard().SetContent(code)
	} else if err := d.config.Copy(code); err != nil {
		return err
	}
	clear := func() {
		d.endCode = func() {}
		if clipboard := d.app.Clipboard(); clipboard.Content() == code {
			clipboard.SetContent("")
		}
	}
	stop := d.after(codeTime, clear)
	d.endCode = func() { stop(); clear() }
	return nil
}
