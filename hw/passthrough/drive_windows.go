package passthrough

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"golang.org/x/sys/windows"

	"surfstick-sms/hw"
)

// The requests of ntddscsi.h, ntddstor.h, ntdddisk.h and winioctl.h. All but the first need no right to
// write.
const (
	ioctlPassThrough   = 0x0004D004 // IOCTL_SCSI_PASS_THROUGH
	ioctlQueryProperty = 0x002D1400 // IOCTL_STORAGE_QUERY_PROPERTY
	ioctlMediaRemoval  = 0x002D4804 // IOCTL_STORAGE_MEDIA_REMOVAL
	ioctlEjectMedia    = 0x002D4808 // IOCTL_STORAGE_EJECT_MEDIA
	ioctlIsWritable    = 0x00070024 // IOCTL_DISK_IS_WRITABLE
	ioctlGetLength     = 0x0007405C // IOCTL_DISK_GET_LENGTH_INFO
	fsctlLockVolume    = 0x00090018 // FSCTL_LOCK_VOLUME
	fsctlUnlockVolume  = 0x0009001C // FSCTL_UNLOCK_VOLUME
)

// propertyParent is DEVPKEY_Device_Parent (devpkey.h).
var propertyParent = windows.DEVPROPKEY{PID: 8, FmtID: windows.DEVPROPGUID{
	Data1: 0x4340a6c5, Data2: 0x93fa, Data3: 0x4706,
	Data4: [8]byte{0x97, 0x2c, 0x7b, 0x64, 0x80, 0x08, 0xa5, 0xa7},
}}

// openDrive opens the interface path of a drive and has the device tree prove that it is the stick's.
func openDrive(s hw.Stick, unit byte) (drive, error) {
	instance, err := instanceOf(nameOf(s, unit), unit)
	if err != nil {
		return nil, err
	}
	d, err := openPath(nameOf(s, unit))
	if err != nil {
		return nil, err
	}
	if err := proven(instance, s, unit); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// openPath opens a drive. Who may not write to it, as over Remote Desktop or by a policy, may still be
// let read, which is enough to eject.
func openPath(path string) (*handle, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", hw.ErrGone, err)
	}
	h, err := create(name, windows.GENERIC_READ|windows.GENERIC_WRITE)
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) {
		if read, errRead := create(name, windows.GENERIC_READ); errRead == nil {
			return &handle{read, withMeaning(err, opened)}, nil
		}
	}
	if err != nil {
		return nil, withMeaning(err, opened)
	}
	return &handle{h, nil}, nil
}

func create(name *uint16, access uint32) (windows.Handle, error) {
	return windows.CreateFile(name, access,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, nil, windows.OPEN_EXISTING, 0, 0)
}

// proven asks for the node above the drive, and for unit 1 also for that above the CD drive: it must be
// the same one.
func proven(instance string, s hw.Stick, unit byte) error {
	parent, err := parentOf(instance)
	if err != nil {
		return err
	}
	if err := provenByParent(parent, s); err != nil || unit == 0 {
		return err
	}
	cd, err := instanceOf(s.CDDrive, 0)
	if err != nil {
		return err
	}
	if own, err := parentOf(cd); err != nil || !strings.EqualFold(own, parent) {
		return fmt.Errorf("%w: the drives are those of %q and %q", hw.ErrNotOurs, parent, own)
	}
	return nil
}

// parentOf finds a drive among the present ones and returns the node above it.
func parentOf(instance string) (parent string, err error) {
	defer func() {
		if r := recover(); r != nil { // x/sys panics at an empty property
			err = fmt.Errorf("%w: %v", hw.ErrNotOurs, r)
		}
	}()
	set, err := windows.SetupDiGetClassDevsEx(nil, "USBSTOR", 0,
		windows.DIGCF_PRESENT|windows.DIGCF_ALLCLASSES, 0, "")
	if err != nil {
		return "", fmt.Errorf("%w: %w", hw.ErrGone, err)
	}
	defer func() { _ = set.Close() }()
	for i := 0; ; i++ {
		data, err := set.EnumDeviceInfo(i)
		if err != nil {
			return "", fmt.Errorf("%w: %w", hw.ErrGone, err)
		}
		id, err := set.DeviceInstanceID(data)
		if err != nil || !strings.EqualFold(id, instance) {
			continue
		}
		value, err := windows.SetupDiGetDeviceProperty(set, data, &propertyParent)
		if err != nil {
			return "", fmt.Errorf("%w: %w", hw.ErrNotOurs, err)
		}
		text, _ := value.(string)
		return text, nil
	}
}

