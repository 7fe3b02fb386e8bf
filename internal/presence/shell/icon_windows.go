package shell

import (
	"fmt"
	"image"
	"unicode/utf16"
	"unsafe"

	"golang.org/x/sys/windows"

	"surfstick-sms/internal/presence"
)

var (
	shellNotifyIcon      = shell32.NewProc("Shell_NotifyIconW")
	createIconFromBits   = user32.NewProc("CreateIconFromResourceEx")
	destroyIcon          = user32.NewProc("DestroyIcon")
	findWindow           = user32.NewProc("FindWindowExW")
	getDpiForWindow      = user32.NewProc("GetDpiForWindow")        // Windows 10 1607
	systemMetricsForDpi  = user32.NewProc("GetSystemMetricsForDpi") // the same
	getSystemMetrics     = user32.NewProc("GetSystemMetrics")
	flashWindow          = user32.NewProc("FlashWindowEx")
	getForegroundWindow  = user32.NewProc("GetForegroundWindow")
	notifyIconVersion4   = uint32(4)
	iconFormat           = uintptr(0x00030000) // of the bits of an icon; there is no other
	metricSmallIconWidth = uintptr(49)         // SM_CXSMICON
)

// What is to be done with an icon, and what is set (shellapi.h).
const (
	nimAdd        = 0
	nimModify     = 1
	nimDelete     = 2
	nimSetVersion = 4

	nifMessage = 0x01
	nifIcon    = 0x02
	nifTip     = 0x04
	nifInfo    = 0x10
	nifShowTip = 0x80 // version 4 shows no tip without it

	niifUser       = 0x04 // the picture is balloonIcon
	niifNoSound    = 0x10
	niifLargeIcon  = 0x20
	niifQuietHours = 0x80 // nothing is shown while Windows' own quiet time lasts
)

// notifyIconData is NOTIFYICONDATAW, 976 bytes on 64 bits.
type notifyIconData struct {
	size        uint32
	window      uintptr
	id          uint32
	flags       uint32
	callback    uint32
	icon        uintptr
	tip         [128]uint16
	state       uint32
	stateMask   uint32
	info        [256]uint16
	version     uint32
	infoTitle   [64]uint16
	infoFlags   uint32
	guid        windows.GUID
	balloonIcon uintptr
}

// notifyIcon is the program's icon in the task bar. It is touched by the window's thread only.
type notifyIcon struct {
	window  uintptr
	added   bool
	picture string
	side    int
	handle  uintptr // of the picture
	large   uintptr // the picture of notifications
}

func (n *notifyIcon) data(flags uint32) *notifyIconData {
	d := &notifyIconData{window: n.window, id: 1, flags: flags, callback: wmIcon, icon: n.handle}
	d.size = uint32(unsafe.Sizeof(*d))
	return d
}

// call reports what Windows thinks of it.
func (d *notifyIconData) call(what uintptr) error {
	if ok, _, err := shellNotifyIcon.Call(what, uintptr(unsafe.Pointer(d))); ok == 0 {
		return fmt.Errorf("tray icon: %w", err)
	}
	return nil
}

func (n *notifyIcon) add(tip string) error {
	d := n.data(nifMessage | nifIcon | nifTip | nifShowTip)
	fill(d.tip[:], tip)
	// A new task bar is also told of when the old one has only changed: then the icon is still there.
	if err := d.call(nimAdd); err != nil && d.call(nimModify) != nil {
		return err
	}
	n.added = true
	d.version = notifyIconVersion4
	return d.call(nimSetVersion)
}

func (n *notifyIcon) modify(tip string) {
	d := n.data(nifIcon | nifTip | nifShowTip)
	fill(d.tip[:], tip)
	_ = d.call(nimModify) // a task bar that has just gone says when it is back
}

func (n *notifyIcon) remove() {
	if n.added {
		_ = n.data(0).call(nimDelete)
		n.added = false
	}
	for _, icon := range []*uintptr{&n.handle, &n.large} {
		if *icon != 0 {
			_, _, _ = destroyIcon.Call(*icon)
			*icon = 0
		}
	}
	n.picture = ""
}

// balloon shows a notification; one without words takes the last away.
func (n *notifyIcon) balloon(note presence.Note, picture *image.NRGBA) error {
	if !n.added {
		return fmt.Errorf("tray icon: %w", windows.ERROR_NOT_FOUND)
	}
	d := n.data(nifInfo | nifShowTip)
	fill(d.infoTitle[:], note.Title)
	fill(d.info[:], note.Body)
	if note.Title != "" && note.Body == "" { // without a text Windows shows nothing
		fill(d.info[:], note.Title)
		d.infoTitle = [64]uint16{}
	}
	d.infoFlags = niifQuietHours
	if note.Silent {
		d.infoFlags |= niifNoSound
	}
	if n.large == 0 && picture != nil {
		n.large = makeIcon(picture)
	}
	if n.large != 0 {
		d.infoFlags |= niifUser | niifLargeIcon
		d.balloonIcon = n.large
	}
	return d.call(nimModify)
}

// setPicture draws the icon for the screen that the task bar is on.
func (n *notifyIcon) setPicture(t presence.Tray) {
	if t.Icon == nil || t.Picture == n.picture {
		return
	}
	side := iconSide()
	if handle := makeIcon(t.Icon(side)); handle != 0 {
		if n.handle != 0 {
			_, _, _ = destroyIcon.Call(n.handle)
		}
		n.handle, n.picture, n.side = handle, t.Picture, side
	}
}

// makeIcon returns the handle of an icon, or 0.
func makeIcon(picture *image.NRGBA) uintptr {
	bits, side := iconBits(picture), uintptr(picture.Rect.Dx())
	handle, _, _ := createIconFromBits.Call(uintptr(unsafe.Pointer(&bits[0])), uintptr(len(bits)), 1,
		iconFormat, side, side, 0)
	return handle
}

// iconSide returns the side of a small icon on the screen of the task bar, in pixels.
func iconSide() int {
	if getDpiForWindow.Find() == nil && systemMetricsForDpi.Find() == nil {
		name, err := windows.UTF16PtrFromString("Shell_TrayWnd")
		if err == nil {
			bar, _, _ := findWindow.Call(0, 0, uintptr(unsafe.Pointer(name)), 0)
			dpi, _, _ := getDpiForWindow.Call(bar)
			if side, _, _ := systemMetricsForDpi.Call(metricSmallIconWidth, dpi); bar != 0 && dpi != 0 && side > 0 {
				return int(side)
			}
		}
	}
	if side, _, _ := getSystemMetrics.Call(metricSmallIconWidth); side > 0 {
		return int(side)
	}
	return 16
}

// fill puts as much of a text as fits into a field that ends with 0.
func fill(field []uint16, text string) {
	clear(field)
	units := utf16.Encode([]rune(presence.Cut(text, len(field)-1)))
	for i, u := range units {
		if u == 0 { // would end it
			u = ' '
		}
		field[i] = u
	}
}
