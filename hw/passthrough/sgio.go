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
	unit         byte // the logical unit that it must be on, where that is not 0
	major, minor uint32
}

// scsiCD is the SCSI type of a CD drive (SPC-4, table 138: MMC device).
const scsiCD = 5

// in returns the folder of a drive in a file system rooted at Linux' /sys.
func (n node) in(fsys fs.ReadLinkFS) (string, error) {
	link := fmt.Sprintf("dev/block/%d:%d", n.major, n.minor)
	if n.generic {
		link = fmt.Sprintf("dev/char/%d:%d", n.major, n.minor)
	}
	target, err := fsys.ReadLink(link)
	if err != nil {
		return "", fmt.Errorf("%w: %w", hw.ErrGone, err)
	}
	dir := path.Join(path.Dir(link), target)
	if !n.drive(fsys, dir) {
		return "", fmt.Errorf("%w: %s is not the drive", hw.ErrNotOurs, path.Base(dir))
	}
	return dir, nil
}

// drive reports whether a folder is that of a CD drive, or of any drive on unit 1: the name of its
// SCSI device ends in the unit ("6:0:0:1").
func (n node) drive(fsys fs.FS, dir string) bool {
	name := path.Base(dir)
	switch {
	case n.generic && !strings.HasPrefix(name, "sg"):
		return false
	case n.unit != 0:
		scsi := path.Base(path.Join(dir, "../.."))
		return strings.HasSuffix(scsi, fmt.Sprintf(":%d", n.unit)) && strings.HasPrefix(name, "s")
	case n.generic:
		return number(fsys, path.Join(dir, "../../type")) == scsiCD
	}
	return strings.HasPrefix(name, "sr")
}

// guessedSectors is how many sectors of 512 bytes Linux gives a disc as long as the drive has not told
// how many there are, or when there is none (drivers/scsi/sr.c, get_sectorsize).
const guessedSectors = 0x1fffff

// mediumBySysfs reads the kind of a drive and how large the disc in it is.
func mediumBySysfs(fsys fs.ReadLinkFS, n node) (medium, error) {
	dir, err := n.in(fsys)
	if err != nil {
		return medium{}, err
	}
	b, err := fs.ReadFile(fsys, path.Join(dir, "size"))
	if err != nil {
		return medium{}, fmt.Errorf("%w: %w", hw.ErrGone, err)
	}
	sectors, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 54)
	if err != nil || sectors < 0 {
		return medium{}, fmt.Errorf("size of the disc: %q", b)
	}
	m := medium{cd: number(fsys, path.Join(dir, "../../type")) == scsiCD, bytes: sectors * 512}
	if sectors == guessedSectors {
		m.bytes = 0
	}
	return m, nil
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
