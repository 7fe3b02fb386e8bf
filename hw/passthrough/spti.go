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
	dataUnspecified = 2 // SCSI_IOCTL_DATA_UNSPECIFIED
)

// passThrough makes the buffer for IOCTL_SCSI_PASS_THROUGH: the structure, then room for sense
// data. There is no data to transfer.
func passThrough(cdb []byte) []byte {
	b := make([]byte, passThroughSize+senseSize)
	binary.LittleEndian.PutUint16(b[0:], passThroughSize)
	b[6] = byte(len(cdb))
	b[7] = senseSize
	b[8] = dataUnspecified
	binary.LittleEndian.PutUint32(b[16:], uint32(commandTimeout.Seconds()))
	binary.LittleEndian.PutUint32(b[32:], passThroughSize)
	copy(b[36:52], cdb)
	return b
}

// Windows' error codes (winerror.h) that tell something.
const (
	errorInvalidFunction  = 1
	errorFileNotFound     = 2
	errorPathNotFound     = 3
	errorAccessDenied     = 5
	errorNotReady         = 21
	errorSharingViolation = 32
	errorNotSupported     = 50
	errorInvalidParameter = 87
)

// outcome is what an error code of DeviceIoControl means. All but a few mean that the command is
// out and the stick is restarting: general failure, time-out, no such device, I/O error.
func outcome(code uint32) error {
	switch code {
	case errorAccessDenied:
		return hw.ErrAccess
	case errorSharingViolation:
		return hw.ErrBusy
	case errorFileNotFound, errorPathNotFound:
		return hw.ErrGone
	case errorInvalidFunction, errorNotSupported, errorInvalidParameter:
		return hw.ErrUnsupported
	}
	return nil
}

// opened is what an error code of CreateFile means; nil when it has no meaning here.
func opened(code uint32) error {
	if code == errorNotReady {
		return hw.ErrGone
	}
	return outcome(code)
}

// instanceOf makes the instance ID of a CD drive out of its interface path:
// \\?\usbstor#cdrom&ven_huawei…#7&1f3d4b5&0#{…} is USBSTOR\CDROM&VEN_HUAWEI…\7&1F3D4B5&0.
func instanceOf(cdPath string) (string, error) {
	rest, ok := strings.CutPrefix(cdPath, `\\?\`)
	parts := strings.Split(rest, "#")
	if !ok || len(parts) != 4 || !strings.EqualFold(parts[0], "usbstor") ||
		!strings.HasPrefix(strings.ToLower(parts[1]), "cdrom&") {
		return "", fmt.Errorf("%w: %q is no CD drive on USB", hw.ErrNotOurs, cdPath)
	}
	return strings.ToUpper(strings.Join(parts[:3], `\`)), nil
}

var usbID = regexp.MustCompile(`(?i)^USB\\VID_([0-9A-F]{4})&PID_([0-9A-F]{4})[&\\]`)

// provenByParent checks the instance ID of the node above the drive.
func provenByParent(parent string, s hw.Stick) error {
	m := usbID.FindStringSubmatch(parent)
	if m == nil || !strings.EqualFold(m[1]+":"+m[2], s.ID.String()) || !sticks.Switchable(s.ID) {
		return fmt.Errorf("%w: the drive is that of %q", hw.ErrNotOurs, parent)
	}
	return nil
}
