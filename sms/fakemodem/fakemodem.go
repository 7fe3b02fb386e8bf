// Package fakemodem is a simulated modem with a simulated SIM card and network behind it, for the demo
// and for tests. It answers AT commands as Huawei's E3131 and E3531 sticks do, or as one of Personalities:
// the prompt, responses between CR LF pairs, URCs at any time, slots that start at 0, errors by number. No
// text leaves the program.
//
// A Modem keeps its state (PIN tries, memories, message centre, network) while lines come and go.
// Dial returns a line in memory, Serve runs one over a pty or a socket. Every number answers texts
// with an echo if Options.Echo is set, and some fail on purpose: those that end in 01 have no
// network, in 02 no answer, in 03 a busy network. Further faults are scripted on the Modem:
// FailNextSubmit, DropAfter, Garble and the others in faults.go.
//
// The package uses neither sms/at nor sms/pdu: it builds and checks PDUs with warthog618/sms alone,
// so that tests against it compare two independent readings of 3GPP TS 23.040 and 27.005.
//
// Only Serve starts goroutines: bytes written to a line are processed in Write, and what takes time
// is a timer, so that it runs inside a testing/synctest bubble.
package fakemodem

import (
	"errors"
	"io"
	"sync"
	"time"
)

// Errors of lines.
var (
	// ErrUnplugged means that the modem is not plugged in, or was pulled out while the line was
	// open. Read, Write and Dial return it.
	ErrUnplugged = errors.New("fake modem: unplugged")
	// ErrClosed means that the modem was closed. Dial returns it.
	ErrClosed = errors.New("fake modem: closed")
)

// Modem is a simulated modem. All its methods may be called from any goroutine.
type Modem struct {
	mu sync.Mutex
	// Everything below is guarded by mu.

	opt        Options
	closed     bool
	unplugged  bool
	restarting bool // unplugged only for the time of a restart
	lines      map[*line]struct{}
	timers     map[*time.Timer]struct{}
	pending    []func() // run by unlock, before mu is released
	callbacks  []func() // run by unlock, after mu was released
	log        []string // command lines as they came in
	faults     faults

	card          card
	net           network
	own           mannersState
	set           settings
	ready         time.Time // nothing is answered before: the modem is starting
	epoch         int       // counts restarts: timers of an earlier one do nothing
	me            memory
	sr            memory    // status reports, where a modem keeps them apart
	queue         []arrival // texts and reports waiting in the network
	unacked       *arrival  // handed over by +CMT or +CDS, not yet acknowledged
	ackTime       *time.Timer
	notifications []string // +CMTI and the like for which no line was open
	fullReported  map[string]bool

	ref    byte // of the latest submit
	concat byte // of the latest long text that the network sent
	sent   []*Sent
	parts  map[string]*Sent
}

// New returns a modem that is plugged in and just switched on.
func New(o Options) *Modem {
	o = o.filled()
	m := &Modem{
		opt:          o,
		lines:        make(map[*line]struct{}),
		timers:       make(map[*time.Timer]struct{}),
		parts:        make(map[string]*Sent),
		fullReported: make(map[string]bool),
		net:          network{state: o.Network},
		ref:          o.FirstRef - 1,
		me:           newMemory(o.MESlots),
		faults:       faults{toModem: -1, fromModem: -1},
	}
	m.card = newCard(o.Card)
	m.card.sm = newMemory(o.SMSlots)
	if o.Quirks.MisplacedReports || o.Quirks.ReportsApart {
		m.sr = newMemory(reportSlots)
	}
	for _, t := range o.Stored {
		m.preload(t)
	}
	m.lock()
	defer m.unlock()
	m.boot()
	return m
}

// Dial opens a line to the port that URCs come to ("PC UI").
func (m *Modem) Dial() (io.ReadWriteCloser, error) { return m.dial(portPCUI) }

// DialModem opens a line to the dial-up port: it answers AT, but URCs come there only after
// AT^PORTSEL=1.
func (m *Modem) DialModem() (io.ReadWriteCloser, error) { return m.dial(portModem) }

