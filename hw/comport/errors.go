package comport

import (
	"errors"
	"fmt"
	"io/fs"

	"go.bug.st/serial"

	"surfstick-sms/hw"
)

// hwError wraps an error of the library or the system in the one that package hw has for it. The
// cause stays inside for the log.
func hwError(err error) error {
	if err == nil {
		return nil
	}
	if meaning := meaningOf(err); meaning != nil && !errors.Is(err, meaning) {
		return fmt.Errorf("%w: %w", meaning, err)
	}
	return err
}

func meaningOf(err error) error {
	var p *serial.PortError
	if errors.As(err, &p) {
		if m, ok := codes[p.Code()]; ok {
			return m
		}
	}
	switch {
	case isGone(err), errors.Is(err, fs.ErrNotExist):
		return hw.ErrGone
	case errors.Is(err, fs.ErrPermission):
		return hw.ErrAccess
	case isNoPort(err):
		return hw.ErrNotSerial
	}
	return nil
}

// codes are the library's. A port that says it is closed although nobody closed it was unplugged.
var codes = map[serial.PortErrorCode]error{
	serial.PortBusy:          hw.ErrBusy,
	serial.PortNotFound:      hw.ErrGone,
	serial.PortClosed:        hw.ErrGone,
	serial.PermissionDenied:  hw.ErrAccess,
	serial.InvalidSerialPort: hw.ErrNotSerial,
	serial.InvalidSpeed:      hw.ErrNotSerial,
	serial.InvalidDataBits:   hw.ErrNotSerial,
	serial.InvalidParity:     hw.ErrNotSerial,
	serial.InvalidStopBits:   hw.ErrNotSerial,
}
