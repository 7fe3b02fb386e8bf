package shell

import (
	"image"
	"image/draw"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"surfstick-sms/internal/hiddenwindow"
	"surfstick-sms/internal/presence"
)

// What Windows says about sleep (WM_POWERBROADCAST): it begins, it is over. The second comes whatever
// woke the computer.
const (
	pbtSuspend         = 0x0004 // PBT_APMSUSPEND
	pbtResumeAutomatic = 0x0012 // PBT_APMRESUMEAUTOMATIC
)

// How often the icon is tried again where there is no task bar yet, as while the user logs on. When the
// task bar comes later, it says so.
const (
	addTries = 10
	addPause = 2 * time.Second
)

// windowsShell is Windows' task bar. Its fields without a remark are touched by the window's thread
// only.
type windowsShell struct {
	options Options
	events  *events
	window  *hiddenwindow.Window

	hasTray atomic.Bool // read by any goroutine
	closed  atomic.Bool

	taskbarCreated uint32 // a message that every new task bar sends to all windows
	icon           notifyIcon
	state          presence.Tray
	tries          int
	tag            string // of the notification that can be seen
}

// Open returns Windows' task bar. It is nil where no window can be opened at all.
func Open(options Options) presence.Shell {
	s := &windowsShell{options: options, events: newEvents()}
	name, err := windows.UTF16PtrFromString("TaskbarCreated")
	if err == nil {
		number, _, _ := registerWindowMessage.Call(uintptr(unsafe.Pointer(name)))
		s.taskbarCreated = uint32(number)
	}
	s.window, err = hiddenwindow.Open(windowName, s.heard, func(w *hiddenwindow.Window) { s.window, s.icon.window = w, w.Handle })
	if err != nil {
		options.Log.Warn("no tray", "err", err)
		s.events.tasks.close()
		return nil
	}
	return s
}

// heard takes in a message on the window's thread.
func (s *windowsShell) heard(message uint32, wParam, lParam uintptr) {
	switch message {
	case s.taskbarCreated:
		s.icon.added, s.tries = false, 0
		s.add()
	case wmIcon:
		s.clicked(uint32(lParam&0xffff), wParam)
	case wmDPIChanged, wmDisplayChange, wmSettingChange:
		s.draw()
	case wmPowerBroadcast:
		switch wParam {
		case pbtSuspend:
			s.events.tell(presence.Slept{})
		case pbtResumeAutomatic:
			s.events.tell(presence.Woke{})
		}
	}
}

// What the icon tells with version 4 of its messages (shellapi.h); a right click is WM_CONTEXTMENU.
const (
	ninSelect       = wmUser + 0
	ninKeySelect    = wmUser + 1
	ninBalloonClick = wmUser + 5
)

func (s *windowsShell) clicked(what uint32, at uintptr) {
	switch what {
	case ninSelect, ninKeySelect:
		s.events.tell(presence.Clicked{})
	case ninBalloonClick:
		s.events.tell(presence.Opened{Tag: s.tag})
	case wmContextMenu:
		x, y := int16(at&0xffff), int16(at>>16&0xffff)
		if key := showMenu(s.window.Handle, s.state.Menu, int32(x), int32(y)); key != "" {
			s.events.tell(presence.Chosen{Key: key})
		}
	}
}

// add puts the icon into the task bar, and tries again where that is not ready.
func (s *windowsShell) add() {
	if s.icon.added || s.state.Icon == nil || s.closed.Load() {
		return
	}
	s.icon.setPicture(s.state)
	if err := s.icon.add(s.state.Tip); err != nil {
		if s.tries++; s.tries < addTries {
			time.AfterFunc(addPause, func() { s.window.Do(s.add) })
		} else {
			s.options.Log.Warn("no tray", "err", err)
		}
	}
	if s.hasTray.Swap(s.icon.added) != s.icon.added {
		s.options.Log.Info("tray", "there", s.icon.added)
		s.events.tell(presence.TrayChanged{There: s.icon.added})
	}
}

// draw draws the icon again, after the screen has changed.
func (s *windowsShell) draw() {
	if s.icon.added && s.icon.side != iconSide() {
		s.icon.picture = ""
		s.icon.setPicture(s.state)
		s.icon.modify(s.state.Tip)
	}
}

// SetTray implements presence.Shell.
func (s *windowsShell) SetTray(t presence.Tray) {
	s.window.Do(func() {
		s.state = t
		if !s.icon.added {
			s.add()
			return
		}
		s.icon.setPicture(t)
		s.icon.modify(t.Tip)
	})
}

// HasTray implements presence.Shell.
func (s *windowsShell) HasTray() bool { return s.hasTray.Load() }

// Notify implements presence.Shell. Windows shows one at a time and keeps no record of which one was
// clicked: it is the last one.
func (s *windowsShell) Notify(n presence.Note) {
	s.window.Do(func() {
		s.tag = n.Tag
		if err := s.icon.balloon(n, s.balloonIcon()); err != nil {
			s.options.Log.Warn("notification not shown", "err", err)
		}
	})
}

// balloonIcon returns the picture of notifications.
func (s *windowsShell) balloonIcon() *image.NRGBA {
	if s.options.Icon == nil {
		return nil
	}
	icon := s.options.Icon()
	b := icon.Bounds()
	picture := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(picture, picture.Bounds(), icon, b.Min, draw.Src)
	return picture
}

// Withdraw implements presence.Shell.
func (s *windowsShell) Withdraw(tag string) {
	s.window.Do(func() {
		if s.tag == tag {
			s.tag = ""
			_ = s.icon.balloon(presence.Note{}, nil) // an empty one takes the last away
		}
	})
}

// CanAct implements presence.Shell: an icon's notifications have no buttons.
func (s *windowsShell) CanAct() bool { return false }

// Attention implements presence.Shell.
func (s *windowsShell) Attention() { flashOwnWindows() }

// Events implements presence.Shell.
func (s *windowsShell) Events() <-chan presence.Event { return s.events.out }

// Close implements presence.Shell.
func (s *windowsShell) Close() {
	s.closed.Store(true)
	s.window.Do(s.icon.remove)
	s.window.Close()
	s.events.tasks.close()
}
