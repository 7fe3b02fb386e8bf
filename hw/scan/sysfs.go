package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"surfstick-sms/hw"
)

// sysfs reads Linux' device tree through a file system rooted at /sys. Devices come and go while
// it is read: a file that is not there or holds nonsense is a fact that is missing, never an error.
type sysfs struct {
	fsys fs.ReadLinkFS
	// writable reports whether the user may write to a device node such as
	// /dev/bus/usb/001/004.
	writable func(node string) bool
	// discs returns what the kernel tells of CD drives in discsInfo; nil where that is not known.
	discs func() string
}

const usbDevices = "bus/usb/devices"

// read lists the devices for a scanner.
func (s sysfs) read(ctx context.Context) (found, error) {
	entries, err := fs.ReadDir(s.fsys, usbDevices)
	if errors.Is(err, fs.ErrNotExist) && s.exists("bus") {
		return found{}, nil // a kernel that never saw a USB controller
	}
	if err != nil {
		return found{}, fmt.Errorf("read the list of USB devices: %w", err)
	}
	f := found{free: true, adapters: true}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return found{}, err
		}
		if !isDeviceName(e.Name()) {
			continue
		}
		if d, ok := s.device(e.Name()); ok {
			f.devices = append(f.devices, d)
		}
		f.broken = f.broken || s.unconfigured(e.Name())
	}
	return f, nil
}

// isDeviceName reports whether a name is that of a device, such as "1-1.2", and not of an interface
// ("1-1.2:1.0") or a root hub ("usb1").
func isDeviceName(name string) bool {
	return strings.Contains(name, "-") && !strings.Contains(name, ":")
}

// device reads one device; false when it can be no stick or has gone. Most of a computer's devices
// end here, after five of some twenty files.
func (s sysfs) device(name string) (hw.Stick, bool) {
	dir := path.Join(usbDevices, name)
	vendor, okVendor := s.number(dir, "idVendor", 16, 16)
	product, okProduct := s.number(dir, "idProduct", 16, 16)
	class, _ := s.number(dir, "bDeviceClass", 16, 8)
	if !okVendor || !okProduct || class == classHub {
		return hw.Stick{}, false
	}
	d := hw.Stick{
		Location:     name,
		ID:           hw.ID{Vendor: uint16(vendor), Product: uint16(product)},
		Manufacturer: s.text(dir, "manufacturer"),
	}
	d.Name = productName(d.Manufacturer, s.text(dir, "product"))
	if !mayBeStick(d, uint8(class)) {
		return hw.Stick{}, false
	}
	d.Serial = s.text(dir, "serial")
	bus, _ := s.number(dir, "busnum", 10, 16)
	address, _ := s.number(dir, "devnum", 10, 16)
	d.Bus, d.Address = int(bus), int(address)
	d.Accessible = s.writable(fmt.Sprintf("/dev/bus/usb/%03d/%03d", d.Bus, d.Address))
	s.readInterfaces(&d, dir)
	return d, true
}

// productName joins maker and product, which often has the maker in it already.
func productName(maker, product string) string {
	if strings.HasPrefix(strings.ToLower(product), strings.ToLower(maker)) {
		return product
	}
	return strings.TrimSpace(maker + " " + product)
}

// unconfigured reports whether the kernel found the device but could not set it up: it has
// descriptors but no configuration, although it may be used.
func (s sysfs) unconfigured(name string) bool {
	dir := path.Join(usbDevices, name)
	config, err := fs.ReadFile(s.fsys, path.Join(dir, "bConfigurationValue"))
	vendor, ok := s.number(dir, "idVendor", 16, 16)
	return err == nil && strings.TrimSpace(string(config)) == "" &&
		s.text(dir, "authorized") == "1" && ok && vendor == hw.HuaweiVendor
}

