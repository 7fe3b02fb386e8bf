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

// node is a device file by its number, as the kernel knows it: the block device of a CD drive
// (/dev/sr0), or the character device through which the same drive takes any command (/dev/sg1).
type node struct {
	generic      bool
	major, minor uint32
}

// scsiCD is the SCSI type of a CD drive (SPC-4, table 138: MMC device).
const scsiCD = 5

// in returns the folder of a drive in a file system rooted at Linux' /sys.
func (n node) in(fsys fs.ReadLinkFS) (string, error) {
	link, prefix := fmt.Sprintf("dev/block/%d:%d", n.major, n.minor), "sr"
	if n.generic {
		link, prefix = fmt.Sprintf("dev/char/%d:%d", n.major, n.minor), "sg"
	}
	target, err := fsys.ReadLink(link)
	if err != nil {
		return "", fmt.Errorf("%w: %w", hw.ErrGone, err)
	}
	dir := path.Join(path.Dir(link), target)
	name := path.Base(dir)
	if !strings.HasPrefix(name, prefix) ||
		n.generic && number(fsys, path.Join(dir, "../../type")) != scsiCD {
		return "", fmt.Errorf("%w: %s is no CD drive", hw.ErrNotOurs, name)
	}
	return dir, nil
}

// genericOf returns the name of the character device of the drive that a block device belongs to,
// or "": the kernel module sg makes them.
func genericOf(fsys fs.ReadLinkFS, n node) string {
	dir, err := n.in(fsys)
	if err != nil {
		return ""
	}
	all, err := fs.ReadDir(fsys, path.Join(dir, "../../scsi_generic"))
	if err != nil || len(all) != 1 || !strings.HasPrefix(all[0].Name(), "sg") {
		return ""
	}
	return "/dev/" + all[0].Name()
}

// provenBySysfs climbs from a drive to the USB device that it sits on. Only that of the scan will
// do.
func provenBySysfs(fsys fs.ReadLinkFS, n node, s hw.Stick) error {
	dir, err := n.in(fsys)
	if err != nil {
		return err
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
		if m[1] == s.Location && id == s.ID && sticks.Switchable(s) && storage {
			return nil
		}
		return fmt.Errorf("%w: the drive is that of %s at %s", hw.ErrNotOurs, id, m[1])
	}
	return fmt.Errorf("%w: the drive is not on USB", hw.ErrNotOurs)
}

// What the adapter says of a command that did not go out (Linux, scsi_status.h, DID_…).
const (
	hostNoConnect = 0x01
	hostBusBusy   = 0x02
	hostBadTarget = 0x04
	hostRequeue   = 0x0d
)

// byHost is what the adapter's part of an answer means: nil when the command went out, whatever
// became of it.
func byHost(host int) error {
	switch host {
	case hostNoConnect, hostBadTarget:
		return fmt.Errorf("%w: host %d", hw.ErrGone, host)
	case hostBusBusy, hostRequeue:
		return fmt.Errorf("%w: host %d", hw.ErrBusy, host)
	}
	return nil
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
