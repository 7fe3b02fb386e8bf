package hw

import "errors"

// Errors of the seams. Implementations wrap them so that errors.Is finds them.
var (
	// ErrAccess means that the user may not open the device or port.
	ErrAccess = errors.New("access denied")
	// ErrBusy means that another program has it open.
	ErrBusy = errors.New("in use by another program")
	// ErrGone means that the device or port is not there (any more).
	ErrGone = errors.New("not there")
	// ErrNoDriver means that no driver is bound through which libusb could open the device.
	ErrNoDriver = errors.New("no usable driver")
	// ErrNoLibusb means that libusb is missing or did not start.
	ErrNoLibusb = errors.New("libusb is not available")
	// ErrNotSerial means that the port exists but cannot be set up as a serial port.
	ErrNotSerial = errors.New("not a serial port")
	// ErrNotOurs means that the device is not a known stick in storage mode. Nothing was sent.
	ErrNotOurs = errors.New("not a known stick in storage mode")
	// ErrNotZadig means that the file is not Zadig: nothing was started.
	ErrNotZadig = errors.New("not Zadig")
	// ErrUnsigned means that Zadig's maker did not sign the file, or that it was changed afterwards:
	// nothing was started.
	ErrUnsigned = errors.New("not signed")
	// ErrNoCopy means that Zadig could not be copied to where it is started: nothing was started.
	ErrNoCopy = errors.New("cannot be copied")
	// ErrDeclined means that the person said no to the system's question for an administrator.
	ErrDeclined = errors.New("declined by the user")
	// ErrClosed means that Zadig was closed before the driver was there.
	ErrClosed = errors.New("closed before the driver was there")
	// ErrOtherFile means that a file is not the one that is known to work, ErrChangedFile that it
	// has its name but not its content.
	ErrOtherFile   = errors.New("another file")
	ErrChangedFile = errors.New("the file was changed or is not complete")
	// ErrElsewhere means that a connection was asked for that does not lead to the stick: none was
	// made.
	ErrElsewhere = errors.New("not the stick's own address")
	// ErrUnsupported means that this is not possible on this system.
	ErrUnsupported = errors.New("not possible on this system")
)
