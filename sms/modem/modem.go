// Package modem drives a modem over AT commands: it starts the modem, unlocks the SIM card, watches
// the network registration, sends texts and receives them. A *Modem is a sms.PartBackend once Ready has
// returned nil.
//
// It works with any modem that knows the AT commands of 3GPP TS 27.005 and 27.007. What is peculiar to
// the modems of single makers stands in the table of sms/manners.
//
// Texts are sent and read in PDU mode only. A received text is handed to the sink first; only when
// the sink has it on disk is it deleted from its memory or acknowledged to the network. There are
// three receive modes, and the modem finds out which one works: notified of a stored text (+CMTI),
// direct (+CMT) when notifications led to nothing twice, and polling when the modem sends no
// notifications at all. docs/modem.md says why, and has the start-up sequence and the time-outs.
//
// The package knows nothing about the contents of a PDU, about files or about windows.
package modem

import (
	"context"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
	"surfstick-sms/sms/manners"
)

// Options configure a Modem. The zero value is valid.
type Options struct {
	// Log receives what happens; nil discards it.
	Log *slog.Logger
	// Trace receives every line in both directions, redacted; nil discards them.
	Trace func(string)
	// ModeChanged, if not nil, is called when notifications led to nothing and another receive mode
	// was taken. It is worth keeping for this modem and firmware, for Ready. It must not use the
	// Modem.
	ModeChanged func(sms.ReceiveMode)
	// SubmitTimeout is how long the network may take to accept a text; 0 is 300 s.
	SubmitTimeout time.Duration
}

// Modem is a modem that answered. Its methods may be called from any goroutine.
type Modem struct {
	ch  *at.Channel
	opt Options
	log *slog.Logger

	// Set by Ready and constant afterwards.
	memories []string // the memories to look into, in order
	selected string   // the memory that Ready selected (mem1 of +CPMS), "" when unknown
	fixed    bool     // the modem lets no memory be selected
	readySeq uint64   // the latest URC when Ready began

	// Only touched within an Exclusive of ch.
	taken      map[string]int  // which of several spellings the modem takes
	wishes     []*wish         // what it is told at the start
	greeted    map[string]bool // what its maker's modems are told, as far as it was taken
	noTries    bool            // it knows no way to ask for the tries left
	offer      *offer          // what it offers for +CNMI, nil until it was asked
	noKeepLink bool            // +CMMS is refused

	capabilities string // what it says of its networks (+GCAP); only touched by Open and Ready

	urcs    *urcQueue
	ussd    ussdState
	link    linkState
	mode    atomic.Pointer[receiveState]
	id      atomic.Pointer[sms.Identity]
	took    atomic.Pointer[[]string] // commands taken that only one maker's modems know
	card    atomic.Pointer[sms.SIM]  // as last asked
	sending atomic.Bool              // a text is being sent, which may take minutes

	ctx     context.Context // ends with the Modem
	cancel  context.CancelFunc
	listen  chan sms.Sink
	inside  chan func(*receiver) // is run by the receiver
	polling chan struct{}        // holds a token when polling began
	flooded chan manners.Command // holds the question that ends a flood of notices
	done    chan struct{}
}

var _ sms.PartBackend = (*Modem)(nil)

// Open finds out whether a modem answers on rw and sets it up as far as possible without a SIM card.
// It owns rw from then on and closes it on error. The errors are sms.ErrSilent after about 9 s,
// sms.ErrNotModem, sms.ErrCDMA, sms.ErrStuck, ctx's, or that of the line when it broke.
func Open(ctx context.Context, rw io.ReadWriteCloser, o Options) (*Modem, error) {
	m := &Modem{
		opt: o, log: o.Log,
		urcs: newURCQueue(), ussd: newUSSDState(), link: newLinkState(),
		listen: make(chan sms.Sink, 1), inside: make(chan func(*receiver)), polling: make(chan struct{}, 1),
		flooded: make(chan manners.Command, 1), taken: map[string]int{}, greeted: map[string]bool{},
		done: make(chan struct{}),
	}
	if m.log == nil {
		m.log = slog.New(slog.DiscardHandler)
	}
	m.mode.Store(&receiveState{})
	m.id.Store(&sms.Identity{})
	m.card.Store(&sms.SIM{})
	m.took.Store(&[]string{})
	m.ctx, m.cancel = context.WithCancel(context.Background())
	m.ch = at.New(rw, at.Options{
		Handle: m.handleURC, Noise: manners.IsNoise, Trace: o.Trace,
	})
	if err := m.start(ctx); err != nil {
		m.cancel()
		_ = m.ch.Close()
		return nil, err
	}
	go m.run()
	return m, nil
}

// handleURC hands a URC to whoever waits for it. It runs on the channel's goroutine.
func (m *Modem) handleURC(u at.URC) {
	m.ussd.put(u)
	m.urcs.put(u)
	if end, ok := manners.EndFlood(u.Line); ok {
		select {
		case m.flooded <- end:
		default:
		}
	}
}

// Identity returns which modem and SIM card this is; the SIM card only after Ready.
func (m *Modem) Identity() sms.Identity { return *m.id.Load() }

// Listen starts delivery into sink, beginning with the texts that are stored already. It may be
// called once, after Ready.
func (m *Modem) Listen(sink sms.Sink) {
	select {
	case m.listen <- sink:
	case <-m.done:
	}
}

// Done is closed when the modem is gone and nothing is delivered any more.
func (m *Modem) Done() <-chan struct{} { return m.done }

// Err returns why the modem is gone; nil while it is there.
func (m *Modem) Err() error { return m.ch.Err() }

// Close closes the line. It may be called more than once, also from within a Sink. Done is closed
// soon after, when the Sink has returned.
func (m *Modem) Close() error {
	m.cancel()
	return m.ch.Close()
}

// pause waits, and reports whether neither ctx nor the line ended meanwhile.
func (m *Modem) pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
	case <-m.ch.Done():
	}
	return false
}
