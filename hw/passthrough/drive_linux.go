package passthrough

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"surfstick-sms/hw"
)

// openDrive opens /dev/srN, or the drive on unit 1, and has sysfs prove that it is the stick's. The
// proof goes by the number of the open device, so that nothing can be put under the name meanwhile.
//
// The commands go through the drive's /dev/sgN where there is one that the user may write to: whom
// udev gives a CD drive (group cdrom, or whoever sits at the computer) gets both, and only this one
// takes a vendor's command from a user who is not root (Linux, drivers/scsi/sg.c, sg_new_write: no
// check when opened for writing; scsi_ioctl.c, scsi_cmd_allowed: CAP_SYS_RAWIO for the other). Only
// /dev/srN knows how to eject.
func openDrive(s hw.Stick, unit byte) (drive, error) {
	name := nameOf(s, unit)
	if unit == 0 && !strings.HasPrefix(name, "/dev/sr") || !strings.HasPrefix(name, "/dev/s") {
		return nil, hw.ErrNotOurs
	}
	fsys, ok := os.DirFS("/sys").(fs.ReadLinkFS)
	if !ok {
		return nil, hw.ErrUnsupported
	}
	fd, err := openNode(name)
	if err != nil {
		return nil, meaning(err)
	}
	block, err := proven(fsys, fd, s, unit)
	if err != nil {
		_ = unix.Close(fd)
		return nil, err
	}
	d := &linuxDrive{fsys: fsys, node: block, block: fd, commands: fd}
	if generic, ok := openGeneric(fsys, block, s); ok {
		d.commands = generic
	}
	return d, nil
}

const openFlags = unix.O_NONBLOCK | unix.O_CLOEXEC

// openNode opens without waiting for a medium; a drive that cannot write is opened for reading.
func openNode(name string) (int, error) {
	fd, err := unix.Open(name, unix.O_RDWR|openFlags, 0)
	if errors.Is(err, unix.EROFS) || errors.Is(err, unix.EACCES) {
		return unix.Open(name, unix.O_RDONLY|openFlags, 0)
	}
	return fd, err
}

// openGeneric opens the character device of a drive, and has it prove itself as well.
func openGeneric(fsys fs.ReadLinkFS, block node, s hw.Stick) (int, bool) {
	name := genericOf(fsys, block)
	if name == "" {
		return 0, false
	}
	fd, err := unix.Open(name, unix.O_RDWR|openFlags, 0)
	if err != nil {
		return 0, false
	}
	if n, err := proven(fsys, fd, s, block.unit); err != nil || !n.generic {
		_ = unix.Close(fd)
		return 0, false
	}
	return fd, true
}

// proven returns which device is open, if it is the stick's.
func proven(fsys fs.ReadLinkFS, fd int, s hw.Stick, unit byte) (node, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return node{}, err
	}
	kind := st.Mode & unix.S_IFMT
	if kind != unix.S_IFBLK && kind != unix.S_IFCHR {
		return node{}, fmt.Errorf("%w: no device", hw.ErrNotOurs)
	}
	device := uint64(st.Rdev)
	n := node{
		generic: kind == unix.S_IFCHR, unit: unit,
		major: unix.Major(device), minor: unix.Minor(device),
	}
	return n, provenBySysfs(fsys, n, s)
}

// linuxDrive is an open drive: its block device, and the file that takes commands, which is the
// same where there is no other.
type linuxDrive struct {
	fsys            fs.ReadLinkFS
	node            node
	block, commands int
}

func (d *linuxDrive) close() {
	if d.commands != d.block {
		_ = unix.Close(d.commands)
	}
	_ = unix.Close(d.block)
}

// The requests of Linux' cdrom.h, and the capabilities of a drive that rewrites discs, as it tells them
// in its mode page 2A (drivers/scsi/sr.c, get_capabilities). Others, CDC_MRW_W and CDC_RAM, are set for
// any drive that has the page, and the file "ro" in sysfs is 0 for all.
const (
	cdromEject      = 0x5309
	cdromLockDoor   = 0x5329
	cdromCapability = 0x5331
	rewrites        = 0x4000 | 0x20000 // CDC_CD_RW, CDC_DVD_RAM
)

