package virtualstick

import "surfstick-sms/hw"

// Device is a USB device as data: all that its descriptors say, and what is behind its interfaces.
type Device struct {
	ID                     hw.ID
	Class                  uint8 // 0: the interfaces tell
	Maker, Product, Serial string
	// Interfaces are those of its first configuration, More those of the second and further ones, which
	// the host can choose.
	Interfaces []Interface
	More       [][]Interface
	// Obey is what it does when it is written to, where that is not the same for all that a stick can
	// become (Options.Obey).
	Obey
}

// configured is the device in one of its configurations; false when there is none of this number.
func (d Device) configured(value uint8) (Device, bool) {
	if value == 1 {
		return d, true
	}
	if value < 1 || int(value) > 1+len(d.More) {
		return Device{}, false
	}
	d.Interfaces = d.More[value-2]
	return d, true
}

// Interface is one interface, or one alternate setting of it.
type Interface struct {
	Number, Alternate         uint8
	Class, SubClass, Protocol uint8
	// Extra are class descriptors; they follow that of the interface.
	Extra     []byte
	Endpoints []Endpoint
	// Report is the report descriptor of an input device.
	Report []byte
	// Drives are behind a mass storage interface, by logical unit.
	Drives []Drive
	// Line is behind a serial interface or a network card.
	Line Line
}

// Endpoint is an endpoint; its Address has bit 7 set for transfers to the host.
type Endpoint struct {
	Address, Attributes uint8
	MaxPacket           uint16
	Interval            uint8
}

// Transfer types, as in an endpoint's attributes.
const (
	bulk      = 2
	interrupt = 3
)

// Line names what is behind a serial interface or a network card.
type Line int

// The lines.
const (
	LineSilent Line = iota // takes everything, says nothing
	LinePCUI               // answers AT, has the notifications
	LineModem              // answers AT
	LineFrames             // a network: each Read gives one Ethernet frame, each Write takes one
)

func bulkPair(number uint8) []Endpoint {
	return []Endpoint{{0x80 | number, bulk, 512, 0}, {number, bulk, 512, 0}}
}

// Storage is a Huawei stick as plugged in: one CD drive.
func Storage(product uint16) Device {
	d := CD(hw.ID{Vendor: hw.HuaweiVendor, Product: product}, "HUAWEI", "HUAWEI Mobile",
		Drive{Vendor: "HUAWEI", Model: "Mass Storage"})
	d.Serial = "FFFFFFFFFFFFFFFF"
	return d
}

// CD is a device with one mass storage interface, as every stick looks that has a CD drive first; more
// drives than the one are its further logical units.
func CD(id hw.ID, maker, product string, drives ...Drive) Device {
	return Device{
		ID: id, Maker: maker, Product: product, Serial: "0123456789AB",
		Interfaces: []Interface{{
			Class: 0x08, SubClass: 0x06, Protocol: 0x50, Endpoints: bulkPair(1), Drives: drives,
		}},
	}
}

// Modem is a Huawei stick in modem mode: modem, diagnostics (silent) and PC UI, in that order.
func Modem(product uint16) Device {
	return Serial(hw.ID{Vendor: hw.HuaweiVendor, Product: product}, "HUAWEI", "HUAWEI Mobile",
		LineModem, LineSilent, LinePCUI)
}

// Serial is a stick in modem mode with serial interfaces of the vendor's own class, one for each line.
func Serial(id hw.ID, maker, product string, lines ...Line) Device {
	d := Device{ID: id, Maker: maker, Product: product}
	for number, line := range lines {
		d.Interfaces = append(d.Interfaces, Interface{
			Number: uint8(number), Class: 0xff, SubClass: 0xff, Protocol: 0xff, Line: line,
			Endpoints: bulkPair(uint8(number) + 1),
		})
	}
	return d
}

// ACM is a modem of the class that systems have a driver for (CDC PSTN 1.2): an interface for control
// and one for data, on which it answers AT.
func ACM(id hw.ID, maker, product string) Device {
	return Device{
		ID: id, Class: 0x02, Maker: maker, Product: product,
		Interfaces: []Interface{
			{
				Class: 0x02, SubClass: 0x02, Protocol: 0x01,
				// Header, call management, ACM and union descriptors (CDC 1.2, clause 5.2.3; PSTN 1.2,
				// clause 5.3).
				Extra: []byte{
					5, 0x24, 0x00, 0x10, 0x01, 5, 0x24, 0x01, 0, 1, 4, 0x24, 0x02, 0x02, 5, 0x24, 0x06, 0, 1,
				},
				Endpoints: []Endpoint{{0x82, interrupt, 16, 9}},
			},
			{Number: 1, Class: 0x0a, Line: LinePCUI, Endpoints: bulkPair(1)},
		},
	}
}

// Network is a Huawei stick in HiLink mode: a CDC Ethernet card with the network LineFrames behind it.
func Network(product uint16) Device {
	return Device{
		ID: hw.ID{Vendor: hw.HuaweiVendor, Product: product}, Class: 0x02, Maker: "HUAWEI",
		Product: "HUAWEI Mobile",
		Interfaces: []Interface{
			{
				Class: 0x02, SubClass: 0x06,
				// Header, union and Ethernet descriptors (CDC ECM 1.2, clause 5.4); the address
				// of the card is the string descriptor cardString.
				Extra: []byte{
					5, 0x24, 0x00, 0x10, 0x01, 5, 0x24, 0x06, 0, 1,
					13, 0x24, 0x0f, cardString, 0, 0, 0, 0, 0xea, 0x05, 0, 0, 0,
				},
				Endpoints: []Endpoint{{0x82, interrupt, 16, 9}},
			},
			{Number: 1, Class: 0x0a, Line: LineFrames},
			{Number: 1, Alternate: 1, Class: 0x0a, Line: LineFrames, Endpoints: bulkPair(1)},
		},
	}
}
