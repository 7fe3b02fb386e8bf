package passthrough

import (
	"encoding/binary"
	"fmt"

	"surfstick-sms/hw"
)

// medium is what an open drive tells of itself and of what lies in it.
type medium struct {
	// cd is true for a CD drive (SCSI type 5, SPC-4, table 138: MMC device).
	cd bool
	// bytes is how large the disc is; 0 without one, or with one that the drive cannot read.
	bytes int64
	// writable is true when what lies in it can be written like a disk.
	writable bool
}

// isCD reads a STORAGE_DEVICE_DESCRIPTOR (winioctl.h): its byte 8 is the SCSI type of the device.
func isCD(descriptor []byte) bool {
	const deviceType = 8
	return len(descriptor) > deviceType && descriptor[deviceType] == scsiCD
}

// discSize is what IOCTL_DISK_GET_LENGTH_INFO says: a GET_LENGTH_INFORMATION with the number of bytes,
// or a code. Codes for "no disc" and for "cannot be read" mean 0, which is unknown; any other leaves
// the question open, and is an error.
func discSize(answer []byte, code uint32) (int64, error) {
	switch code {
	case 0:
	case errorNotReady, errorNoMedia, errorUnrecognizedMedia:
		return 0, nil
	default:
		return 0, fmt.Errorf("size of the disc: code %d", code)
	}
	if len(answer) < 8 {
		return 0, fmt.Errorf("size of the disc: %d bytes", len(answer))
	}
	n := int64(binary.LittleEndian.Uint64(answer))
	if n < 0 {
		return 0, fmt.Errorf("%w: the disc has %d bytes", hw.ErrNotOurs, n)
	}
	return n, nil
}

// isWritable is what a code of IOCTL_DISK_IS_WRITABLE says. Windows' driver of CD drives says 0 only
// for a disc that behaves like any other disk (cdrom.sys, MMC features "random writable" and "defect
// management"), and else that it is write protected.
func isWritable(code uint32) bool { return code == 0 }
