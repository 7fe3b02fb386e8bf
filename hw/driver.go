package hw

// Driver is the kind of driver that the operating system has bound to an interface or a device.
type Driver int

// The drivers that matter here.
const (
	DriverUnknown Driver = iota
	DriverNone           // nothing bound (Windows: problem code 28)
	DriverStorage        // USBSTOR, usb-storage
	DriverWinUSB         // WinUSB: libusb can open it
	DriverLibusbK        // libusbK: libusb can open it
	DriverLibusb0        // libusb-win32: libusb can open it
	DriverSerial         // Huawei's serial driver, usbser, Linux' option: a COM port exists
	DriverNetwork        // cdc_ether, RNDIS, NDIS
	DriverOther          // anything else
)

var driverNames = [...]string{
	"unknown", "none", "storage", "winusb", "libusbk", "libusb0", "serial", "network", "other",
}

// String names the driver for logs.
func (d Driver) String() string { return name(driverNames[:], int(d)) }

// Libusb reports whether libusb can open a device with this driver on Windows.
func (d Driver) Libusb() bool {
	return d == DriverWinUSB || d == DriverLibusbK || d == DriverLibusb0
}

// Installs is whether Windows is installing drivers at the moment.
type Installs int

// What can be known about it.
const (
	InstallsUnknown Installs = iota // elsewhere, or Windows does not tell
	InstallsPending
	InstallsNone
)

var installsNames = [...]string{"unknown", "pending", "none"}

// String names it for logs.
func (i Installs) String() string { return name(installsNames[:], int(i)) }

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
}
