package fakehilink

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// dateLayout is how a stick writes a date.
const dateLayout = "2006-01-02 15:04:05"

// localMax is how many texts fit into the stick, simMax on the card.
const (
	localMax = 500
	simMax   = 20
)

// stored is a text in a box.
type stored struct {
	Entry
	index int
	box   int
	state int // Smstat
	save  int // SaveType
	raw   string
}

// Entry is a text that lies in a box.
type Entry struct {
	Phone, Content, Date string
	Type                 int // SmsType; 1 if 0
}

// Sent is a text that the network got.
type Sent struct {
	Phone, Content, Date string
	Reserved             int
	At                   time.Time
}

func newConfig() map[string]string {
	return map[string]string{
		"SaveMode": "0", "Validity": "10752", "Sca": "+491710760000", "UseSReport": "0",
		"SendType": "1", "Priority": "0",
	}
}

// put gives a text a number and keeps it.
func (s *Server) put(e stored) int {
	if e.Type == 0 {
		e.Type = 1
	}
	e.index = s.freeIndex(e.box)
	s.boxes = append(s.boxes, e)
	return e.index
}

// freeIndex returns the next number: from 40000 in the stick, from 0 on the card.
func (s *Server) freeIndex(box int) int {
	first, last := 40000, -1
	if box >= 5 {
		first = 0
	}
	used := map[int]bool{}
	for _, e := range s.boxes {
		if (e.box >= 5) == (box >= 5) {
			used[e.index] = true
			last = max(last, e.index)
		}
	}
	if !s.opt.Quirks.ReuseIndex {
		s.highest[box >= 5] = max(s.highest[box >= 5], last, first-1) + 1
		return s.highest[box >= 5]
	}
	for used[first] {
		first++
	}
	return first
}

// count returns how many texts of a box are in a state; -1 stands for any.
func (s *Server) count(box, state int) int {
	n := 0
	for _, e := range s.boxes {
		if e.box == box && (state < 0 || e.state == state) {
			n++
		}
	}
	return n
}

// used returns how many texts lie in the stick, or on the card.
func (s *Server) used(onCard bool) int {
	n := 0
	for _, e := range s.boxes {
		if (e.box >= 5) == onCard {
			n++
		}
	}
	return n
}

func (s *Server) counts(*request) answer {
	v := map[string]int{
		"LocalUnread": s.count(1, 0), "LocalInbox": s.count(1, -1), "LocalOutbox": s.count(2, -1),
		"LocalDraft": s.count(3, -1), "LocalDeleted": 0, "SimUnread": s.count(5, 0),
		"SimInbox": s.count(5, -1), "SimOutbox": s.count(6, -1), "SimDraft": s.count(7, -1),
		"LocalMax": localMax, "SimMax": simMax, "SimUsed": s.used(true), "NewMsg": s.count(1, 0),
	}
	values := map[string]string{}
	for k, n := range v {
		values[k] = fmt.Sprint(n)
	}
	return answer{values: values}
}

func (s *Server) notifications(*request) answer {
	full := "0"
	if s.full || s.used(false) >= localMax {
		full = "1"
	}
	return answer{values: map[string]string{
		"UnreadMessage": fmt.Sprint(s.count(1, 0)), "SmsStorageFull": full,
	}}
}

// list gives a page of a box, the newest first.
func (s *Server) list(q *request) answer {
	page, size := q.params.num("PageIndex"), q.params.num("ReadCount")
	if page < 1 || size < 1 || size > 50 {
		return answer{code: codeParameter}
	}
	var in []stored
	for _, e := range s.boxes {
		if e.box == q.params.num("BoxType") {
			in = append(in, e)
		}
	}
	slices.Reverse(in)
	whole := len(in)
	in = in[min((page-1)*size, whole):min(page*size, whole)]
	count := len(in)
	if s.opt.Personality.CountsBox {
		count = whole
	}
	var b strings.Builder
	for _, e := range in {
		b.WriteString(e.element())
	}
	return answer{values: map[string]string{"Count": fmt.Sprint(count), "Messages": b.String()}}
}

// element returns a text as it is listed.
func (e stored) element() string {
	if e.raw != "" {
		return e.raw
	}
	priority := 0
	if e.box == 2 {
		priority = 4
	}
	return fmt.Sprintf("\n<Message>\n<Smstat>%d</Smstat>\n<Index>%d</Index>\n<Phone>%s</Phone>\n"+
		"<Content>%s</Content>\n<Date>%s</Date>\n<Sca></Sca>\n<SaveType>%d</SaveType>\n"+
		"<Priority>%d</Priority>\n<SmsType>%d</SmsType>\n</Message>\n",
		e.state, e.index, escape(e.Phone), escape(e.Content), e.Date, e.save, priority, e.Type)
}

// deleteText says OK whatever it does.
func (s *Server) deleteText(q *request) answer {
	if !s.opt.Quirks.KeepDeleted {
		s.boxes = slices.DeleteFunc(s.boxes, func(e stored) bool { return e.index == q.params.num("Index") })
	}
	return accepted
}

func (s *Server) setRead(q *request) answer {
	for i, e := range s.boxes {
		if e.index == q.params.num("Index") && e.state == 0 {
			s.boxes[i].state = 1
		}
	}
	return accepted
}

func (s *Server) getConfig(*request) answer { return answer{values: s.config} }

func (s *Server) setConfig(q *request) answer {
	for name := range s.config {
		s.config[name] = q.params.get(name)
	}
	return accepted
}
