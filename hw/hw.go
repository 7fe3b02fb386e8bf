// Package hw holds the words for what is plugged in: a Stick, the Mode it is in, the Driver bound
// to it, the Line over which it can be talked to, and the three seams to the real world (Scanner,
// Switcher, Opener) that have a fake and a real implementation each.
//
// It does nothing by itself, holds no words for users and knows nothing about AT, SIM cards or
// windows on a screen. Its sub-packages do the work: scan looks, usb and passthrough switch,
// comport opens, setup decides what comes next and runner does it.
package hw

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// HuaweiVendor is the USB vendor ID of Huawei. No other vendor's device is ever opened or written.
const HuaweiVendor = 0x12d1

// ID is a USB vendor and product ID.
type ID struct{ Vendor, Product uint16 }

// String gives the usual form, such as "12d1:1f01".
func (id ID) String() string { return fmt.Sprintf("%04x:%04x", id.Vendor, id.Product) }

// Mode is what a stick has turned itself into. Interface classes decide it, the product ID is only
// a hint: 12d1:1001 is the storage ID of old sticks and the modem ID of newer ones.
type Mode int

// The modes of a stick.
const (
	ModeUnknown Mode = iota
	ModeStorage      // a CD drive (class 08 on interface 0), as far as can be told; waits for the message
	ModeModem        // serial interfaces of class ff that answer AT
	ModeNetwork      // HiLink: a network card with a web page, no AT
	ModeRescue       // firmware recovery (12d1:1443): must be unplugged, never written to
)

var modeNames = [...]string{"unknown", "storage", "modem", "network", "rescue"}

// String names the mode for logs.
func (m Mode) String() string { return name(modeNames[:], int(m)) }

// Driver is the kind of driver that the operating system has bound to an interface or a device.
type Driver int

// The drivers that matter here.
const (
	DriverUnknown Driver = iota
	DriverNone           // nothing bound (Windows: problem code 28)
	DriverStorage        // USBSTOR, usb-storage
	DriverWinUSB         // WinUSB: libusb can open it
	DriverLibusbK        // libusbK: libusb can open it
	DriverLibusb0        // libusb-win32, the driver that the guide chose: libusb can open it
	DriverSerial         // Huawei's serial driver, usbser, Linux' option: a COM port exists
	DriverNetwork        // cdc_ether, RNDIS, NDIS
	DriverOther          // anything else
)

var driverNames = [...]string{
	"unknown", "none", "storage", "winusb", "libusbk", "libusb0", "serial", "network", "other",
}

// String names the driver for logs.
func (d Driver) String() string { return name(driverNames[:], int(d)) }

// Libusb tells whether libusb can open a device with this driver on Windows.
func (d Driver) Libusb() bool {
	return d == DriverWinUSB || d == DriverLibusbK || d == DriverLibusb0
}

// CD is what the system shows of a CD drive behind a mass storage interface, without asking the
// device anything.
type CD int

// What can be told about a CD drive.
const (
	CDUnknown CD = iota // nothing: no storage driver is bound, or it has not finished looking
	CDPresent
	CDNone // drives, but no CD drive among them: a card reader or flash drive
)

var cdNames = [...]string{"unknown", "present", "none"}

// String names it for logs.
func (c CD) String() string { return name(cdNames[:], int(c)) }

// Interface is one interface of a stick's active configuration.
type Interface struct {
	Number   int
	Class    uint8
	SubClass uint8
	Protocol uint8
	Driver   Driver
	// DriverName is the operating system's own name of it, such as "usb-storage" or "WINUSB".
	DriverName string
	// Problem is Windows' problem code (28 no driver, 39 load failed, 52 unsigned …); 0 is none.
	Problem int
	// Inf is the file that Windows' driver came with ("oem12.inf"), Provider who made it
	// ("libwdi" for those that Zadig installs); both are "" elsewhere.
	Inf, Provider string
	// Port is the serial port that the system made of it, such as "ttyUSB2" or "COM8", or "".
	Port string
}

// Binding is a USB device or interface of any maker with the driver that Windows has bound to it.
// It is only ever compared with the same one of another scan, to notice that a driver changed.
type Binding struct {
	Device string // Windows' name of it: USB\VID_046D&PID_C52B\5&2C62A6C&0&3
	Name   string // for people
	// Location is that of the stick it belongs to, or ""; Interface the number, or -1.
	Location  string
	Interface int
	Driver    string // service: "HidUsb", "WINUSB", or ""
	Inf       string // "oem12.inf", or ""
	Provider  string // who made the driver, or ""
}

// Stick is one stick as the operating system sees it now. It is a value: comparing two scans tells
// what changed.
type Stick struct {
	// Location names the physical USB socket and stays the same while the stick re-enumerates:
	// Linux bus and port path ("1-1.2"), Windows location path. Two sticks never share one.
	Location string
	ID       ID
	Name     string // product string, such as "HUAWEI Mobile"
	Serial   string
	Mode     Mode
	// Driver is the one that counts for switching: of interface 0 in storage mode.
	Driver Driver
	// Problem is Windows' problem code of the device itself; 0 is none.
	Problem    int
	Interfaces []Interface
	// CDDrive is the path of the stick's own CD drive, found through its USB parent
	// ("/dev/sr0", "\\?\usbstor#cdrom…"), or "".
	CDDrive string
	// CD tells whether there is one at all. A device with CDNone is never in storage mode.
	CD CD
	// Bus and Address find the device for libusb; they change at every re-enumeration.
	Bus, Address int
	// Accessible is false when the user may not open the USB device (Linux: no write permission
	// on /dev/bus/usb/…). Where there is no such notion it is true.
	Accessible bool
}

