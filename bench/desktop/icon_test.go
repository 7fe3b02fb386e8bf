//go:build desktop

package desktop

import (
	"bytes"
	"image"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"

	"surfstick-sms/gui/tray"
)

const (
	watcher  = "org.kde.StatusNotifierWatcher"
	itemFace = "org.kde.StatusNotifierItem"
)

// property reads a property of an object on the session bus.
func (s *session) property(owner, path, name string) (any, bool) {
	v, err := s.bus.Object(owner, dbus.ObjectPath(path)).GetProperty(name)
	if err != nil {
		return nil, false
	}
	return v.Value(), true
}

// hostThere reports whether somebody shows icons.
func (s *session) hostThere() bool {
	v, _ := s.property(watcher, "/StatusNotifierWatcher", watcher+".IsStatusNotifierHostRegistered")
	there, _ := v.(bool)
	return there
}

// icon returns the owner and the path of the program's icon, as the panel knows it.
func (s *session) icon() (owner, path string, ok bool) {
	v, _ := s.property(watcher, "/StatusNotifierWatcher", watcher+".RegisteredStatusNotifierItems")
	items, _ := v.([]string)
	for _, item := range items {
		if owner, path, ok = strings.Cut(item, "/"); ok {
			return owner, "/" + path, true
		}
	}
	return "", "", false
}

// tip returns what is shown when the pointer rests on the icon.
func (s *session) tip() string {
	owner, path, _ := s.icon()
	v, _ := s.property(owner, path, itemFace+".ToolTip")
	parts, _ := v.([]any)
	if len(parts) != 4 {
		return ""
	}
	words, _ := parts[2].(string)
	return words
}

// shows reports whether the icon shows a number of unread texts, by comparing the pixels on the bus
// with those that such an icon has.
func (s *session) shows(unread int, away bool) bool {
	owner, path, _ := s.icon()
	v, _ := s.property(owner, path, itemFace+".IconPixmap")
	all, _ := v.([][]any)
	if len(all) != 1 || len(all[0]) != 3 {
		return false
	}
	side, _ := all[0][0].(int32)
	pixels, _ := all[0][2].([]byte)
	return side > 0 && bytes.Equal(pixels, argb(tray.Picture(int(side), unread, away)))
}

// argb returns the pixels as an icon on the bus has them, and as it got them: by way of colours that are
// multiplied with their opacity.
func argb(p image.Image) []byte {
	var out []byte
	for y := range p.Bounds().Dy() {
		for x := range p.Bounds().Dx() {
			r, g, b, a := p.At(x, y).RGBA()
			out = append(out, byte(a), byte(r), byte(g), byte(b))
		}
	}
	return out
}

// click clicks the icon: what panels call for the left button.
func (s *session) click() {
	s.t.Helper()
	owner, path, _ := s.icon()
	if err := s.bus.Object(owner, dbus.ObjectPath(path)).Call(itemFace+".Activate", 0, 0, 0).Err; err != nil {
		s.t.Fatal(err)
	}
}

// entry is an entry of the icon's menu (com.canonical.dbusmenu).
type entry struct {
	ID         int32
	Properties map[string]dbus.Variant
	Children   []dbus.Variant
}

// menu returns the words of the menu and their numbers.
func (s *session) menu() map[string]int32 {
	s.t.Helper()
	owner, path, _ := s.icon()
	v, _ := s.property(owner, path, itemFace+".Menu")
	menuPath, _ := v.(dbus.ObjectPath)
	var revision uint32
	var root entry
	err := s.bus.Object(owner, menuPath).Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1),
		[]string{}).Store(&revision, &root)
	if err != nil {
		s.t.Fatal(err)
	}
	words := map[string]int32{}
	for _, child := range root.Children {
		var one entry
		if err := dbus.Store([]any{child.Value()}, &one); err != nil {
			s.t.Fatal(err)
		}
		if label, ok := one.Properties["label"].Value().(string); ok {
			words[label] = one.ID
		}
	}
	return words
}

// choose chooses an entry of the menu.
func (s *session) choose(words string) {
	s.t.Helper()
	all := s.menu()
	id, ok := all[words]
	if !ok {
		var have []string
		for w := range all {
			have = append(have, w)
		}
		slices.Sort(have)
		s.t.Fatalf("no entry %q in %q", words, have)
	}
	owner, path, _ := s.icon()
	v, _ := s.property(owner, path, itemFace+".Menu")
	menuPath, _ := v.(dbus.ObjectPath)
	err := s.bus.Object(owner, menuPath).Call("com.canonical.dbusmenu.Event", 0, id, "clicked",
		dbus.MakeVariant(int32(0)), uint32(0)).Err
	if err != nil {
		s.t.Fatal(err)
	}
}
