package fakehilink

import (
	"slices"
	"time"
)

// Arrive has a text come in and returns its number in the stick. Without a Date it is now.
func (s *Server) Arrive(e Entry) int { return s.store(stored{Entry: e, box: 1}) }

// ArriveOnCard is Arrive for a text that is kept on the SIM card.
func (s *Server) ArriveOnCard(e Entry) int { return s.store(stored{Entry: e, box: 5, save: 1}) }

// ArriveRaw has the list show bytes in the place of a text: a whole <Message> element, or rubbish. It
// returns the number by which they can be deleted.
func (s *Server) ArriveRaw(raw string) int { return s.store(stored{box: 1, raw: raw}) }

// ArriveLong has a text come in part by part, as it is listed meanwhile: with what has come so far, in
// the same place, and as a long one from the beginning. With newIndex it is listed in another place
// when it is whole. It returns the number of the first place.
func (s *Server) ArriveLong(phone string, parts []string, every time.Duration, newIndex bool) int {
	e := Entry{Phone: phone, Content: parts[0], Date: time.Now().Format(dateLayout), Type: 2}
	index := s.Arrive(e)
	if len(parts) > 1 {
		time.AfterFunc(every, func() { s.grow(index, parts[1:], every, newIndex) })
	}
	return index
}

// grow adds the next part to a text that still lies where it was.
func (s *Server) grow(index int, parts []string, every time.Duration, newIndex bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.boxes, func(e stored) bool { return e.index == index && e.box == 1 })
	if i < 0 {
		return // deleted before it was whole: the rest is lost
	}
	s.boxes[i].Content += parts[0]
	if len(parts) > 1 {
		time.AfterFunc(every, func() { s.grow(index, parts[1:], every, newIndex) })
	} else if newIndex {
		e := s.boxes[i]
		s.boxes = slices.Delete(s.boxes, i, i+1)
		s.put(e)
	}
}

func (s *Server) store(e stored) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.Date == "" {
		e.Date = time.Now().Format(dateLayout)
	}
	return s.put(e)
}

// PageSends has somebody send a text on the stick's own page: it lies in the box of the sent ones, and
// the status speaks of it.
func (s *Server) PageSends(phone, content string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	date := time.Now().Format(dateLayout)
	s.status = status{sent: phone}
	s.sent = append(s.sent, Sent{Phone: phone, Content: content, Date: date, At: time.Now()})
	s.put(stored{Entry: Entry{phone, content, date, 1}, box: 2, state: 3, save: 3})
}

// Sent returns the texts that the network got.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	return slices.Clone(s.sent)
}

// In returns the texts in a box, in the order in which they came.
func (s *Server) In(box int) []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	var all []Entry
	for _, e := range s.boxes {
		if e.box == box {
			all = append(all, e.Entry)
		}
	}
	return all
}

// Remove has another program delete a text.
func (s *Server) Remove(index int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.boxes = slices.DeleteFunc(s.boxes, func(e stored) bool { return e.index == index })
}

// SetFull has the stick say that its memory is full.
func (s *Server) SetFull(full bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.full = full
}

// ArriveIn puts a text into a box, as a person at the stick's page or another program does.
func (s *Server) ArriveIn(box int, e Entry) int { return s.store(stored{Entry: e, box: box}) }

// MarkRead has somebody read a text at the stick's own page.
func (s *Server) MarkRead(index int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, e := range s.boxes {
		if e.index == index {
			s.boxes[i].state = 1
		}
	}
}
