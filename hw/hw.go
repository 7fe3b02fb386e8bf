// Package hw holds the words for USB sticks: a Stick, the Mode it is in, the Driver bound to it,
// the Message that changes its mode, and the Line over which a program can talk to it. It knows
// USB, drivers and lines, and nothing of what is said over a line.
//
// It does nothing by itself and holds no words for users. Four interfaces face the hardware:
// Scanner, Watcher, Switcher and Opener. Each has real implementations in the packages below
// (scan; usb and passthrough; comport and usb) and a simulated one in fakestick.
package hw

import "fmt"

// HuaweiVendor is the USB vendor ID of Huawei. It stands for little but sticks and telephones, so that less
// is asked before one of its devices is written to (sticks.Guard).
const HuaweiVendor = 0x12d1

// ZTEVendor is the USB vendor ID of ZTE.
const ZTEVendor = 0x19d2

// ID is a USB vendor and product ID.
type ID struct{ Vendor, Product uint16 }

// String returns the usual form, such as "12d1:1f01".
func (id ID) String() string { return fmt.Sprintf("%04x:%04x", id.Vendor, id.Product) }

// Mode is what a stick has turned itself into. Interface classes decide it, the product ID is only
// a hint: 12d1:1001 is the storage ID of old sticks and the modem ID of newer ones.
type Mode int

// The modes of a stick.
const (
	ModeUnknown Mode = iota
	ModeStorage      // a CD drive (class 08 on interface 0), as far as can be seen; waits for the message
	ModeModem        // serial interfaces of class ff that answer AT
	ModeNetwork      // HiLink: a network card with a web page, no AT
	ModeRescue       // firmware recovery (12d1:1443): must be unplugged, never written to
)

var modeNames = [...]string{"unknown", "storage", "modem", "network", "rescue"}

// String names the mode for logs.
func (m Mode) String() string { return name(modeNames[:], int(m)) }

// CD is what the system shows of a CD drive behind a mass storage interface, without asking the
// device anything.
type CD int

// What can be known about a CD drive.
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

// Stick is one stick as the operating system sees it now. It is a value: comparing two scans
// shows what changed.
type Stick struct {
	// Location names the physical USB socket and stays the same while the stick re-enumerates:
	// Linux bus and port path ("1-1.2"), Windows location path. Two sticks never share one.
	Location string
	ID       ID
	Name     string // product string, such as "HUAWEI Mobile"
	// Manufacturer is the manufacturer string, or "" where the system does not tell.
	Manufacturer string
	Serial       string
	Mode         Mode
	// Driver is the one that counts for switching: of interface 0 in storage mode.
	Driver Driver
	// Problem is Windows' problem code of the device itself; 0 is none.
	Problem    int
	Interfaces []Interface
	// CDDrive is the path of the stick's own CD drive, found through its USB parent
	// ("/dev/sr0", "\\?\usbstor#cdrom…"), or "".
	CDDrive string
	// Unit1 is the path of the drive on logical unit 1 (a card reader), or "" when there is none.
	Unit1 string
	// CD says whether there is one at all. A device with CDNone is never in storage mode.
	CD CD
	// Inquiry is what the CD drive calls itself, as the system knows it.
	Inquiry Inquiry
	// CDBytes is the size of the medium in the CD drive; 0 when it is not known.
	CDBytes int64
	// Writable is whether the system says that the medium or the drive can be written.
	Writable bool
	// Adapter is the network adapter in network mode, and zero in the others.
	Adapter Adapter
	// Bus and Address find the device for libusb; they change at every re-enumeration.
	Bus, Address int
	// Accessible is false when the user may not open the USB device (Linux: no write permission
	// on /dev/bus/usb/…). Where there is no such notion it is true.
	Accessible bool
}

// Inquiry is what a drive answers to the SCSI command INQUIRY (SPC-4, 6.4.2), without the blanks at
// the ends; all "" when it is not known.
type Inquiry struct{ Vendor, Model, Revision string }

// Same reports whether two sticks are the same piece of hardware in the same mode.
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
	// Broken is whether the system sees a USB device that it cannot talk to (descriptor failed).
	Broken bool
	// Service is the name of Huawei's own switching service when it is installed, or "".
	Service string
	// LibusbKMissing is whether Windows has no libusbK.dll, without which libusb cannot use the
	// drivers libusb-win32 and libusbK.
	LibusbKMissing bool
	// LibusbMissing is whether the libusb library could not be loaded or initialised.
	LibusbMissing bool
	// Installs is whether Windows is installing drivers, of whatever device.
	Installs Installs
	// Bindings holds every USB device and its driver (Windows only), in order of Device.
	Bindings []Binding
	// Remote is whether this is a Remote Desktop session, where direct CD access is denied.
	Remote bool
}

func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return fmt.Sprintf("%d", i)
	}
	return names[i]
}
