// Package fakemodem is a simulated Huawei modem with a simulated SIM card and network behind it,
// for the demo and for tests. It speaks AT the way E3131 and E3531 sticks do: the prompt, answers
// between CR LF pairs, unsolicited lines whenever they like, slots that start at 0, errors by
// number. Nothing it is given leaves the program.
//
// A Modem holds its state (PIN tries, memories, message centre, network) while lines come and go.
// Dial gives a line in memory, Serve runs one over a pty or a socket. Behind the modem sits an
// echo partner that answers texts, and numbers that fail on purpose: those that end in 01 have no
// network, in 02 no answer, in 03 a busy network. Further faults are scripted on the Modem:
// FailNextSubmit, DropAfter, Garble and the others in faults.go.
//
// It knows nothing of this program's own AT channel or codec: PDUs are built and checked with
// warthog618/sms alone, so that tests against it compare two independent readings of 3GPP TS
// 23.040 and 27.005.
//
// There is no goroutine in it but those of Serve: bytes written to a line are worked on in Write,
// and what takes time is a timer, so that it runs inside a testing/synctest bubble.
package fakemodem

import (
	"errors"
	"io"
	"sync"
	"time"
)

// Errors of lines.
var (
	// ErrUnplugged is what reads, writes and Dial give while the modem is not plugged in, and
	// what a line gives for ever after it was.
	ErrUnplugged = errors.New("fake modem: unplugged")
	// ErrClosed is what a closed line or modem gives.
	ErrClosed = errors.New("fake modem: closed")
)

// Modem is a simulated modem. All its methods may be called from any goroutine.
type Modem struct {
	mu sync.Mutex
	// Everything below is guarded by mu.

	opt    Options
	closed bool
	gone   bool // unplugged
	back   bool // gone only for a restart
	lines  map[*line]struct{}
	timers map[*time.Timer]struct{}
	later  []func() // run by unlock, after the present step
	told   []func() // run by unlock, when others may come in again
	log    []string // command lines as they came in
	faults faults

	card    card
	net     network
	set     settings
	ready   time.Time // no answers before: the modem is starting
	epoch   int       // counts restarts, so that timers of an earlier life do nothing
	me      memory
	queue   []arrival // texts and reports waiting in the network
	unacked *arrival  // handed over by +CMT or +CDS, not yet acknowledged
	ackTime *time.Timer
	held    []string // indications for which no line was open
	fullTo  map[string]bool

	ref    byte // of the latest submit
	concat byte // of the latest long text that the network sent
	sent   []*Sent
	parts  map[string]*Sent
}

// New makes a modem that is plugged in and just switched on.
func New(o Options) *Modem {
	o = o.filled()
	m := &Modem{
		opt:    o,
		lines:  make(map[*line]struct{}),
		timers: make(map[*time.Timer]struct{}),
		parts:  make(map[string]*Sent),
		fullTo: make(map[string]bool),
		net:    network{state: o.Network},
		ref:    o.FirstRef - 1,
		me:     newMemory(o.MESlots),
		faults: faults{toModem: -1, fromModem: -1},
	}
	m.card = newCard(o.Card)
	m.card.sm = newMemory(o.SMSlots)
	for _, t := range o.Stored {
		m.preload(t)
	}
	m.lock()
	defer m.unlock()
	m.boot()
	return m
}

// Dial opens a line to the port with notifications ("PC UI").
func (m *Modem) Dial() (io.ReadWriteCloser, error) { return m.dial(portPCUI) }

// DialModem opens a line to the dial-up port: it answers AT, but notifications do not come there
// unless AT^PORTSEL=1 sends them there.
func (m *Modem) DialModem() (io.ReadWriteCloser, error) { return m.dial(portModem) }

func (m *Modem) dial(p port) (io.ReadWriteCloser, error) {
	m.lock()
	defer m.unlock()
	switch {
	case m.closed:
		return nil, ErrClosed
	case m.gone:
		return nil, ErrUnplugged
	}
	l := newLine(m, p)
	m.lines[l] = struct{}{}
	m.flushHeld()
	m.pump()
	return l, nil
}

