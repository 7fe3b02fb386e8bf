package fakestick

import "surfstick-sms/hw"

// Leads is what is behind a serial port.
type Leads int

// What can be behind it.
const (
	Nowhere Leads = iota // it takes everything and says nothing
	ToAT                 // Options.Dial
	ToModem              // Options.DialModem
)

// Port is one serial interface of the stick in modem mode.
type Port struct {
	Interface                 int // the USB interface
	Class, SubClass, Protocol uint8
	// Offset is the place of its number among the COM ports: 0 is that of Options.FirstPort.
	Offset int
	// Label is the name that the driver gives it, without the COM port.
	Label string
	Leads Leads
}

func (p Port) usb() hw.Interface {
	return hw.Interface{Number: p.Interface, Class: p.Class, SubClass: p.SubClass, Protocol: p.Protocol}
}

// huaweiPorts are those of 12d1:1001 with the names that Huawei's driver gives them. The PC UI port is
// the middle one.
var huaweiPorts = []Port{
	{0, 0xff, 1, 0x01, 2, "HUAWEI Mobile Connect - 3G Modem", ToModem},
	{1, 0xff, 1, 0x03, 0, "HUAWEI Mobile Connect - 3G Application Interface", Nowhere},
	{2, 0xff, 1, 0x02, 1, "HUAWEI Mobile Connect - 3G PC UI Interface", ToAT},
}
