package wizard

import (
	"net/netip"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// kinds are makers for the pages of tests.
var kinds = Kinds{
	Switched: []string{"Huawei", "ZTE", "Option", "D-Link", "Longcheer", "Onda", "Novatel", "LG"},
	Modems:   []string{"Telit", "Quectel", "SIMCom", "u-blox", "Cinterion"},
}

// otherStick is a stick in CD mode of another maker than Huawei.
func otherStick(vendor, product uint16, name string) hw.Stick {
	s := cdStick
	s.ID, s.Name, s.Serial = hw.ID{Vendor: vendor, Product: product}, name, "P680A1"
	s.CD = hw.CDPresent
	return s
}

// zteStick ejects its CD; sierraStick takes a control request, novatelStick is for CDMA networks,
// optionStick takes its maker's driver on Windows.
var (
	zteStick     = otherStick(0x19d2, 0x2000, "ZTE WCDMA Technologies MSM")
	nokiaStick   = otherStick(0x0421, 0x0610, "USB Storage")
	sierraStick  = otherStick(0x1199, 0x0fff, "Sierra Wireless Compass 885")
	novatelStick = otherStick(0x1410, 0x5030, "USB760")
	optionStick  = otherStick(0x0af0, 0x6711, "Globetrotter HSUPA Modem")
)

// zteModem is that stick after its switch, as Windows sees it without a driver.
var zteModem = hw.Stick{
	Location: "1-1", ID: hw.ID{Vendor: 0x19d2, Product: 0x0031}, Name: "ZTE WCDMA Technologies MSM",
	Mode: hw.ModeModem, Driver: hw.DriverNone, Accessible: true,
	Interfaces: []hw.Interface{
		{Number: 0, Class: 0xff, SubClass: 0xff, Protocol: 0xff, Driver: hw.DriverNone, Problem: 28},
		{Number: 1, Class: 0xff, SubClass: 0xff, Protocol: 0xff, Driver: hw.DriverNone, Problem: 28},
		{Number: 3, Class: 0xff, SubClass: 0xff, Protocol: 0xff, Driver: hw.DriverNone, Problem: 28},
	},
}

// strange is a device that looks like a modem and is in no table.
var strange = hw.Snapshot{
	Unsupported: []hw.Stick{{
		Location: "1-1", ID: hw.ID{Vendor: 0xbeef, Product: 0x0001}, Name: "LTE Dongle", Manufacturer: "Acme",
		Interfaces: []hw.Interface{{Class: 2, SubClass: 2, Protocol: 1, Port: "COM5"}},
	}},
	Lines: []hw.Line{{Name: "COM5", Label: "USB Serial Device (COM5)", Location: "1-1"}},
}

// strangeKey is the DeviceKey of the strange device.
var strangeKey = setup.DeviceKey(strange.Unsupported[0])

// sighted returns the facts with a snapshot, some seconds later.
func sighted(snap hw.Snapshot, second int, more ...setup.Event) setup.Facts {
	return after(append([]setup.Event{
		seen(0, nil), setup.Seen{Snapshot: snap, At: at(1)}, setup.Ticked{At: at(second)},
	}, more...)...)
}

// alone returns the facts with one device that is not supported.
func alone(s hw.Stick) setup.Facts {
	return sighted(hw.Snapshot{Unsupported: []hw.Stick{s}}, 20)
}

// tried returns the facts with the strange device, whose port answered like that.
func tried(r setup.ProbeResult) setup.Facts {
	probe := setup.Probe{Line: strange.Lines[0], Result: r}
	return sighted(strange, 5, setup.TryAllowed{Location: "1-1", Device: strangeKey}, setup.ProbeStarted{},
		setup.Probed{Probe: probe}, setup.ProbeEnded{})
}

// others are the states with sticks of other makers.
func others() []named {
	page := hw.Stick{
		Location: "1-1", ID: hw.ID{Vendor: 0x1bbb, Product: 0x0195}, Name: "Alcatel W800", Mode: hw.ModeNetwork,
	}
	known := page
	known.Adapter = hw.Adapter{State: hw.AdapterReady, Gateway: netip.MustParseAddr("192.168.1.1")}
	wimax := otherStick(0x1076, 0x7f40, "WiMAX Modem")
	writable := zteStick
	writable.Writable = true
	bound := sierraStick
	bound.Driver, bound.CDDrive, bound.CD = hw.DriverWinUSB, "", hw.CDUnknown
	blocked := zteModem
	blocked.Problem = 52
	second := cdStick
	second.Location = "PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)"
	third := zteModem
	third.Location = "PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(3)#USB(1)"
	fourth := nokiaStick
	fourth.Location = "PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(4)"
	one := func(s hw.Stick, more ...setup.Event) setup.Facts {
		return sighted(hw.Snapshot{Sticks: []hw.Stick{s}}, 12, more...)
	}
	return []named{
		{"o1-several", sighted(hw.Snapshot{Sticks: []hw.Stick{second, third, fourth}}, 2)},
		{"o1-try", sighted(strange, 5)},
		{"o1-own-page", alone(page)},
		{"o1-own-page-known", alone(known)},
		{"o1-wimax", alone(wimax)},
		{"o1-writable", alone(writable)},
		{"o1-unknown", alone(otherStick(0xbeef, 2, "Surfstick"))},
		{"o2-zadig", one(sierraStick)},
		{"o3-agree-eject", one(zteStick)},
		{"o3-agree-nokia", one(nokiaStick)},
		{"o3-agree-message", one(bound)},
		{"o3-agree-cdma", one(novatelStick)},
		{"o3-agree-maker", one(optionStick)},
		{"o3-agreed", one(zteStick, setup.SwitchAgreed{Device: setup.DeviceKey(zteStick)})},
		{"o4-no-port", sighted(hw.Snapshot{
			Sticks: []hw.Stick{zteModem}, Installs: hw.InstallsNone,
		}, 12)},
		{"o4-blocked", one(blocked)},
		{"o4-no-modem", tried(setup.ProbeSilent)},
		{"o4-cdma", switched(setup.ProbeStarted{}, setup.Probed{
			Probe: setup.Probe{Line: twoLines[0], Result: setup.ProbeCDMA},
		}, setup.ProbeEnded{})},
	}
}
