package fakestick

import (
	"net/netip"
	"strconv"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
)

// Maker names a stick of another maker than Huawei: one for every way of switching, with the strings,
// the CD drive and the ports that such a stick shows.
type Maker int

// The sticks. In storage mode each is what a row of the table of other makers says, and obeys only the
// messages of that row.
const (
	ZTE          Maker = iota // 19d2:2000, ejected and sent a command, becomes 19d2:0031 with three ports
	DLink                     // 2001:ab00 (DWM-222), ejected, becomes 2001:7e35
	Nokia                     // 0421:0622 (CS-17), ejected, becomes 0421:0623 with a port of class 02/02 (ACM)
	ZTEWeb                    // 19d2:1225, ejected, becomes 19d2:1405: a network card with a web page
	Alcatel                   // 1bbb:f000, sent a command with data, becomes 1bbb:0000
	Olivetti                  // 0b3c:f000, the same on its unit 1, becomes 0b3c:c003
	OptionNV                  // 05c6:1000 with the maker's string, sent REZERO UNIT, becomes 0af0:6901
	LG                        // 1004:6190, ejected after 10 s, becomes 1004:6183
	Sierra                    // 1199:0fff, sent a control request, becomes 1199:68a3
	AlcatelX602D              // 1bbb:022c, set to configuration 2, keeps its ID
	SonyEricsson              // 0fce:d0e1, sent a control request, back as it was, then another one and configuration 2
	lastMaker
)

// Makers returns all of them.
func Makers() []Maker {
	all := make([]Maker, lastMaker)
	for i := range all {
		all[i] = Maker(i)
	}
	return all
}

// personality is what is not in the table: what the stick becomes, and what ports it then has.
type personality struct {
	name           string
	storage, after hw.ID
	ports          []Port
	change         func(o *Options) // nil for nothing
}

func usbID(vendor, product uint16) hw.ID { return hw.ID{Vendor: vendor, Product: product} }

// vendorPort is a serial interface of the vendor class.
func vendorPort(number int, label string, leads Leads) Port {
	return Port{Interface: number, Class: 0xff, SubClass: 0xff, Protocol: 0xff, Offset: number, Label: label, Leads: leads}
}

// threePorts are a port for diagnostics and the two for AT.
func threePorts(maker string, at, modem, diag int) []Port {
	return []Port{
		vendorPort(diag, maker+" Diagnostics Interface", Nowhere),
		vendorPort(modem, maker+" Proprietary USB Modem", ToModem),
		vendorPort(at, maker+" AT Interface", ToAT),
	}
}

// acmPort is the only port of a stick, of class CDC ACM.
func acmPort(label string) []Port { return []Port{{1, 0x02, 0x02, 0x01, 0, label, ToAT}} }

// personalities are the sticks. Which interface is for what: udev rules of ModemManager, as far as they
// name the device.
var personalities = [...]personality{
	ZTE:      {"ZTE", usbID(0x19d2, 0x2000), usbID(0x19d2, 0x0031), threePorts("ZTE", 3, 1, 0), nil},
	DLink:    {"D-Link", usbID(0x2001, 0xab00), usbID(0x2001, 0x7e35), threePorts("D-Link", 1, 2, 0), nil},
	Nokia:    {"Nokia", usbID(0x0421, 0x0622), usbID(0x0421, 0x0623), acmPort("Nokia CS-17"), nil},
	ZTEWeb:   {"ZTE", usbID(0x19d2, 0x1225), usbID(0x19d2, 0x1405), nil, becomesWeb},
	Alcatel:  {"Alcatel", usbID(0x1bbb, 0xf000), usbID(0x1bbb, 0x0000), threePorts("Alcatel", 3, 1, 2), nil},
	Olivetti: {"Olivetti", usbID(0x0b3c, 0xf000), usbID(0x0b3c, 0xc003), threePorts("Olivetti", 0, 1, 2), hasReader},
	OptionNV: {"Option N.V.", usbID(0x05c6, 0x1000), usbID(0x0af0, 0x6901), threePorts("Option", 0, 1, 2), nil},
	LG:       {"LG", usbID(0x1004, 0x6190), usbID(0x1004, 0x6183), threePorts("LG", 0, 1, 2), nil},
	Sierra:   {"Sierra Wireless", usbID(0x1199, 0x0fff), usbID(0x1199, 0x68a3), threePorts("Sierra", 3, 4, 0), nil},
	AlcatelX602D: {
		"Alcatel", usbID(0x1bbb, 0x022c), usbID(0x1bbb, 0x022c), threePorts("Alcatel", 1, 2, 0), nil,
	},
	SonyEricsson: {
		"Sony Ericsson", usbID(0x0fce, 0xd0e1), usbID(0x0fce, 0xd0e1), acmPort("Sony Ericsson MD400"), nil,
	},
}

// hasReader gives a stick a card reader.
func hasReader(o *Options) { o.Unit1 = reader }

const reader = "/dev/fake-reader"

// becomesWeb makes a network card of a stick instead of a modem.
func becomesWeb(o *Options) {
	o.Becomes, o.NetworkID = hw.ModeNetwork, o.ModemID
	o.Gateway = netip.AddrFrom4([4]byte{192, 168, 0, 1})
}

// String names the stick.
func (m Maker) String() string {
	if m < 0 || m >= lastMaker {
		return strconv.Itoa(int(m))
	}
	p := personalities[m]
	return p.name + " " + p.storage.String()
}

// Options says what the stick is; times, drivers and what is behind the ports can be added.
func (m Maker) Options() Options {
	p := personalities[m]
	o := Options{
		ID: p.storage, ModemID: p.after, Ports: p.ports, Name: p.name + " Modem", Manufacturer: p.name,
		Inquiry: hw.Inquiry{Vendor: p.name, Model: "USB SCSI CD-ROM", Revision: "2.31"},
		CD:      hw.CDPresent, CDBytes: 30 << 20,
	}
	if p.change != nil {
		p.change(&o)
	}
	return o
}

// Of says of a row of the table what stick it is: as far as the guard is concerned it can be switched, if
// the row is not left out. It has the first of the row's IDs as a modem, and no ports.
func Of(row sticks.Model) Options {
	shown := row.Matching(hw.Stick{Name: "Modem", Manufacturer: row.Brand})
	o := Options{
		ID: row.ID(), ModemID: row.ID(), Ports: []Port{}, Name: shown.Name, Serial: shown.Serial,
		Manufacturer: shown.Manufacturer, Inquiry: shown.Inquiry,
		CD: hw.CDPresent, CDBytes: 30 << 20, Unit1: reader,
	}
	if len(row.Targets) > 0 {
		o.ModemID = row.Targets[0]
	}
	return o
}
