package shell

import (
	"bytes"
	"image/png"
	"slices"

	"fyne.io/systray"
	"github.com/godbus/dbus/v5"

	"surfstick-sms/internal/presence"
)

// watcherName is who knows the icons and those who show them (StatusNotifierWatcher of
// freedesktop.org's draft "StatusNotifierItem", which KDE, Xfce, LXQt, MATE and others have).
const watcherName = "org.kde.StatusNotifierWatcher"

// traySide is the side of the icon in pixels; panels scale it.
const traySide = 64

// hostThere reports whether somebody shows icons.
func hostThere(bus *dbus.Conn) bool {
	answer, err := call(bus, watcherName, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties.Get",
		watcherName, "IsStatusNotifierHostRegistered")
	if err != nil || len(answer) != 1 {
		return false
	}
	value, _ := answer[0].(dbus.Variant)
	there, _ := value.Value().(bool)
	return there
}

// trayItem is the icon. systray has one for the whole program; it announces itself again when those
// who show icons come back.
type trayItem struct {
	tell    func(presence.Event)
	end     func()
	picture string
	keys    []string
	items   map[string]*systray.MenuItem
	stopped chan struct{}
}

func openTray(name string, tell func(presence.Event)) *trayItem {
	t := &trayItem{tell: tell, stopped: make(chan struct{})}
	systray.SetOnTapped(func() { tell(presence.Clicked{}) })
	systray.SetTitle(name)
	start, end := systray.RunWithExternalLoop(nil, nil)
	t.end = end
	start()
	return t
}

func (t *trayItem) set(state presence.Tray) {
	if state.Icon != nil && state.Picture != t.picture {
		var file bytes.Buffer
		if png.Encode(&file, state.Icon(traySide)) == nil {
			systray.SetIcon(file.Bytes())
			t.picture = state.Picture
		}
	}
	systray.SetTooltip(state.Tip)
	keys := make([]string, len(state.Menu))
	for i, item := range state.Menu {
		keys[i] = item.Key
	}
	if !slices.Equal(keys, t.keys) {
		t.build(state.Menu)
		t.keys = keys
	}
	for _, item := range state.Menu {
		entry := t.items[item.Key]
		if entry == nil {
			continue
		}
		entry.SetTitle(item.Words)
		if item.Off {
			entry.Disable()
		} else {
			entry.Enable()
		}
	}
}

// build makes the entries anew.
func (t *trayItem) build(menu []presence.Item) {
	systray.ResetMenu()
	close(t.stopped)
	stopped := make(chan struct{})
	t.stopped, t.items = stopped, map[string]*systray.MenuItem{}
	for _, item := range menu {
		if item.Key == "" {
			systray.AddSeparator()
			continue
		}
		entry := systray.AddMenuItem(item.Words, "")
		t.items[item.Key] = entry
		go func() {
			for {
				select {
				case <-entry.ClickedCh:
					t.tell(presence.Chosen{Key: item.Key})
				case <-stopped:
					return
				}
			}
		}()
	}
}

func (t *trayItem) close() {
	close(t.stopped)
	t.end()
}
