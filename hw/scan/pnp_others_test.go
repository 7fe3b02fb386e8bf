package scan

import (
	"fmt"
	"testing"

	"surfstick-sms/hw"
)

// compositeNodes is a device of several functions on Windows; each part becomes a node with the number
// given.
func compositeNodes(id, product string, parts map[int]pnpDevice) []pnpDevice {
	parent := `USB\` + id + `\5&2C62A6C&0&2`
	nodes := []pnpDevice{{
		instance: parent, class: "USB", service: "usbccgp", product: product, locations: []string{socket},
		compatible: []string{`USB\DevClass_00&SubClass_00&Prot_00`, `USB\COMPOSITE`},
	}}
	for number, n := range parts {
		n.instance = fmt.Sprintf(`USB\%s&MI_%02d\6&1A2B3C&0&%04d`, id, number, number)
		n.parent = parent
		nodes = append(nodes, n)
	}
	return nodes
}

// Functions as Windows shows them: with a maker's driver, with its own for CDC ACM (usbser), with none.
func makerPort(port, name string) pnpDevice {
	return pnpDevice{
		class: "Ports", service: "qcusbser", port: port, name: name,
		compatible: []string{`USB\Class_ff&SubClass_ff&Prot_ff`, `USB\Class_ff`},
	}
}

func usbserPort(port string) pnpDevice {
	return pnpDevice{
		class: "Ports", service: "usbser", port: port, name: "Serielles USB-Gerät (" + port + ")",
		compatible: []string{`USB\Class_02&SubClass_02&Prot_01`, `USB\Class_02&SubClass_02`, `USB\Class_02`},
	}
}

func bareFunction() pnpDevice {
	return pnpDevice{problem: noDriver, compatible: []string{`USB\Class_ff&SubClass_ff&Prot_ff`}}
}

// TestPnPOtherMakers: modems of other makers on Windows, and what looks like them.
func TestPnPOtherMakers(t *testing.T) {
	zte := []pnpDevice{{
		instance: `USB\VID_19D2&PID_2000\P673A2TELSTRA`, class: "USB", service: "USBSTOR",
		product: "ZTE WCDMA Technologies MSM", locations: []string{socket}, compatible: []string{`USB\Class_08&SubClass_06&Prot_50`},
	}, {
		instance: `USBSTOR\CdRom&Ven_ZTE&Prod_USB_SCSI_CD-ROM&Rev_2.31\P673A2TELSTRA&0`,
		parent:   `USB\VID_19D2&PID_2000\P673A2TELSTRA`, class: "CDROM", service: "cdrom", drivePath: cd,
	}}
	whole := func(id string, n pnpDevice) []pnpDevice {
		n.instance, n.locations = `USB\`+id+`\0001`, []string{socket}
		return []pnpDevice{n}
	}
	for _, c := range []struct {
		name   string
		nodes  []pnpDevice
		sticks int
		looks  int
		mode   hw.Mode
		best   string
	}{
		{"EC25 with its driver", compositeNodes("VID_2C7C&PID_0125", "EC25-E", map[int]pnpDevice{
			0: makerPort("COM3", "Quectel USB DM Port (COM3)"), 1: makerPort("COM4", "Quectel USB NMEA Port (COM4)"),
			2: makerPort("COM5", "Quectel USB AT Port (COM5)"), 3: makerPort("COM6", "Quectel USB Modem"),
		}), 1, 0, hw.ModeModem, "COM5"},
		{"EC25 without a driver", compositeNodes("VID_2C7C&PID_0125", "EC25-E", map[int]pnpDevice{
			0: bareFunction(), 2: bareFunction(),
		}), 1, 0, hw.ModeModem, ""},
		{"u-blox with usbser", compositeNodes("VID_1546&PID_1102", "u-blox Wireless Module", map[int]pnpDevice{
			0: usbserPort("COM7"), 2: usbserPort("COM8"), 6: usbserPort("COM9"),
		}), 1, 0, hw.ModeModem, "COM7"},
		{"Nokia with usbser", compositeNodes("VID_0421&PID_0612", "Nokia CS-15", map[int]pnpDevice{
			1: usbserPort("COM7"),
		}), 1, 0, hw.ModeModem, "COM7"},
		{"ZTE in CD mode", zte, 1, 0, hw.ModeStorage, ""},
		{"ZTE in CD mode, drive to come", zte[:1], 1, 0, hw.ModeStorage, ""},
		{"Arduino", whole("VID_2341&PID_0043", usbserPort("COM5")), 0, 0, hw.ModeUnknown, ""},
		{"CH340", whole("VID_1A86&PID_7523", makerPort("COM6", "USB-SERIAL CH340 (COM6)")), 0, 0, hw.ModeUnknown, ""},
		{"something named LTE modem", compositeNodes("VID_1234&PID_5678", "4G LTE Modem", map[int]pnpDevice{
			0: usbserPort("COM5"), 2: usbserPort("COM6"),
		}), 0, 1, hw.ModeModem, ""},
		{"telephone with an ID of Qualcomm's", compositeNodes("VID_05C6&PID_9024", "Android", map[int]pnpDevice{
			0: makerPort("COM3", "HS-USB Modem"),
			1: {compatible: []string{`USB\Class_ff&SubClass_42&Prot_01`}, service: "WinUSB"},
		}), 0, 0, hw.ModeUnknown, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			snap := scanNodes(t, c.nodes)
			if len(snap.Sticks) != c.sticks || len(snap.Unsupported) != c.looks {
				t.Fatalf("%+v", snap)
			}
			for _, s := range append(snap.Sticks, snap.Unsupported...) {
				if s.Mode != c.mode || s.Location != socket || s.Manufacturer != "" {
					t.Errorf("%+v", s)
				}
			}
			best := ""
			for _, l := range snap.Lines {
				if l.Rank > 0 && best == "" {
					best = l.Name
				}
				if l.Location != socket && len(snap.Sticks)+len(snap.Unsupported) > 0 {
					t.Errorf("%+v belongs to nobody", l)
				}
			}
			if best != c.best {
				t.Errorf("%q is asked first, want %q: %+v", best, c.best, snap.Lines)
			}
		})
	}
}
