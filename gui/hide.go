package gui

import (
	"time"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/tr"
)

// keyTold is the setting with whether the user was told that the program goes on without its window.
const keyTold = "trayTold"

// How long the window stays hidden without an icon to bring it back: the task bar may be starting, or
// starting again.
const trayPatience = 20 * time.Second

// close is what closing the window means: the program goes on without it, where an icon can bring it
// back and the user did not want that otherwise; else it ends.
func (d *desk) close() {
	switch {
	case d.preferences.Setting(settings.KeyTray) == "off" || !d.shell.HasTray():
		d.window.Close()
	case d.preferences.Setting(keyTold) == "":
		d.tell()
	default:
		d.hide()
	}
}

// tell says once what happens from now on when the window is closed.
func (d *desk) tell() {
	_ = d.preferences.SetSetting(keyTold, "yes") // which has logged it
	stay := look.NewPrimary(tr.T("tray.told.stay"), d.hide)
	end := look.NewQuiet(tr.T("tray.told.quit"), d.window.Close)
	look.NewSheet(d.window.Canvas(), tr.T("tray.told.title"), look.NewText(tr.T("tray.told.text"), "")).
		Answers(stay, end).Show(stay)
}

// hide takes the window off the screen.
func (d *desk) hide() {
	d.keepSize()
	d.hidden = true
	d.chat.SetActive(false)
	d.window.Hide()
	d.nap()
	d.config.Log.Info("window hidden")
}

// begin starts without the window, for a start with the session.
func (d *desk) begin() {
	d.hidden = true
	d.chat.SetActive(false)
	d.config.Log.Info("started in the background")
	d.after(trayPatience, d.neverLost)
}

// bring puts the window on screen, and in front.
func (d *desk) bring() {
	if d.hidden {
		d.hidden = false
		d.window.Show()
		d.Started()
		d.config.Log.Info("window shown")
	}
	d.chat.SetActive(true)
	d.window.RequestFocus()
}

// napTime is how long the window library rests at a time while there is no window. It is short enough
// for what the system sends to all windows, and for a signal to end the program.
const napTime = 200 * time.Millisecond

// nap slows the window library down while nobody sees anything of it: its loop runs 60 times a second
// otherwise, whether there is a window or not, and that is most of what the program costs while nothing
// happens. What is posted ends the nap at once.
func (d *desk) nap() {
	if d.naps && d.hidden && !d.napping {
		d.napping = true
		d.post(d.rest)
	}
}

func (d *desk) rest() {
	d.napping = false
	if !d.hidden {
		return
	}
	over := time.NewTimer(napTime)
	defer over.Stop()
	select {
	case <-d.stirred:
	case <-over.C:
	}
	d.napping = true
	d.post(d.rest)
}

// stir ends a nap. Any goroutine may call it.
func (d *desk) stir() {
	select {
	case d.stirred <- struct{}{}:
	default: // it has been told
	}
}

// trayChanged takes in that the icon has come or gone.
func (d *desk) trayChanged(there bool) {
	if !there && d.hidden {
		d.after(trayPatience, d.neverLost)
	}
}

// neverLost shows a hidden window that nobody could bring back.
func (d *desk) neverLost() {
	if d.hidden && !d.shell.HasTray() {
		d.config.Log.Info("no tray: the window is shown")
		d.bring()
	}
}
