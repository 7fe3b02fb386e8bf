package scan

import (
	"fmt"
	"strings"
	"testing"

	"surfstick-sms/bench/contract"
	"surfstick-sms/hw"
)

// part is an interface of a made-up device: "ff/ff/ff", the kind of its driver, its port.
type part struct {
	class  string
	driver hw.Driver
	port   string
}

// device is one with these interfaces, numbered in order.
func device(id, name string, cd hw.CD, parts ...part) hw.Stick {
	s := hw.Stick{Location: "1-1", Name: name, CD: cd, Accessible: true}
	_, _ = fmt.Sscanf(id, "%04x:%04x", &s.ID.Vendor, &s.ID.Product)
	s.Manufacturer, _, _ = strings.Cut(name, " ")
	for n, p := range parts {
		i := hw.Interface{Number: n, Driver: p.driver, Port: p.port}
		_, _ = fmt.Sscanf(p.class, "%02x/%02x/%02x", &i.Class, &i.SubClass, &i.Protocol)
		s.Interfaces = append(s.Interfaces, i)
	}
	if cd == hw.CDPresent {
		s.CDDrive = "/dev/sr0"
	}
	return s
}

// Interfaces as they come.
var (
	cdPart  = part{"08/06/50", hw.DriverStorage, ""}
	adbPart = part{"ff/42/01", hw.DriverNone, ""}
	mtpPart = part{"06/01/01", hw.DriverNone, ""}
	qmiPart = part{"ff/ff/ff", hw.DriverNetwork, ""}
	ecmPart = part{"02/06/00", hw.DriverNetwork, ""}
	dataCDC = part{"0a/00/00", hw.DriverSerial, ""}
)

func serialPart(n int) part { return part{"ff/ff/ff", hw.DriverSerial, fmt.Sprintf("ttyUSB%d", n)} }
func acmPart(n int) part    { return part{"02/02/01", hw.DriverSerial, fmt.Sprintf("ttyACM%d", n)} }

func ports(n int, more ...part) (all []part) {
	for i := range n {
		all = append(all, serialPart(i))
	}
	return append(all, more...)
}

// acms are n CDC ACM ports, each of two interfaces.
func acms(n int, more ...part) (all []part) {
	for i := range n {
		all = append(all, acmPart(i), dataCDC)
	}
	return append(all, more...)
}

