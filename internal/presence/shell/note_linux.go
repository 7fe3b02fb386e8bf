package shell

import (
	"fmt"
	"image"
	"image/draw"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"

	"surfstick-sms/internal/presence"
)

// notesName shows notifications (freedesktop.org, Desktop Notifications Specification 1.2).
const (
	notesName = "org.freedesktop.Notifications"
	notesPath = "/org/freedesktop/Notifications"
)

// defaultAction is the name of a click on the notification itself.
const defaultAction = "default"

// notes are the notifications of the program that can be seen.
type notes struct {
	bus     *dbus.Conn
	markup  bool // the server reads the body as markup
	actions bool // it has buttons
	shown   map[string]uint32
	pixels  *pixels
}

// pixels is image-data of the specification.
type pixels struct {
	Width, Height, Stride int32
	Alpha                 bool
	Bits, Channels        int32
	Data                  []byte
}

// ask asks what the server can do. One that is not running yet is started by that, where the desktop
// has one; the next notification would start it as well.
func (n *notes) ask() {
	n.markup, n.actions = false, false
	answer, err := call(n.bus, notesName, notesPath, notesName+".GetCapabilities")
	if err != nil || len(answer) != 1 {
		return
	}
	can, _ := answer[0].([]string)
	n.markup, n.actions = slices.Contains(can, "body-markup"), slices.Contains(can, "actions")
}

func (n *notes) show(note presence.Note, o Options) error {
	var actions []string
	if n.actions {
		actions = []string{defaultAction, note.Title}
		for _, a := range note.Actions {
			actions = append(actions, a.Key, a.Words)
		}
	}
	answer, err := call(n.bus, notesName, notesPath, notesName+".Notify", o.Name, n.shown[note.Tag], "",
		plain(note.Title), n.body(note.Body), actions, n.hints(note, o), int32(-1))
	if err != nil {
		return err
	}
	var id uint32
	if err := dbus.Store(answer, &id); err != nil {
		return fmt.Errorf("notification: %w", err)
	}
	if n.shown == nil {
		n.shown = map[string]uint32{}
	}
	n.shown[note.Tag] = id
	return nil
}

// hints say what kind of notification it is, and how it sounds (section "Hints" of the specification,
// and the names of freedesktop.org's sound theme).
func (n *notes) hints(note presence.Note, o Options) map[string]dbus.Variant {
	hints := map[string]dbus.Variant{
		"urgency":       dbus.MakeVariant(byte(1)),
		"category":      dbus.MakeVariant("im.received"),
		"desktop-entry": dbus.MakeVariant(o.ID),
	}
	if note.Silent {
		hints["suppress-sound"] = dbus.MakeVariant(true)
	} else {
		hints["sound-name"] = dbus.MakeVariant("message-new-instant")
	}
	if n.pixels == nil && o.Icon != nil {
		n.pixels = pixelsOf(o.Icon())
	}
	if n.pixels != nil {
		hints["image-data"] = dbus.MakeVariant(*n.pixels)
	}
	return hints
}

// body returns a text as the server takes it: where it reads markup, the text says what it says all the
// same.
func (n *notes) body(text string) string {
	if !n.markup {
		return plain(text)
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(plain(text))
}

// plain returns a text that D-Bus takes: a character string without NUL, in UTF-8. The connection would
// be closed for anything else.
func plain(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "")
}

func pixelsOf(icon image.Image) *pixels {
	b := icon.Bounds()
	flat := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Bounds(), icon, b.Min, draw.Src)
	return &pixels{
		Width: int32(b.Dx()), Height: int32(b.Dy()), Stride: int32(flat.Stride), Alpha: true,
		Bits: 8, Channels: 4, Data: flat.Pix,
	}
}

// invoked returns what was clicked, by the body of ActionInvoked.
func (n *notes) invoked(body []any) (tag, action string, ok bool) {
	var id uint32
	if dbus.Store(body, &id, &action) != nil {
		return "", "", false
	}
	if action == defaultAction {
		action = ""
	}
	tag, ok = n.tagOf(id)
	return tag, action, ok
}

// closed takes in that a notification is gone, by the body of NotificationClosed.
func (n *notes) closed(body []any) {
	var id, reason uint32
	if dbus.Store(body, &id, &reason) != nil {
		return
	}
	if tag, ok := n.tagOf(id); ok {
		delete(n.shown, tag)
	}
}

func (n *notes) tagOf(id uint32) (string, bool) {
	for tag, one := range n.shown {
		if one == id {
			return tag, true
		}
	}
	return "", false
}

func (n *notes) withdraw(tag string) {
	if id, ok := n.shown[tag]; ok {
		delete(n.shown, tag)
		_, _ = call(n.bus, notesName, notesPath, notesName+".CloseNotification", id)
	}
}

func (n *notes) withdrawAll() {
	for tag := range n.shown {
		n.withdraw(tag)
	}
}
