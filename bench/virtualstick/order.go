package virtualstick

import (
	"bytes"
	"encoding/binary"

	"surfstick-sms/hw"
)

// OrderKind is a way to tell a stick to change its mode.
type OrderKind int

// The ways that every operating system's own traffic can be told from. A stick of another maker may
// take something else altogether: see Exactly.
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

// Obey is what a firmware makes of what is written to a device: it gets all of it since the device came
// on the bus as what it is now, the last entry being new, and returns what it turns into, nil for
// nothing.
type Obey func(written []Entry) *Device

// Becomes is a firmware that becomes d at orders of these kinds, whatever they say.
func Becomes(d Device, kinds ...OrderKind) Obey {
	return func(written []Entry) *Device {
		for _, k := range kinds {
			if k == last(written).Order().Kind && k != OrderNone {
				return &d
			}
		}
		return nil
	}
}

// Firmware is one that reads Huawei's message: the HiLink byte leads to network, everything else
// to modem.
func Firmware(modem, network Device) Obey {
	return func(written []Entry) *Device {
		o := last(written).Order()
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

// Exactly is a firmware that becomes d when the requests of one message have come, in their order, each
// as it was meant (Entry.Same), and between them nothing that an operating system does not send by
// itself.
func Exactly(d Device, message ...Entry) Obey {
	return func(written []Entry) *Device {
		at := len(message)
		for n := len(written) - 1; n >= 0 && at > 0; n-- {
			switch e := written[n]; {
			case e.Same(message[at-1]):
				at--
			case at == len(message) || e.Intrusive():
				return nil
			}
		}
		if at > 0 || len(message) == 0 {
			return nil
		}
		return &d
	}
}

func last(written []Entry) Entry {
	if len(written) == 0 {
		return Entry{Kind: EntryData}
	}
	return written[len(written)-1]
}

// Same reports whether two entries ask a device for the same thing. Of a SCSI command that is the
// command itself, the logical unit, and how much data goes which way; the tag, and the length that
// the wrapper claims for the command, depend on who made it (the driver of a CD drive, or a program
// that writes a wrapper of its own). Of everything else it is every byte.
func (e Entry) Same(o Entry) bool {
	if e.Kind != o.Kind || e.Kind != EntryCommand || e.CDB() == nil || o.CDB() == nil {
		return e.Kind == o.Kind && bytes.Equal(e.Bytes, o.Bytes)
	}
	return bytes.Equal(e.CDB(), o.CDB()) && e.Unit() == o.Unit() && e.data() == o.data()
}

// Unit is the logical unit that a SCSI command is for; 0 for what is none.
func (e Entry) Unit() int {
	if e.CDB() == nil {
		return 0
	}
	return int(e.Bytes[13] & 0x0f)
}

// data is the length of the data of a SCSI command, negative when the device sends it.
func (e Entry) data() int {
	length := int(binary.LittleEndian.Uint32(e.Bytes[8:]))
	if e.Bytes[12]&0x80 != 0 {
		return -length
	}
	return length
}

func orderOfCommand(cdb []byte) Order {
	switch {
	case len(cdb) < 10:
		return Order{}
	case cdb[0] == 0x11 && cdb[1] == 0x06, cdb[0] == opRezero: // the latter switches telephones
		return Order{OrderMessage, cdb}
	case cdb[0] == opStartStop && cdb[4]&0x03 == 0x02: // eject; with bit 0 it would load
		return Order{OrderEject, cdb}
	}
	return Order{}
}

func orderOfRequest(setup [8]byte) Order {
	const toDevice, setFeature, setConfiguration = 0x00, 0x03, 0x09
	switch {
	case setup[0] != toDevice:
		return Order{}
	case setup[1] == setFeature && setup[2] == 1 && setup[3] == 0:
		return Order{OrderFeature, setup[:]}
	case setup[1] == setConfiguration && setup[2] > 1:
		return Order{OrderConfiguration, setup[:]}
	}
	return Order{}
}

// Written is what a message is to the device that it is sent to by libusb: a command, or a control
// request with its data. SET_CONFIGURATION comes as two, since the device is taken out of use first.
func Written(m hw.Message) []Entry {
	var all []Entry
	for _, r := range m.Requests {
		switch r.Kind {
		case hw.RequestCommand:
			all = append(all, Entry{Kind: EntryCommand, Bytes: bytes.Clone(r.Wrapper[:])})
		case hw.RequestControl:
			all = append(all, Entry{Kind: EntryControl, Bytes: setupOf(r.Control)})
		case hw.RequestConfiguration:
			for _, n := range []byte{0, byte(r.Configuration)} {
				all = append(all, Entry{Kind: EntryControl, Bytes: []byte{0, reqSetConfiguration, n, 0, 0, 0, 0, 0}})
			}
		case hw.RequestWait:
		}
	}
	return all
}

// setupOf is a control request as it is on the wire: its setup packet (USB 2.0, table 9-2), and the
// data that goes to the device.
func setupOf(c hw.Control) []byte {
	b := []byte{c.Type, c.Request}
	b = binary.LittleEndian.AppendUint16(b, c.Value)
	b = binary.LittleEndian.AppendUint16(b, c.Index)
	if c.Type&0x80 != 0 {
		return binary.LittleEndian.AppendUint16(b, c.Length)
	}
	b = binary.LittleEndian.AppendUint16(b, uint16(len(c.Data)))
	return append(b, c.Data...)
}
