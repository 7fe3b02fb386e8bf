package passthrough

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"surfstick-sms/hw"
)

// TestHeaderLayout checks the offsets of struct sg_io_hdr on 64-bit Linux.
func TestHeaderLayout(t *testing.T) {
	if unsafe.Sizeof(uintptr(0)) != 8 {
		t.Skip("the offsets are those of 64-bit systems")
	}
	var h sgHeader
	for name, at := range map[string][2]uintptr{
		"cmd_len":        {unsafe.Offsetof(h.cmdLen), 8},
		"mx_sb_len":      {unsafe.Offsetof(h.maxSense), 9},
		"dxfer_len":      {unsafe.Offsetof(h.dataLen), 12},
		"cmdp":           {unsafe.Offsetof(h.cmd), 24},
		"sbp":            {unsafe.Offsetof(h.sense), 32},
		"timeout":        {unsafe.Offsetof(h.timeout), 40},
		"usr_ptr":        {unsafe.Offsetof(h.usrPtr), 56},
		"status":         {unsafe.Offsetof(h.status), 64},
		"host_status":    {unsafe.Offsetof(h.hostStatus), 68},
		"info":           {unsafe.Offsetof(h.info), 80},
		"size of it all": {unsafe.Sizeof(h), 88},
	} {
		if at[0] != at[1] {
			t.Errorf("%s is at %d, want %d", name, at[0], at[1])
		}
	}
}

func TestOpenDriveRefuses(t *testing.T) {
	file := t.TempDir() + "/sr0"
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{
		file: hw.ErrNotOurs, "/dev/null": hw.ErrNotOurs, "/dev/sda": hw.ErrNotOurs,
		"/dev/sr99": hw.ErrGone, "/dev/sr/../null": hw.ErrGone, "sr0": hw.ErrNotOurs,
	} {
		s := cdStick()
		s.CDDrive = name
		if d, err := openDrive(s, 0); !errors.Is(err, want) || d != nil {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		s.CDDrive, s.Unit1 = "", name
		if d, err := openDrive(s, 1); err == nil || d != nil {
			t.Errorf("%s as unit 1: %v", name, d)
		}
	}
}

// TestSendToNoDrive hands the command to something that is no drive: no panic, and a clear error.
func TestSendToNoDrive(t *testing.T) {
	fd, err := unix.Open("/dev/null", unix.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(fd) }()
	d := &linuxDrive{block: fd, commands: fd}
	for _, c := range []hw.Command{{CDB: []byte{0x11, 0x06}}, {CDB: []byte{0x06, 0xf5}, In: 192}} {
		if _, err := d.send(c); !errors.Is(err, hw.ErrUnsupported) {
			t.Errorf("error %v, want hw.ErrUnsupported", err)
		}
	}
	if _, err := d.eject(); !errors.Is(err, hw.ErrUnsupported) {
		t.Errorf("eject: %v, want hw.ErrUnsupported", err)
	}
	if _, err := d.medium(); !errors.Is(err, hw.ErrUnsupported) {
		t.Errorf("medium: %v, want hw.ErrUnsupported", err)
	}
}

// TestFailed: a drive that went away has taken the command; anything else is told by the word of
// package hw, where there is one, and by its own text.
func TestFailed(t *testing.T) {
	for errno, want := range map[unix.Errno]error{
		unix.ENODEV: nil, unix.ENXIO: nil, unix.EIO: nil, unix.ESHUTDOWN: nil,
		unix.EPERM: hw.ErrAccess, unix.EACCES: hw.ErrAccess, unix.EBUSY: hw.ErrBusy,
		unix.EINVAL: hw.ErrUnsupported, unix.ENOTTY: hw.ErrUnsupported,
		unix.ENOMEM: unix.ENOMEM, unix.EMSGSIZE: unix.EMSGSIZE,
	} {
		answer, err := failed("SG_IO", errno)
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%v: %v, want %v", errno, err, want)
		}
		said := answer.String()
		if err != nil {
			said = err.Error()
		}
		if !strings.Contains(said, errno.Error()) {
			t.Errorf("%q does not say %q", said, errno.Error())
		}
	}
}
