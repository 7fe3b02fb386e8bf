package passthrough

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"golang.org/x/sys/windows"

	"surfstick-sms/hw"
)

// ioctlPassThrough is IOCTL_SCSI_PASS_THROUGH (ntddscsi.h).
const ioctlPassThrough = 0x0004D004

// propertyParent is DEVPKEY_Device_Parent (devpkey.h).
var propertyParent = windows.DEVPROPKEY{PID: 8, FmtID: windows.DEVPROPGUID{
	Data1: 0x4340a6c5, Data2: 0x93fa, Data3: 0x4706,
	Data4: [8]byte{0x97, 0x2c, 0x7b, 0x64, 0x80, 0x08, 0xa5, 0xa7},
}}

// openDrive opens the interface path of the drive and has the device tree prove that it is the
// stick's.
func openDrive(s hw.Stick) (drive, error) {
	instance, err := instanceOf(s.CDDrive)
	if err != nil {
		return nil, err
	}
	name, err := windows.UTF16PtrFromString(s.CDDrive)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", hw.ErrGone, err)
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ|windows.GENERIC_WRITE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		return nil, withMeaning(err, opened)
	}
	if err := proven(instance, s); err != nil {
		_ = windows.CloseHandle(h)
		return nil, err
	}
	return handle(h), nil
}

// proven finds the drive among the present ones and asks for the node above it.
func proven(instance string, s hw.Stick) (err error) {
	defer func() {
		if r := recover(); r != nil { // x/sys panics at an empty property
			err = fmt.Errorf("%w: %v", hw.ErrNotOurs, r)
		}
	}()
	set, err := windows.SetupDiGetClassDevsEx(nil, "USBSTOR", 0,
		windows.DIGCF_PRESENT|windows.DIGCF_ALLCLASSES, 0, "")
	if err != nil {
		return fmt.Errorf("%w: %w", hw.ErrGone, err)
	}
	defer func() { _ = set.Close() }()
	for i := 0; ; i++ {
		data, err := set.EnumDeviceInfo(i)
		if err != nil {
			return fmt.Errorf("%w: %w", hw.ErrGone, err)
		}
		id, err := set.DeviceInstanceID(data)
		if err != nil || !strings.EqualFold(id, instance) {
			continue
		}
		parent, err := windows.SetupDiGetDeviceProperty(set, data, &propertyParent)
		if err != nil {
			return fmt.Errorf("%w: %w", hw.ErrNotOurs, err)
		}
		text, _ := parent.(string)
		return provenByParent(text, s)
	}
}

// handle is an open drive.
type handle windows.Handle

func (h handle) close() { _ = windows.CloseHandle(windows.Handle(h)) }

func (h handle) send(cdb []byte) (hw.Answer, error) {
	b := passThrough(cdb)
	size := uint32(len(b))
	var got uint32
	err := windows.DeviceIoControl(
		windows.Handle(h), ioctlPassThrough, &b[0], size, &b[0], size, &got, nil)
	var code syscall.Errno
	switch {
	case err == nil:
		return answered(b[:min(got, size)]), nil
	case errors.As(err, &code) && reachedDevice(uint32(code)):
		return hw.Answer{Code: int(code), Lost: true}, nil
	}
	return hw.Answer{Code: int(code)}, fmt.Errorf("DeviceIoControl: %w", withMeaning(err, notSent))
}

// withMeaning adds the word of package hw for a code of Windows, and the code itself: its text is
// in the language of the computer.
func withMeaning(err error, meaning func(uint32) error) error {
	var code syscall.Errno
	if !errors.As(err, &code) {
		return err
	}
	if m := meaning(uint32(code)); m != nil {
		return fmt.Errorf("%w: code %d: %w", m, uint32(code), err)
	}
	return fmt.Errorf("code %d: %w", uint32(code), err)
}
