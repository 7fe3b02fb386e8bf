package fakehilink

import (
	"cmp"
	"fmt"
)

// The states of a card, as in SimState.
const (
	simAbsent   = 255
	simReady    = 257
	simWantsPIN = 260
	simWantsPUK = 261
)

// simcard is the card in the stick.
type simcard struct {
	absent          bool
	pin, puk        string
	wanted          bool // the PIN at every start
	open            bool // the PIN was given, or none is wanted
	tries, pukTries int
}

func newSIM(c Card) simcard {
	m := simcard{
		absent: c.Absent, pin: cmp.Or(c.PIN, "1234"), puk: cmp.Or(c.PUK, "12345678"), wanted: c.PIN != "",
		tries: cmp.Or(c.Tries, 3), pukTries: cmp.Or(c.PUKTries, 10),
	}
	m.lock()
	return m
}

// lock is a start of the stick.
func (m *simcard) lock() { m.open = !m.wanted }

func (m *simcard) state() int {
	switch {
	case m.absent:
		return simAbsent
	case m.tries <= 0:
		return simWantsPUK
	case !m.open:
		return simWantsPIN
	}
	return simReady
}

// SetTries sets how many tries the card has left for the PIN and the PUK; with none left for the PIN
// it wants the PUK.
func (s *Server) SetTries(pin, puk int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sim.tries, s.sim.pukTries = pin, puk
}

func (s *Server) pinStatus(*request) answer {
	state, option := s.sim.state(), 258
	if s.sim.wanted {
		option = 259
	}
	if s.opt.Quirks.OtherSIMStates {
		state = map[int]int{simAbsent: 256, simReady: simReady, simWantsPIN: 258, simWantsPUK: 259}[state]
	}
	return answer{values: map[string]string{
		"SimState": fmt.Sprint(state), "PinOptState": fmt.Sprint(option),
		"SimPinTimes": fmt.Sprint(s.sim.tries), "SimPukTimes": fmt.Sprint(s.sim.pukTries),
	}}
}

func (s *Server) simlock(*request) answer {
	enabled, left := "0", ""
	if s.opt.Locked {
		enabled, left = "1", "10"
	}
	return answer{values: map[string]string{"SimLockEnable": enabled, "SimLockRemainTimes": left}}
}

// pinOperate does what OperateType says: 0 give the PIN, 1 want it, 2 do not want it, 3 change it,
// 4 give the PUK and a new PIN.
func (s *Server) pinOperate(q *request) answer {
	m := &s.sim
	if m.absent {
		return answer{code: 101001}
	}
	kind := q.params.num("OperateType")
	if kind == 4 {
		return m.unblock(q.params.get("PukCode"), q.params.get("NewPin"))
	}
	if m.tries <= 0 {
		return answer{code: 101003}
	}
	if q.params.get("CurrentPin") != m.pin {
		if m.tries--; m.tries <= 0 {
			m.open = false
		}
		return answer{code: 103002}
	}
	m.tries = 3
	switch kind {
	case 0:
		m.open = true
	case 1:
		m.wanted = true
	case 2:
		m.wanted = false
	case 3:
		m.pin = q.params.get("NewPin")
	default:
		return answer{code: codeParameter}
	}
	return accepted
}

func (m *simcard) unblock(puk, pin string) answer {
	switch {
	case m.pukTries <= 0:
		return answer{code: 103011}
	case puk != m.puk:
		m.pukTries--
		return answer{code: 103004}
	}
	m.tries, m.pukTries, m.pin, m.open = 3, 10, pin, true
	return accepted
}

// SetCardOut takes the card out of the stick, or puts it back.
func (s *Server) SetCardOut(out bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sim.absent = out
}
