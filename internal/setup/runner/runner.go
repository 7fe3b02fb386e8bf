// Package runner does what the wizard asks for: it looks at what is plugged in, sends switch
// messages, asks lines whether a modem is there, unlocks SIM cards, and tells internal/setup what came of
// it. One goroutine, that of Run, owns the facts; everything that may take long runs in workers
// that can be given up within a second and whose late answers are thrown away.
//
// What the facts say in Next is done unasked; everything else waits for Do. The latest facts can
// be had from Facts at any time, and nobody who is slow in taking them holds the runner up.
//
// It knows nothing about how a stick is talked to: a Connector makes a Session of a line.
// It holds no words for users.
package runner

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Session is a stick that answers, in whatever way it is talked to. Its methods may be called from
// any goroutine; the runner calls those that ask for the SIM card or the network one at a time.
type Session interface {
	// Identity returns who answered.
	Identity() sms.Identity
	// SIM asks what the SIM card wants.
	SIM(ctx context.Context) (sms.SIM, error)
	// EnterPIN tries a PIN; sms.ErrPINRefused when it is wrong. It returns the state afterwards.
	EnterPIN(ctx context.Context, pin string) (sms.SIM, error)
	// EnterPUK tries a PUK with a new PIN; sms.ErrPINRefused when it is wrong.
	EnterPUK(ctx context.Context, puk, pin string) (sms.SIM, error)
	// KeptPIN returns the PIN that the user had kept for the card, "" when there is none. It may
	// take as long as its context.
	KeptPIN(ctx context.Context) string
	// CanKeepPIN reports whether a PIN could be kept, and whether the user wants that already.
	CanKeepPIN(ctx context.Context) (possible, on bool)
	// KeepPIN has the next PIN kept that the card takes.
	KeepPIN(ctx context.Context) error
	// Link asks how things stand with the network.
	Link(ctx context.Context) (sms.Link, error)
	// Start is called once the SIM card is ready: texts begin to flow.
	Start(ctx context.Context) error
	// Test sends a text to one's own number, waits for it, and tries other ways of receiving when it
	// stays away; sms.ErrCannotReceive when none works. It returns the one that does.
	Test(ctx context.Context, number string) (sms.ReceiveMode, error)
	// Restart has the stick restart, whether or not it answers, and ends the session; an error means
	// that it cannot be done, and then the session goes on.
	Restart(ctx context.Context) error
	// Done is closed when the stick is gone or the session closed.
	Done() <-chan struct{}
	// Close ends the session and lets go of the line. It may be called more than once.
	Close() error
}

// Connector makes a Session of a line. When the context of a call ends, the call returns at once
// and leaves nothing open; a panic below it does the same.
type Connector interface {
	// Connect opens a line and asks whether a stick answers on it. The context is for the asking;
	// the session outlives it. Errors are those of hw.Opener, sms.ErrSilent, sms.ErrNotModem and
	// sms.ErrStuck.
	Connect(ctx context.Context, line hw.Line) (Session, error)
	// Restart has whatever is on a line restart, though it answers nothing.
	Restart(ctx context.Context, line hw.Line) error
}

// Drivers helps a person to bind a libusb driver (Windows).
type Drivers interface {
	// Install starts the help and returns when it is over.
	Install(ctx context.Context, job hw.DriverJob) error
	// Check reads which file of Huawei's driver lies at a path.
	Check(ctx context.Context, path string) (hw.DriverFile, error)
}

// Rule installs the right to open the stick, with an administrator's consent (Linux).
type Rule interface {
	Install(ctx context.Context) error
}

// Memory is what is remembered between starts of the program. Get gives "" for what is not there.
type Memory interface {
	Get(key string) string
	Set(key, value string)
}

// Config is what a Runner works with. Connector and Table are needed, and Scanner unless Fixed is
// given.
type Config struct {
	Platform setup.Platform
	Table    setup.Table
	Scanner  hw.Scanner
	// Watcher reports when to scan; without one, or when it fails, the clock decides alone.
	Watcher hw.Watcher
	// PassThrough and Libusb send switch messages; nil means that there is no such way here.
	PassThrough, Libusb hw.Switcher
	Connector           Connector
	Drivers             Drivers // nil where there is no help with drivers
	Rule                Rule    // nil where no right can be installed
	Memory              Memory
	// Fixed is the line of the flag -port; then nothing is scanned or switched.
	Fixed *hw.Line
	// Auto takes the recommended actions from the start.
	Auto bool
	Log  *slog.Logger
}

