package fakestick

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// id is the USB ID in the present mode.
func (s *Stick) id() hw.ID {
	switch s.mode {
	case hw.ModeModem:
		return s.opt.ModemID
	case hw.ModeNetwork:
		return s.opt.NetworkID
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
		Accessible: !s.opt.Denied, Manufacturer: s.opt.Manufacturer,
	}
	if len(seen.Interfaces) > 0 {
		seen.Driver, seen.Problem = seen.Interfaces[0].Driver, seen.Interfaces[0].Problem
	}
	if s.mode == hw.ModeStorage && s.driver == hw.DriverStorage {
		seen.CDDrive, seen.CD, seen.Unit1 = "/dev/fake-"+s.opt.Location, s.opt.CD, s.opt.Unit1
		seen.Inquiry, seen.CDBytes, seen.Writable = s.opt.Inquiry, s.opt.CDBytes, s.opt.Writable
		if s.opt.CD == hw.CDNone {
			seen.CDDrive = ""
		}
	}
	return seen
}

// foreign reports whether the scan shows it as a device that is not touched: the guard refuses it, or it
// is another maker's network card whose web page is not known.
func (s *Stick) foreign(seen hw.Stick) bool {
	vendor := seen.ID.Vendor
	return s.opt.Unsupported ||
		s.mode == hw.ModeStorage && sticks.Refusal(seen) != hw.RefusalNone ||
		s.mode == hw.ModeNetwork && vendor != hw.HuaweiVendor && vendor != hw.ZTEVendor
}

func (s *Stick) interfaces() []hw.Interface {
	switch s.mode {
	case hw.ModeStorage:
		cd := bound(hw.Interface{Class: 8, SubClass: 6, Protocol: 0x50}, s.driver)
		return append([]hw.Interface{cd}, s.opt.Beside...)
	case hw.ModeNetwork:
		return []hw.Interface{s.networkCard()}
	case hw.ModeModem:
		all := make([]hw.Interface, 0, len(s.opt.Ports))
		for at, p := range s.opt.Ports {
			i := p.usb()
			if s.serial() {
				i.Port = s.com(at)
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

func (s *Stick) com(at int) string {
	return fmt.Sprintf("COM%d", s.opt.FirstPort+s.opt.Ports[at].Offset)
}

// lines are the ways to talk to the stick, best first.
func (s *Stick) lines() []hw.Line {
	if s.mode != hw.ModeModem {
		return nil
	}
	var all []hw.Line
	for at := range s.opt.Ports {
		if l, ok := s.line(at); ok {
			all = append(all, l)
		}
	}
	slices.SortStableFunc(all, func(a, b hw.Line) int { return cmp.Compare(b.Rank, a.Rank) })
	return all
}

func (s *Stick) line(at int) (hw.Line, bool) {
	p := s.opt.Ports[at]
	l := hw.Line{Location: s.opt.Location, Interface: p.Interface}
	switch {
	case s.serial():
		l.Kind, l.Name = hw.LineSerial, s.com(at)
		l.Label = fmt.Sprintf("%s (%s)", p.Label, l.Name)
	case s.modemDrv.Libusb():
		l.Kind, l.Name = hw.LineUSB, hw.USBLineName(s.opt.Location, p.Interface)
	default:
		return l, false
	}
	l.Rank = sticks.Rank(sticks.Port{ID: s.id(), Label: p.Label, Interface: p.usb()})
	return l, true
}

// driverNames are what Windows calls the drivers, as the demo shows the pages of Windows.
var driverNames = map[hw.Driver]string{
	hw.DriverStorage: "USBSTOR", hw.DriverWinUSB: "WinUSB", hw.DriverLibusbK: "libusbK",
	hw.DriverLibusb0: "libusb0", hw.DriverSerial: "ewusbmdm", hw.DriverNetwork: "ewusbnet",
	hw.DriverOther: "usbser", hw.DriverUnknown: "unknown",
}
