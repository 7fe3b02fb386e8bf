package virtualstick

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"surfstick-sms/hw"
)

// EntryKind is how something was written to a device.
type EntryKind int

// The kinds of entry.
const (
	EntryControl EntryKind = iota // a control request: 8 bytes of setup, then its data
	EntryCommand                  // a SCSI command: the 31 bytes of its wrapper as they came
	EntryData                     // data of a SCSI command, or bytes that are no command
	EntryBytes                    // anything to an endpoint of another class
)

// Entry is one thing that was written to a device.
type Entry struct {
	At        time.Time
	ID        hw.ID // of the device as it was then
	Kind      EntryKind
	Interface uint8
	Bytes     []byte
}

// String returns an entry for logs.
func (e Entry) String() string {
	names := [...]string{"control", "command", "data", "bytes"}
	return fmt.Sprintf("%s %s %x", e.ID, names[e.Kind], e.Bytes)
}

// CDB returns the SCSI command of an EntryCommand.
func (e Entry) CDB() []byte {
	if e.Kind != EntryCommand || len(e.Bytes) != wrapperSize {
		return nil
	}
	return e.Bytes[15:]
}

// Order returns which order to change the mode the entry is.
func (e Entry) Order() Order {
	switch e.Kind {
	case EntryCommand:
		return orderOfCommand(e.CDB())
	case EntryControl:
		return orderOfRequest([8]byte(e.Bytes[:8]))
	default:
		return Order{}
	}
}

// reading are the SCSI commands that operating systems send to drives by themselves and that
// change nothing about them.
var reading = []byte{
	opTestReady, opRequestSense, opInquiry, opModeSense6, opPrevent, opCapacities, opCapacity,
	opRead10, opSyncCache, opReadTOC, opConfiguration, opEvents, opDiscInfo, opTrackInfo,
	opModeSense10, opReportLUNs, opRead12, opCapacity16, opRead6, opStartStop, 0xa4, 0xa3,
}

// Intrusive reports whether an entry is something that no operating system sends by itself to a
// device that it was not told to change: an order, a vendor's or writing SCSI command, a vendor's
// control request, SET_CONFIGURATION to none, or bytes to anything that is no drive.
func (e Entry) Intrusive() bool {
	switch e.Kind {
	case EntryControl:
		const unconfigure = "\x00\x09\x00\x00"
		return e.Order().Kind != OrderNone || e.Bytes[0]&0x60 == 0x40 ||
			strings.HasPrefix(string(e.Bytes), unconfigure)
	case EntryCommand:
		return e.Order().Kind != OrderNone || !bytes.Contains(reading, e.CDB()[:1])
	default:
		return true
	}
}

// Orders leaves of a record what are orders to change the mode.
func Orders(record []Entry) []Entry {
	return slices.DeleteFunc(slices.Clone(record), func(e Entry) bool {
		return e.Order().Kind == OrderNone
	})
}

// Intrusions leaves of a record what is intrusive.
func Intrusions(record []Entry) []Entry {
	return slices.DeleteFunc(slices.Clone(record), func(e Entry) bool { return !e.Intrusive() })
}

// journal is what was written to a stick.
type journal struct {
	mu      sync.Mutex
	entries []Entry
}

func (j *journal) add(e Entry) Entry {
	e.At, e.Bytes = time.Now(), bytes.Clone(e.Bytes)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, e)
	return e
}

func (j *journal) all() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.entries)
}

func (j *journal) forget() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
}