// TestVerdicts are devices of every kind, with what their makers and Linux' drivers say of them.
func TestVerdicts(t *testing.T) {
	const (
		yes, looks, no          = supported, unknownStick, notAStick
		present, none, unknown  = hw.CDPresent, hw.CDNone, hw.CDUnknown
		storage, modem, network = hw.ModeStorage, hw.ModeModem, hw.ModeNetwork
		noMode                  = hw.ModeUnknown
	)
	for _, c := range []struct {
		device hw.Stick
		want   verdict
		mode   hw.Mode
		best   string // the port that is asked first; "" for none
	}{
		// Modems that need no switch.
		{device("2c7c:0125", "Android", unknown, ports(4, qmiPart)...), yes, modem, "ttyUSB2"},
		{device("2c7c:0125", "Android", unknown, ports(4, qmiPart, adbPart)...), yes, modem, "ttyUSB2"},
		{device("2c7c:9999", "Quectel Future", unknown, ports(2)...), yes, modem, "ttyUSB0"},
		{device("1e0e:9001", "SimTech, Incorporated", unknown, ports(5, qmiPart, adbPart)...), yes, modem, "ttyUSB2"},
		{device("1546:1102", "u-blox Wireless Module", unknown, acms(7)...), yes, modem, "ttyACM0"},
		{device("1e2d:0061", "Cinterion Wireless Modules", unknown, acms(5)...), yes, modem, "ttyACM1"},
		{device("1bc7:1201", "Telit LE910", unknown, ports(6)...), yes, modem, "ttyUSB4"},
		{device("1199:68a3", "Sierra Wireless AirCard 320U", unknown, ports(7)...), yes, modem, "ttyUSB0"},
		{device("1199:9071", "Sierra EM7305", unknown, ports(4, qmiPart)...), yes, modem, "ttyUSB3"},
		{device("1410:4400", "Novatel Wireless HSPA Modem", unknown, ports(4)...), yes, modem, "ttyUSB0"},
		// What sticks become.
		{device("19d2:0031", "ZTE MF110", unknown, ports(4, cdPart)...), yes, modem, "ttyUSB3"},
		{device("1bbb:0017", "TCT Mobile HSPA Data Card", unknown, ports(6)...), yes, modem, "ttyUSB5"},
		{device("2001:7e35", "D-Link DWM-222", unknown, ports(4, qmiPart)...), yes, modem, "ttyUSB1"},
		{device("0421:0612", "Nokia Internet Stick CS-15", unknown, acms(2)...), yes, modem, "ttyACM0"},
		{device("0421:0612", "Nokia", unknown, part{"02/02/01", hw.DriverNone, ""}, dataCDC), yes, modem, ""},
		{device("04e8:6889", "Samsung GT-B3730", unknown, part{"ff/ff/ff", hw.DriverNetwork, ""}, part{"0a/00/00", hw.DriverSerial, "ttyUSB0"}), yes, modem, "ttyUSB0"},
		{device("0af0:6600", "Option GlobeTrotter", unknown, ports(3)...), yes, modem, "ttyUSB0"},
		{device("2c7c:0125", "Quectel EC25", unknown), yes, modem, ""}, // interfaces to come
		// Option's own protocol cannot be spoken.
		{device("0af0:7401", "Option Icon 401", unknown, part{"ff/ff/ff", hw.DriverOther, ""}), looks, modem, ""},
		// In CD mode.
		{device("19d2:2000", "ZTE WCDMA Technologies MSM", present, cdPart), yes, storage, ""},
		{device("19d2:2000", "ZTE WCDMA Technologies MSM", unknown, cdPart), yes, storage, ""},
		{device("19d2:2000", "ZTE card reader", none, cdPart), no, noMode, ""},
		{device("1bbb:f000", "TCT Mobile", present, cdPart), yes, storage, ""},
		{device("2001:a80b", "D-Link DWM-156", present, cdPart), yes, storage, ""},
		{device("0421:0610", "Nokia", present, cdPart), yes, storage, ""},
		{device("3566:2001", "HUAWEI_MOBILE Mobile", present, cdPart), looks, storage, ""},
		{device("19d2:7777", "ZTE", present, cdPart), looks, storage, ""},
		{device("03f0:002a", "HP LaserJet P1102", present, cdPart), no, storage, ""},
		{device("0408:1000", "Quanta MU-Q101", present, cdPart), looks, storage, ""},
		{device("05c6:1000", "Some Phone", present, cdPart), no, storage, ""},
		{device("05c6:1000", "Some Phone", present, cdPart, adbPart), no, storage, ""},
		{device("1234:5678", "Maker LTE Modem", present, cdPart), looks, storage, ""},
		{device("0781:5567", "SanDisk Cruzer U3", present, cdPart), no, storage, ""},
		// In network mode.
		{device("19d2:1405", "ZTE Mobile Broadband", present, ecmPart, dataCDC, cdPart), yes, network, ""},
		{device("19d2:1403", "ZTE Mobile Broadband", unknown, part{"e0/01/03", hw.DriverNetwork, ""}, dataCDC), yes, network, ""},
		{device("19d2:1173", "Vodafone (ZTE) K4510-Z", unknown, ecmPart, dataCDC), yes, network, ""},
		{device("19d2:1353", "ZTE Blade", unknown, part{"e0/01/03", hw.DriverNetwork, ""}, dataCDC), looks, network, ""},
		{device("1bbb:0195", "Alcatel W800", unknown, part{"e0/01/03", hw.DriverNetwork, ""}, dataCDC), looks, network, ""},
		// Modules inside of laptops.
		{device("413c:81b6", "Dell Wireless 5811e LTE", unknown, part{"02/0e/00", hw.DriverNetwork, ""}), no, network, ""},
		{device("413c:81d7", "Dell Wireless 5821e LTE", unknown, ports(4)...), no, modem, ""},
		{device("2cb7:0007", "Fibocom L850-GL", unknown, part{"02/0e/00", hw.DriverNetwork, ""}), no, network, ""},
		{device("03f0:371d", "HP un2430 Mobile Broadband", unknown, ports(3)...), no, modem, ""},
		// What only looks like a modem.
		{device("19d2:7777", "ZTE Mobile", unknown, ports(2)...), looks, modem, ""},
		{device("1234:5678", "Maker 4G Modem", unknown, acms(1)...), looks, modem, ""},
		{device("1234:5678", "Maker", unknown, acms(1, ecmPart)...), looks, modem, ""},
		// None of ours.
		{device("2341:0043", "Arduino Uno", unknown, acms(1)...), no, modem, ""},
		{device("1546:01a8", "u-blox GNSS receiver", unknown, acms(1)...), no, modem, ""},
		{device("05c6:9024", "Android", unknown, ports(2, adbPart)...), no, modem, ""},
		{device("19d2:0031", "ZTE Blade", unknown, ports(2, mtpPart)...), no, modem, ""},
		{device("0e8d:00a5", "MediaTek phone", unknown, ports(2, adbPart)...), no, modem, ""},
		{device("04e8:6864", "SAMSUNG Android", unknown, part{"e0/01/03", hw.DriverNetwork, ""}, acmPart(0)), no, modem, ""},
		{device("1d50:614e", "Klipper 3D printer", unknown, acms(1)...), no, modem, ""},
		{device("0403:6001", "FTDI FT232R USB UART", unknown, serialPart(0)), no, modem, ""},
		{device("1a86:7523", "QinHeng USB Serial", unknown, serialPart(0)), no, modem, ""},
		{device("10c4:ea60", "Silicon Labs CP2102", unknown, serialPart(0)), no, modem, ""},
		{device("067b:2303", "Prolific USB-Serial Controller", unknown, serialPart(0)), no, modem, ""},
		{device("2357:010c", "TP-Link 802.11n NIC", unknown, part{"ff/ff/ff", hw.DriverOther, ""}), no, modem, ""},
		{device("0bda:8153", "Realtek USB 10/100/1000 LAN", unknown, part{"ff/ff/00", hw.DriverOther, ""}), no, modem, ""},
		{device("04f9:0042", "Brother HL-2270DW", unknown, part{"07/01/02", hw.DriverOther, ""}), no, noMode, ""},
		{device("046d:c31c", "Logitech Keyboard 4G", unknown, part{"03/01/01", hw.DriverOther, ""}), no, noMode, ""},
	} {
		t.Run(c.device.ID.String()+" "+c.device.Name, func(t *testing.T) {
			s := scanner{read: reading(found{devices: []hw.Stick{c.device}, free: true}, nil)}
			contract.RunScanner(t, s)
			snap, err := s.Scan(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			all := sortDevices([]hw.Stick{c.device})
			for v, list := range map[verdict][]hw.Stick{
				yes: all.sticks, looks: all.unsupported, no: all.others,
			} {
				if (len(list) == 1) != (v == c.want) {
					t.Errorf("%d of verdict %d, want verdict %d", len(list), v, c.want)
				}
				if len(list) == 1 && list[0].Mode != c.mode {
					t.Errorf("mode %v, want %v", list[0].Mode, c.mode)
				}
			}
			checkBest(t, snap.Lines, c.best)
		})
	}
}

// checkBest checks which port is asked first: that of a stick. Others are never asked by themselves.
func checkBest(t *testing.T, lines []hw.Line, want string) {
	t.Helper()
	best := ""
	if len(lines) > 0 && lines[0].Rank > 0 {
		best = strings.TrimPrefix(lines[0].Name, "/dev/")
	}
	if best != want {
		t.Errorf("%q is asked first, want %q: %+v", best, want, lines)
	}
	for _, l := range lines {
		if l.Location == "" || l.Interface < 0 {
			t.Errorf("%+v belongs to no device", l)
		}
	}
}
