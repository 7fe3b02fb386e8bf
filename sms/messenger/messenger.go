// Package messenger is what a window talks to: it joins the store, the rules for texts coming in
// (sms/inbox) and going out (sms/outbox), and the backend of the moment, or none. Everything but
// sending works without a stick, and a text written meanwhile waits in the queue.
//
// One goroutine, run, owns the queue and the open groups. It makes every change to the store but
// one: Keep commits a PDU on the backend's own goroutine, because only then may it be deleted from
// the SIM card; decoding it comes after that, and again at the next start if the program is killed
// in between. Reading goes to the store directly.
//
// What is promised: a text is on disk when Send returns. Each step of its way is on disk before the
// modem takes it, so that a program that was killed knows which texts went out, which did not, and
// which it cannot know. No PDU is deleted from a card that is not on disk here.
package messenger

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/inbox"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

// The errors of Messenger. Send also gives those of pdu.Encode: ErrEmpty, ErrTooLong, ErrNumber.
var (
	// ErrClosed is the answer of everything after Close.
	ErrClosed = errors.New("messenger is closed")
	// ErrNoReply is Send's answer to a sender's name: there is no number behind it.
	ErrNoReply = errors.New("a name cannot be answered")
	// ErrNotNow is Retry's answer when the text is being sent, was sent, or came in.
	ErrNotNow = errors.New("text cannot be sent again now")
	// ErrUnsent is SelfTest.Send's answer when the text could not be sent.
	ErrUnsent = errors.New("text could not be sent")
)

// Options are the settings of a Messenger; the zero value is right for the program.
type Options struct {
	// Region is the country of the computer (ISO 3166), for numbers without a country when
	// neither the user nor the SIM card has told it.
	Region string
	Now    func() time.Time // time.Now when nil
	Log    *slog.Logger     // none when nil
	// Jitter in [0, 1) spreads the times of automatic tries; random when nil.
	Jitter func() float64
	// Validity is how long the network tries to deliver; 48 hours when 0, so that a stale text
	// does not arrive next week.
	Validity time.Duration
	// Pace is how long lies between two parts when many go out one after the other; 3 seconds when
	// 0, nothing when negative.
	Pace time.Duration
	// TestWait is how long SelfTest.Send waits for the network; 3 minutes when 0.
	TestWait time.Duration
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Validity == 0 {
		o.Validity = 48 * time.Hour
	}
	if o.Pace == 0 {
		o.Pace = 3 * time.Second
	}
	if o.TestWait == 0 {
		o.TestWait = 3 * time.Minute
	}
	return o
}

// Messenger joins store, rules and backend. Its methods may be called from any goroutine.
type Messenger struct {
	st     *store.Store
	o      Options
	log    *slog.Logger
	events *events

	commands chan func()
	poke     chan struct{} // something changed outside of run: a PDU was kept, the link changed
	answers  chan answer
	commits  chan commit
	ctx      context.Context // of everything that run does; ends when Close has waited long enough
	cancel   context.CancelFunc
	quit     chan struct{} // closed by Close
	done     chan struct{} // closed when run has ended

	// Guarded by mu.
	mu      sync.Mutex
	closing bool
	backend sms.Backend // the attached one, nil for none
	link    sms.Link
	region  string // the user's choice, "" for none
	country string // of the SIM card, "" when unknown
	failed  bool   // the store refused the last change
	healed  bool   // it works again, and what it refused has not been made up for

	// Only touched by run.
	me          sms.Identity // of the backend; without one, of the last
	inbox       *inbox.Inbox
	seen        int64               // every PDU up to this ID was looked at
	singles     []store.Incoming    // looked at, and not committed yet
	collected   map[inbox.Hash]bool // of singles
	gathered    time.Time           // when PDUs that follow quickly are looked at
	nextLook    time.Time           // the same while some wait; zero otherwise
	reports     []pendingReport
	flight      *flight
	pace        outbox.Pace
	mutes       int       // parts in a row without an answer
	nextTry     time.Time // when a waiting text is due
	pausedUntil time.Time // the user must do something about the SIM card first
	tryStore    time.Time // when to try the store again; zero when it works
	nextBackup  time.Time
	nextRef     byte
	watchers    map[int]func(sms.Message)
	watcherID   int
}