// readInterfaces reads the interfaces of the active configuration, which are folders named like
// "1-1.2:1.0" inside the device's, and the CD drive that was made of one.
func (s sysfs) readInterfaces(d *hw.Stick, dir string) {
	entries, err := fs.ReadDir(s.fsys, dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), d.Location+":") {
			continue
		}
		at := path.Join(dir, e.Name())
		i, ok := s.iface(at)
		if !ok {
			continue
		}
		d.Interfaces = append(d.Interfaces, i)
		if a, ok := s.adapter(at); ok && d.Adapter.Name == "" {
			d.Adapter, d.Adapter.Interface = a, i.Number
		}
		if i.Class == classStorage {
			s.readDrives(d, at)
		}
	}
	slices.SortFunc(d.Interfaces, func(a, b hw.Interface) int { return a.Number - b.Number })
}

func (s sysfs) iface(at string) (hw.Interface, bool) {
	number, okNumber := s.number(at, "bInterfaceNumber", 16, 8)
	class, okClass := s.number(at, "bInterfaceClass", 16, 8)
	sub, _ := s.number(at, "bInterfaceSubClass", 16, 8)
	protocol, _ := s.number(at, "bInterfaceProtocol", 16, 8)
	i := hw.Interface{
		Number: int(number), Class: uint8(class), SubClass: uint8(sub), Protocol: uint8(protocol),
	}
	i.DriverName = s.driverName(at)
	i.Driver = linuxDriver(i.DriverName)
	i.Port = s.port(at)
	return i, okNumber && okClass
}

// driverName reads the name of the bound driver off the symbolic link to it.
func (s sysfs) driverName(at string) string {
	target, err := s.fsys.ReadLink(path.Join(at, "driver"))
	if err != nil {
		return ""
	}
	return path.Base(target)
}

var linuxDrivers = map[string]hw.Driver{
	// usbfs is a program that talks to the device directly, such as this one.
	"": hw.DriverNone, "usbfs": hw.DriverNone, "usb-storage": hw.DriverStorage, "uas": hw.DriverStorage,
	"option": hw.DriverSerial, "usbserial_generic": hw.DriverSerial, "cdc_acm": hw.DriverSerial,
	"qcserial": hw.DriverSerial, "sierra": hw.DriverSerial, "usbserial": hw.DriverSerial,
	"cdc_ether": hw.DriverNetwork, "rndis_host": hw.DriverNetwork, "cdc_ncm": hw.DriverNetwork,
	"huawei_cdc_ncm": hw.DriverNetwork, "cdc_mbim": hw.DriverNetwork,
	"qmi_wwan": hw.DriverNetwork, "sierra_net": hw.DriverNetwork, "kalmia": hw.DriverNetwork,
}

func linuxDriver(name string) hw.Driver {
	if d, ok := linuxDrivers[name]; ok {
		return d
	}
	return hw.DriverOther
}

// port finds the tty of an interface: usb-serial puts ttyUSB0 right below it, cdc_acm puts
// tty/ttyACM0.
func (s sysfs) port(at string) string {
	for _, pattern := range []string{"/ttyUSB*", "/tty/tty*"} {
		if m, err := fs.Glob(s.fsys, at+pattern); err == nil && len(m) > 0 {
			return path.Base(m[0])
		}
	}
	return ""
}

// adapter finds the network adapter of an interface: net/eth1 below it, with a number that the kernel
// gives to one adapter only until it is restarted.
func (s sysfs) adapter(at string) (hw.Adapter, bool) {
	m, err := fs.Glob(s.fsys, at+"/net/*")
	if err != nil || len(m) == 0 {
		return hw.Adapter{}, false
	}
	index, _ := s.number(m[0], "ifindex", 10, 31)
	return hw.Adapter{Name: path.Base(m[0]), Index: int(index)}, true
}

// text reads a one-line attribute, at most a sensible length of it.
func (s sysfs) text(dir, name string) string {
	b, err := fs.ReadFile(s.fsys, path.Join(dir, name))
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(strings.ToValidUTF8(string(b), "?"), "\n")
	return strings.TrimSpace(line[:min(len(line), 256)])
}

func (s sysfs) exists(name string) bool {
	_, err := fs.Stat(s.fsys, name)
	return err == nil
}

func (s sysfs) number(dir, name string, base, bits int) (uint64, bool) {
	n, err := strconv.ParseUint(s.text(dir, name), base, bits)
	return n, err == nil
}
