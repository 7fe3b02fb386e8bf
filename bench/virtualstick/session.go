package virtualstick

import (
	"io"
	"slices"
	"sync"
	"time"
)

// session is one device while it is on the bus: it answers the host's requests until one of the
// two has had enough.
type session struct {
	device  Device
	conn    io.ReadWriteCloser
	journal *journal
	dial    func(Line) (io.ReadWriter, error)
	// order is asked what to make of what was written: whether it was a message, and whether the device
	// restarts for it.
	order func(written []Entry) (heard, obeyed bool)
	// configured is told what the device is in the configuration that the host has chosen.
	configured func(Device)
	polite     bool

	// Only touched by serve.
	active  uint8           // the configuration
	now     Device          // the device in this configuration
	parts   map[uint8]part  // by interface number
	owner   map[uint8]uint8 // the interface of an endpoint
	written []Entry         // commands and requests since the last message
	ended   bool

	// mu guards the pipes and keeps replies apart and in order.
	mu    sync.Mutex
	pipes map[uint8]*pipe
}

// part is what is behind an interface.
type part interface {
	// take takes what was written to a bulk or interrupt endpoint; false stalls it.
	take(data []byte) bool
	// control answers a class or vendor request; false stalls it.
	control(setup [8]byte, data []byte) ([]byte, bool)
	reset()
	close()
}

// pipe is an endpoint to the host: transfers that wait for data, or data that waits for them.
// Every chunk is a transfer of its own, or several.
type pipe struct {
	waiting []request
	chunks  [][]byte
}

func newSession(d Device, conn io.ReadWriteCloser, j *journal,
	dial func(Line) (io.ReadWriter, error),
) *session {
	return &session{
		device: d, active: 1, now: d, conn: conn, journal: j, dial: dial, pipes: map[uint8]*pipe{},
	}
}

// serve runs until the connection ends.
func (s *session) serve() {
	defer s.conn.Close()
	s.open()
	defer s.shut()
	leaving := false
	for {
		q, err := readRequest(s.conn)
		if err != nil {
			return
		}
		if err := s.handle(q); err != nil || s.ended && !s.polite {
			return
		}
		if s.ended && !leaving {
			leaving = true
			time.AfterFunc(farewell, func() { s.conn.Close() })
		}
	}
}

// open puts something behind every interface of the configuration.
func (s *session) open() {
	s.parts, s.owner = map[uint8]part{}, map[uint8]uint8{}
	for _, i := range s.now.Interfaces {
		for _, e := range i.Endpoints {
			s.owner[e.Address] = i.Number
		}
	}
	for _, i := range s.now.primary() {
		s.parts[i.Number] = s.partOf(i, s.now.bulkIn(i.Number))
	}
}

func (s *session) shut() {
	for _, p := range s.parts {
		p.close()
	}
}

// configure changes to another configuration; false when there is none of this number. The device
// has no interfaces in number 0.
func (s *session) configure(value uint8) bool {
	next, ok := s.device.configured(value)
	if !ok && value != 0 {
		return false
	}
	if value != s.active {
		s.shut()
		s.dropAll()
		s.active, s.now = value, next
		s.open()
	}
	for number := range s.parts {
		s.resetPart(number)
	}
	if ok && s.configured != nil {
		s.configured(next)
	}
	return true
}

// bulkIn returns the endpoint by which an interface, in any of its settings, gives data to the host; 0
// for none.
func (d Device) bulkIn(number uint8) uint8 {
	for _, i := range d.Interfaces {
		for _, e := range i.Endpoints {
			if i.Number == number && e.Address&0x80 != 0 && e.Attributes == bulk {
				return e.Address & 0x0f
			}
		}
	}
	return 0
}

func (s *session) partOf(i Interface, in uint8) part {
	push := func(chunk []byte) { s.push(in, chunk) }
	switch {
	case len(i.Drives) > 0:
		return &bulkOnly{session: s, number: i.Number, drives: i.Drives, push: push}
	case i.Line != LineSilent && s.dial != nil:
		if rw, err := s.dial(i.Line); err == nil {
			return newJoined(s, i.Number, rw, push)
		}
	}
	return silent{s, i.Number}
}

func (s *session) handle(q request) error {
	switch {
	case q.command == cmdUnlink:
		return s.unlink(q)
	case q.endpoint == 0:
		return s.control(q)
	case q.in:
		return s.wait(q)
	}
	status := int32(statusOK)
	p, ok := s.parts[s.owner[q.endpoint]]
	if !ok || !p.take(q.data) {
		status = statusStall
	}
	return s.send(reply{retSubmit, q.seq, status, len(q.data), nil})
}

// obey asks what to make of a command or request, and ends the session when it is obeyed.
func (s *session) obey(e Entry) bool {
	s.written = append(s.written, e)
	if s.order == nil {
		return false
	}
	heard, obeyed := s.order(s.written)
	if heard {
		s.written = nil
	}
	s.ended = s.ended || obeyed
	return obeyed
}

func (s *session) note(k EntryKind, number uint8, b []byte) Entry {
	return s.journal.add(Entry{ID: s.device.ID, Kind: k, Interface: number, Bytes: b})
}

func (s *session) send(r reply) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sendLocked(r)
}

func (s *session) sendLocked(r reply) error {
	_, err := s.conn.Write(r.bytes())
	return err
}

// wait answers a transfer to the host, now or when there is something.
func (s *session) wait(q request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pipe(q.endpoint)
	p.waiting = append(p.waiting, q)
	return s.pump(p)
}

// push has something for the host.
func (s *session) push(endpoint uint8, chunk []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pipe(endpoint)
	p.chunks = append(p.chunks, chunk)
	_ = s.pump(p) // a broken connection ends serve
}

// drop forgets what an endpoint still has for the host.
func (s *session) drop(endpoint uint8) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pipe(endpoint).chunks = nil
}

func (s *session) dropAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.pipes {
		p.chunks = nil
	}
}

func (s *session) pipe(endpoint uint8) *pipe {
	if s.pipes[endpoint] == nil {
		s.pipes[endpoint] = &pipe{}
	}
	return s.pipes[endpoint]
}

func (s *session) pump(p *pipe) error {
	for len(p.waiting) > 0 && len(p.chunks) > 0 {
		q, chunk := p.waiting[0], p.chunks[0]
		n := min(q.length, len(chunk))
		p.waiting, p.chunks[0] = p.waiting[1:], chunk[n:]
		if n == len(chunk) {
			p.chunks = p.chunks[1:]
		}
		if err := s.sendLocked(reply{retSubmit, q.seq, statusOK, n, chunk[:n]}); err != nil {
			return err
		}
	}
	return nil
}

// unlink takes a transfer back that still waits; one that was answered is only acknowledged.
func (s *session) unlink(q request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	status := int32(statusOK)
	for _, p := range s.pipes {
		at := slices.IndexFunc(p.waiting, func(w request) bool { return w.seq == q.victim })
		if at >= 0 {
			p.waiting = slices.Delete(p.waiting, at, at+1)
			status = statusUnlinked
		}
	}
	return s.sendLocked(reply{retUnlink, q.seq, status, 0, nil})
}
