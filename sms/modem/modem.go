// Package modem makes a ready modem out of an open line: it starts it up, unlocks the SIM card,
// watches the network, sends texts and fetches those that come in. A *Modem is a sms.Backend once
// Ready has returned nil.
//
// It works with any modem that knows the AT commands of 3GPP TS 27.005 and 27.007. Huawei's own
// commands (those with ^) are tried, and left alone from then on when the modem refuses them.
//
// Texts are sent and read in PDU mode only. A text that came in is handed to the sink first; only
// when the sink has it on disk is it deleted from its memory or acknowledged to the network. There
// are three ways of receiving, and the modem finds out which one works: notices of a stored text
// (+CMTI), texts that come directly (+CMT) when the notices twice led to nothing, and looking
// every few seconds when the modem gives no notices at all.
//
// The package knows nothing about what is in a PDU, about files or about windows.
package modem

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
)

// Options are what a Modem can be told. The zero value will do.
type Options struct {
	// Log takes what happens; nil is nowhere.
	Log *slog.Logger
	// Trace takes every line in both directions, redacted; nil is nowhere.
	Trace func(string)
	// Found, if not nil, is told when notices led to nothing and another way of receiving was taken.
	// It is worth remembering for this modem and firmware, for Use. It must not use the Modem.
	Found func(sms.ReceiveMode)
	// Direct lets texts come directly (+CMT) from the start, because notices of stored texts are
	// known to lead to nothing on this firmware: Modem.Direct told so earlier.
	Direct bool
	// PINWait is how long nothing is asked after a PIN was accepted; 0 is what this modem needs.
	PINWait time.Duration
	// AnswerWait is how long the network may take to accept a text; 0 is 300 s.
	AnswerWait time.Duration
}

// Modem is a modem that answered. Its methods may be called from any goroutine.
type Modem struct {
	ch     *at.Channel
	opt    Options
	log    *slog.Logger
	in     inbox
	linked chan struct{} // holds a token when link changed
	asking asking

	ctx    context.Context // ends with the Modem
	cancel context.CancelFunc
	listen chan sms.Sink
	done   chan struct{}

	mu       sync.Mutex // guards all below
	id       sms.Identity
	link     sms.Link
	card     sms.SIM // as last asked
	sending  bool    // a text is with the modem: nothing else is answered
	centre   string  // service centre number, "" when the SIM card has none
	memories []string
	memory   string          // the one that is selected (mem1 of +CPMS), "" when unknown
	carets   bool            // Huawei's own commands are known
	named    bool            // operators are told by name
	noMore   bool            // +CMMS is refused
	direct   bool            // texts come by +CMT
	ack      bool            // and want +CNMA
	poll     bool            // no notices: look
	wish     sms.ReceiveMode // to begin with
	since    uint64          // the latest notice when Ready began
}

var _ sms.Backend = (*Modem)(nil)

// Open finds out whether a modem answers on rw and sets it up as far as that goes without a SIM
// card. It owns rw from then on and closes it on error. Errors: sms.ErrSilent after about
// 9 s, sms.ErrNotModem, sms.ErrStuck, ctx's, or that of the line when it broke.
func Open(ctx context.Context, rw io.ReadWriteCloser, o Options) (*Modem, error) {
	m := &Modem{
		opt: o, log: o.Log,
		listen: make(chan sms.Sink, 1),
		done:   make(chan struct{}),
		link:   sms.Link{Up: true, Signal: -1},
		linked: make(chan struct{}, 1),
		in:     newInbox(), asking: newAsking(),
	}
	if m.log == nil {
		m.log = slog.New(slog.DiscardHandler)
	}
	m.ctx, m.cancel = context.WithCancel(context.Background())
	m.ch = at.New(rw, at.Options{Handle: m.notice, Trace: o.Trace})
	if err := m.start(ctx); err != nil {
		m.cancel()
		_ = m.ch.Close()
		return nil, err
	}
	go m.run()
	return m, nil
}

// notice takes what the modem says by itself to where it is waited for.
func (m *Modem) notice(n at.URC) {
	m.asking.put(n)
	m.in.put(n)
}

// Info tells which modem and SIM card this is; the SIM card only after Ready.
func (m *Modem) Info() sms.Identity {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.id
}

// Identity is Info; it makes a Modem a sms.Backend.
func (m *Modem) Identity() sms.Identity { return m.Info() }

// Centre is the number of the service centre that the SIM card names; "" means that it names none
// and texts cannot be sent (+CMS ERROR 330). It is known after Ready.
func (m *Modem) Centre() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.centre
}

// Direct tells whether texts come directly (+CMT), because Options said so or because notices of
// stored texts led to nothing. It is worth remembering for this model and firmware.
func (m *Modem) Direct() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.direct
}

// Listen starts delivery into sink, beginning with what is stored already. It may be called once,
// after Ready.
func (m *Modem) Listen(sink sms.Sink) {
	select {
	case m.listen <- sink:
	case <-m.done:
	}
}

// Done is closed when the modem is gone and nothing is delivered any more.
func (m *Modem) Done() <-chan struct{} { return m.done }

// Err tells why the modem is gone; nil while it is there.
func (m *Modem) Err() error { return m.ch.Err() }

// Close closes the line. It may be called more than once, also from within a Sink. Done is closed
// soon after, when the Sink has returned.
func (m *Modem) Close() error {
	m.cancel()
	return m.ch.Close()
}

// pause waits and tells whether there is still a point in going on.
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
