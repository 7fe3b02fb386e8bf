package hw

// Method is what kind of request a Message is.
type Method int

// The methods, after usb_modeswitch.
const (
	MethodBulk          Method = iota // 31 bytes to the bulk OUT endpoint of the CD drive
	MethodFeature                     // the control request SET_FEATURE (remote wake-up)
	MethodConfiguration               // SET_CONFIGURATION
	MethodEject                       // the medium is ejected, on both logical units
)

var methodNames = [...]string{"bulk", "feature", "configuration", "eject"}

// String names the method for logs.
func (m Method) String() string { return name(methodNames[:], int(m)) }

// Message is one way to ask a stick to change its mode.
type Message struct {
	// Name is a stable identifier for logs and settings, such as "guide-modem".
	Name   string
	Method Method
	// Bulk is the 31-byte command block wrapper of MethodBulk, all zero for the others.
	Bulk [31]byte
	// Configuration is the number for MethodConfiguration.
	Configuration int
}

// CDB returns the 16-byte SCSI command inside the message, for passing it through a CD driver.
func (m Message) CDB() [16]byte { return [16]byte(m.Bulk[15:31]) }

// Wrappers returns the command block wrappers that go to the bulk OUT endpoint, in order: the
// message itself, or those that allow removal (SCSI 1E) and eject (1B) on logical units 0 and 1.
func (m Message) Wrappers() [][31]byte {
	switch m.Method {
	case MethodBulk:
		return [][31]byte{m.Bulk}
	case MethodEject:
		var all [][31]byte
		for unit := range byte(2) {
			all = append(all, ejectWrapper(0x87, unit, allowRemoval), ejectWrapper(0x97, unit, eject))
		}
		return all
	case MethodFeature, MethodConfiguration:
	}
	return nil
}

// The SCSI commands of an eject (SPC-2 clause 7.12, MMC-3 clause 6.40).
var (
	allowRemoval = [6]byte{0x1e}
	eject        = [6]byte{0x1b, 4: 0x02}
)

func ejectWrapper(tag, unit byte, cdb [6]byte) [31]byte {
	w := [31]byte{'U', 'S', 'B', 'C', tag, 0x65, 0x43, 0x21, 13: unit, 14: byte(len(cdb))}
	copy(w[15:], cdb[:])
	return w
}

// Commands returns the SCSI commands that a CD driver can pass through, in order. None for a
// control request, and none for a command that moves data or is for another logical unit than the
// drive.
func (m Message) Commands() [][]byte {
	switch m.Method {
	case MethodBulk:
		if [4]byte(m.Bulk[8:12]) != [4]byte{} || m.Bulk[13] != 0 || m.Bulk[15] == 0 {
			return nil
		}
		length := int(m.Bulk[14])
		if length < 6 || length > 16 {
			length = 16 // most messages have 0 or 17 here; the firmware ignores it
		}
		cdb := m.CDB()
		return [][]byte{cdb[:length]}
	case MethodEject:
		return [][]byte{allowRemoval[:], eject[:]}
	case MethodFeature, MethodConfiguration:
	}
	return nil
}
