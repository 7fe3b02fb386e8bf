// Package programs knows which programs on this computer may send and read messages: whether any are let
// in at all, what each of them may, and how much they may send together. It asks the person at the window
// about a program that wants something for the first time, and remembers the answer.
//
// It is there so that a person decides, and is no wall: a program can call itself what it likes.
//
// Everything is kept as one setting. What is changed holds at once and is written in the background, so
// that the window never waits for the disk.
package programs

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"surfstick-sms/sms"
)

// Key is the setting that all of this is kept as.
const Key = "programs"

// Patience is how long a program waits for the person at the window.
const Patience = time.Minute

// Store is where settings are kept.
type Store interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Config is what Programs need.
type Config struct {
	Store Store
	Log   *slog.Logger
	// Switched is called when programs are let in or shut out. It must return at once; may be nil.
	Switched func()
	// Everybody are permissions that every program has without a question. With one of them, programs are
	// let in whatever is kept.
	Everybody []sms.Permission
	// Unattended says that there is no window to ask at: what is not allowed is refused.
	Unattended bool
}

// Programs know what programs may. Its methods may be called from any goroutine, and return at once where
// they do not say otherwise.
type Programs struct {
	Config
	changes chan struct{}
	dirty   chan struct{} // something is to be written
	written chan struct{} // closed when the last is written

	mu        sync.Mutex
	kept      kept
	failed    error // why the latest change could not be written
	questions []*question
	missed    []missed // questions that nobody answered, the latest last
	lastID    int
	closed    bool
}

// question is one that programs wait for. All that is in it but done is guarded by Programs.mu.
type question struct {
	sms.ProgramQuestion
	waiting int           // calls
	done    chan struct{} // closed when it is settled
	err     error         // set before
}

// missed is a question that nobody answered. It counts until something is decided.
type missed struct {
	program sms.Program
	what    sms.Permission
	at      time.Time // when it was taken back
}

// New returns what is kept in the store, for which it waits. What cannot be read lets nobody in.
func New(ctx context.Context, c Config) *Programs {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Switched == nil {
		c.Switched = func() {}
	}
	p := &Programs{
		Config: c, changes: make(chan struct{}, 1), dirty: make(chan struct{}, 1), written: make(chan struct{}),
	}
	text, err := c.Store.Setting(ctx, Key)
	if err == nil {
		p.kept, err = read(text)
	}
	if err != nil {
		c.Log.Warn("which programs may send was not read: none is let in", "err", err)
	}
	go p.write()
	return p
}

// Close ends all questions and returns when everything is written.
func (p *Programs) Close() {
	p.mu.Lock()
	closed := p.closed
	p.closed = true
	p.settle(func(*question) bool { return true }, sms.ErrOff)
	p.mu.Unlock()
	if !closed {
		close(p.dirty)
	}
	<-p.written
}

// Changes receives when something has changed: what is kept, or the question. There is one reader, which
// asks what it is.
func (p *Programs) Changes() <-chan struct{} { return p.changes }

func (p *Programs) changed() { signal(p.changes) }

// signal sends unless it was sent before and nobody has received that yet.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// change makes a change, which holds at once.
func (p *Programs) change(f func(*kept)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	f(&p.kept)
	signal(p.dirty)
	p.changed()
}

// Open reports whether programs are let in.
func (p *Programs) Open() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.open()
}

func (p *Programs) open() bool { return !p.closed && (p.kept.Open || len(p.Everybody) > 0) }

// SetOpen lets programs in or shuts them out, which ends all questions.
func (p *Programs) SetOpen(on bool) {
	p.change(func(k *kept) {
		k.Open = on
		if !p.open() {
			p.settle(func(*question) bool { return true }, sms.ErrOff)
		}
	})
	p.Log.Info("programs", "let in", on)
	p.Switched()
}

// List returns what was decided, the program that was decided about first at the top. Below them are those
// about which nothing was decided because nobody answered.
func (p *Programs) List() []sms.ProgramRights {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := make([]sms.ProgramRights, len(p.kept.Programs))
	for i, one := range p.kept.Programs {
		all[i] = sms.ProgramRights{Program: one.Path, May: one.may()}
	}
	for _, one := range p.missed {
		if _, known := p.said(one.program, one.what); known {
			continue
		}
		i := slices.IndexFunc(all, func(r sms.ProgramRights) bool { return r.Program == one.program })
		if i < 0 {
			i = len(all)
			all = append(all, sms.ProgramRights{Program: one.program})
		}
		all[i].Unanswered = one.at
	}
	return all
}

// Set decides what a program may.
func (p *Programs) Set(program sms.Program, what sms.Permission, allowed bool) {
	p.change(func(k *kept) { p.decide(k, program, what, allowed) })
	p.Log.Info("program", "program", program.Name(), "may", what, "allowed", allowed)
}

// decide also answers the question about it.
func (p *Programs) decide(k *kept, program sms.Program, what sms.Permission, allowed bool) {
	k.set(program, what, allowed)
	var err error
	if !allowed {
		err = sms.ErrDenied
	}
	p.settle(func(q *question) bool { return q.Program == program && q.What == what }, err)
}

// Remove forgets a program: it will be asked about again.
func (p *Programs) Remove(program sms.Program) {
	p.change(func(k *kept) {
		p.missed = slices.DeleteFunc(p.missed, func(m missed) bool { return m.program == program })
		k.Programs = slices.DeleteFunc(k.Programs, func(one rights) bool { return one.Path == program })
	})
}

// Limits returns how much programs may send.
func (p *Programs) Limits() sms.ProgramLimits {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kept.Limits
}

// SetLimits changes that.
func (p *Programs) SetLimits(l sms.ProgramLimits) {
	p.change(func(k *kept) { k.Limits = l })
	p.Log.Info("limits of programs", "limits", l)
}

// Failed returns why the latest change could not be written; it holds all the same until the end of the
// program. nil means that all is written, or is about to be.
func (p *Programs) Failed() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}
