// Package setups draws anything that can happen to the set-up, for tests of what must always hold.
package setups

import (
	"net/netip"

	"pgregory.net/rapid"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// Socket is where the first of the sticks is plugged in.
const Socket = "1-1.2"

// Platform draws a system: Windows, Linux or macOS, with or without each way to a stick.
func Platform(t *rapid.T) setup.Platform {
	p := setup.Platform{
		PassThrough: rapid.Bool().Draw(t, "pass-through"), Libusb: rapid.Bool().Draw(t, "libusb"),
	}
	p.Internet = rapid.Bool().Draw(t, "internet mode")
	switch rapid.IntRange(0, 2).Draw(t, "system") {
	case 0:
		p.DriverPage = true
	case 1:
		p.Udev, p.Rule = true, rapid.Bool().Draw(t, "rule")
	}
	p.Internet, p.RNDIS = rapid.Bool().Draw(t, "internet"), p.DriverPage
	p.NoCards = !p.DriverPage && !p.Udev
	return p
}

// Snapshot draws what a scan sees, sensible or not.
func Snapshot(t *rapid.T) hw.Snapshot {
	var s hw.Snapshot
	for _, at := range []string{Socket, "1-1.3", ""} {
		if rapid.IntRange(0, 2).Draw(t, "stick at "+at) == 0 {
			s.Sticks = append(s.Sticks, stick(t, at))
		}
	}
	for _, name := range []string{"a", "b", hw.USBLineName(Socket, 2)} {
		if !rapid.Bool().Draw(t, "line "+name) {
			continue
		}
		l := hw.Line{
			Name:      name,
			Location:  rapid.SampledFrom([]string{Socket, "1-1.3", "", "9"}).Draw(t, "of"),
			Interface: rapid.IntRange(-1, 2).Draw(t, "interface"),
			Rank:      rapid.IntRange(-1, 2).Draw(t, "rank"),
		}
		if _, _, ok := hw.ParseUSBLine(name); ok {
			l.Kind, l.Location, l.Interface = hw.LineUSB, Socket, 2
		}
		s.Lines = append(s.Lines, l)
	}
	for _, at := range []string{"1-1.3", "9"} {
		if rapid.IntRange(0, 3).Draw(t, "not supported at "+at) == 0 {
			s.Unsupported = append(s.Unsupported, stick(t, at))
		}
	}
	s.Broken, s.Remote = rapid.Bool().Draw(t, "broken"), rapid.Bool().Draw(t, "remote")
	s.LibusbMissing = rapid.IntRange(0, 4).Draw(t, "libusb") == 0
	s.LibusbKMissing = rapid.Bool().Draw(t, "libusbK")
	s.Service = rapid.SampledFrom([]string{"", "mbbService"}).Draw(t, "service")
	s.Installs = hw.Installs(rapid.IntRange(0, 2).Draw(t, "installs"))
	for _, at := range []string{"", Socket} {
		s.Bindings = append(s.Bindings, hw.Binding{
			Device: "device at " + at, Location: at, Interface: rapid.IntRange(-1, 2).Draw(t, "part"),
			Driver: rapid.SampledFrom([]string{"HidUsb", "WINUSB"}).Draw(t, "bound"),
		})
	}
	return s
}

// zte draws a stick of another maker in storage mode that may be sent a message, as far as the guard goes.
func zte(t *rapid.T, at string) hw.Stick {
	return hw.Stick{
		Location: at, ID: hw.ID{Vendor: hw.ZTEVendor, Product: 0x2000}, Mode: hw.ModeStorage, CD: hw.CDPresent,
		Serial:     rapid.SampledFrom([]string{"", "", "1"}).Draw(t, "serial number"),
		Driver:     rapid.SampledFrom([]hw.Driver{hw.DriverStorage, hw.DriverWinUSB}).Draw(t, "driver"),
		CDDrive:    rapid.SampledFrom([]string{"", "/dev/sr0"}).Draw(t, "CD"),
		Accessible: rapid.Bool().Draw(t, "accessible"),
		Interfaces: []hw.Interface{{Class: 8, SubClass: 6, Protocol: 0x50}},
	}
}

// stick draws a stick at a location.
func stick(t *rapid.T, at string) hw.Stick {
	if rapid.IntRange(0, 4).Draw(t, "of another maker") == 0 {
		return zte(t, at)
	}
	s := hw.Stick{
		Location: at,
		ID: hw.ID{
			Vendor: rapid.SampledFrom([]uint16{hw.HuaweiVendor, 0x3566}).Draw(t, "vendor"),
			Product: rapid.SampledFrom(
				[]uint16{0x1001, 0x1002, 0x1f01, 0x1414, 0x1442, 0x14dc}).Draw(t, "product"),
		},
		Mode:       hw.Mode(rapid.IntRange(0, 4).Draw(t, "mode")),
		Driver:     hw.Driver(rapid.IntRange(0, 8).Draw(t, "driver")),
		Problem:    rapid.SampledFrom([]int{0, 10, 14, 22, 28, 39, 43}).Draw(t, "code"),
		CDDrive:    rapid.SampledFrom([]string{"", "/dev/sr0"}).Draw(t, "CD"),
		CD:         hw.CD(rapid.IntRange(0, 2).Draw(t, "CD there")),
		Accessible: rapid.Bool().Draw(t, "accessible"),
	}
	if s.Mode == hw.ModeNetwork {
		s.Adapter = adapter(t)
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "interfaces") {
		s.Interfaces = append(s.Interfaces, hw.Interface{
			Number: n, Class: rapid.SampledFrom([]uint8{0xff, 2, 8}).Draw(t, "class"),
			SubClass: 2, Protocol: rapid.SampledFrom([]uint8{0xff, 2, 0x12}).Draw(t, "protocol"),
			Driver:  hw.Driver(rapid.IntRange(0, 8).Draw(t, "bound")),
			Problem: rapid.SampledFrom([]int{0, 10, 14, 22, 28, 39}).Draw(t, "code"),
		})
	}
	return s
}

// adapter draws the network adapter of a stick in network mode.
func adapter(t *rapid.T) hw.Adapter {
	a := hw.Adapter{
		State:   hw.AdapterState(rapid.IntRange(0, 5).Draw(t, "adapter")),
		Problem: rapid.SampledFrom([]int{0, 10, 22, 28}).Draw(t, "code"),
	}
	if a.State == hw.AdapterReady {
		a.Gateway = netip.MustParseAddr("192.168.8.1")
	}
	return a
}
