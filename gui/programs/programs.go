// Package programs is what the window shows of other programs on this computer that send and read messages
// through this one: the page where a person lets them in and says what each may, the card that asks about
// a new one, and what they have sent today. It keeps nothing itself.
//
// Everything in it runs on the UI goroutine, but for the calls to the Messenger, which are made beside
// it.
package programs

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// Keeper knows what programs may. Its methods return at once.
type Keeper interface {
	// Open reports whether programs are let in; SetOpen lets them in or shuts them out.
	Open() bool
	SetOpen(on bool)
	// Trouble is why none can come in though they are let in.
	Trouble() Trouble
	// Failed returns why the latest change could not be saved; it holds until the end all the same.
	Failed() error

	List() []sms.ProgramRights
	Set(p sms.Program, what sms.Permission, allowed bool)
	Remove(p sms.Program)
	Limits() sms.ProgramLimits
	SetLimits(l sms.ProgramLimits)

	// Question returns what is to be asked now, false for nothing.
	Question() (sms.ProgramQuestion, bool)
	Answer(q sms.ProgramQuestion, a sms.ProgramAnswer)
}

// Trouble is why programs cannot reach this one. It is part of the key of a text.
type Trouble string

// The troubles.
const (
	TroubleNone  Trouble = ""
	TroubleTaken Trouble = "taken" // another program sits where they would look for this one
	TroublePath  Trouble = "path"  // the data folder has too long a path
	TroubleOther Trouble = "other"
)

// Messenger is what the page needs of sms/messenger.
type Messenger interface {
	// ProgramUsage returns what programs have sent today.
	ProgramUsage(ctx context.Context) ([]sms.ProgramUse, error)
	// StopPrograms takes all their messages out of the queue, and returns how many.
	StopPrograms(ctx context.Context) (int, error)
}

// Config is what the page is made of. All of it is needed where it does not say otherwise.
type Config struct {
	Keeper    Keeper
	Messenger Messenger
	Canvas    fyne.Canvas
	// Run runs f beside the UI goroutine, Post on it, and After on it later, unless stopped before.
	Run, Post func(f func())
	After     func(d time.Duration, f func()) (stop func())
	Now       func() time.Time
	Log       *slog.Logger
	// Show shows a page.
	Show func(p *look.Page, first fyne.Focusable)
	// Copy puts something on the clipboard.
	Copy func(text string)
	// Help explains how to write a script; may be nil.
	Help func()
	// Hook runs a program for each received message; nil where that cannot be. Choose has the user choose
	// a file; may be nil.
	Hook   Hook
	Choose func(title string, then func(path string))
	// Command is the path of the command line program, or its name where that is not known.
	Command string
	// Ask tells of a question while the window may be out of sight, and Asked that it is settled.
	Ask   func(q sms.ProgramQuestion)
	Asked func()
	// Used is called with what programs have sent today, when that has changed.
	Used func(Use)
}

// Use is what programs have sent today, as the window shows it.
type Use struct {
	// Name is that of the program, "" when there are several; Programs is how many.
	Name     string
	Programs int
	Texts    int
	// Stopped reports that they were stopped, and Cancelled how many messages were not sent then.
	Stopped   bool
	Cancelled int
}

// Shown reports whether there is anything to show.
func (u Use) Shown() bool { return u.Texts > 0 || u.Stopped }

// Programs is the programs of this computer, as the window shows them. Only touched on the UI goroutine.
type Programs struct {
	cfg   Config
	page  *page // nil while it is not shown
	card  *card // nil while nothing is asked
	used  []sms.ProgramUse
	use   Use
	read  int // texts of today that the user has taken note of
	midst func()
	hook  HookState
}

// New returns it.
func New(cfg Config) *Programs { return &Programs{cfg: cfg, midst: func() {}} }

// Handle takes in an event of the Messenger.
func (p *Programs) Handle(e sms.Event) {
	switch e.(type) {
	case sms.ProgramsChanged:
		p.Load()
	case sms.ProgramLoops:
		p.loadHook()
	}
}

// Changed takes in that the Keeper has changed.
func (p *Programs) Changed() {
	p.ask()
	if p.cfg.Keeper.Open() && p.use.Stopped {
		p.use.Stopped, p.use.Cancelled = false, 0
		p.tell()
	}
	if p.page != nil {
		p.page.update()
	}
}

// callTimeout bounds a call to the Messenger; nobody waits for it.
const callTimeout = 30 * time.Second

// call makes a call to the Messenger and takes in its end.
func call[T any](p *Programs, what string, f func(context.Context) (T, error), then func(T)) {
	p.cfg.Run(func() {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		defer cancel()
		answer, err := f(ctx)
		if err != nil {
			p.cfg.Log.Warn("messenger failed", "call", what, "err", err)
			return
		}
		p.cfg.Post(func() { then(answer) })
	})
}

// Load reads what programs have sent today.
func (p *Programs) Load() {
	call(p, "program usage", p.cfg.Messenger.ProgramUsage, func(used []sms.ProgramUse) {
		p.used = used
		texts := 0
		p.use.Name, p.use.Programs = "", len(used)
		for _, one := range used {
			texts += one.Texts
			p.use.Name = Name(one.Program)
		}
		if len(used) > 1 {
			p.use.Name = ""
		}
		if texts < p.use.Texts { // another day
			p.read = 0
		}
		p.use.Texts = texts
		p.tell()
		if p.page != nil {
			p.page.update()
		}
		p.atMidnight(texts > 0)
	})
}

// atMidnight has everything begin anew with the next day.
func (p *Programs) atMidnight(wanted bool) {
	p.midst()
	p.midst = func() {}
	if wanted {
		now := p.cfg.Now()
		next := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 1, 0, now.Location())
		p.midst = p.cfg.After(next.Sub(now), p.Load)
	}
}

// tell tells what was sent, unless the user has taken note of it.
func (p *Programs) tell() {
	use := p.use
	if use.Texts <= p.read {
		use.Texts = 0
	}
	p.cfg.Used(use)
}

// Read is called when the user has taken note of what was sent, or that programs are stopped.
func (p *Programs) Read() {
	p.read = p.use.Texts
	p.use.Stopped, p.use.Cancelled = false, 0
	p.tell()
}

// Stop shuts programs out and takes their messages out of the queue.
func (p *Programs) Stop() {
	p.cfg.Keeper.SetOpen(false)
	p.read = p.use.Texts
	p.use.Stopped = true
	p.tell()
	call(p, "stop programs", p.cfg.Messenger.StopPrograms, func(n int) {
		p.use.Cancelled = n
		p.tell()
	})
}

// LetIn lets programs in again after Stop.
func (p *Programs) LetIn() {
	p.cfg.Keeper.SetOpen(true)
	p.Changed()
}

// State says in a word how things stand.
func (p *Programs) State() string {
	switch {
	case !p.cfg.Keeper.Open():
		return tr.T("programs.state.off")
	case p.cfg.Keeper.Trouble() != TroubleNone:
		return tr.T("programs.state.trouble")
	}
	return tr.T("programs.state.on")
}

// Name returns what a program is called.
func Name(p sms.Program) string {
	if p == sms.UnknownProgram || p.Name() == "" {
		return tr.T("programs.unknown")
	}
	return sms.SanitiseLine(p.Name(), nameLimit)
}

// nameLimit is how many characters of a name are shown, pathLimit of a path.
const (
	nameLimit = 60
	pathLimit = 300
)
