package passthrough

import "fmt"

// answer is what came back for a command.
type answer struct {
	status byte   // SCSI status (SAM-5, 5.3.1): 0 is good, 2 "check condition"
	sense  []byte // sense data, which say why; nil when there are none
	// lost is why no answer came back: the device went away under the command.
	lost error
	// host is the adapter's part of the answer on Linux (scsi.h, DID_…): 0 is fine, 1 "not there",
	// 3 "time-out", 7 "error".
	host uint16
}

// String is the answer for logs, such as "status 2, sense 5/20/00" for a command that the drive
// does not know.
func (a answer) String() string {
	switch {
	case a.lost != nil:
		return "none: " + a.lost.Error()
	case a.host != 0:
		return fmt.Sprintf("status %d, host %d", a.status, a.host)
	case a.status == 0:
		return "good"
	}
	if key, code, qualifier, ok := a.reason(); ok {
		return fmt.Sprintf("status %d, sense %X/%02X/%02X", a.status, key, code, qualifier)
	}
	return fmt.Sprintf("status %d", a.status)
}

// reason reads sense key, additional code and qualifier out of sense data in the fixed format (70,
// 71) or as descriptors (72, 73) (SPC-4, 4.5).
func (a answer) reason() (key, code, qualifier byte, ok bool) {
	if len(a.sense) == 0 {
		return 0, 0, 0, false
	}
	switch format := a.sense[0] & 0x7f; {
	case (format == 0x70 || format == 0x71) && len(a.sense) > 13:
		return a.sense[2] & 0x0f, a.sense[12], a.sense[13], true
	case (format == 0x72 || format == 0x73) && len(a.sense) > 3:
		return a.sense[1] & 0x0f, a.sense[2], a.sense[3], true
	}
	return 0, 0, 0, false
}
