package comport

import (
	"errors"

	"golang.org/x/sys/windows"
)

// isGone reports whether an error of the system means an unplugged device. A vanished port usually
// answers "access denied" once it was open (ziglang 23648); opening a port that is in use does,
// too, but that the library turns into PortBusy.
func isGone(err error) bool {
	for _, gone := range []error{
		windows.ERROR_ACCESS_DENIED, windows.ERROR_BAD_COMMAND, windows.ERROR_GEN_FAILURE,
		windows.ERROR_NO_SUCH_DEVICE, windows.ERROR_OPERATION_ABORTED,
		windows.ERROR_DEVICE_NOT_CONNECTED, windows.ERROR_INVALID_HANDLE,
		windows.ERROR_FILE_NOT_FOUND, windows.ERROR_PATH_NOT_FOUND, windows.ERROR_INVALID_NAME,
	} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return false
}

// isNoPort reports whether an error of the system means something else than a serial port.
func isNoPort(err error) bool {
	return errors.Is(err, windows.ERROR_INVALID_FUNCTION) ||
		errors.Is(err, windows.ERROR_INVALID_PARAMETER)
}

func devicePath(name string) string { return name }

func shareTerminal(string) {}

var wineVersion = windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version")

// adapt makes reads of one byte where this is Wine: Wine 10 does not know the time-outs that the
// library sets and completes longer reads only when the whole buffer is full. Windows itself gets
// the reads as they are.
func adapt(d device) device {
	if wineVersion.Find() == nil {
		return byteDevice{d}
	}
	return d
}

func closeOnExec(string) {}
