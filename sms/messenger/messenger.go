// Package messenger joins the store, the rules for texts coming in (sms/inbox) and going out
// (sms/outbox), and the backend that is attached, if any. The window uses nothing else. Everything but
// sending works without a stick, and a text written meanwhile waits in the queue.
//
// One goroutine, the loop, makes every change to the store. Three parts do its work, each with a state
// of its own, a step that does what is due, and a time at which it wants to be woken: the sender, the
// receiver, and health, which follows whether the store can be written. Reading goes to the store
// directly and waits for none of them.
//
// What is promised, whether the backend carries parts or whole texts: a text is on disk when Send
// returns. Each step of its way is on disk before the stick takes it, so that a program that was killed
// knows which texts went out, which did not, and which it cannot know. What it cannot know it asks a
// stick that keeps whole texts, also after a restart, and never sends again what may have gone out
// unless the user wants it. Nothing is deleted from a card or a stick that is not on disk here, and what
// comes twice, also once by AT and once by HiLink, is shown once. docs/texts.md follows a text both ways.
//
// Every method obeys its context. A change whose context ends returns an error and is not made; the one
// exception has an error of its own, sms.ErrUnderway.
package messenger

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/inbox"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

// The errors of Messenger. Send also returns those of pdu.Encode: ErrEmpty, ErrTooLong, ErrNumber.
var (
	// ErrClosed is returned by everything after Close.
	ErrClosed = sms.ErrClosed
	// ErrNoReply is returned by Send for a sender's name: there is no number behind it.
	ErrNoReply = errors.New("a name cannot be answered")
	// ErrNotNow is returned by Retry and Cancel when the text is being sent, was sent, or came in.
	ErrNotNow = sms.ErrNotNow
	// ErrUnsent is returned by SelfTest.Send when the text could not be sent.
	ErrUnsent = errors.New("text could not be sent")
)

// Messenger joins store, rules and backend. Its methods may be called from any goroutine.
type Messenger struct {
	*shared
	regions regions

	calls   chan func()   // to be run by the loop
	changed chan struct{} // something changed outside of the loop: it takes a step
	quit    chan struct{} // closed by Close
	done    chan struct{} // closed when the loop has ended
	closing sync.Once
	ctx     context.Context // of what was begun outside of the loop
	cancel  context.CancelFunc
	copies  sync.WaitGroup // what runs beside: the daily copy, the index for searching

	// Only touched by the loop.
	health   *health
	sender   *sender
	receiver *receiver
	schedule *schedule
	jobs     *jobs
	bin      bin
	indexing indexing
}

// shared is what the parts have in common.
type shared struct {
	st       *store.Store
	o        Options
	log      *slog.Logger
	events   *events
	line     line
	watchers map[int]func(sms.Message) // see watch; only touched by the loop
}

// New starts a Messenger on a store, which Close closes.
func New(st *store.Store, o Options) *Messenger {
	o = o.filled()
	ctx, cancel := context.WithCancel(context.Background())
	m := &Messenger{
		shared: &shared{
			st: st, o: o, log: o.Log, events: newEvents(), line: line{link: noLink()},
			watchers: map[int]func(sms.Message){},
		},
		calls: make(chan func()), changed: make(chan struct{}, 1), quit: make(chan struct{}),
		done: make(chan struct{}), ctx: ctx, cancel: cancel,
	}
	m.health = &health{shared: m.shared, nextBackup: o.Now().Add(firstBackup)}
	m.indexing.after = o.Now().Add(firstIndex)
	m.sender = &sender{
		shared: m.shared, health: m.health, submit: m.submit, ask: m.ask, pace: outbox.Pace{Every: o.Pace},
		nextRef: byte(rand.Uint32()),
	}
	m.receiver = &receiver{
		shared: m.shared, health: m.health, sender: m.sender, region: m.Region, inbox: &inbox.Inbox{},
		hashes: map[inbox.Hash]bool{}, unread: true,
	}
	m.sender.flush = m.receiver.flush
	m.schedule = &schedule{shared: m.shared, health: m.health, sender: m.sender, broken: map[int64]bool{}}
	m.jobs = &jobs{shared: m.shared, health: m.health, sender: m.sender, tried: map[int64]int64{}}
	st.OnCommit(m.health.committed)
	m.line.me.IMSI, _ = st.Setting(ctx, settingIMSI)
	m.line.me.IMEI, _ = st.Setting(ctx, settingIMEI)
	m.regions.chosen, _ = st.Setting(ctx, settingRegion)
	m.regions.card = sms.RegionOfIMSI(m.line.me.IMSI)
	go m.run()
	return m
}

// The settings that a Messenger keeps for itself.
const (
	settingRegion = "region"
	settingIMSI   = "sim.imsi"
	settingIMEI   = "modem.imei"
)

