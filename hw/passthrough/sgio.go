package passthrough

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

var usbInterface = regexp.MustCompile(`^([0-9]+-[0-9.]+):[0-9]+\.[0-9]+$`)

// provenBySysfs looks a block device up by its number in a file system rooted at Linux' /sys, and
// climbs to the USB device that it sits on. Only that of the scan will do.
func provenBySysfs(fsys fs.ReadLinkFS, major, minor uint32, s hw.Stick) error {
	link := fmt.Sprintf("dev/block/%d:%d", major, minor)
	target, err := fsys.ReadLink(link)
	if err != nil {
		return fmt.Errorf("%w: %w", hw.ErrGone, err)
	}
	dir := path.Join(path.Dir(link), target)
	if !strings.HasPrefix(path.Base(dir), "sr") {
		return fmt.Errorf("%w: %s is no CD drive", hw.ErrNotOurs, path.Base(dir))
	}
	for ; dir != "." && dir != "/"; dir = path.Dir(dir) {
		m := usbInterface.FindStringSubmatch(path.Base(dir))
		if m == nil {
			continue
		}
		id := hw.ID{
			Vendor:  number(fsys, path.Join(path.Dir(dir), "idVendor")),
			Product: number(fsys, path.Join(path.Dir(dir), "idProduct")),
		}
		storage := number(fsys, path.Join(dir, "bInterfaceClass")) == 0x08
		if m[1] == s.Location && id == s.ID && sticks.Switchable(id) && storage {
			return nil
		}
		return fmt.Errorf("%w: the drive is that of %s at %s", hw.ErrNotOurs, id, m[1])
	}
	return fmt.Errorf("%w: the drive is not on USB", hw.ErrNotOurs)
}

func number(fsys fs.FS, name string) uint16 {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return 0
	}
	n, err := strconv.ParseUint(strings.TrimSpace(string(b)), 16, 16)
	if err != nil {
		return 0
	}
	return uint16(n)
}
