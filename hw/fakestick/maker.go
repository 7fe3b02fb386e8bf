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
	LG                        // 1004:6190, ejected after 10 s, becomes 1004:618f
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

// personality is what is not in the table.
type personality struct {
	name    string
	storage hw.ID
	modem   hw.ID // as network card, where there is no modem
	ports   []Port
	change  func(o *Options)
}

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

// personalities are in the order of the constants. Which interface is for what: udev rules of
// ModemManager, as far as they name the device.
var personalities = [...]personality{
	ZTE: {
		"ZTE",
		hw.ID{Vendor: 0x19d2, Product: 0x2000},
		hw.ID{Vendor: 0x19d2, Product: 0x0031},
		threePorts("ZTE", 3, 1, 0), nil,
	},
	DLink: {
		"D-Link",
		hw.ID{Vendor: 0x2001, Product: 0xab00},
		hw.ID{Vendor: 0x2001, Product: 0x7e35},
		threePorts("D-Link", 1, 2, 0), nil,
	},
	Nokia: {
		"Nokia",
		hw.ID{Vendor: 0x0421, Product: 0x0622},
		hw.ID{Vendor: 0x0421, Product: 0x0623},
		[]Port{{1, 0x02, 0x02, 0x01, 0, "Nokia CS-17", ToAT}},
		nil,
	},
	ZTEWeb: {
		"ZTE",
		hw.ID{Vendor: 0x19d2, Product: 0x1225},
		hw.ID{Vendor: 0x19d2, Product: 0x1405},
		nil,
		func(o *Options) {
			o.Becomes, o.NetworkID = hw.ModeNetwork, o.ModemID
			o.Gateway = netip.AddrFrom4([4]byte{192, 168, 0, 1})
		},
	},
	Alcatel: {
		"Alcatel",
		hw.ID{Vendor: 0x1bbb, Product: 0xf000},
		hw.ID{Vendor: 0x1bbb, Product: 0x0000},
		threePorts("Alcatel", 3, 1, 2), nil,
	},
	Olivetti: {
		"Olivetti",
		hw.ID{Vendor: 0x0b3c, Product: 0xf000},
		hw.ID{Vendor: 0x0b3c, Product: 0xc003},
		threePorts("Olivetti", 0, 1, 2), func(o *Options) { o.Unit1 = "/dev/fake-reader" },
	},
	OptionNV: {
		"Option N.V.",
		hw.ID{Vendor: 0x05c6, Product: 0x1000},
		hw.ID{Vendor: 0x0af0, Product: 0x6901},
		threePorts("Option", 0, 1, 2), nil,
	},
	LG: {
		"LG",
		hw.ID{Vendor: 0x1004, Product: 0x6190},
		hw.ID{Vendor: 0x1004, Product: 0x6183},
		threePorts("LG", 0, 1, 2), nil,
	},
	Sierra: {
		"Sierra Wireless",
		hw.ID{Vendor: 0x1199, Product: 0x0fff},
		hw.ID{Vendor: 0x1199, Product: 0x68a3},
		threePorts("Sierra", 3, 4, 0), nil,
	},
	AlcatelX602D: {
		"Alcatel",
		hw.ID{Vendor: 0x1bbb, Product: 0x022c},
		hw.ID{Vendor: 0x1bbb, Product: 0x022c},
		threePorts("Alcatel", 1, 2, 0), nil,
	},
	SonyEricsson: {
		"Sony Ericsson",
		hw.ID{Vendor: 0x0fce, Product: 0xd0e1},
		hw.ID{Vendor: 0x0fce, Product: 0xd0e1},
		[]Port{{1, 0x02, 0x02, 0x01, 0, "Sony Ericsson MD400", ToAT}},
		nil,
	},
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
		ID: p.storage, ModemID: p.modem, Ports: p.ports, Name: p.name + " Modem", Manufacturer: p.name,
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
		CD: hw.CDPresent, CDBytes: 30 << 20, Unit1: "/dev/fake-reader",
	}
	if len(row.Targets) > 0 {
		o.ModemID = row.Targets[0]
	}
	return o
}
