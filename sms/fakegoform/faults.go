package fakegoform

import (
	"strings"

	"surfstick-sms/sms/fakeweb"
)

// first returns the name of a request: its goformId, or the first of its commands.
func (q *request) first() string {
	name, _, _ := strings.Cut(q.name, ",")
	return name
}

// Disturb has the next requests with a goformId, or whose first cmd is that, go wrong, one after the other. A
// Code other than 0 is a refusal.
func (s *Server) Disturb(name string, what ...fakeweb.Disturbance) { s.faults.Add(name, what...) }

// Calm forgets what Disturb has left: nothing goes wrong any more.
func (s *Server) Calm() { s.faults.Calm() }
