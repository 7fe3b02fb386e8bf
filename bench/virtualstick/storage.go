package virtualstick

import (
	"encoding/binary"
	"slices"
)

// The wrappers of USB Mass Storage Bulk-Only 1.0, clauses 5.1 and 5.2.
const (
	wrapperSize     = 31
	wrapperMagic    = 0x43425355 // USBC
	statusMagic     = 0x53425355 // USBS
	requestMaxUnit  = 0xfe
	requestResetAll = 0xff
)

// bulkOnly is a mass storage interface with drives behind it.
type bulkOnly struct {
	session *session
	number  uint8
	drives  []Drive
	push    func([]byte)
	sense   [3]byte // key, code and qualifier of the last failure

	expected uint32 // bytes of data that the host still writes
	tag      [4]byte
	failed   bool
}

// take gets a command, or the data of one.
func (b *bulkOnly) take(data []byte) bool {
	if b.expected > 0 {
		b.session.note(EntryData, b.number, data)
		b.expected -= min(b.expected, uint32(len(data)))
		if b.expected == 0 {
			b.status(0, b.failed)
		}
		return true
	}
	if len(data) != wrapperSize || binary.LittleEndian.Uint32(data) != wrapperMagic {
		b.session.note(EntryData, b.number, data)
		return false
	}
	e := b.session.note(EntryCommand, b.number, data)
	b.tag = [4]byte(data[4:8])
	// A logical unit that is not there takes no orders.
	if e.Unit() < len(b.drives) && b.session.obey(e) {
		if b.session.polite {
			b.farewell(data)
		}
		return true
	}
	b.run(data)
	return true
}

// farewell answers the command that the device obeys, with data where some is asked for.
func (b *bulkOnly) farewell(wrapper []byte) {
	if length := binary.LittleEndian.Uint32(wrapper[8:]); length > 0 && wrapper[12]&0x80 != 0 {
		b.push(make([]byte, min(length, maxTransfer)))
	}
	b.status(0, false)
}

// run carries out a command. A raw switch message says that its command has no length; sticks do
// not mind, and neither does this one.
func (b *bulkOnly) run(wrapper []byte) {
	length := binary.LittleEndian.Uint32(wrapper[8:])
	toHost := wrapper[12]&0x80 != 0
	unit := int(wrapper[13] & 0x0f)
	var answer []byte
	sense := senseNoUnit
	if unit < len(b.drives) {
		answer, sense = b.drives[unit].run(wrapper[15:], b.sense)
	}
	b.failed, b.sense = sense != senseOK, sense
	switch {
	case length == 0:
		b.status(0, b.failed)
	case toHost:
		answer = answer[:min(len(answer), int(length))]
		b.push(slices.Clone(answer)) // a short or empty packet when there is less
		b.status(length-uint32(len(answer)), b.failed)
	default:
		b.expected = length
	}
}

func (b *bulkOnly) status(residue uint32, failed bool) {
	w := binary.LittleEndian.AppendUint32(nil, statusMagic)
	w = append(w, b.tag[:]...)
	w = binary.LittleEndian.AppendUint32(w, residue)
	if failed {
		b.push(append(w, 1))
		return
	}
	b.push(append(w, 0))
}

func (b *bulkOnly) control(setup [8]byte, _ []byte) ([]byte, bool) {
	switch setup[1] {
	case requestMaxUnit:
		return []byte{uint8(len(b.drives) - 1)}, true
	case requestResetAll:
		b.reset()
		return nil, true
	}
	return nil, false
}

// reset forgets a command half done.
func (b *bulkOnly) reset() {
	b.expected = 0
	for _, i := range b.session.now.Interfaces {
		if i.Number != b.number {
			continue
		}
		for _, e := range i.Endpoints {
			b.session.drop(e.Address & 0x0f)
		}
	}
}

func (*bulkOnly) close() {}