// Runner is the machine behind the wizard. Its zero value is of no use; New makes one.
type Runner struct {
	cfg Config
	log *slog.Logger
	out chan setup.Facts
	// back brings the results of workers to the goroutine of Run, which calls them.
	back    chan func(live bool)
	stopped chan struct{} // closed when nobody takes from back any more
	workers sync.WaitGroup

	mu    sync.Mutex
	queue []setup.Action // guarded by mu
	poke  chan struct{}

	// The rest is only touched on the goroutine of Run.

	facts  setup.Facts
	shown  setup.Facts
	jobs   map[kind]*job            // those that run and are wanted
	last   map[kind]<-chan struct{} // closed when the latest of its kind has ended
	talk   *talk
	closed chan struct{} // closed when the session before has let go of its line
	pin    knownPIN
	// keptUsed tells that a kept PIN was tried.
	keptUsed bool
	scans    scans
}

// New makes a Runner that does nothing before Run.
func New(cfg Config) *Runner {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Memory == nil {
		cfg.Memory = forgetful{}
	}
	cfg.Platform.PassThrough = cfg.Platform.PassThrough && cfg.PassThrough != nil
	cfg.Platform.Rule = cfg.Rule != nil
	cfg.Platform.Libusb = cfg.Platform.Libusb && cfg.Libusb != nil
	return &Runner{
		cfg: cfg, log: cfg.Log, facts: setup.New(cfg.Platform, cfg.Table),
		out: make(chan setup.Facts, 1), poke: make(chan struct{}, 1),
		back: make(chan func(bool)), stopped: make(chan struct{}),
		jobs: make(map[kind]*job), last: make(map[kind]<-chan struct{}),
	}
}

// forgetful is the Memory of those who have none.
type forgetful struct{}

func (forgetful) Get(string) string  { return "" }
func (forgetful) Set(string, string) {}

// Facts gives the channel of the latest facts. Facts that nobody took are replaced by newer ones.
func (r *Runner) Facts() <-chan setup.Facts { return r.out }

// Platform tells what this computer needs and can, before there are any facts.
func (r *Runner) Platform() setup.Platform { return r.cfg.Platform }

// Do asks for an action. It never blocks; what makes no sense any more when its turn comes is
// dropped.
func (r *Runner) Do(a setup.Action) {
	r.mu.Lock()
	r.queue = append(r.queue, a)
	r.mu.Unlock()
	select {
	case r.poke <- struct{}{}:
	default:
	}
}

// Run works until the context ends and returns nil then. It may be called once.
func (r *Runner) Run(ctx context.Context) error {
	if r.cfg.Connector == nil || r.cfg.Table == nil ||
		r.cfg.Scanner == nil && r.cfg.Fixed == nil {
		return errors.New("runner: no connector, table or scanner")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer r.shut(cancel)
	r.begin()
	r.watch(ctx)
	due := time.NewTimer(0)
	defer due.Stop()
	for {
		r.advance(ctx)
		due.Reset(r.untilDue())
		var event func()
		select {
		case <-ctx.Done():
			return nil
		case <-r.poke:
			event = func() { r.takeActions(ctx) }
		case result := <-r.back:
			event = func() { result(true) }
		case <-r.talk.done():
			event = func() { r.hangUp(errors.New("the line is gone")) }
		case <-due.C:
			event = func() {}
		}
		r.apply(setup.Ticked{At: time.Now()})
		event()
	}
}

// begin tells the facts what is known before anything is looked at.
func (r *Runner) begin() {
	r.apply(setup.Ticked{At: time.Now()})
	r.apply(setup.AutoSet{On: r.cfg.Auto || r.cfg.Memory.Get(autoKey) == autoOn})
	if r.cfg.Fixed != nil {
		r.apply(setup.LineFixed{Line: *r.cfg.Fixed})
	}
}

// advance does what follows from the facts, and shows them.
func (r *Runner) advance(ctx context.Context) {
	for range 4 { // an action may make way for the next one, but never without end
		if next := r.facts.Next(); next == nil || !r.actUnasked(ctx, next) {
			break
		}
	}
	r.keepUp(ctx)
	r.publish()
}

// keepUp starts scans and polls that are due, and ends what has lost its ground.
func (r *Runner) keepUp(ctx context.Context) {
	if r.talk != nil && !r.facts.Session.Connected {
		r.letGo()
	}
	if j := r.jobs[jobProbe]; j != nil && r.facts.Intent.Fixed == nil && r.facts.Chosen.Missing >= 2 {
		j.cancel()
	}
	now := time.Now()
	r.scanIfDue(ctx, now)
	if r.talk != nil && !now.Before(r.talk.pollAt) {
		r.poll(ctx)
	}
}

func (r *Runner) takeActions(ctx context.Context) {
	r.mu.Lock()
	queue := r.queue
	r.queue = nil
	r.mu.Unlock()
	for _, a := range queue {
		r.act(ctx, a)
	}
}

// apply tells the facts what happened.
func (r *Runner) apply(e setup.Event) {
	before, was := r.facts.Step(), r.facts.Problem()
	r.facts = r.facts.Apply(e)
	if after, is := r.facts.Step(), r.facts.Problem(); after != before || is != was {
		r.log.Info("setup", "step", after.String(), "problem", is.String())
	}
}