func (m *Modem) dial(p port) (io.ReadWriteCloser, error) {
	m.lock()
	defer m.unlock()
	switch {
	case m.closed:
		return nil, ErrClosed
	case m.unplugged:
		return nil, ErrUnplugged
	}
	l := newLine(m, p)
	m.lines[l] = struct{}{}
	m.greet()
	m.flushNotifications()
	m.deliver()
	return l, nil
}

// OpenLines returns how many lines are open, for tests that look for one left behind.
func (m *Modem) OpenLines() int {
	m.lock()
	defer m.unlock()
	return len(m.lines)
}

// maxLog is how many command lines are kept.
const maxLog = 10000

// Commands returns the latest command lines that came in, in order, without PDUs.
func (m *Modem) Commands() []string {
	m.lock()
	defer m.unlock()
	return append([]string(nil), m.log...)
}

// Unplug breaks every line. The SIM card wants its PIN again after Plug.
func (m *Modem) Unplug() {
	m.lock()
	defer m.unlock()
	m.unplugged, m.restarting = true, false
	m.breakLines()
}

// Plug brings an unplugged modem back, freshly started.
func (m *Modem) Plug() {
	m.lock()
	defer m.unlock()
	if m.unplugged {
		m.unplugged = false
		m.boot()
	}
}

// Restart restarts the modem, as a crash of the firmware or AT+CFUN=1,1 does: lines break, settings
// are those of a fresh start, memories keep their texts.
func (m *Modem) Restart() {
	m.lock()
	defer m.unlock()
	m.restart()
}

func (m *Modem) restart() {
	m.breakLines()
	m.boot()
}

// restartByCommand restarts after AT+CFUN=1,1: the modem is unplugged for a while, as its stick
// enumerates anew.
func (m *Modem) restartByCommand() {
	if m.opt.Restarted != nil {
		m.callbacks = append(m.callbacks, m.opt.Restarted)
	}
	m.faults.hung = false
	if m.opt.Latency.Restart <= 0 {
		m.restart()
		return
	}
	m.unplugged, m.restarting = true, true
	m.breakLines()
	m.after(m.opt.Latency.Restart, func() {
		if m.restarting {
			m.unplugged, m.restarting = false, false
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
	m.pending = nil
	return nil
}

// breakLines ends all open lines as pulling out the stick does.
func (m *Modem) breakLines() {
	for l := range m.lines {
		l.end(ErrUnplugged)
	}
}

// boot resets everything that does not survive a restart.
func (m *Modem) boot() {
	m.epoch++
	m.ready = time.Now().Add(m.opt.Latency.Boot)
	m.set = newSettings(m.opt)
	m.card.lock()
	m.net.registered = false
	m.notifications = nil
	m.giveBack()
	m.schedule(m.opt.Latency.Boot, func() {
		if len(m.lines) > 0 {
			m.greet()
		}
		if m.card.state() == simReady {
			m.register()
		}
	})
	m.startNoise()
	m.startManners()
}

func (m *Modem) lock() { m.mu.Lock() }

// unlock runs what is pending, releases mu, and runs the callbacks.
func (m *Modem) unlock() {
	for len(m.pending) > 0 {
		f := m.pending[0]
		m.pending = m.pending[1:]
		f()
	}
	told := m.callbacks
	m.callbacks = nil
	m.mu.Unlock()
	for _, f := range told {
		f()
	}
}

// after runs f with mu held, after d; with d 0 before mu is released. Close cancels it.
func (m *Modem) after(d time.Duration, f func()) *time.Timer {
	if m.closed {
		return nil
	}
	if d <= 0 {
		m.pending = append(m.pending, f)
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

// schedule is after, for what a restart or pulling out cancels.
func (m *Modem) schedule(d time.Duration, f func()) {
	epoch := m.epoch
	m.after(d, func() {
		if epoch == m.epoch && !m.unplugged {
			f()
		}
	})
}

// stop cancels a timer of after; nil is allowed.
func (m *Modem) stop(t *time.Timer) {
	if t != nil {
		t.Stop()
		delete(m.timers, t)
	}
}
