package virtualstick

import "surfstick-sms/hw"

// Device is a USB device as data: all that its descriptors say, and what is behind its interfaces.
type Device struct {
	ID                     hw.ID
	Class                  uint8 // 0: the interfaces tell
	Maker, Product, Serial string
	// Configurations is how many it offers, all the same; 1 if 0.
	Configurations uint8
	Interfaces     []Interface
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

// OrderKind is a way to tell a stick to change its mode.
type OrderKind int

// The ways.
const (
	OrderNone          OrderKind = iota
	OrderMessage                 // Huawei's SCSI command 11 06, or 01 of telephones
	OrderFeature                 // SET_FEATURE(DEVICE_REMOTE_WAKEUP)
	OrderConfiguration           // SET_CONFIGURATION to another than the first
	OrderEject                   // START STOP UNIT with the eject bit
)

// Order is one order to change the mode.
type Order struct {
	Kind OrderKind
	// Bytes are the 16 bytes of a SCSI command or the 8 of a control request.
	Bytes []byte
}

// Becomes is a firmware that becomes d at orders of these kinds, whatever they say.
func Becomes(d Device, kinds ...OrderKind) func(Order) *Device {
	return func(o Order) *Device {
		for _, k := range kinds {
			if k == o.Kind {
				return &d
			}
		}
		return nil
	}
}

// Firmware is one that reads Huawei's message: the HiLink byte leads to network, everything else
// to modem.
func Firmware(modem, network Device) func(Order) *Device {
	return func(o Order) *Device {
		switch {
		case o.Kind != OrderMessage:
			return nil
		case o.Bytes[8] != 0 || o.Bytes[9] != 0:
			return &network
		default:
			return &modem
		}
	}
}

func bulkPair(number uint8) []Endpoint {
	return []Endpoint{{0x80 | number, bulk, 512, 0}, {number, bulk, 512, 0}}
}

// Storage is a Huawei stick as plugged in: one CD drive.
func Storage(product uint16) Device {
	return Device{
		ID: hw.ID{Vendor: hw.HuaweiVendor, Product: product}, Maker: "HUAWEI",
		Product: "HUAWEI Mobile", Serial: "FFFFFFFFFFFFFFFF",
		Interfaces: []Interface{{
			Class: 0x08, SubClass: 0x06, Protocol: 0x50, Endpoints: bulkPair(1),
			Drives: []Drive{{Kind: CDDrive, Vendor: "HUAWEI", Model: "Mass Storage"}},
		}},
	}
}

// Modem is a Huawei stick in modem mode: modem, diagnostics (silent) and PC UI, in that order.
func Modem(product uint16) Device {
	serial := func(number uint8, line Line) Interface {
		return Interface{
			Number: number, Class: 0xff, SubClass: 0xff, Protocol: 0xff, Line: line,
			Endpoints: bulkPair(number + 1),
		}
	}
	return Device{
		ID: hw.ID{Vendor: hw.HuaweiVendor, Product: product}, Maker: "HUAWEI",
		Product: "HUAWEI Mobile",
		Interfaces: []Interface{
			serial(0, LineModem), serial(1, LineSilent), serial(2, LinePCUI),
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
