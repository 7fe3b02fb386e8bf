package pdu

import (
	"bytes"

	"github.com/warthog618/sms/encoding/tpdu"
)

// Information elements of the user data header (3GPP TS 23.040 clause 9.2.3.24).
const (
	ieConcat8  = 0x00
	ieWaiting  = 0x01
	iePort8    = 0x04
	iePort16   = 0x05
	ieConcat16 = 0x08
	ieShift    = 0x24
	ieLocking  = 0x25
	ieSIMFirst = 0x70 // SIM toolkit security headers, 0x70 to 0x7f
	ieSIMLast  = 0x7f
)

// Protocol identifiers (clause 9.2.3.9).
const (
	pidSilent     = 0x40
	pidReplace1   = 0x41
	pidReplace7   = 0x47
	pidANSI136    = 0x7c
	pidDeviceData = 0x7d
	pidDeviceLock = 0x7e
	pidSIMData    = 0x7f
)

// Ports that phones listen on (WAP Forum, Wireless Datagram Protocol, appendix B).
const (
	portPush       = 2948
	portPushSecure = 2949
	portCardFirst  = 9204 // vCard, vCalendar, and both secured
	portCardLast   = 9207
)

// alphabet is how the user data is written. Reserved codings are read as 7-bit, as 3GPP TS 23.038
// clause 4 asks for. Compressed text cannot be read by anybody and counts as 8-bit data.
func (f *fields) alphabet() tpdu.Alphabet {
	dcs := tpdu.DCS(f.dcs)
	a, err := dcs.Alphabet()
	if err == nil && dcs.Compressed() {
		return tpdu.Alpha8Bit
	}
	return a
}

// class is the message class, -1 for none.
func (f *fields) class() int {
	c, err := tpdu.DCS(f.dcs).Class()
	if err != nil || c == tpdu.MClassUnknown {
		return -1
	}
	return int(c)
}

// replace is the number of a replace short message type, or 0.
func (f *fields) replace() int {
	if f.pid >= pidReplace1 && f.pid <= pidReplace7 {
		return int(f.pid) - pidReplace1 + 1
	}
	return 0
}

// port is the destination port, -1 for none.
func (f *fields) port() int {
	port := -1
	for _, ie := range f.header {
		switch {
		case ie.ID == iePort8 && len(ie.Data) == 2:
			port = int(ie.Data[0])
		case ie.ID == iePort16 && len(ie.Data) == 4:
			port = int(ie.Data[0])<<8 | int(ie.Data[1])
		}
	}
	return port
}

// language is the national language that an element asks for, or 0.
func (f *fields) language(id byte) int {
	ie, ok := f.header.IE(id)
	if !ok || len(ie.Data) == 0 {
		return 0
	}
	return int(ie.Data[0])
}

// concat is the place in a long text; the last element counts when there are several. One that
// makes no sense is a fault, and the part stands alone.
func (f *fields) concat() Concat {
	var c Concat
	for _, ie := range f.header {
		d := ie.Data
		switch {
		case ie.ID == ieConcat8 && len(d) == 3:
			c = Concat{Ref: int(d[0]), RefBits: 8, Total: int(d[1]), Seq: int(d[2])}
		case ie.ID == ieConcat16 && len(d) == 4:
			c = Concat{Ref: int(d[0])<<8 | int(d[1]), RefBits: 16, Total: int(d[2]), Seq: int(d[3])}
		}
	}
	switch {
	case c.RefBits == 0:
	case c.Seq < 1 || c.Seq > c.Total:
		f.fault(faultPart)
		return Concat{}
	case c.Total == 1:
		return Concat{}
	}
	return c
}

// classify returns whether it is a text, or what else it is.
func (f *fields) classify(text string) (Kind, ServiceKind) {
	if s := f.service(text); s != ServiceNone {
		return KindService, s
	}
	return KindText, ServiceNone
}

// service returns what it is, if it is not a text: by the protocol identifier first, then by the
// port, then by the coding. ServiceNone means that it is a text.
func (f *fields) service(text string) ServiceKind {
	switch {
	case f.shape == shapeSubmit:
		return ServiceStored
	case f.pid == pidSilent:
		return ServiceSilent
	case f.pid == pidSIMData || f.toolkit():
		return ServiceSIM
	case f.pid >= pidANSI136 && f.pid <= pidDeviceLock:
		return ServiceDevice
	case f.port() >= 0:
		return f.forPort(f.port())
	}
	return f.byCoding(text)
}

// forPort returns what a message to a port is.
func (f *fields) forPort(port int) ServiceKind {
	switch {
	case port == portPush || port == portPushSecure:
		return f.push()
	case port >= portCardFirst && port <= portCardLast:
		return ServiceCard
	}
	return ServicePort
}

// byCoding goes by the data coding scheme, and by whether there is a text.
func (f *fields) byCoding(text string) ServiceKind {
	data := f.alphabet() == tpdu.Alpha8Bit
	switch {
	case data && f.class() == int(tpdu.MClass2):
		return ServiceSIM
	case data && text == "":
		return ServiceBinary
	case f.waiting() && (text == "" || f.dcs&0xf0 == 0xc0): // group 1100: discard the text
		return ServiceWaiting
	}
	return ServiceNone
}

// toolkit reports whether the header asks the SIM card to take it.
func (f *fields) toolkit() bool {
	for _, ie := range f.header {
		if ie.ID >= ieSIMFirst && ie.ID <= ieSIMLast {
			return true
		}
	}
	return false
}

// waiting reports whether it is a message waiting indication, by coding group (3GPP TS 23.038
// clause 4) or by header element.
func (f *fields) waiting() bool {
	_, element := f.header.IE(ieWaiting)
	return element || f.dcs >= 0xc0 && f.dcs < 0xf0
}

// push returns whether a WAP push is the notification of a picture message, by its content type as a
// number or spelled out (WAP-230-WSP, assigned numbers; OMA MMS encapsulation).
func (f *fields) push() ServiceKind {
	const contentType = 3 // after transaction ID, PDU type and the headers' length
	const mms = 0xbe      // application/vnd.wap.mms-message
	d := f.data
	short := len(d) > contentType && d[1] == 0x06 && d[contentType] == mms
	if short || bytes.Contains(d, []byte("application/vnd.wap.mms-message")) {
		return ServiceMMS
	}
	return ServicePush
}
