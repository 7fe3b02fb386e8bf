package fakemodem

import (
	"fmt"
	"strings"
)

// reportSlots is how many status reports a modem keeps apart.
const reportSlots = 10

// memory is one message storage; slots are numbered from 0.
type memory []slot

type slot struct {
	used   bool
	stat   int // 0 received unread, 1 received read, 2 stored unsent, 3 stored sent
	pdu    string
	length int
	report bool
}

// Slot is a used slot of a memory, as Stored returns it.
type Slot struct {
	Index  int
	Stat   int // as in +CMGL: 0 unread, 1 read, 2 unsent, 3 sent
	PDU    string
	Length int // of the TPDU, as the header announces it
}

// newMemory returns a memory; nil when it has no slots.
func newMemory(slots int) memory {
	if slots <= 0 {
		return nil
	}
	return make(memory, slots)
}

// used returns how many slots are used.
func (s memory) used() int {
	n := 0
	for i := range s {
		if s[i].used {
			n++
		}
	}
	return n
}

// put stores into the first free slot and returns its index, -1 when there is none.
func (s memory) put(what slot) int {
	for i := range s {
		if !s[i].used {
			what.used = true
			s[i] = what
			return i
		}
	}
	return -1
}

// Stored returns the used slots of "SM" or "ME".
func (m *Modem) Stored(name string) []Slot {
	m.lock()
	defer m.unlock()
	var slots []Slot
	for i, s := range m.memory(name) {
		if s.used {
			slots = append(slots, Slot{Index: i, Stat: s.stat, PDU: s.pdu, Length: s.length})
		}
	}
	return slots
}

// memory returns a storage by name, nil when there is no such one.
func (m *Modem) memory(name string) memory {
	switch name {
	case "SM":
		return m.card.sm
	case "ME":
		return m.me
	case "SR":
		return m.sr
	}
	return nil
}

// inner returns the memory that BlindList and BlindRead are about.
func (m *Modem) inner() string {
	if len(m.me) == 0 {
		return "SM"
	}
	return "ME"
}

// blind reports whether nothing in a memory is listed or counted.
func (m *Modem) blind(name string) bool {
	return m.opt.Quirks.BlindList && name == m.inner() || m.hidesAll()
}

// hides reports whether nothing in a memory can be read.
func (m *Modem) hides(name string) bool {
	return m.opt.Quirks.BlindRead && name == m.inner() || m.hidesAll()
}

// hidesAll reports whether Quirks.HideUntilSilent hides all texts now.
func (m *Modem) hidesAll() bool { return m.opt.Quirks.HideUntilSilent && m.set.cnmi[1] != 0 }

// count returns <used>,<total> of a memory.
func (m *Modem) count(name string) string {
	s := m.memory(name)
	used := s.used()
	if m.blind(name) {
		used = 0
	}
	return fmt.Sprintf("%d,%d", used, len(s))
}

// cpmsTest is AT+CPMS=?, with a list of memories for each of the three uses.
func (l *line) cpmsTest() response {
	names := `"SM","ME"`
	if len(l.m.me) == 0 {
		names = `"SM"`
	}
	toRead := names
	if len(l.m.sr) > 0 {
		toRead += `,"SR"`
	}
	return reply("+CPMS: (" + toRead + "),(" + names + "),(" + names + ")")
}

// cpmsCommand is AT+CPMS (3GPP TS 27.005 clause 3.2.2).
func (l *line) cpmsCommand(r request) response {
	m := l.m
	switch {
	case r.op == read:
		parts := make([]string, 0, 3)
		for _, name := range m.set.cpms {
			parts = append(parts, `"`+name+`",`+m.count(name))
		}
		return reply("+CPMS: " + strings.Join(parts, ","))
	case r.op != set || len(r.args) > 3:
		return badParams
	case !among(m.opt.Quirks.Memories, len(r.args)):
		return plainError
	}
	chosen := m.set.cpms
	for i, name := range r.args {
		if m.memory(name) == nil {
			return cmsRefused
		}
		chosen[i] = name
	}
	m.set.cpms = chosen
	parts := make([]string, 0, 3)
	for _, name := range chosen {
		parts = append(parts, m.count(name))
	}
	return response{lines: []string{"+CPMS: " + strings.Join(parts, ",")}, then: m.deliver}
}

// cmglCommand is AT+CMGL in PDU mode (clause 4.1): 0 to 3 for one kind, 4 for all.
func (l *line) cmglCommand(r request) response {
	want, ok := r.number(0, 0)
	switch {
	case !ok || want > 4:
		return cmsRefused
	case l.m.blind(l.m.set.cpms[0]):
		return okay
	}
	var a response
	mem := l.m.memory(l.m.set.cpms[0])
	for i := range mem {
		if s := &mem[i]; s.used && (want == 4 || want == s.stat) {
			a.lines = append(a.lines, fmt.Sprintf("+CMGL: %d,%d,,%d\r\n%s", i, s.stat, s.length, s.pdu))
			s.seen()
		}
	}
	return a
}

// seen marks a received text as read.
func (s *slot) seen() {
	if s.stat == 0 {
		s.stat = 1
	}
}

// cmgrCommand is AT+CMGR in PDU mode (clause 4.2).
func (l *line) cmgrCommand(r request) response {
	i, ok := r.number(0, -1)
	mem := l.m.memory(l.m.set.cpms[0])
	switch {
	case !ok || i < 0 || i >= len(mem):
		return cmsNoSlot
	case !mem[i].used || l.m.hides(l.m.set.cpms[0]):
		if l.m.opt.Quirks.EmptyOK {
			return okay
		}
		return cmsNoSlot
	}
	s := &mem[i]
	a := reply(fmt.Sprintf("+CMGR: %d,,%d\r\n%s", s.stat, s.length, s.pdu))
	s.seen()
	return a
}

// cmgdCommand is AT+CMGD (clause 3.5.4) for one slot.
func (l *line) cmgdCommand(r request) response {
	mem := l.m.memory(l.m.set.cpms[0])
	i, ok := r.number(0, 0)
	switch {
	case r.op != set || !ok || len(r.args) > 1:
		return cmsRefused
	case i >= len(mem) || !mem[i].used:
		return cmsNoSlot
	case l.m.opt.Quirks.KeepDeleted:
		return response{}
	}
	mem[i] = slot{}
	clear(l.m.fullReported)
	return response{then: l.m.deliver}
}
