package gui

import (
	"time"

	"surfstick-sms/gui/chat"
	"surfstick-sms/gui/notify"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/tr"
	"surfstick-sms/gui/tray"
	"surfstick-sms/internal/presence"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// desk is what the desktop shows of the program beside its window, and what it tells. Only touched on
// the UI goroutine.
type desk struct {
	*UI
	shell presence.Shell
	post  Post // without ending a nap

	stick   chat.Stick
	link    sms.Link
	offline time.Time // since when nothing can come in; zero while it can, and before it could
	been    bool      // it could in this run

	paused    time.Time // until when notifications pause
	endPause  func()
	arrivals  []notify.Arrival // about which nothing was said yet
	firstCame time.Time
	endSettle func()
	codes     map[string]string // by the tag of the notification that offers it
	noted     map[string]bool   // tags of notifications that may be on screen
	opens     sms.Number        // a conversation, as soon as the chat is shown
	endCode   func()            // clears the clipboard early

	hidden  bool // the window is not on screen
	behind  bool // it may lie behind others
	naps    bool // the window library may be slowed down then
	napping bool
	stirred chan struct{} // something is to be done; any goroutine sends
	resting bool          // the computer sleeps, or has just been woken
}

// pauseTime is how long the menu of the icon pauses notifications.
const pauseTime = time.Hour

func newDesk(u *UI, shell presence.Shell, post Post) *desk {
	if shell == nil {
		shell = presence.Nowhere{}
	}
	none := func() {}
	return &desk{
		UI: u, shell: shell, post: post, stick: chat.Stick{Away: chat.AwaySetup}, endPause: none, endSettle: none, endCode: none,
		stirred: make(chan struct{}, 1),
		codes:   map[string]string{}, noted: map[string]bool{},
	}
}

// heard takes in what the desktop tells.
func (d *desk) heard(e presence.Event) {
	switch e := e.(type) {
	case presence.Clicked:
		d.raise()
	case presence.Chosen:
		d.chosen(e.Key)
	case presence.Opened:
		d.opened(e)
	case presence.TrayChanged:
		d.trayChanged(e.There)
	case presence.Slept:
		d.resting = true
	case presence.Woke:
		d.woke()
	}
}

// chosen does what was chosen in the menu of the icon.
func (d *desk) chosen(key string) {
	switch key {
	case tray.Open:
		d.raise()
	case tray.Write:
		d.raise()
		if d.facts.InChat() {
			d.pages.CloseAll()
			d.chat.StartNew()
		}
	case tray.Pause:
		d.pause()
	case tray.Settings:
		d.raise()
		d.openSettings()
	case tray.Quit:
		d.end()
		d.config.Quit()
	}
}

// pause lets nothing be said for an hour, or ends that.
func (d *desk) pause() {
	d.endPause()
	if d.config.Now().Before(d.paused) {
		d.paused = time.Time{}
	} else {
		d.paused = d.config.Now().Add(pauseTime)
		d.endPause = d.after(pauseTime, d.show)
	}
	d.show()
}

// setStick takes in how things stand with the stick.
func (d *desk) setStick(s chat.Stick) {
	d.stick = s
	d.setOnline()
}

// setLink takes in the network.
func (d *desk) setLink(l sms.Link) {
	d.link = l
	d.setOnline()
}

// setOnline notes when it began that nothing can come in.
func (d *desk) setOnline() {
	switch {
	case d.online():
		d.been, d.offline = true, time.Time{}
	case d.been && d.offline.IsZero():
		d.offline = d.config.Now()
	}
	d.show()
}

// online reports whether texts can come in.
func (d *desk) online() bool {
	return d.stick.Away == chat.AwayNot && !d.stick.Restarting && d.link.Up && d.link.Registered()
}

// setUnread takes in how many texts there are to read. A notification about what has been read since
// is taken back.
func (d *desk) setUnread(count int) {
	for tag := range d.noted {
		if count == 0 || tag[0] != '*' && d.chat.About(sms.Number(tag)).Unread == 0 {
			d.withdraw(tag)
		}
	}
	d.show()
}

func (d *desk) withdraw(tag string) {
	delete(d.noted, tag)
	delete(d.codes, tag)
	d.shell.Withdraw(tag)
}

// show shows the icon as things are.
func (d *desk) show() {
	s := tray.State{
		Unread: d.unread, Away: !d.online(), Stick: d.words(),
		Mute: d.notifications().Content == notify.Off,
	}
	if now := d.config.Now(); now.Before(d.paused) {
		s.Paused = tr.Clock(d.paused.In(now.Location()))
	}
	d.shell.SetTray(tray.Show(s))
}

// words say how things stand with the stick.
func (d *desk) words() string {
	words := ""
	switch s := d.stick; {
	case d.online():
		return tr.T("tray.online")
	case s.Restarting:
		words = tr.T("tray.restarts")
	case s.Away != chat.AwayNot:
		words = tr.T("tray.away." + string(s.Away))
	default:
		words = tr.T("tray.noNetwork")
	}
	if d.offline.IsZero() {
		return words
	}
	return tr.T("tray.since", tr.Data{"State": words, "Time": tr.Since(d.offline, d.config.Now())})
}

// restTime is how long after the computer woke nothing is said about the stick: it has to start, too.
const restTime = 20 * time.Second

// woke has the stick looked for at once, and what was planned looked at.
func (d *desk) woke() {
	d.config.Log.Info("the computer woke")
	d.resting = true
	d.config.Do(setup.DoScan{})
	d.config.Messenger.Wake()
	d.after(restTime, d.rested)
}

func (d *desk) rested() {
	if d.resting {
		d.resting = false
		d.HandleFacts(d.facts)
	}
}

// rests reports whether what is known of the stick is kept to oneself: the computer sleeps, or has
// just woken, and the stick is not back yet.
func (d *desk) rests(s chat.Stick) bool {
	if d.resting && s.Away == chat.AwayNot && !d.stick.Restarting {
		d.resting = false
	}
	return d.resting
}

// notifications returns what the user chose about them.
func (d *desk) notifications() notify.Settings {
	return notify.Settings{
		Content: notify.Content(d.preferences.Setting(settings.KeyNotify)),
		Silent:  d.preferences.Setting(settings.KeySound) == "off",
		Quiet:   notify.ReadHours(d.preferences.Setting(settings.KeyQuiet)),
		Until:   d.paused,
	}
}