// handle is an open drive.
type handle struct {
	windows.Handle
	// readOnly is why it takes no commands: it could be opened for reading only. nil when it does.
	readOnly error
}

func (h *handle) close() { _ = windows.CloseHandle(h.Handle) }

// control does one request, and returns how many bytes of out it filled.
func (h *handle) control(request uint32, in, out []byte) (int, error) {
	var got uint32
	err := windows.DeviceIoControl(h.Handle, request, first(in), uint32(len(in)), first(out),
		uint32(len(out)), &got, nil)
	return min(int(got), len(out)), err
}

func first(b []byte) *byte {
	if len(b) == 0 {
		return nil
	}
	return &b[0]
}

// codeOf is the error code of Windows; 0 for none.
func codeOf(err error) uint32 {
	var code syscall.Errno
	if err != nil && !errors.As(err, &code) {
		return errorInvalidFunction
	}
	return uint32(code)
}

func (h *handle) medium() (medium, error) {
	descriptor := make([]byte, 1024)
	query := make([]byte, 12) // STORAGE_PROPERTY_QUERY: StorageDeviceProperty, as a standard query
	n, err := h.control(ioctlQueryProperty, query, descriptor)
	if err != nil {
		return medium{}, fmt.Errorf("IOCTL_STORAGE_QUERY_PROPERTY: %w", withMeaning(err, notSent))
	}
	length := make([]byte, 8)
	got, errLength := h.control(ioctlGetLength, nil, length)
	size, err := discSize(length[:got], codeOf(errLength))
	if err != nil {
		return medium{}, err
	}
	_, errWrite := h.control(ioctlIsWritable, nil, nil)
	return medium{isCD(descriptor[:n]), size, isWritable(codeOf(errWrite))}, nil
}

// eject is what "Eject" in Explorer does. Where nobody reads the disc, nobody can begin to meanwhile; one
// that somebody reads is ejected all the same, as nothing of it can be lost. The volume is not dismounted:
// there is nothing to write back, and the commands that may follow go through the same handle.
func (h *handle) eject() (hw.Answer, error) {
	if _, err := h.control(fsctlLockVolume, nil, nil); err == nil {
		defer func() { _, _ = h.control(fsctlUnlockVolume, nil, nil) }()
	}
	prevent := []byte{0} // PREVENT_MEDIA_REMOVAL: FALSE
	_, _ = h.control(ioctlMediaRemoval, prevent, nil)
	_, err := h.control(ioctlEjectMedia, nil, nil)
	return done("IOCTL_STORAGE_EJECT_MEDIA", hw.Answer{Call: "ejected"}, err)
}

func (h *handle) send(c hw.Command) (hw.Answer, error) {
	if h.readOnly != nil {
		return hw.Answer{Code: int(codeOf(h.readOnly))}, h.readOnly
	}
	b := passThrough(c)
	got, err := h.control(ioctlPassThrough, b, b)
	return done("DeviceIoControl", answered(b[:got]), err)
}

// done is what came of a request that makes the stick do something.
func done(request string, a hw.Answer, err error) (hw.Answer, error) {
	code := codeOf(err)
	switch {
	case err == nil:
		return a, nil
	case reachedDevice(code):
		return hw.Answer{Code: int(code), Lost: true}, nil
	}
	return hw.Answer{Code: int(code)}, fmt.Errorf("%s: %w", request, withMeaning(err, notSent))
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
