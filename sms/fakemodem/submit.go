package fakemodem

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/warthog618/sms"
	"github.com/warthog618/sms/encoding/tpdu"
)

// submit is an AT+CMGS or AT+CMGW between its prompt and Ctrl-Z.
type submit struct {
	length int
	keep   bool // AT+CMGW
	stat   int
	text   []byte
}

// maxPDU is more hex digits than any PDU has.
const maxPDU = 1024

// Sent is one text that the network took, its parts joined.
type Sent struct {
	To       string // as dialled, with plus if it was sent as international
	Text     string // of the parts that came so far
	Refs     []int  // message references, in order of sending
	Parts    int    // how many parts it has
	Complete bool   // all of them came
	Report   bool   // a status report was asked for
	Validity time.Duration
	At       time.Time // of the first part
	TPDUs    [][]byte

	to  tpdu.Address
	seq map[int]*tpdu.TPDU
}

// Sent returns what the network took so far, in order of the first parts.
func (m *Modem) Sent() []Sent {
	m.lock()
	defer m.unlock()
	all := make([]Sent, 0, len(m.sent))
	for _, s := range m.sent {
		one := *s
		one.Refs, one.TPDUs = slices.Clone(s.Refs), slices.Clone(s.TPDUs)
		one.seq = nil
		all = append(all, one)
	}
	return all
}

// cmgsCommand is AT+CMGS=<length> in PDU mode (3GPP TS 27.005 clause 4.3).
func (l *line) cmgsCommand(r request) response { return l.requestPrompt(r, &submit{}) }

// cmgwCommand is AT+CMGW=<length>[,<stat>] (clause 4.4).
func (l *line) cmgwCommand(r request) response {
	stat, ok := r.number(1, 2)
	if !ok || stat > 3 {
		return cmsRefused
	}
	return l.requestPrompt(r, &submit{keep: true, stat: stat})
}

// requestPrompt checks the command and schedules the prompt.
func (l *line) requestPrompt(r request, s *submit) response {
	length, ok := r.number(0, 0)
	if r.op != set || !ok || length < 1 || length > 180 {
		return cmsBadPDU
	}
	s.length = length
	f := &l.m.faults
	for _, u := range f.beforePrompt {
		l.send(l.wrap(u))
	}
	f.beforePrompt = nil
	if f.noPrompt > 0 {
		f.noPrompt--
		return noResponse
	}
	return response{silent: true, then: func() {
		l.busy = true
		l.m.schedule(l.m.opt.Latency.Prompt+f.prompt(), func() { l.prompt(s) })
	}}
}

// prompt sends the prompt: what comes next is the PDU.
func (l *line) prompt(s *submit) {
	l.busy, l.submit = false, s
	if l.m.opt.Quirks.SplitPrompt {
		l.send("\r\n")
		l.send(">")
		l.send(" ")
		return
	}
	l.send("\r\n> ")
}

// pduOctet processes one byte after the prompt.
func (l *line) pduOctet(b byte) {
	s := l.submit
	switch {
	case b == escape:
		l.submit = nil
		l.respond(okay)
	case b == ctrlZ:
		l.submit, l.busy = nil, true
		l.submitted(s)
	case len(s.text) <= maxPDU:
		l.echoByte(b)
		s.text = append(s.text, b)
	}
}

// submitted hands the PDU to the network or to the memory and schedules the response.
func (l *line) submitted(s *submit) {
	t, err := examine(string(s.text), s.length)
	switch {
	case errors.Is(err, errPDU) || len(s.text) > maxPDU:
		l.respond(cmsBadPDU)
	case s.keep:
		l.respond(l.m.store(s))
	default:
		out := l.m.outcome(t, err)
		if out.taken {
			l.m.accept(t, &out)
		}
		l.m.after(l.m.opt.Latency.Send+out.delay, func() {
			l.respond(out.response)
			if out.network != nil { // it goes its way whether or not anybody is left to be told
				out.network()
			}
		})
	}
}

// store ends AT+CMGW.
func (m *Modem) store(s *submit) response {
	mem := m.memory(m.set.cpms[1])
	i := mem.put(slot{stat: s.stat, pdu: strings.ToUpper(string(s.text)), length: s.length})
	if i < 0 {
		return cmsFull
	}
	return reply(fmt.Sprintf("+CMGW: %d", i))
}

// outcome is what becomes of a submitted part.
type outcome struct {
	response
	taken   bool          // the network has it
	delay   time.Duration // on top of the usual
	network func()        // what the network does after the response
}

// outcome decides it: by the planned faults, by the state of the network, by the number.
func (m *Modem) outcome(t *tpdu.TPDU, err error) outcome {
	if out, scripted := m.faults.outcome(); scripted {
		return out
	}
	switch {
	case !m.online():
		return outcome{response: cmsError(331)}
	case m.opt.Centre == "-":
		return outcome{response: cmsError(330)}
	case err != nil:
		return outcome{response: cmsError(1)}
	case m.opt.NoFailingNumbers || m.isOwn(t.DA) || len(t.DA.Addr) < 2:
		return outcome{taken: true}
	}
	switch t.DA.Addr[len(t.DA.Addr)-2:] {
	case "01":
		return outcome{response: cmsError(331)} // no network service
	case "02":
		return outcome{response: noResponse}
	case "03":
		return outcome{response: cmsError(42)} // congestion
	}
	return outcome{taken: true}
}

// accept is the network's side of a part that was sent: its reference, and what happens after the
// response: the status report, and, when the text is complete, the echo.
func (m *Modem) accept(t *tpdu.TPDU, out *outcome) {
	m.ref++
	ref := m.ref
	if !out.silent {
		out.lines = []string{fmt.Sprintf("+CMGS: %d", ref)}
	}
	s := m.record(t, int(ref))
	whole := s.Complete
	if t.FirstOctet.SRR() && m.opt.Quirks.EarlyReport {
		m.sendReport(t.DA, ref)
	}
	out.network = func() {
		if t.FirstOctet.SRR() && !m.opt.Quirks.EarlyReport {
			m.after(m.opt.Latency.Report, func() { m.sendReport(t.DA, ref) })
		}
		if whole {
			m.answerText(s)
		}
	}
}

// record joins the part to its text.
func (m *Modem) record(t *tpdu.TPDU, ref int) *Sent {
	total, seq, concat, long := t.ConcatInfo()
	if !long {
		total, seq = 1, 1
	}
	key := fmt.Sprint(t.DA, total, concat)
	s := m.parts[key]
	if s == nil || !long {
		s = &Sent{
			To: t.DA.Number(), Parts: total, Report: t.FirstOctet.SRR(), At: time.Now(),
			Validity: t.VP.Duration, to: t.DA, seq: make(map[int]*tpdu.TPDU),
		}
		m.sent = append(m.sent, s)
	}
	s.add(t, seq, ref)
	if delete(m.parts, key); !s.Complete {
		m.parts[key] = s
	}
	return s
}

// add adds part seq.
func (s *Sent) add(t *tpdu.TPDU, seq, ref int) {
	s.seq[seq] = t
	s.Refs = append(s.Refs, ref)
	if b, err := t.MarshalBinary(); err == nil {
		s.TPDUs = append(s.TPDUs, b)
	}
	s.Complete = len(s.seq) == s.Parts
	var there []*tpdu.TPDU
	for i := 1; i <= s.Parts; i++ {
		if p := s.seq[i]; p != nil {
			there = append(there, p)
		}
	}
	if text, err := sms.Decode(there); err == nil {
		s.Text = string(text)
	}
}
