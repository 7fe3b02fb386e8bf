package fakegoform

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// nvMax is how many texts fit into the stick, simMax on the card.
const (
	nvMax  = 100
	simMax = 20
)

// Tags of a text.
const (
	TagRead   = 0
	TagNew    = 1
	TagSent   = 2
	TagFailed = 3
	TagDraft  = 4
)

// Entry is a text that lies in the stick.
type Entry struct {
	Phone, Content string
	// Date is as the stick writes it, such as "26,11,27,10,00,00,+4"; now if empty.
	Date string
}

// stored is a text in a box.
type stored struct {
	Entry
	id     int
	tag    int
	onCard bool
	// parts and got are how many a long text has and how many have come; 0 for any other.
	parts, got int
	raw        string
}

// Sent is a text that the network got.
type Sent struct {
	Phone, Content, Date string
	Alphabet             string // encode_type
	At                   time.Time
}

// job is the text that the stick sends.
type job struct {
	Sent
	told, done time.Time // when its status says so; done is zero for one that never ends
	failed     bool
}

// settle ends the job when its time has come.
func (s *Server) settle() {
	if s.job == nil {
		return
	}
	if !time.Now().Before(s.job.told) {
		s.say("4", "1")
	}
	if s.job.done.IsZero() || time.Now().Before(s.job.done) {
		return
	}
	j := *s.job
	s.job = nil
	s.finish(j)
}

// say notes what became of a command.
func (s *Server) say(command, result string) {
	if !s.opt.Quirks.NoStatus {
		s.status[command] = result
	}
}

// finish keeps the copy, and gives the text to the network unless it failed.
func (s *Server) finish(j job) {
	tag, result := TagSent, "3"
	if j.failed {
		tag, result = TagFailed, "2"
	}
	s.say("4", result)
	date := strings.ReplaceAll(j.Date, ";", ",")
	if s.opt.Quirks.Outbox == OutboxOwnDate {
		date = now()
	}
	if s.opt.Quirks.Outbox != OutboxNothing {
		s.put(stored{Entry: Entry{j.Phone, j.Content, date}, tag: tag})
	}
	if !j.failed {
		s.carry(j)
	}
}

// drop ends what the stick is doing, because it is pulled out: the text that it sends is lost, or, with
// LateCopy, only the copy of it.
func (s *Server) drop() {
	j := s.job
	s.job = nil
	if j != nil && !j.failed && s.opt.Quirks.LateCopy {
		s.carry(*j)
	}
}

// carry gives a text to the network, which reports it, and to a partner who answers.
func (s *Server) carry(j job) {
	j.At = time.Now()
	s.sent = append(s.sent, j.Sent)
	if s.settings["sms_para_status_report"] == "1" && !s.opt.Quirks.NoReports {
		s.reports = append(s.reports, stored{Entry: Entry{j.Phone, "1", now()}, id: len(s.reports) + 1})
	}
	if s.opt.Echo {
		s.put(stored{Entry: Entry{j.Phone, j.Content, now()}, tag: TagNew})
	}
}

// now is the time as the service centre stamps it, with the zone in quarters of an hour.
func now() string {
	t := time.Now()
	_, offset := t.Zone()
	return t.Format("06,01,02,15,04,05") + fmt.Sprintf(",%+d", offset/900)
}

// put gives a text a number and keeps it.
func (s *Server) put(e stored) int {
	s.highest++
	e.id = s.highest
	if q := s.opt.Quirks; q.ReuseIndex || q.StoresApart {
		e.id = 1
		for slices.ContainsFunc(s.boxes, func(o stored) bool {
			return o.id == e.id && (o.onCard == e.onCard || !q.StoresApart)
		}) {
			e.id++
		}
	}
	e.Date = cmp.Or(e.Date, now())
	s.boxes = append(s.boxes, e)
	return e.id
}

// send takes a text.
func (s *Server) send(q *request) answer {
	content, ok := fromUCS2(q.values.Get("MessageBody"))
	phone := q.values.Get("Number")
	if !ok || phone == "" || strings.ContainsAny(phone, ";,") || s.job != nil || !s.sim.ready() || s.opt.NoNetwork {
		return answer{body: refusal}
	}
	j := job{
		Sent: Sent{
			Phone: phone, Content: content, Date: q.values.Get("sms_time"), Alphabet: q.values.Get("encode_type"),
		},
		failed: s.opt.Quirks.Fail || strings.HasSuffix(phone, "01"),
		told:   time.Now().Add(s.opt.Quirks.LateStatus),
	}
	if !s.opt.Quirks.NeverDone && !strings.HasSuffix(phone, "02") {
		j.done = time.Now().Add(cmp.Or(s.opt.SendTime, 2*time.Second))
	}
	s.job = &j
	s.settle()
	return answer{body: success}
}

// fromUCS2 is the opposite of ucs2.
func fromUCS2(s string) (string, bool) {
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw)%2 != 0 || len(raw) == 0 {
		return "", false
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	return string(utf16.Decode(units)), true
}

// commandStatus says what became of a command; nothing at all before there was one.
func (s *Server) commandStatus(q *request) string {
	result := s.status[q.values.Get("sms_cmd")]
	if result == "" || !q.session {
		return `{"messages":[]}`
	}
	return fmt.Sprintf(`{"sms_cmd":%q,"sms_cmd_status_result":%q}`, q.values.Get("sms_cmd"), result)
}
