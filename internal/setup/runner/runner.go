// Package runner does what the wizard asks for: it looks at what is plugged in, sends switch
// messages, asks lines whether a modem is there, unlocks SIM cards, and reports the results to
// internal/setup. One goroutine, that of Run, owns the facts; everything that may take long runs in
// workers that can be given up within a second and whose late answers are thrown away.
//
// What the facts say in Next is done unasked; everything else waits for Do. The latest facts can
// be had from Facts at any time, and a slow reader does not hold the runner up.
//
// It knows nothing of the protocol that a stick speaks: a Connector makes a Session of a line.
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
)

// Runner does the work behind the wizard. Use New to make one.
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
	wake  chan struct{}

	// The rest is only touched on the goroutine of Run.

	facts  setup.Facts
	shown  setup.Facts
	jobs   map[kind]*job            // those that run and are wanted
	last   map[kind]<-chan struct{} // closed when the latest of its kind has ended
	conn   *connection
	closed chan struct{} // closed when the session before has closed its line
	pins   autoPIN
	// passwords are those of sticks in network mode.
	passwords passwords
	scans     scans
	// recalled are the models of which it was looked up what is remembered, asked the devices of which it
	// was looked up what the user allowed.
	recalled map[hw.ID]bool
	asked    map[string]bool
}

// New makes a Runner that does nothing before Run.
func New(cfg Config) *Runner {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Memory == nil {
		cfg.Memory = noMemory{}
	}
	cfg.Platform.PassThrough = cfg.Platform.PassThrough && cfg.PassThrough != nil
	cfg.Platform.Rule = cfg.Rule != nil
	cfg.Platform.Libusb = cfg.Platform.Libusb && cfg.Libusb != nil
	return &Runner{
		cfg: cfg, log: cfg.Log, facts: setup.New(cfg.Platform, cfg.Table),
		out: make(chan setup.Facts, 1), wake: make(chan struct{}, 1),
		back: make(chan func(bool)), stopped: make(chan struct{}),
		jobs: make(map[kind]*job), last: make(map[kind]<-chan struct{}),
		recalled: make(map[hw.ID]bool), asked: make(map[string]bool),
		pins: autoPIN{given: givenPIN{pin: cfg.PIN}},
	}
}

// Facts returns the channel of the latest facts. Facts that nobody took are replaced by newer ones.
func (r *Runner) Facts() <-chan setup.Facts { return r.out }

// Platform returns what this computer needs and can, before there are any facts.
func (r *Runner) Platform() setup.Platform { return r.cfg.Platform }

// Do asks for an action. It never blocks; what makes no sense any more when its turn comes is
// dropped.
func (r *Runner) Do(a setup.Action) {
	r.mu.Lock()
	r.queue = append(r.queue, a)
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
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
	defer r.shutdown(cancel)
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
		case <-r.wake:
			event = func() { r.takeActions(ctx) }
		case result := <-r.back:
			event = func() { result(true) }
		case <-r.conn.done():
			event = func() { r.disconnect(errors.New("the line is gone")) }
		case <-due.C:
			event = func() {}
		}
		r.apply(setup.Ticked{At: time.Now()})
		event()
	}
}

// begin applies what is known before anything is looked at.
func (r *Runner) begin() {
	r.apply(setup.Ticked{At: time.Now()})
	r.apply(setup.AutoSet{On: r.cfg.Auto || r.cfg.Memory.Get(autoKey) == autoOn})
	if r.cfg.Fixed != nil {
		r.apply(setup.LineFixed{Line: r.fixedLine()})
	} else {
		r.recallSerial()
	}
}

// advance does what follows from the facts, and publishes them.
func (r *Runner) advance(ctx context.Context) {
	for range 4 { // an action may make way for the next one, but never without end
		if next := r.facts.Next(); next == nil || !r.actUnasked(ctx, next) {
			break
		}
	}
	r.schedule(ctx)
	r.publish()
}

// schedule starts scans and polls that are due, and ends what no longer fits the facts.
func (r *Runner) schedule(ctx context.Context) {
	if r.conn != nil && !r.facts.Session.Connected {
		r.closeSession()
	}
	if j := r.jobs[jobProbe]; j != nil && r.facts.Intent.Fixed == nil && r.facts.Chosen.Missing >= 2 {
		j.cancel()
	}
	now := time.Now()
	r.scanIfDue(ctx, now)
	if r.conn != nil && !now.Before(r.conn.pollAt) {
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

// apply takes an event into the facts, and logs what it changed for the user.
func (r *Runner) apply(e setup.Event) {
	old := r.facts
	before, was := old.Step(), old.Problem()
	r.facts = r.facts.Apply(e)
	r.keep(e, old)
	if after, is := r.facts.Step(), r.facts.Problem(); after != before || is != was {
		r.log.Info("setup", "step", after.String(), "problem", is.String())
	}
}

// publish puts the latest facts where the window finds them, when something changed in them that
// can be seen, or something is waited for.
func (r *Runner) publish() {
	if !r.changed() {
		return
	}
	r.shown = r.facts
	select {
	case <-r.out:
	default:
	}
	r.out <- r.facts
}