// New starts a Messenger on a store, which Close closes.
func New(st *store.Store, o Options) *Messenger {
	o = o.filled()
	ctx, cancel := context.WithCancel(context.Background())
	m := &Messenger{
		st: st, o: o, log: o.Log, events: newEvents(), commands: make(chan func()),
		poke: make(chan struct{}, 1), answers: make(chan answer),
		commits: make(chan commit), ctx: ctx, cancel: cancel,
		quit: make(chan struct{}), done: make(chan struct{}), link: noLink(),
		pace:  outbox.Pace{Every: o.Pace},
		inbox: &inbox.Inbox{}, watchers: map[int]func(sms.Message){}, nextRef: byte(rand.Uint32()),
		collected: map[inbox.Hash]bool{},
	}
	m.region, _ = st.Setting(ctx, settingRegion)
	m.me.IMSI, _ = st.Setting(ctx, settingIMSI)
	m.me.IMEI, _ = st.Setting(ctx, settingIMEI)
	m.country = sms.RegionOfIMSI(m.me.IMSI)
	go m.run()
	return m
}

// The settings that a Messenger keeps for itself.
const (
	settingRegion = "region"
	settingIMSI   = "sim.imsi"
	settingIMEI   = "modem.imei"
	settingProbe  = "store.checked"
)

// Events are what the window may want to show, in order. The channel is closed by Close. It need
// not be read quickly: nothing waits for it, and what is outdated is left out.
func (m *Messenger) Events() <-chan sms.Event { return m.events.out }

// Close ends it and closes the store. The backend stays open: it belongs to whoever attached it.
func (m *Messenger) Close() error {
	m.mu.Lock()
	first := !m.closing
	m.closing = true
	m.mu.Unlock()
	if first {
		close(m.quit)
	}
	<-m.done
	m.cancel()
	m.events.close()
	if !first {
		return nil
	}
	return m.st.Close()
}

// run owns the queue and the open groups.
func (m *Messenger) run() {
	defer close(m.done)
	m.recover()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case f := <-m.commands:
			f()
		case a := <-m.answers:
			m.answered(a)
		case c := <-m.commits:
			c.done <- m.commit(c.flight)
		case <-m.gone():
			m.detach()
		case <-m.poke:
		case <-timer.C:
		case <-m.quit:
			m.land()
			return
		}
		m.step()
		timer.Reset(m.untilWake())
	}
}

// recover puts the queue in order after the last run, however it ended, and after a time in which
// the store refused what became of a text.
func (m *Messenger) recover() {
	now := m.o.Now()
	m.nextBackup = now.Add(firstBackup)
	if m.st.ReadOnly() {
		return
	}
	entries, err := m.st.Pending(m.ctx)
	m.stored(err)
	for _, e := range entries {
		if e.Status != sms.Sending || m.flight != nil && m.flight.text.ID == e.ID {
			continue
		}
		if t, err := m.st.Text(m.ctx, e.ID); err == nil {
			_ = m.save(t.Recover(now)) // has told of it; the next look tries again
		}
	}
}

// do runs f on the owner's goroutine. Once f has begun do waits for its end, whatever ctx says, so
// that an error always means that nothing was done.
func (m *Messenger) do(ctx context.Context, f func() error) error {
	answer := make(chan error, 1)
	select {
	case m.commands <- func() { answer <- f() }:
		return <-answer
	case <-ctx.Done():
		return ctx.Err()
	case <-m.done:
		return ErrClosed
	}
}

// wake makes run look around.
func (m *Messenger) wake() {
	select {
	case m.poke <- struct{}{}:
	default:
	}
}

// stored takes note of how a change to the store went, and tells the window when that is news.
func (m *Messenger) stored(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if errors.Is(err, store.ErrNotFound) || (err != nil) == m.failed {
		return
	}
	m.failed, m.healed = err != nil, err == nil
	if err != nil {
		m.log.Error("store failed", "err", err)
	}
	m.events.add(sms.StoreFailed{Err: err})
}

// changed tells the window about a message.
func (m *Messenger) changed(id int64, isNew bool) {
	msg, err := m.st.Message(m.ctx, id)
	if err != nil {
		return // deleted meanwhile
	}
	m.events.add(sms.MessageChanged{Message: msg, New: isNew})
	for _, watch := range m.watchers {
		watch(msg)
	}
}
