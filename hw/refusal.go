package hw

// Refusal is why a device is left alone, although it may look like a stick.
type Refusal int

// The refusals. Those that begin with Left are rows of the table that are left out for good.
const (
	RefusalNone          Refusal = iota
	RefusalUnknown               // its ID is in no table
	RefusalMatch                 // it has the ID of a stick, but not the strings that the stick has
	RefusalNotStorage            // it is not in storage mode, or its CD drive takes no SCSI commands
	RefusalPhone                 // it shows what telephones show: adb, MTP, PTP or an input device
	RefusalNoCD                  // there is no CD drive behind it, or none is seen
	RefusalTooBig                // the medium is larger than the CD of any stick
	RefusalWritable              // the medium can be written
	RefusalMessage               // the message is none of its own
	RefusalLeftDangerous         // the message could destroy data on a device that is not what it seems
	RefusalLeftModule            // a module that is built into a computer
	RefusalLeftWiFi              // a Wi-Fi adapter
	RefusalLeftWiMAX             // a WiMAX adapter
	RefusalLeftPhone             // a telephone
	RefusalLeftNoModem           // a printer, a steering wheel, a card reader
	RefusalLeftMethod            // it needs a way of switching that this program does not have
)

var refusalNames = [...]string{
	"none", "unknown ID", "other strings", "not in storage mode", "telephone", "no CD drive", "too big",
	"writable", "message of another", "left out: dangerous", "left out: module", "left out: Wi-Fi",
	"left out: WiMAX", "left out: telephone", "left out: no modem",
	"left out: way of switching",
}

// String names the refusal for logs.
func (r Refusal) String() string { return name(refusalNames[:], int(r)) }

// Left reports whether it is a row of the table that is left out for good.
func (r Refusal) Left() bool { return r >= RefusalLeftDangerous }
