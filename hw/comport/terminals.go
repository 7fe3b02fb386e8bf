package comport

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

const terminals = "class/tty"

// usbInterface is the folder of a USB interface, such as "1-1.2:1.0": port path, configuration,
// interface number.
var usbInterface = regexp.MustCompile(`^([0-9]+-[0-9.]+):[0-9]+\.[0-9]+$`)

// listTerminals lists the serial ports in a file system rooted at Linux' /sys: those of USB
// devices, and the computer's own UARTs that are really there. A port that vanishes meanwhile is
// left out.
func listTerminals(fsys fs.ReadLinkFS) ([]hw.Line, error) {
	entries, err := fs.ReadDir(fsys, terminals)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var lines []hw.Line
	for _, e := range entries {
		if virtual.MatchString(e.Name()) {
			continue
		}
		if l, ok := terminal(fsys, e.Name()); ok {
			lines = append(lines, l)
		}
	}
	return lines, nil
}

// virtual matches the 64 terminals of the screen, which are no serial ports.
var virtual = regexp.MustCompile(`^(tty[0-9]*|console|ptmx)$`)

func terminal(fsys fs.ReadLinkFS, name string) (hw.Line, bool) {
	l := hw.Line{Name: "/dev/" + name, Interface: -1}
	// Of the UARTs of the computer itself, such as ttyS0 and the ttyAMA0 of a Raspberry Pi.
	if kind := attribute(fsys, path.Join(terminals, name), "type"); kind != "" {
		return l, kind != "0" // 0 is one that is not there (PORT_UNKNOWN)
	}
	target, err := fsys.ReadLink(path.Join(terminals, name))
	if err != nil {
		return l, false
	}
	dir, location := interfaceFolder(path.Join(terminals, target))
	if dir == "" {
		return l, false
	}
	l.Location = location
	fillUSB(fsys, dir, &l)
	return l, true
}

// interfaceFolder finds the USB interface that a terminal belongs to on the way up.
func interfaceFolder(dir string) (folder, location string) {
	for ; dir != "." && dir != "/"; dir = path.Dir(dir) {
		if m := usbInterface.FindStringSubmatch(path.Base(dir)); m != nil {
			return dir, m[1]
		}
	}
	return "", ""
}

// fillUSB adds interface number, name and rank.
func fillUSB(fsys fs.FS, dir string, l *hw.Line) {
	device := path.Dir(dir)
	i := hw.Interface{
		Number:   hex(attribute(fsys, dir, "bInterfaceNumber"), -1),
		Class:    uint8(hex(attribute(fsys, dir, "bInterfaceClass"), 0)),
		SubClass: uint8(hex(attribute(fsys, dir, "bInterfaceSubClass"), 0)),
		Protocol: uint8(hex(attribute(fsys, dir, "bInterfaceProtocol"), 0)),
	}
	id := hw.ID{
		Vendor:  uint16(hex(attribute(fsys, device, "idVendor"), 0)),
		Product: uint16(hex(attribute(fsys, device, "idProduct"), 0)),
	}
	l.Interface = i.Number
	l.Label = label(attribute(fsys, device, "product"), attribute(fsys, dir, "interface"))
	l.Label = chipOf(id.Vendor, l.Label)
	l.Rank = sticks.Rank(sticks.Port{ID: id, Label: l.Label, Interface: i})
	if l.Rank == 0 && id != (hw.ID{}) {
		l.Device = deviceName(id, attribute(fsys, device, "serial"))
	}
}

// label joins the names of device and interface, of which one or both can be missing.
func label(product, iface string) string {
	switch {
	case iface == "":
		return product
	case strings.Contains(iface, product):
		return iface
	}
	return product + " - " + iface
}

func hex(s string, otherwise int) int {
	n, err := strconv.ParseUint(s, 16, 16)
	if err != nil {
		return otherwise
	}
	return int(n)
}

// attribute reads a one-line file of sysfs, "" when it is not there.
func attribute(fsys fs.FS, dir, name string) string {
	b, err := fs.ReadFile(fsys, path.Join(dir, name))
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(strings.ToValidUTF8(string(b), "?"), "\n")
	return strings.TrimSpace(line[:min(len(line), 256)])
}
