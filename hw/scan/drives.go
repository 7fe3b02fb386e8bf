package scan

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"surfstick-sms/hw"
)

// readDrives adds the drives below a storage interface itself, so that they can only be the stick's
// own. They appear one after the other, a second or more after the driver was bound.
func (s sysfs) readDrives(d *hw.Stick, at string) {
	units, err := fs.Glob(s.fsys, at+"/host*/target*/*:*")
	if err != nil {
		return
	}
	for _, unit := range units {
		s.readDrive(d, unit)
	}
}

// scsiCD is the peripheral device type of CD drives (SPC-4, 6.4.2).
const scsiCD = "5"

// readDrive adds one logical unit.
func (s sysfs) readDrive(d *hw.Stick, unit string) {
	kind := s.text(unit, "type")
	cd := s.node(unit, "block/sr*")
	switch {
	case kind == scsiCD:
		d.CD = hw.CDPresent
	case kind != "":
		d.CD = betterCD(d.CD, hw.CDNone)
	}
	if d.CDDrive == "" && (cd != "" || kind == scsiCD && d.Inquiry == hw.Inquiry{}) {
		d.CDDrive, d.CDBytes = cd, s.size(unit)
		d.Writable = s.discs != nil && writes(s.discs(), path.Base(cd))
		d.Inquiry = hw.Inquiry{
			Vendor: s.text(unit, "vendor"), Model: s.text(unit, "model"), Revision: s.text(unit, "rev"),
		}
	}
	if d.Unit1 == "" && strings.HasSuffix(unit, ":1") {
		d.Unit1 = s.node(unit, "block/s[dr]*")
	}
}

// node returns the device node of a logical unit, "" when the kernel has made none.
func (s sysfs) node(unit, pattern string) string {
	m, err := fs.Glob(s.fsys, unit+"/"+pattern)
	if err != nil || len(m) == 0 {
		return ""
	}
	return "/dev/" + path.Base(m[0])
}

// The kernel counts blocks of 512 bytes. noMedium is what it says of a CD drive as long as nobody has
// asked for the size (drivers/scsi/sr.c, sr_probe).
const (
	blockBytes = 512
	noMedium   = 0x1fffff
)

// size returns the size of the medium in a CD drive in bytes, 0 when it is not known.
func (s sysfs) size(unit string) int64 {
	m, err := fs.Glob(s.fsys, unit+"/block/sr*")
	if err != nil || len(m) == 0 {
		return 0
	}
	blocks, ok := s.number(m[0], "size", 10, 40)
	if !ok || blocks == noMedium {
		return 0
	}
	return int64(blocks) * blockBytes
}

// discsInfo is where the kernel tells what each CD drive can do, which it asked when the drive came. (The
// attribute "ro" in sysfs is 0 for CD drives of all kinds.) It is cut at 1,000 bytes, so that the last
// lines are missing where there are more than eight drives.
const discsInfo = "/proc/sys/dev/cdrom/info"

// writes reports whether a drive such as "sr0" can write discs, by that file: a column for each drive.
func writes(info, drive string) bool {
	column := -1
	for line := range strings.Lines(info) {
		name, values, _ := strings.Cut(line, ":")
		f := strings.Fields(values)
		switch {
		case name == "drive name":
			column = slices.Index(f, drive)
		case strings.HasPrefix(name, "Can write ") && column >= 0 && column < len(f) && f[column] != "0":
			return true
		}
	}
	return false
}