func (d *linuxDrive) medium() (medium, error) {
	can, err := unix.IoctlRetInt(d.block, cdromCapability)
	if err != nil {
		return medium{}, fmt.Errorf("CDROM_GET_CAPABILITY: %w", meaning(err))
	}
	m, err := mediumBySysfs(d.fsys, d.node)
	m.writable = can&rewrites != 0
	return m, err
}

// eject is what the command eject does. Removal is allowed first; a drive without a lock says that it
// cannot do that.
func (d *linuxDrive) eject() (hw.Answer, error) {
	_, _ = unix.IoctlRetInt(d.block, cdromLockDoor)
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(d.block), cdromEject, 0)
	if errno != 0 {
		return failed("CDROMEJECT", errno)
	}
	return hw.Answer{Call: "ejected"}, nil
}

// sgHeader is struct sg_io_hdr of Linux' scsi/sg.h on 64-bit systems.
type sgHeader struct {
	interfaceID, direction                    int32
	cmdLen, maxSense                          uint8
	iovecCount                                uint16
	dataLen                                   uint32
	data, cmd, sense                          unsafe.Pointer
	timeout, flags                            uint32
	packID                                    int32
	usrPtr                                    unsafe.Pointer
	status, maskedStatus, msgStatus, senseLen uint8
	hostStatus, driverStatus                  uint16
	residue                                   int32
	duration, info                            uint32
}

const (
	sgIO   = 0x2285 // SG_IO
	sgNone = -1     // SG_DXFER_NONE
	sgIn   = -3     // SG_DXFER_FROM_DEV
)

func (d *linuxDrive) send(c hw.Command) (hw.Answer, error) {
	var pinned runtime.Pinner
	defer pinned.Unpin()
	sense := new([32]byte)
	pinned.Pin(&c.CDB[0])
	pinned.Pin(sense)
	h := &sgHeader{
		interfaceID: 'S', direction: sgNone,
		cmdLen: uint8(len(c.CDB)), cmd: unsafe.Pointer(&c.CDB[0]),
		maxSense: uint8(len(sense)), sense: unsafe.Pointer(sense),
		timeout: uint32(commandTimeout.Milliseconds()),
	}
	if c.In > 0 {
		data := make([]byte, c.In)
		pinned.Pin(&data[0])
		h.direction, h.dataLen, h.data = sgIn, uint32(c.In), unsafe.Pointer(&data[0])
	}
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(d.commands), sgIO, uintptr(unsafe.Pointer(h)))
	if errno != 0 {
		return failed("SG_IO", errno)
	}
	a := hw.Answer{Answered: true, Status: int(h.status), Host: int(h.hostStatus)}
	return withSense(a, sense[:min(int(h.senseLen), len(sense))]), byHost(a.Host)
}

// failed returns no error for a drive that vanished under the command: it has taken it.
func failed(call string, errno unix.Errno) (hw.Answer, error) {
	a := hw.Answer{Code: int(errno), Call: errno.Error()}
	for _, gone := range []error{unix.ENODEV, unix.ENXIO, unix.EIO, unix.ESHUTDOWN} {
		if errors.Is(errno, gone) {
			a.Lost = true
			return a, nil
		}
	}
	return a, fmt.Errorf("%s: %w", call, meaning(errno))
}

func meaning(err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %w", hw.ErrAccess, err)
	case errors.Is(err, unix.EBUSY):
		return fmt.Errorf("%w: %w", hw.ErrBusy, err)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, unix.ENXIO), errors.Is(err, unix.ENODEV),
		errors.Is(err, unix.ENOMEDIUM):
		return fmt.Errorf("%w: %w", hw.ErrGone, err)
	case errors.Is(err, unix.ENOTTY), errors.Is(err, unix.EINVAL):
		return fmt.Errorf("%w: %w", hw.ErrUnsupported, err)
	}
	return err
}
