//go:build !nowindow

package main

import (
	"bytes"
	"image/png"
	"log/slog"
	"slices"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"surfstick-sms/gui"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/presence"
)

// fyneShell is the menu bar and the notifications of macOS, by way of the window library. Nobody is told
// of sleep here, and a notification cannot be taken back.
type fyneShell struct {
	app    fyne.App
	post   gui.Post
	events chan presence.Event

	mu      sync.Mutex
	picture string
	menu    []presence.Item
}

func openShell(a fyne.App, post gui.Post, _ *slog.Logger) presence.Shell {
	return &fyneShell{app: a, post: post, events: make(chan presence.Event, 64)}
}

func (s *fyneShell) tell(e presence.Event) {
	select {
	case s.events <- e:
	default: // nobody reads any more
	}
}

// SetTray implements presence.Shell.
func (s *fyneShell) SetTray(t presence.Tray) {
	bar, ok := s.app.(desktop.App)
	if !ok {
		return
	}
	s.mu.Lock()
	same, sameMenu := t.Picture == s.picture, slices.Equal(t.Menu, s.menu)
	s.picture, s.menu = t.Picture, t.Menu
	s.mu.Unlock()
	s.post(func() {
		if !same && t.Icon != nil {
			var file bytes.Buffer
			if png.Encode(&file, t.Icon(44)) == nil { // 22 points at 200 %
				bar.SetSystemTrayIcon(fyne.NewStaticResource(t.Picture+".png", file.Bytes()))
			}
		}
		if !sameMenu {
			bar.SetSystemTrayMenu(s.menuOf(t.Menu))
		}
	})
}

func (s *fyneShell) menuOf(items []presence.Item) *fyne.Menu {
	menu := fyne.NewMenu("")
	for i, item := range items {
		if item.Key == "" {
			menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			continue
		}
		entry := fyne.NewMenuItem(item.Words, func() { s.tell(presence.Chosen{Key: item.Key}) })
		entry.Disabled = item.Off
		entry.IsQuit = i == len(items)-1 // the library adds one of its own otherwise
		menu.Items = append(menu.Items, entry)
	}
	return menu
}

// HasTray implements presence.Shell.
func (s *fyneShell) HasTray() bool {
	_, ok := s.app.(desktop.App)
	return ok
}

// Notify implements presence.Shell. It says that something came, and neither what nor from whom: the
// library writes a notification as a script where the program is no bundle, and no text from outside may
// stand in one.
func (s *fyneShell) Notify(presence.Note) {
	s.app.SendNotification(fyne.NewNotification(tr.T("app.title"), tr.N("notify.messages", 1)))
}

// Withdraw implements presence.Shell.
func (s *fyneShell) Withdraw(string) {}

// CanAct implements presence.Shell.
func (s *fyneShell) CanAct() bool { return false }

// Attention implements presence.Shell.
func (s *fyneShell) Attention() {}

// Events implements presence.Shell.
func (s *fyneShell) Events() <-chan presence.Event { return s.events }

// Close implements presence.Shell.
func (s *fyneShell) Close() {}
