package fakegoform

import (
	"fmt"
)

// The tries that a card has.
const (
	pinMost = 3
	pukMost = 10
)

// simcard is the SIM card in the stick.
type simcard struct {
	Card
	pins, puks int
	open       bool // the PIN was given since the stick started
}

func newSIM(c Card) simcard { return simcard{Card: c, pins: pinMost, puks: pukMost} }

// lock is what happens when the stick starts.
func (c *simcard) lock() { c.open = false }

// state is modem_main_state.
func (c *simcard) state() string {
	switch {
	case c.Absent:
		return "modem_sim_undetected"
	case c.puks == 0:
		return "modem_sim_destroy"
	case c.pins == 0:
		return "modem_waitpuk"
	case c.PIN != "" && !c.open:
		return "modem_waitpin"
	case c.Locked:
		return "modem_imsi_waitnck"
	}
	return "modem_init_complete"
}

func (c *simcard) ready() bool { return c.state() == "modem_init_complete" }

func (c *simcard) wanted() string {
	if c.PIN != "" {
		return "1"
	}
	return "0"
}

func (c *simcard) pinTries() string { return fmt.Sprint(c.pins) }
func (c *simcard) pukTries() string { return fmt.Sprint(c.puks) }

func (c *simcard) imsi() string {
	if !c.ready() {
		return ""
	}
	return c.IMSI
}

// try checks a PIN.
func (c *simcard) try(pin string) bool {
	switch {
	case c.pins == 0 || c.Absent:
		return false
	case pin != c.PIN:
		c.pins--
		return false
	}
	c.pins, c.open = pinMost, true
	return true
}

// said turns success and failure into an answer.
func said(ok bool) answer {
	if ok {
		return answer{body: success}
	}
	return answer{body: refusal}
}

func (s *Server) enterPIN(q *request) answer {
	return said(s.sim.state() == "modem_waitpin" && s.sim.try(q.values.Get("PinNumber")))
}

func (s *Server) enterPUK(q *request) answer {
	if s.sim.state() != "modem_waitpuk" {
		return said(false)
	}
	if q.values.Get("PUKNumber") != s.sim.PUK {
		s.sim.puks--
		return said(false)
	}
	s.sim.PIN, s.sim.pins, s.sim.puks, s.sim.open = q.values.Get("PinNumber"), pinMost, pukMost, true
	return said(true)
}

// enablePIN switches the PIN on; with a new one it changes it.
func (s *Server) enablePIN(q *request) answer {
	old, fresh := q.values.Get("OldPinNumber"), q.values.Get("NewPinNumber")
	switch {
	case fresh != "" && s.sim.PIN != "":
		if !s.sim.try(old) {
			return said(false)
		}
		s.sim.PIN = fresh
	case fresh == "" && s.sim.PIN == "":
		s.sim.PIN, s.sim.open = old, true
	default:
		return said(false)
	}
	return said(true)
}

func (s *Server) disablePIN(q *request) answer {
	ok := s.sim.PIN != "" && s.sim.try(q.values.Get("OldPinNumber"))
	if ok {
		s.sim.PIN = ""
	}
	return said(ok)
}

// SetTries sets how many tries are left for the PIN.
func (s *Server) SetTries(pin int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sim.pins = pin
}
