package modem

import (
	"strings"
	"sync"

	"surfstick-sms/sms/at"
	"surfstick-sms/sms/manners"
)

// urcMemoryFull is how Huawei modems report a full memory. It is queued, too, when a modem answered
// with +CMS ERROR: 322.
const urcMemoryFull = "^SMMEMFULL:"

// maxURCs is how many URCs may wait. Beyond it further ones are dropped, and all memories are read
// instead.
const maxURCs = 10000

// queuedURC is a URC with its place in the order of arrival. Clocks are too coarse for that.
type queuedURC struct {
	at.URC
	seq uint64
}

// urcQueue holds URCs, in order, until the receiver takes them. Those that nobody needs are dropped
// at once: sticks send several a second.
type urcQueue struct {
	ready chan struct{} // holds a token when something waits

	mu       sync.Mutex
	list     []queuedURC
	seq      uint64 // of the latest
	texts    int    // how many texts were reported so far, by +CMTI or +CMT
	overflow bool   // some were dropped
}

func newURCQueue() *urcQueue { return &urcQueue{ready: make(chan struct{}, 1)} }

// neededURCs are those that the receiver handles.
var neededURCs = []string{
	"+CMT:", "+CDS:", "+CMTI:", "+CDSI:", "+CREG:", "+CEREG:", "+C5GREG:", "+CGREG:", "^RSSI:", urcMemoryFull, "^SRVST:", "^SIMST:",
	"RING", "+CRING:", "+CLIP:", "^CEND:",
}

// put adds a URC if the receiver needs it.
func (q *urcQueue) put(u at.URC) {
	if manners.IsRestart(u.Line) {
		q.add(u)
		return
	}
	for _, prefix := range neededURCs {
		if _, ok := at.CutPrefix(u.Line, prefix); ok {
			q.add(u)
			return
		}
	}
}

// add appends a URC. Of several signal strengths in a row only the latest is kept.
func (q *urcQueue) add(u at.URC) {
	q.mu.Lock()
	q.seq++
	if reportsText(u.Line) {
		q.texts++
	}
	if n := len(q.list); n > 0 && isSignal(u.Line) && isSignal(q.list[n-1].Line) {
		q.list = q.list[:n-1] // only the latest matters
	}
	if len(q.list) < maxURCs || u.PDU != "" && len(q.list) < 2*maxURCs {
		q.list = append(q.list, queuedURC{u, q.seq})
	} else {
		q.overflow = true
	}
	q.mu.Unlock()
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

// reportsText reports whether a URC is about a received text: a stored one, or the text itself.
func reportsText(line string) bool {
	_, stored := at.CutPrefix(line, "+CMTI:")
	_, direct := at.CutPrefix(line, "+CMT:")
	return stored || direct
}

// reportedTexts returns how many texts the modem has reported so far.
func (q *urcQueue) reportedTexts() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.texts
}

func isSignal(line string) bool {
	_, ok := at.CutPrefix(line, "^RSSI:")
	return ok
}

// take removes and returns the oldest URC.
func (q *urcQueue) take() (queuedURC, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.list) == 0 {
		q.list = nil
		return queuedURC{}, false
	}
	u := q.list[0]
	q.list = q.list[1:]
	return u, true
}

// lastSeq returns the sequence number of the latest URC.
func (q *urcQueue) lastSeq() uint64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.seq
}

// takeOverflow reports whether URCs were dropped since the last call.
func (q *urcQueue) takeOverflow() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	overflow := q.overflow
	q.overflow = false
	return overflow
}

// name returns the name of a URC, such as "+CMTI".
func (u queuedURC) name() string {
	name, _, _ := strings.Cut(u.Line, ":")
	return strings.ToUpper(name)
}

// value returns what follows the name.
func (u queuedURC) value() string {
	_, v, _ := strings.Cut(u.Line, ":")
	return strings.TrimSpace(v)
}
