package fakehilink

import (
	"slices"
	"time"
)

// drop ends what the stick is doing, because it is pulled out or restarts: the text that it sends is
// lost, or, with LateCopy, only the copy of it.
func (s *Server) drop() {
	j := s.job
	s.job = nil
	if j != nil && !j.failed && s.opt.Quirks.LateCopy {
		s.carry(*j)
	}
}

// SetUptime has the stick say that it was plugged in so long ago.
func (s *Server) SetUptime(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.started = time.Now().Add(-d)
}

// Busy reports whether the stick is sending a text.
func (s *Server) Busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	return s.job != nil
}

// Empty has another program delete everything in a box.
func (s *Server) Empty(box int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.boxes = slices.DeleteFunc(s.boxes, func(e stored) bool { return e.box == box })
}
