package fakegoform

import (
	"strings"

	"surfstick-sms/sms/fakeweb"
)

// disturbance returns what goes wrong with a request, and takes it off the list.
func (s *Server) disturbance(q *request) fakeweb.Disturbance {
	name, _, _ := strings.Cut(q.name, ",")
	list := s.disturbed[name]
	if len(list) == 0 {
		return fakeweb.Disturbance{}
	}
	s.disturbed[name] = list[1:]
	return list[0]
}

// Disturb has the next requests with a goformId, or whose first cmd is that, go wrong, one after the other. A
// Code other than 0 is a refusal.
func (s *Server) Disturb(name string, what ...fakeweb.Disturbance) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.disturbed[name] = append(s.disturbed[name], what...)
}

// Calm forgets what Disturb has left: nothing goes wrong any more.
func (s *Server) Calm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.disturbed)
}
