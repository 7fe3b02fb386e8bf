package fakestick

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// networkID is what sticks are in HiLink mode.
var networkID = hw.ID{Vendor: hw.HuaweiVendor, Product: 0x14dc}

// id is the USB ID in the present mode.
func (s *Stick) id() hw.ID {
	switch s.mode {
	case hw.ModeModem:
		return s.opt.ModemID
	case hw.ModeNetwork:
		return networkID
	case hw.ModeRescue:
		return hw.ID{Vendor: hw.HuaweiVendor, Product: sticks.Rescue}
	default:
		return s.opt.ID
	}
}

// seen is the stick as a scan sees it.
func (s *Stick) seen() hw.Stick {
	seen := hw.Stick{
		Location: s.opt.Location, ID: s.id(), Name: s.opt.Name, Serial: s.opt.Serial, Mode: s.mode,
		Interfaces: s.interfaces(), Adapter: s.adapter(), Bus: 1, Address: s.address,
		Accessible: !s.opt.Denied,
	}
	if len(seen.Interfaces) > 0 {
		seen.Driver, seen.Problem = seen.Interfaces[0].Driver, seen.Interfaces[0].Problem
	}
	if s.mode == hw.ModeStorage && s.driver == hw.DriverStorage {
		seen.CDDrive = "/dev/fake-" + s.opt.Location
	}
	return seen
}

// port is one serial interface of the stick in modem mode.
type port struct {
	number int // USB interface, and offset of the COM port
	code   uint8
	label  string
}

// ports are those of 12d1:1001 with the names that Huawei's driver gives them.
var ports = [...]port{
	{0, 0x01, "HUAWEI Mobile Connect - 3G Modem"},
	{1, 0x03, "HUAWEI Mobile Connect - 3G Application Interface"},
	{2, 0x02, "HUAWEI Mobile Connect - 3G PC UI Interface"},
}

// order is the place of a port's number among the COM ports: the PC UI port is the middle one.
var order = [...]int{2, 0, 1}

func (s *Stick) interfaces() []hw.Interface {
	switch s.mode {
	case hw.ModeStorage:
		return []hw.Interface{bound(hw.Interface{Class: 8, SubClass: 6, Protocol: 0x50}, s.driver)}
	case hw.ModeNetwork:
		return []hw.Interface{s.networkCard()}
	case hw.ModeModem:
		all := make([]hw.Interface, 0, len(ports))
		for _, p := range ports {
			i := hw.Interface{Number: p.number, Class: 0xff, SubClass: 1, Protocol: p.code}
			if s.serial() {
				i.Port = s.com(p)
			}
			all = append(all, bound(i, s.modemDrv))
		}
		return all
	default:
		return nil
	}
}

// bound fills in a driver. Windows' problem code 28 is a device without one.
func bound(i hw.Interface, d hw.Driver) hw.Interface {
	i.Driver, i.DriverName = d, driverNames[d]
	if d == hw.DriverNone {
		i.DriverName, i.Problem = "", 28
	}
	return i
}

// serial reports whether the ports are there.
func (s *Stick) serial() bool {
	return s.modemDrv == hw.DriverSerial && !time.Now().Before(s.backAt.Add(s.opt.PortDelay))
}

func (s *Stick) com(p port) string {
	return fmt.Sprintf("COM%d", s.opt.FirstPort+order[p.number])
}

// lines are the ways to talk to the stick, best first.
func (s *Stick) lines() []hw.Line {
	if s.mode != hw.ModeModem {
		return nil
	}
	var all []hw.Line
	for _, p := range ports {
		if l, ok := s.line(p); ok {
			all = append(all, l)
		}
	}
	slices.SortStableFunc(all, func(a, b hw.Line) int { return cmp.Compare(b.Rank, a.Rank) })
	return all
}

func (s *Stick) line(p port) (hw.Line, bool) {
	l := hw.Line{Location: s.opt.Location, Interface: p.number}
	switch {
	case s.serial():
		l.Kind, l.Name = hw.LineSerial, s.com(p)
		l.Label = fmt.Sprintf("%s (%s)", p.label, l.Name)
	case s.modemDrv.Libusb():
		l.Kind, l.Name = hw.LineUSB, hw.USBLineName(s.opt.Location, p.number)
	default:
		return l, false
	}
	l.Rank = sticks.Rank(sticks.Port{ID: s.id(), Label: p.label, Interface: hw.Interface{
		Number: p.number, Class: 0xff, SubClass: 1, Protocol: p.code,
	}})
	return l, true
}

// driverNames are what Windows calls the drivers, as the demo shows the pages of Windows.
var driverNames = map[hw.Driver]string{
	hw.DriverStorage: "USBSTOR", hw.DriverWinUSB: "WinUSB", hw.DriverLibusbK: "libusbK",
	hw.DriverLibusb0: "libusb0", hw.DriverSerial: "ewusbmdm", hw.DriverNetwork: "ewusbnet",
	hw.DriverOther: "usbser", hw.DriverUnknown: "unknown",
}
