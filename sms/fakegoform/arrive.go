package fakegoform

import (
	"maps"
	"slices"
	"time"
)

// Arrive has a text come in and returns its number.
func (s *Server) Arrive(e Entry) int { return s.keep(stored{Entry: e, tag: TagNew}) }

// ArriveOnCard is Arrive for a text that is kept on the SIM card.
func (s *Server) ArriveOnCard(e Entry) int {
	return s.keep(stored{Entry: e, tag: TagNew, onCard: true})
}

// ArriveRaw has the list show bytes in the place of a text; ID in them stands for its number.
func (s *Server) ArriveRaw(raw string) int { return s.keep(stored{tag: TagNew, raw: raw}) }

// Keep puts a text of one's own into the stick, with a tag.
func (s *Server) Keep(e Entry, tag int) int { return s.keep(stored{Entry: e, tag: tag}) }

func (s *Server) keep(e stored) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.put(e)
}

// ArriveLong has a long text come in part by part, as it is listed meanwhile: in the same place, with what has
// come so far. total is how many parts it has; those behind the given ones never come.
func (s *Server) ArriveLong(phone string, total int, parts []string, every time.Duration) int {
	id := s.keep(stored{Entry: Entry{Phone: phone, Content: parts[0]}, tag: TagNew, parts: total, got: 1})
	if len(parts) > 1 {
		time.AfterFunc(every, func() { s.grow(id, parts[1:], every) })
	}
	return id
}

// grow adds the next part to a text that still lies where it was.
func (s *Server) grow(id int, parts []string, every time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.boxes, func(e stored) bool { return e.id == id })
	if i < 0 {
		return // deleted before it was whole: the rest is lost
	}
	s.boxes[i].Content += parts[0]
	s.boxes[i].got++
	if len(parts) > 1 {
		time.AfterFunc(every, func() { s.grow(id, parts[1:], every) })
	}
}

// Report has the network report about a text: "1" that the recipient has it, "2" that he does not get it.
func (s *Server) Report(phone, how string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports = append(s.reports, stored{Entry: Entry{phone, how, now()}, id: len(s.reports) + 1})
}

// PageSends has somebody send a text on the stick's own page: its copy lies in the stick, and the status
// speaks of it.
func (s *Server) PageSends(phone, content string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.say("4", "3")
	s.sent = append(s.sent, Sent{Phone: phone, Content: content, At: time.Now()})
	s.put(stored{Entry: Entry{phone, content, now()}, tag: TagSent})
}

// Sent returns the texts that the network got.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	return slices.Clone(s.sent)
}

// Tagged returns the texts with a tag in the stick and on the card, in the order in which they came.
func (s *Server) Tagged(tags ...int) []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	var found []Entry
	for _, e := range s.boxes {
		if slices.Contains(tags, e.tag) {
			found = append(found, e.Entry)
		}
	}
	return found
}

// Empty has another program delete all texts with a tag.
func (s *Server) Empty(tag int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.boxes = slices.DeleteFunc(s.boxes, func(e stored) bool { return e.tag == tag })
}

// Busy reports whether the stick is sending a text.
func (s *Server) Busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	return s.job != nil
}

// Settings returns how texts are sent.
func (s *Server) Settings() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.settings)
}