// Events are what the window may want to show, in order. The channel is closed by Close. It need
// not be read quickly: nothing waits for it, and what is outdated is left out.
func (m *Messenger) Events() <-chan sms.Event { return m.events.out }

// Close ends it and closes the store. The backend stays open: it belongs to whoever attached it.
func (m *Messenger) Close() error {
	first := false
	m.closing.Do(func() { first = true; close(m.quit) })
	<-m.done
	m.cancel()
	m.copies.Wait()
	m.events.close()
	if !first {
		return nil
	}
	return m.st.Close()
}

// run is the loop.
func (m *Messenger) run() {
	defer close(m.done)
	timer := time.NewTimer(0)
	defer timer.Stop()
	checking := m.st.Checking()
	for {
		select {
		case f := <-m.calls:
			f()
		case <-m.line.gone():
			m.detach()
		case <-checking:
			checking = nil
		case <-m.changed:
		case <-timer.C:
		case <-m.quit:
			m.drain()
			return
		}
		if checking == nil && !m.st.ReadOnly() { // nothing is due before
			timer.Reset(m.step())
		}
	}
}

// step does what is due and returns how long nothing will be.
func (m *Messenger) step() time.Duration {
	now := m.o.Now()
	if m.health.step(now) {
		m.sender.restored()
		m.receiver.restored()
	}
	m.schedule.step(now)
	m.jobs.step(now)
	m.sender.step(now)
	m.receiver.step(now)
	m.backup(now)
	m.purge(now)
	m.fillIndex(now)
	wait := backupEvery
	for _, t := range []time.Time{
		m.health.wake(), m.schedule.wake(), m.jobs.wake(), m.sender.wake(), m.receiver.wake(), m.bin.wake(m.health),
		m.indexing.wake(now),
	} {
		switch left := t.Sub(m.o.Now()); {
		case t.IsZero():
		case left > 0:
			wait = min(wait, left)
		default: // was tried just now, and could not be done
			wait = min(wait, overdue)
		}
	}
	return wait
}

// earliest returns the first of some times; zero stands for never.
func earliest(times ...time.Time) time.Time {
	var first time.Time
	for _, t := range times {
		if first.IsZero() || !t.IsZero() && t.Before(first) {
			first = t
		}
	}
	return first
}

// overdue is how soon to look again at what should have been done already and was not.
const overdue = time.Second

// drain waits a little for the answer of the part in flight when the program ends.
func (m *Messenger) drain() {
	defer func() { _ = m.receiver.flush(context.Background()) }() // else at the next start
	m.sender.settle()
	patience := time.NewTimer(closeGrace)
	defer patience.Stop()
	for m.sender.awaits() {
		select {
		case f := <-m.calls:
			f()
		case <-patience.C:
			return // when it is handed over on disk it will be unconfirmed
		}
	}
}

// stuck is how long after the end of its context a change is waited for. The store gives up at once
// unless the disk is writing.
const stuck = 30 * time.Millisecond

// do has the loop run f, which gives up by itself when ctx ends. An error that is ctx's own means that
// nothing was done, and so does ErrClosed; see sms.ErrUnderway.
func (m *Messenger) do(ctx context.Context, f func() error) error {
	answer := make(chan error, 1)
	select {
	case m.calls <- func() { answer <- f() }:
	case <-ctx.Done():
		return ctx.Err()
	case <-m.done:
		return ErrClosed
	}
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-answer:
		return err
	case <-time.After(stuck):
		return fmt.Errorf("%w: %w", sms.ErrUnderway, ctx.Err())
	}
}

// change is do for what writes. It waits for the check of the file here, so that the loop need not.
func (m *Messenger) change(ctx context.Context, f func() error) error {
	if err := m.st.Writable(ctx); err != nil && ctx.Err() != nil {
		return err
	}
	return m.do(ctx, f)
}

// post has the loop run f at some time, unless it ends before.
func (m *Messenger) post(f func()) {
	select {
	case m.calls <- f:
	case <-m.done:
	}
}

// wake has the loop take a step.
func (m *Messenger) wake() {
	select {
	case m.changed <- struct{}{}:
	default:
	}
}

// shown reports whether a message is still where the window shows it: one without an ID was removed meanwhile.
func shown(msg sms.Message) bool { return msg.ID != 0 && msg.DeletedAt.IsZero() }

// notify sends the window an event for a message that it shows.
func (s *shared) notify(msg sms.Message, isNew bool) {
	if !shown(msg) {
		return
	}
	s.events.add(sms.MessageChanged{Message: msg, New: isNew})
	for _, watch := range s.watchers {
		watch(msg)
	}
}
