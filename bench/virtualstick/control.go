package virtualstick

// Standard requests (USB 2.0, table 9-4).
const (
	reqGetStatus        = 0x00
	reqClearFeature     = 0x01
	reqSetFeature       = 0x03
	reqSetAddress       = 0x05
	reqGetDescriptor    = 0x06
	reqGetConfiguration = 0x08
	reqSetConfiguration = 0x09
	reqGetInterface     = 0x0a
	reqSetInterface     = 0x0b
)

func requestLength(setup [8]byte) int { return int(setup[6]) | int(setup[7])<<8 }

// control answers a transfer over endpoint 0.
func (s *session) control(q request) error {
	const kinds = 0x60
	obeyed := false
	if !q.in || q.setup[0]&kinds != 0 {
		obeyed = s.obey(s.note(EntryControl, q.setup[4], append(q.setup[:], q.data...)))
	}
	answer, ok := s.answer(q)
	if obeyed {
		answer, ok = make([]byte, requestLength(q.setup)), true
	}
	r := reply{command: retSubmit, seq: q.seq, status: statusStall}
	if ok {
		r.status = statusOK
		if q.in {
			r.data = answer[:min(len(answer), q.length)]
			r.actual = len(r.data)
		} else {
			r.actual = len(q.data)
		}
	}
	return s.send(r)
}

func (s *session) answer(q request) ([]byte, bool) {
	const kinds, toInterface = 0x60, 0x01
	if q.setup[0]&kinds == 0 {
		return s.standard(q.setup)
	}
	p, ok := s.parts[q.setup[4]]
	if !ok || q.setup[0]&0x1f != toInterface {
		return nil, q.in // a vendor's question has no answer, a vendor's order is refused
	}
	return p.control(q.setup, q.data)
}

func (s *session) standard(setup [8]byte) ([]byte, bool) {
	switch setup[1] {
	case reqGetStatus:
		return []byte{0, 0}, true
	case reqGetDescriptor:
		b := s.device.descriptor(setup[3], setup[2])
		if setup[3] == typeReport {
			b = s.device.report(setup[4])
		}
		return b, b != nil
	case reqGetConfiguration:
		return []byte{s.active}, true
	case reqGetInterface:
		return []byte{0}, true
	case reqClearFeature:
		s.resetPart(s.owner[setup[4]])
		return nil, true
	case reqSetConfiguration:
		return nil, s.configure(setup[2])
	case reqSetInterface:
		s.plugCable(setup[4], setup[2])
		return nil, true
	case reqSetFeature, reqSetAddress:
		return nil, true
	}
	return nil, false
}

func (s *session) resetPart(number uint8) {
	if p, ok := s.parts[number]; ok {
		p.reset()
	}
}

// plugCable tells the host of a network card that the cable is plugged in, as soon as the host has chosen
// the setting with the endpoints for frames (CDC ECM 1.2, clauses 3.3 and 6.3). It says so by the interrupt
// endpoint of the interface before.
func (s *session) plugCable(number, setting uint8) {
	for _, i := range s.now.Interfaces {
		if i.Number != number || i.Alternate != setting || i.Line != LineFrames || len(i.Endpoints) == 0 {
			continue
		}
		const networkConnection, connected = 0x00, 1
		for endpoint, owner := range s.owner {
			if owner == number-1 {
				s.push(endpoint&0x0f, []byte{0xa1, networkConnection, connected, 0, owner, 0, 0, 0})
			}
		}
	}
}
