package fakehilink

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// job is the text that the stick sends.
type job struct {
	Sent
	done   time.Time // zero for one that never ends
	failed bool
}

// status is what became of the last job.
type status struct{ phone, sent, failed string }

// settle ends the job when its time has come.
func (s *Server) settle() {
	if s.job == nil || s.job.done.IsZero() || time.Now().Before(s.job.done) {
		return
	}
	j := *s.job
	s.job = nil
	s.finish(j)
}

// finish puts the copy into a box, and gives the text to the network unless it failed.
func (s *Server) finish(j job) {
	s.status = status{sent: j.Phone}
	state := 3
	if j.failed {
		s.status, state = status{failed: j.Phone}, 4
	}
	box, q := 2, s.opt.Quirks
	if q.Outbox == OutboxDrafts {
		box, state = 3, 2
	}
	date := j.Date
	if q.Outbox == OutboxOwnDate {
		date = time.Now().Format(dateLayout)
	}
	if q.Outbox != OutboxNothing && s.config["SendType"] == "1" {
		s.put(stored{Entry: Entry{j.Phone, j.Content, date, 1}, box: box, state: state, save: 3})
	}
	if !j.failed {
		s.carry(j)
	}
}

// carry gives a text to the network, which reports it, and to a partner who answers.
func (s *Server) carry(j job) {
	j.At = time.Now()
	s.sent = append(s.sent, j.Sent)
	if s.config["UseSReport"] == "1" && !s.opt.Quirks.NoReports {
		s.put(stored{Entry: Entry{j.Phone, "", time.Now().Format(dateLayout), 7}, box: 1})
	}
	if s.opt.Echo {
		s.put(stored{Entry: Entry{j.Phone, j.Content, time.Now().Format(dateLayout), 1}, box: 1})
	}
}

// send takes a text, if this firmware does.
func (s *Server) send(q *request) answer {
	content, length := q.params.get("Content"), q.params.num("Length")
	phone := q.params.get("Phones")
	switch {
	case s.opt.Absent:
		return answer{code: 101001}
	case s.opt.Personality.Strict && length != len(utf16.Encode([]rune(content))):
		return answer{code: codeFormat}
	case phone == "" || strings.Contains(phone, ","):
		return answer{code: codeParameter} // some send to the last one only: nobody may do this
	case s.config["Sca"] == "":
		return answer{code: 113031}
	case s.job != nil:
		return answer{code: 113004}
	case s.used(false) >= localMax && s.config["SendType"] == "1":
		return answer{code: 113053}
	}
	j := job{
		Sent:   Sent{Phone: phone, Content: content, Date: q.params.get("Date"), Reserved: q.params.num("Reserved")},
		failed: s.opt.NoNetwork || s.sim.state() != simReady || s.opt.Quirks.Fail || fails(phone),
	}
	if took := s.takes(phone); took > 0 {
		j.done = time.Now().Add(took)
	}
	s.status = status{phone: phone}
	s.job = &j
	return accepted
}

// takes returns how long a text to a number is on the radio; 0 for ever.
func (s *Server) takes(phone string) time.Duration {
	switch {
	case s.opt.Quirks.NeverDone:
		return 0
	case strings.HasSuffix(phone, "02"):
		return s.opt.NoAnswer
	}
	return cmp.Or(s.opt.SendTime, 2*time.Second)
}

// fails reports whether a number is one that cannot be reached.
func fails(phone string) bool {
	return len(phone) >= 2 && slices.Contains([]string{"01", "02", "03"}, phone[len(phone)-2:])
}

func (s *Server) sendStatus(*request) answer {
	total := "0"
	if s.status != (status{}) {
		total = "1"
	}
	return answer{values: map[string]string{
		"Phone": s.status.phone, "SucPhone": s.status.sent, "FailPhone": s.status.failed,
		"TotalCount": total, "CurIndex": total,
	}}
}
