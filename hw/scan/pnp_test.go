package scan

import (
	"context"
	"reflect"
	"testing"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

const (
	socket  = `PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)`
	storage = `USB\VID_12D1&PID_1F01\FFFFFFFFFFFFFFFF`
	modem   = `USB\VID_12D1&PID_1001\5&2c62a6c&0&2`
	drive   = `USBSTOR\CDROM&VEN_HUAWEI&PROD_MASS_STORAGE&REV_2.31\7&1F3D4B5&0`
	cd      = `\\?\usbstor#cdrom&ven_huawei&prod_mass_storage&rev_2.31#7&1f3d4b5&0` +
		`#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}`
)

// cdStickNodes is a stick as plugged in, with the driver of one's choice.
func cdStickNodes(service string, problem int) []pnpDevice {
	nodes := []pnpDevice{{
		instance: storage, parent: `USB\ROOT_HUB30\4&1BB0C5E5&0&0`, class: "USB",
		service: service, problem: problem, name: "USB-Massenspeichergerät",
		product: "HUAWEI Mobile", locations: []string{socket, `ACPI(_SB_)#ACPI(PCI0)`},
		compatible: []string{
			`USB\Class_08&SubClass_06&Prot_50`, `USB\Class_08&SubClass_06`, `USB\Class_08`,
		},
	}}
	if service == "USBSTOR" {
		nodes = append(nodes, pnpDevice{
			instance: drive, parent: storage, class: "CDROM", service: "cdrom",
			name: "HUAWEI Mass Storage USB Device", drivePath: cd,
		})
	}
	return nodes
}

// modemNodes is a stick in modem mode: three interfaces of one class, with Huawei's driver or none.
func modemNodes(driver bool) []pnpDevice {
	nodes := []pnpDevice{{
		instance: modem, parent: `USB\ROOT_HUB30\4&1BB0C5E5&0&0`, class: "USB",
		service: "usbccgp", name: "USB-Verbundgerät", product: "HUAWEI Mobile",
		locations:  []string{socket},
		compatible: []string{`USB\DevClass_00&SubClass_00&Prot_00`, `USB\COMPOSITE`},
	}}
	for i, name := range []string{
		"HUAWEI Mobile Connect - 3G Modem",
		"HUAWEI Mobile Connect - 3G Application Interface (COM7)",
		"HUAWEI Mobile Connect - 3G PC UI Interface (COM8)",
	} {
		digit := string(rune('0' + i))
		n := pnpDevice{
			instance:   `USB\Vid_12d1&Pid_1001&Mi_0` + digit + `\6&1A2B3C&0&000` + digit,
			parent:     modem,
			compatible: []string{`USB\Class_ff&SubClass_ff&Prot_ff`, `USB\Class_ff`},
			name:       name, problem: noDriver,
		}
		if driver {
			n.problem, n.service, n.class = 0, "hwdatacard", "Ports"
			n.port = "COM" + string(rune('6'+i))
		}
		if driver && i == 0 {
			n.class = "Modem"
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// scanNodes scans a made-up device tree.
func scanNodes(t *testing.T, nodes []pnpDevice, lines ...hw.Line) hw.Snapshot {
	t.Helper()
	s := scanner{read: reading(sortPnP(nodes), nil)}
	s.options.Lines = func(context.Context) ([]hw.Line, error) { return lines, nil }
	contract.RunScanner(t, s)
	snap, err := s.Scan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

func TestPnPStorage(t *testing.T) {
	for _, c := range []struct {
		service string
		problem int
		driver  hw.Driver
		cd      string
	}{
		{"USBSTOR", 0, hw.DriverStorage, cd},
		{"WinUSB", 0, hw.DriverWinUSB, ""},
		{"WINUSB", 0, hw.DriverWinUSB, ""},
		{"libusbK", 0, hw.DriverLibusbK, ""},
		{"libusb0", 0, hw.DriverLibusb0, ""},
		{"usbser", 10, hw.DriverSerial, ""},
		{"", 28, hw.DriverNone, ""},
		{"WUDFRd", 0, hw.DriverOther, ""},
	} {
		t.Run(c.driver.String(), func(t *testing.T) {
			snap := scanNodes(t, cdStickNodes(c.service, c.problem))
			if len(snap.Sticks) != 1 {
				t.Fatalf("sticks %+v", snap.Sticks)
			}
			s := snap.Sticks[0]
			if s.Mode != hw.ModeStorage || s.Driver != c.driver || s.Problem != c.problem ||
				s.CDDrive != c.cd || s.Location != socket || s.Name != "HUAWEI Mobile" ||
				s.Serial != "FFFFFFFFFFFFFFFF" || !s.Accessible {
				t.Errorf("%+v", s)
			}
		})
	}
}

func TestPnPModemWithDriver(t *testing.T) {
	// The list has no port of class Modem; SERIALCOMM adds its name only.
	listed := []hw.Line{
		{Name: "COM1", Label: "Kommunikationsanschluss (COM1)", Interface: -1},
		{
			Name: "COM8", Label: "HUAWEI Mobile Connect - 3G PC UI Interface (COM8)",
			Interface: -1, Rank: 90,
		},
		{Name: "COM6", Interface: -1},
	}
	snap := scanNodes(t, modemNodes(true), listed...)
	if len(snap.Sticks) != 1 || snap.Sticks[0].Mode != hw.ModeModem ||
		snap.Sticks[0].Driver != hw.DriverSerial || snap.Sticks[0].Location != socket {
		t.Fatalf("sticks %+v", snap.Sticks)
	}
	var got []string
	for _, l := range snap.Lines {
		got = append(got, l.Name)
		if l.Name != "COM1" && l.Location != socket {
			t.Errorf("line %+v belongs to no stick", l)
		}
	}
	if want := []string{"COM8", "COM6", "COM7", "COM1"}; !reflect.DeepEqual(got, want) {
		t.Errorf("lines %v, want %v", got, want)
	}
}

func TestPnPModemWithoutDriver(t *testing.T) {
	snap := scanNodes(t, modemNodes(false))
	if len(snap.Sticks) != 1 || snap.Sticks[0].Driver != hw.DriverNone || len(snap.Lines) != 0 {
		t.Fatalf("%+v", snap)
	}
	for i, iface := range snap.Sticks[0].Interfaces {
		if iface.Number != i || iface.Problem != noDriver || iface.Class != 0xff {
			t.Errorf("interface %d: %+v", i, iface)
		}
	}
}

func TestPnPModemWithWinUSB(t *testing.T) {
	nodes := modemNodes(false)
	nodes[3].service, nodes[3].problem = "WinUSB", 0
	s := scanNodes(t, nodes).Sticks[0]
	if s.Mode != hw.ModeModem || s.Interfaces[2].Driver != hw.DriverWinUSB {
		t.Errorf("%+v", s)
	}
}

// TestPnPHuaweiBus: Huawei's driver makes the ports on a bus of its own, below the interfaces.
func TestPnPHuaweiBus(t *testing.T) {
	nodes := modemNodes(false)
	bus := `HUAWEIUSB\VID_12D1&SUBCLASS_FF\7&ABCDEF&0&0002`
	port := pnpDevice{
		instance: `HUAWEIPORT\PCUI\8&123&0`, parent: bus, class: "Ports", service: "hwdatacard",
		name: "HUAWEI Mobile Connect - 3G PC UI Interface (COM5)", port: "COM5",
	}
	nodes = append([]pnpDevice{port}, nodes...)
	nodes = append(nodes, pnpDevice{instance: bus, parent: nodes[4].instance, service: "huawei_enum"})
	snap := scanNodes(t, nodes)
	if got := snap.Sticks[0].Interfaces[2]; got.Port != "COM5" || got.Driver != hw.DriverSerial {
		t.Errorf("interface %+v", got)
	}
	if len(snap.Lines) != 1 || snap.Lines[0].Location != socket || snap.Lines[0].Rank != 90 {
		t.Errorf("lines %+v", snap.Lines)
	}
}

func TestPnPHiLink(t *testing.T) {
	hilink := `USB\VID_12D1&PID_14DC\5&2C62A6C&0&2`
	snap := scanNodes(t, []pnpDevice{
		{
			instance: hilink, service: "usbccgp", class: "USB", locations: []string{socket},
			compatible: []string{`USB\COMPOSITE`},
		},
		{
			instance: `USB\VID_12D1&PID_14DC&MI_00\6&1&0&0000`, parent: hilink, class: "Net",
			service:    "usb_rndisx",
			compatible: []string{`USB\COMPAT_VID_12D1&Class_02&SubClass_06&Prot_00`},
		},
		{
			instance: `USB\VID_12D1&PID_14DC&MI_02\6&1&0&0002`, parent: hilink, class: "USB",
			service: "USBSTOR", compatible: []string{`USB\Class_08&SubClass_06&Prot_50`},
		},
		{
			instance: drive, parent: `USB\VID_12D1&PID_14DC&MI_02\6&1&0&0002`, class: "CDROM",
			drivePath: cd,
		},
	})
	s := snap.Sticks[0]
	if s.Mode != hw.ModeNetwork || s.Driver != hw.DriverNetwork || s.CDDrive != cd {
		t.Errorf("%+v", s)
	}
}

// acmNodes is 12d1:1442 in modem mode, whose interfaces are of class 02/02/ff: without a driver (code
// 28), or with Windows' own usbser, which takes that class and may not start (code 10).
func acmNodes(service string, problem int) []pnpDevice {
	acm := `USB\VID_12D1&PID_1442\5&2c62a6c&0&2`
	nodes := []pnpDevice{{
		instance: acm, parent: `USB\ROOT_HUB30\4&1BB0C5E5&0&0`, class: "USB", service: "usbccgp",
		product: "HUAWEI Mobile", locations: []string{socket},
		compatible: []string{`USB\DevClass_00&SubClass_00&Prot_00`, `USB\COMPOSITE`},
	}}
	for i := range 2 {
		digit := string(rune('0' + i))
		n := pnpDevice{
			instance: `USB\VID_12D1&PID_1442&MI_0` + digit + `\6&1A2B3C&0&000` + digit, parent: acm,
			compatible: []string{`USB\Class_02&SubClass_02&Prot_FF`, `USB\Class_02`},
			service:    service, problem: problem,
		}
		if service == "usbser" {
			n.class, n.port = "Ports", "COM"+string(rune('5'+i))
			n.name = "Serielles USB-Gerät (" + n.port + ")"
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// TestPnPACM: a port whose driver did not start is none, whatever name the registry keeps for it, and
// whoever lists it.
func TestPnPACM(t *testing.T) {
	ghost := hw.Line{Name: "COM5", Label: "HUAWEI (COM5)", Interface: -1, Rank: 40}
	for name, c := range map[string]struct {
		service string
		problem int
		driver  hw.Driver
		ports   int
	}{
		"no driver":   {"", 28, hw.DriverNone, 0},
		"not started": {"usbser", 10, hw.DriverSerial, 0},
		"started":     {"usbser", 0, hw.DriverSerial, 2},
		"WinUSB":      {"WinUSB", 0, hw.DriverWinUSB, 2},
	} {
		t.Run(name, func(t *testing.T) {
			var lines []hw.Line
			if c.service == "usbser" {
				lines = append(lines, ghost, hw.Line{Name: "COM1", Interface: -1})
			}
			snap := scanNodes(t, acmNodes(c.service, c.problem), lines...)
			if len(snap.Sticks) != 1 || snap.Sticks[0].Mode != hw.ModeModem ||
				snap.Sticks[0].Driver != c.driver || snap.Sticks[0].Interfaces[1].Problem != c.problem {
				t.Fatalf("sticks %+v", snap.Sticks)
			}
			found := 0
			for _, l := range snap.Lines {
				if l.Rank > 0 {
					found++
				}
			}
			if found != c.ports {
				t.Errorf("lines %+v", snap.Lines)
			}
			if i, ok := sticks.DirectInterface(snap.Sticks[0]); !ok || i.Number != 0 {
				t.Errorf("Direct USB on %+v, %v", i, ok)
			}
		})
	}
}

// TestPnPOthers: the drive of another device never becomes the stick's.
func TestPnPOthers(t *testing.T) {
	flash := `USB\VID_0781&PID_5567\4C530001100722115172`
	nodes := append(cdStickNodes("WinUSB", 0),
		pnpDevice{
			instance: flash, service: "USBSTOR", class: "USB",
			compatible: []string{`USB\Class_08&SubClass_06&Prot_50`},
		},
		pnpDevice{instance: drive, parent: flash, class: "CDROM", drivePath: cd},
		pnpDevice{instance: `USB\VID_0000&PID_0002\5&2C62A6C&0&9`, problem: 43},
		pnpDevice{instance: `ROOT\PORTS\0000`, class: "Ports", port: "COM1", name: "COM1"},
	)
	snap := scanNodes(t, nodes)
	if len(snap.Sticks) != 1 || snap.Sticks[0].CDDrive != "" {
		t.Errorf("sticks %+v", snap.Sticks)
	}
	if !snap.Broken || len(snap.Unsupported) != 0 {
		t.Errorf("broken %v, unsupported %+v", snap.Broken, snap.Unsupported)
	}
	if len(snap.Lines) != 1 || snap.Lines[0].Rank != 0 {
		t.Errorf("lines %+v", snap.Lines)
	}
}

// TestPnPCircle: a tree that bites its tail must not hang the scan.
func TestPnPCircle(t *testing.T) {
	a, b := `X\A\1`, `X\B\1`
	nodes := append(cdStickNodes("USBSTOR", 0),
		pnpDevice{instance: a, parent: b, class: "Ports", port: "COM3"},
		pnpDevice{instance: b, parent: a}, pnpDevice{instance: "C", parent: "C", port: "COM4"},
		pnpDevice{port: "COM5"},
	)
	if snap := scanNodes(t, nodes); len(snap.Sticks) != 1 || len(snap.Lines) != 3 {
		t.Errorf("%+v", snap)
	}
}

func TestParseInstance(t *testing.T) {
	huawei := func(product uint16) hw.ID { return hw.ID{Vendor: 0x12d1, Product: product} }
	for instance, want := range map[string]usbNode{
		storage: {huawei(0x1f01), -1, "FFFFFFFFFFFFFFFF"},
		modem:   {huawei(0x1001), -1, ""},
		`USB\VID_12D1&PID_1001&MI_02\6&1A2B3C&0&0002`: {huawei(0x1001), 2, ""},
		`usb\vid_12d1&pid_1506&mi_0a\x`:               {huawei(0x1506), 10, "x"},
		`USB\VID_12D1&PID_1F01\`:                      {huawei(0x1f01), -1, ""},
	} {
		if got, ok := parseInstance(instance); !ok || got != want {
			t.Errorf("%s: %+v, %v; want %+v", instance, got, ok, want)
		}
	}
	for _, instance := range []string{
		"", `USB`, `USB\ROOT_HUB30\4&1BB0C5E5&0&0`, `USB\VID_12D1`, `USB\VID_XYZ1&PID_1F01\1`,
		`HID\VID_12D1&PID_1F01\1`, `USB\VID_12D1&PID_1F01`, drive,
	} {
		if got, ok := parseInstance(instance); ok {
			t.Errorf("%s: %+v", instance, got)
		}
	}
}

func TestIsCDDrive(t *testing.T) {
	for instance, want := range map[string]bool{
		drive: true, `usbstor\cdrom&ven_huawei\1`: true,
		`USBSTOR\DISK&VEN_HUAWEI&PROD_TF_CARD_STORAGE\1`: false,
		`SCSI\CDROM&VEN_HL-DT-ST\4&1`:                    false, "": false,
	} {
		if got := isCDDrive(instance); got != want {
			t.Errorf("%s: %v, want %v", instance, got, want)
		}
	}
}