// Same tells whether two sticks are the same piece of hardware in the same mode.
func (s Stick) Same(o Stick) bool {
	return s.Location == o.Location && s.ID == o.ID && s.Mode == o.Mode
}

// Snapshot is what one scan saw.
type Snapshot struct {
	// Sticks holds the supported sticks in order of Location.
	Sticks []Stick
	// Lines holds the ways to talk to something that looks like a modem, best first.
	Lines []Line
	// Unsupported holds devices that look like a surfstick of another brand or an unknown model
	// (3566:2001 among them). They are shown, never touched.
	Unsupported []Stick
	// Broken tells that the system sees a USB device that it cannot talk to (descriptor failed).
	Broken bool
	// Service is the name of Huawei's own switching service when it is installed, or "".
	Service string
	// LibusbKMissing tells that Windows has no libusbK.dll, without which libusb cannot use the
	// drivers libusb-win32 and libusbK.
	LibusbKMissing bool
	// LibusbMissing tells that the libusb library could not be loaded or initialised.
	LibusbMissing bool
	// Bindings holds every USB device and its driver (Windows only), in order of Device.
	Bindings []Binding
	// Remote tells that this is a Remote Desktop session, where direct CD access is denied.
	Remote bool
}

// LineKind is how a Line reaches the stick.
type LineKind int

// The kinds of line.
const (
	LineSerial LineKind = iota // a COM port or tty
	LineUSB                    // the AT interface itself, by libusb ("Direct USB")
)

// Line is one way to talk to a stick.
type Line struct {
	Kind LineKind
	// Name opens it: "COM8", "/dev/ttyUSB2"; for LineUSB "usb:<location>:<interface>".
	Name string
	// Label is the operating system's friendly name, such as
	// "HUAWEI Mobile Connect - 3G PC UI Interface (COM8)", or "".
	Label string
	// Location is that of the stick it belongs to, or "" when that is not known.
	Location string
	// Interface is the USB interface number, or -1.
	Interface int
	// Rank sorts lines: higher is likelier to be the AT port with notifications. 0 means that
	// nothing speaks for it being a stick at all.
	Rank int
}

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
	// ErrNoSettings means that zadig.ini could not be written: nothing was started.
	ErrNoSettings = errors.New("zadig.ini cannot be written")
	// ErrDeclined means that the person said no to the system's question for an administrator.
	ErrDeclined = errors.New("declined by the user")
	// ErrClosed means that Zadig was closed before the driver was there.
	ErrClosed = errors.New("closed before the driver was there")
	// ErrOtherFile means that a file is not the one that is known to work, ErrChangedFile that it
	// has its name but not its content.
	ErrOtherFile   = errors.New("another file")
	ErrChangedFile = errors.New("the file was changed or is not complete")
	// ErrUnsupported means that this way of switching does not exist on this system.
	ErrUnsupported = errors.New("not possible on this system")
)

// Scanner looks at what is plugged in. Scan opens no device, needs no rights, takes well under a
// second and may be called several times a second.
type Scanner interface {
	Scan(ctx context.Context) (Snapshot, error)
}

// Watcher reports that the next scan may see something else: a USB device came or went, a driver
// was bound, a serial port or CD drive appeared. It saves scanning by the clock.
type Watcher interface {
	// Watch calls changed once when it has begun, as what happened before is unknown to it, and then
	// after every change, several that come together being one. It returns nil when the context has
	// ended, and an error when the system does not tell of changes or stopped to (ErrUnsupported).
	// changed is called by one goroutine at a time and not any more after Watch has returned.
	Watch(ctx context.Context, changed func()) error
}

// Switcher sends one message to a stick in storage mode. A nil error means that it was handed over;
// whether the stick obeyed shows only in the next scans. A stick that vanishes while it is written
// to has obeyed: that is nil too. Errors: ErrNotOurs (nothing sent), ErrAccess, ErrBusy, ErrGone,
// ErrNoDriver, ErrNoLibusb, ErrUnsupported.
type Switcher interface {
	Switch(ctx context.Context, s Stick, m Message) error
}

// DriverFile is a file of Huawei's driver, by how far it is unpacked.
type DriverFile int

// The files of Huawei's driver: each lies in the one before.
const (
	DriverFileNone DriverFile = iota
	DriverFileRAR             // as downloaded
	DriverFileZIP
	DriverFileData // data.bin, with the folder common\Driver in it
)

// DriverJob asks for a libusb driver on one interface of a stick, by Zadig.
type DriverJob struct {
	Stick     Stick
	Interface int
	// Zadig is the path of the program that the person picked.
	Zadig string
	// NoSettings starts it without writing zadig.ini beside it.
	NoSettings bool
}

// Opener opens a line. Reads of the result return (0, nil) now and then when nothing comes; writes
// end within 5 s or fail; Close ends both and may be called more than once. Errors: ErrGone,
// ErrBusy, ErrAccess, ErrNotSerial, ErrNoLibusb.
type Opener interface {
	Open(ctx context.Context, l Line) (io.ReadWriteCloser, error)
}

// Openers is an Opener that leaves every kind of line to an opener of its own.
type Openers map[LineKind]Opener

// Open implements Opener.
func (o Openers) Open(ctx context.Context, l Line) (io.ReadWriteCloser, error) {
	by, ok := o[l.Kind]
	if !ok {
		return nil, fmt.Errorf("open %s: %w", l.Name, ErrUnsupported)
	}
	return by.Open(ctx, l)
}

func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return fmt.Sprintf("%d", i)
	}
	return names[i]
}