// Open tells how many lines are open, for tests that look for one left behind.
func (m *Modem) Open() int {
	m.lock()
	defer m.unlock()
	return len(m.lines)
}

// maxLog is how many command lines are kept.
const maxLog = 10000

// Commands gives the latest command lines that came in, in order, without PDUs.
func (m *Modem) Commands() []string {
	m.lock()
	defer m.unlock()
	return append([]string(nil), m.log...)
}

// Unplug breaks every line. The SIM card wants its PIN again after Plug.
func (m *Modem) Unplug() {
	m.lock()
	defer m.unlock()
	m.gone, m.back = true, false
	m.breakLines()
}

// Plug brings an unplugged modem back, freshly started.
func (m *Modem) Plug() {
	m.lock()
	defer m.unlock()
	if m.gone {
		m.gone = false
		m.boot()
	}
}

// Restart is what a crash of the firmware or AT+CFUN=1,1 does: lines break, settings are those of
// a fresh start, memories keep what they hold.
func (m *Modem) Restart() {
	m.lock()
	defer m.unlock()
	m.restart()
}

func (m *Modem) restart() {
	m.breakLines()
	m.boot()
}

// obey is Restart by command: the modem is away for a while, as its stick enumerates anew.
func (m *Modem) obey() {
	if m.opt.Restarted != nil {
		m.told = append(m.told, m.opt.Restarted)
	}
	m.faults.hung = false
	if m.opt.Latency.Restart <= 0 {
		m.restart()
		return
	}
	m.gone, m.back = true, true
	m.breakLines()
	m.after(m.opt.Latency.Restart, func() {
		if m.back {
			m.gone, m.back = false, false
			m.boot()
		}
	})
}

// Close ends the modem, its lines and its timers.
func (m *Modem) Close() error {
	m.lock()
	defer m.unlock()
	m.closed = true
	m.breakLines()
	for t := range m.timers {
		t.Stop()
	}
	clear(m.timers)
	m.later = nil
	return nil
}

func (m *Modem) breakLines() {
	for l := range m.lines {
		l.snap(ErrUnplugged)
	}
}

// boot puts everything back that does not survive a restart.
func (m *Modem) boot() {
	m.epoch++
	m.ready = time.Now().Add(m.opt.Latency.Boot)
	m.set = newSettings(m.opt)
	m.card.lock()
	m.net.registered = false
	m.held = nil
	m.giveBack()
	m.alive(m.opt.Latency.Boot, func() {
		if m.card.state() == simReady {
			m.attach()
		}
	})
	m.noise()
}

func (m *Modem) lock() { m.mu.Lock() }

// unlock runs what is due after the present step, then lets others in.
func (m *Modem) unlock() {
	for len(m.later) > 0 {
		f := m.later[0]
		m.later = m.later[1:]
		f()
	}
	told := m.told
	m.told = nil
	m.mu.Unlock()
	for _, f := range told {
		f()
	}
}

// after runs f, locked, after d; with d 0 right after the present step. Whatever was planned
// before a Close does not happen.
func (m *Modem) after(d time.Duration, f func()) *time.Timer {
	if m.closed {
		return nil
	}
	if d <= 0 {
		m.later = append(m.later, f)
		return nil
	}
	var t *time.Timer
	t = time.AfterFunc(d, func() {
		m.lock()
		defer m.unlock()
		if _, due := m.timers[t]; !due {
			return
		}
		delete(m.timers, t)
		f()
	})
	m.timers[t] = struct{}{}
	return t
}

// alive is after for something that a restart forgets.
func (m *Modem) alive(d time.Duration, f func()) {
	epoch := m.epoch
	m.after(d, func() {
		if epoch == m.epoch && !m.gone {
			f()
		}
	})
}

func (m *Modem) stop(t *time.Timer) {
	if t != nil {
		t.Stop()
		delete(m.timers, t)
	}
}
