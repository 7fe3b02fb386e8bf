// Package tray says what the icon near the clock shows: the number of unread texts, how things stand
// with the stick, and a short menu. It draws the icon as well. What shows it is a presence.Shell.
package tray

import (
	"fmt"
	"image"

	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/presence"
)

// The keys of the menu.
const (
	Open     = "open"
	Write    = "write"
	Pause    = "pause"
	Settings = "settings"
	Quit     = "quit"

	state = "state" // can only be read
)

// State is what there is to show.
type State struct {
	Unread int
	// Stick says how things stand with the stick; Away reports that nothing can come in.
	Stick string
	Away  bool
	// Paused says until when notifications pause; "" for not at all.
	Paused string
	// Mute reports that there are none to pause: the user switched them off.
	Mute bool
}

// Show returns the icon.
func Show(s State) presence.Tray {
	pause := presence.Item{Key: Pause, Words: tr.T("tray.pause"), Off: s.Mute}
	if s.Paused != "" {
		pause.Words = tr.T("tray.resume", tr.Data{"Time": s.Paused})
	}
	tip := tr.T("app.title") + "\n" + s.Stick
	if s.Unread > 0 {
		tip += "\n" + tr.N("tray.unread", s.Unread)
	}
	return presence.Tray{
		Icon:    func(side int) *image.NRGBA { return Picture(side, s.Unread, s.Away) },
		Picture: fmt.Sprint(min(s.Unread, mostCount+1), s.Away),
		Tip:     tip,
		Menu: []presence.Item{
			{Key: state, Words: s.Stick, Off: true},
			{},
			{Key: Open, Words: tr.T("tray.open")},
			{Key: Write, Words: tr.T("tray.write")},
			pause,
			{Key: Settings, Words: tr.T("tray.settings")},
			{},
			{Key: Quit, Words: tr.T("tray.quit")},
		},
	}
}
