package passthrough

import (
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// The layout of SCSI_PASS_THROUGH in 64-bit Windows (Windows SDK, ntddscsi.h).
const (
	passThroughSize = 56
	senseSize       = 32
	dataIn          = 1 // SCSI_IOCTL_DATA_IN
	dataUnspecified = 2 // SCSI_IOCTL_DATA_UNSPECIFIED
)

// passThrough makes the buffer for IOCTL_SCSI_PASS_THROUGH: the structure, then room for sense
// data, then for what the device sends. The logical unit in the structure stays 0: the driver
// ignores it and takes the one that the drive is on.
func passThrough(c hw.Command) []byte {
	b := make([]byte, passThroughSize+senseSize+c.In)
	binary.LittleEndian.PutUint16(b[0:], passThroughSize)
	b[6] = byte(len(c.CDB))
	b[7] = senseSize
	b[8] = dataUnspecified
	if c.In > 0 {
		b[8] = dataIn
		binary.LittleEndian.PutUint32(b[12:], uint32(c.In))
		binary.LittleEndian.PutUint64(b[24:], passThroughSize+senseSize)
	}
	binary.LittleEndian.PutUint32(b[16:], uint32(commandTimeout.Seconds()))
	binary.LittleEndian.PutUint32(b[32:], passThroughSize)
	copy(b[36:52], c.CDB)
	return b
}

// answered reads the answer out of the buffer that came back.
func answered(b []byte) hw.Answer {
	if len(b) < passThroughSize {
		return hw.Answer{}
	}
	// The driver put into byte 7 how much sense data there is; what the device sent lies behind.
	sense := b[passThroughSize:min(len(b), passThroughSize+senseSize)]
	return withSense(hw.Answer{Answered: true, Status: int(b[2])}, sense[:min(int(b[7]), len(sense))])
}

// Windows' error codes (winerror.h) that say something.
const (
	errorInvalidFunction    = 1
	errorFileNotFound       = 2
	errorPathNotFound       = 3
	errorAccessDenied       = 5
	errorInvalidDrive       = 15
	errorBadUnit            = 20
	errorNotReady           = 21
	errorCRC                = 23
	errorGenFailure         = 31
	errorSharingViolation   = 32
	errorLockViolation      = 33
	errorNotSupported       = 50
	errorDevNotExist        = 55
	errorInvalidParameter   = 87
	errorSemTimeout         = 121
	errorBusy               = 170
	errorNoSuchDevice       = 433
	errorDeviceHardware     = 483
	errorOperationAborted   = 995
	errorNoDataDetected     = 1104
	errorMediaChanged       = 1110
	errorBusReset           = 1111
	errorNoMedia            = 1112
	errorIODevice           = 1117
	errorReinitialization   = 1165
	errorDeviceNotConnected = 1167
	errorTimeout            = 1460
	errorDeviceRemoved      = 1617
	errorUnrecognizedMedia  = 1785
)

// reachedDevice reports whether a code of DeviceIoControl says that the command went out: the
// device left or was reset under it, or gave an answer that the driver made a code of. Any other
// code comes from the system itself. "File not found" is none of those on a drive that is open: older
// Windows, and Wine, make it of STATUS_NO_SUCH_DEVICE.
func reachedDevice(code uint32) bool {
	switch code {
	case errorFileNotFound, errorGenFailure, errorDevNotExist, errorSemTimeout, errorNoSuchDevice, errorDeviceHardware,
		errorOperationAborted, errorBusReset, errorIODevice, errorReinitialization,
		errorDeviceNotConnected, errorTimeout, errorDeviceRemoved,
		errorNotReady, errorCRC, errorNoDataDetected, errorMediaChanged, errorNoMedia,
		errorUnrecognizedMedia:
		return true
	}
	return false
}

// notSent is what a code of DeviceIoControl means for a command that did not go out; nil when
// nothing is known of it.
func notSent(code uint32) error {
	switch code {
	case errorAccessDenied:
		return hw.ErrAccess
	case errorSharingViolation, errorLockViolation, errorBusy:
		return hw.ErrBusy
	case errorFileNotFound, errorPathNotFound, errorInvalidDrive, errorBadUnit:
		return hw.ErrGone
	case errorInvalidFunction, errorNotSupported, errorInvalidParameter:
		return hw.ErrUnsupported
	}
	return nil
}

// opened is what a code of CreateFile means; nil when nothing is known of it.
func opened(code uint32) error {
	switch code {
	case errorNotReady, errorDevNotExist, errorNoSuchDevice, errorDeviceNotConnected,
		errorDeviceRemoved:
		return hw.ErrGone
	}
	return notSent(code)
}

// instanceOf makes the instance ID of a CD drive out of its interface path:
// \\?\usbstor#cdrom&ven_huawei…#7&1f3d4b5&0#{…} is USBSTOR\CDROM&VEN_HUAWEI…\7&1F3D4B5&0.
// The drive on unit 1 may be a card reader, USBSTOR\DISK&….
func instanceOf(drivePath string, unit byte) (string, error) {
	rest, ok := strings.CutPrefix(drivePath, `\\?\`)
	parts := strings.Split(rest, "#")
	if !ok || len(parts) != 4 || !strings.EqualFold(parts[0], "usbstor") {
		return "", fmt.Errorf("%w: %q is no drive on USB", hw.ErrNotOurs, drivePath)
	}
	kind, _, _ := strings.Cut(strings.ToLower(parts[1]), "&")
	if kind != "cdrom" && (kind != "disk" || unit == 0) {
		return "", fmt.Errorf("%w: %q is no CD drive", hw.ErrNotOurs, drivePath)
	}
	return strings.ToUpper(strings.Join(parts[:3], `\`)), nil
}

var usbID = regexp.MustCompile(`(?i)^USB\\VID_([0-9A-F]{4})&PID_([0-9A-F]{4})[&\\]`)

// provenByParent checks the instance ID of the node above the drive.
func provenByParent(parent string, s hw.Stick) error {
	m := usbID.FindStringSubmatch(parent)
	if m == nil || !strings.EqualFold(m[1]+":"+m[2], s.ID.String()) || !sticks.Switchable(s) {
		return fmt.Errorf("%w: the drive is that of %q", hw.ErrNotOurs, parent)
	}
	return nil
}
