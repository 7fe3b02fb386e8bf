package virtualstick

import (
	"encoding/binary"
	"unicode/utf16"
)

// Descriptor types (USB 2.0, table 9-5).
const (
	typeDevice        = 1
	typeConfiguration = 2
	typeString        = 3
	typeInterface     = 4
	typeEndpoint      = 5
	typeQualifier     = 6
	typeReport        = 0x22 // HID 1.11, clause 7.1
)

// The string descriptors; those without text are not there.
const (
	makerString   = 1
	productString = 2
	serialString  = 3
	cardString    = 4 // the address of a network card
)

// cardAddress is that of nearly every stick (OpenWrt ticket 26824).
const cardAddress = "0C5B8F279A64"

// descriptor returns a descriptor as the host asks for it; nil when there is none.
func (d Device) descriptor(kind, index uint8) []byte {
	switch kind {
	case typeDevice:
		return d.deviceDescriptor()
	case typeConfiguration:
		if c, ok := d.configured(index + 1); ok {
			return c.configuration(index + 1)
		}
		return nil
	case typeString:
		return d.stringDescriptor(index)
	case typeQualifier:
		return []byte{10, typeQualifier, 0x00, 0x02, d.Class, 0, 0, 64, d.configurations(), 0}
	}
	return nil
}

func (d Device) configurations() uint8 { return uint8(1 + len(d.More)) }

func (d Device) deviceDescriptor() []byte {
	b := []byte{
		18, typeDevice, 0x00, 0x02, d.Class, 0, 0, 64,
		0, 0, 0, 0, 0x02, 0x01, makerString, productString, 0, d.configurations(),
	}
	binary.LittleEndian.PutUint16(b[8:], d.ID.Vendor)
	binary.LittleEndian.PutUint16(b[10:], d.ID.Product)
	if d.Serial != "" {
		b[16] = serialString
	}
	return b
}

func (d Device) configuration(value uint8) []byte {
	numbers := map[uint8]bool{}
	b := []byte{9, typeConfiguration, 0, 0, 0, value, 0, 0x80, 250}
	for _, i := range d.Interfaces {
		numbers[i.Number] = true
		b = append(b, 9, typeInterface, i.Number, i.Alternate, uint8(len(i.Endpoints)),
			i.Class, i.SubClass, i.Protocol, 0)
		b = append(b, i.Extra...)
		for _, e := range i.Endpoints {
			b = append(b, 7, typeEndpoint, e.Address, e.Attributes,
				uint8(e.MaxPacket), uint8(e.MaxPacket>>8), e.Interval)
		}
	}
	binary.LittleEndian.PutUint16(b[2:], uint16(len(b)))
	b[4] = uint8(len(numbers))
	return b
}

func (d Device) stringDescriptor(index uint8) []byte {
	if index == 0 {
		return []byte{4, typeString, 0x09, 0x04} // English (United States)
	}
	text := map[uint8]string{
		makerString: d.Maker, productString: d.Product, serialString: d.Serial,
		cardString: cardAddress,
	}[index]
	if text == "" {
		return nil
	}
	b := []byte{0, typeString}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	b[0] = uint8(len(b))
	return b
}

// report returns the report descriptor of an input device.
func (d Device) report(number uint8) []byte {
	for _, i := range d.Interfaces {
		if i.Number == number {
			return i.Report
		}
	}
	return nil
}
