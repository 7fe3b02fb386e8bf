package modem

import (
	"strings"
	"sync"

	"surfstick-sms/sms/at"
)

// noticeFull is how a full memory is told when the modem itself did not: after +CMS ERROR 322.
const noticeFull = "^SMMEMFULL:"

// maxNotices is how many notices may wait. Beyond it single ones are dropped and everything is
// looked through instead.
const maxNotices = 10000

// news is a notice with its place in the order in which they came. Clocks are too coarse to tell
// what was first.
type news struct {
	at.URC
	seq uint64
}

// inbox is where notices wait, in order, until the modem's own goroutine takes them. Those that
// nothing depends on are dropped at once: sticks send several a second.
type inbox struct {
	ready chan struct{} // holds a token when something waits
	state *inboxState
}

type inboxState struct {
	mu   sync.Mutex
	list []news
	seq  uint64 // of the latest
	told int    // how many texts were told of
	lost bool   // notices of stored texts were dropped: scan
}

func newInbox() inbox {
	return inbox{ready: make(chan struct{}, 1), state: &inboxState{}}
}

// wanted are the notices that matter.
var wanted = []string{
	"+CMT:", "+CDS:", "+CMTI:", "+CDSI:", "+CREG:", "^RSSI:", "^SMMEMFULL:", "^SRVST:", "^SIMST:",
	"^SYSSTART",
}

func (i inbox) put(n at.URC) {
	for _, w := range wanted {
		if _, ok := cut(n.Line, w); ok {
			i.add(n)
			return
		}
	}
}

func (i inbox) add(x at.URC) {
	s := i.state
	s.mu.Lock()
	s.seq++
	if isText(x.Line) {
		s.told++
	}
	if n := len(s.list); n > 0 && isSignal(x.Line) && isSignal(s.list[n-1].Line) {
		s.list = s.list[:n-1] // only the latest counts
	}
	if len(s.list) < maxNotices || x.PDU != "" && len(s.list) < 2*maxNotices {
		s.list = append(s.list, news{x, s.seq})
	} else {
		s.lost = true
	}
	s.mu.Unlock()
	select {
	case i.ready <- struct{}{}:
	default:
	}
}

// isText tells a notice of a text, stored or itself.
func isText(line string) bool {
	_, stored := cut(line, "+CMTI:")
	_, itself := cut(line, "+CMT:")
	return stored || itself
}

// texts is how many texts the modem has told of.
func (i inbox) texts() int {
	i.state.mu.Lock()
	defer i.state.mu.Unlock()
	return i.state.told
}

func isSignal(line string) bool {
	_, ok := cut(line, "^RSSI:")
	return ok
}

// take gives the oldest notice that waits.
func (i inbox) take() (news, bool) {
	s := i.state
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.list) == 0 {
		s.list = nil
		return news{}, false
	}
	n := s.list[0]
	s.list = s.list[1:]
	return n, true
}

// now is the place in the order of the latest notice that came.
func (i inbox) now() uint64 {
	i.state.mu.Lock()
	defer i.state.mu.Unlock()
	return i.state.seq
}

// overflowed tells once that notices were dropped.
func (i inbox) overflowed() bool {
	s := i.state
	s.mu.Lock()
	defer s.mu.Unlock()
	lost := s.lost
	s.lost = false
	return lost
}

// kind is the name of a notice, such as "+CMTI".
func (n news) kind() string {
	name, _, _ := strings.Cut(n.Line, ":")
	return strings.ToUpper(name)
}

// value is what follows the name.
func (n news) value() string {
	_, v, _ := strings.Cut(n.Line, ":")
	return strings.TrimSpace(v)
}
