// Package bulk is the page for one text to many people, in steps: who gets it, what it says, what that
// costs, and how far it has come. It keeps nothing itself but what was typed.
//
// Everything in it runs on the UI goroutine, but for reading tables, filling in texts and the calls to
// the Messenger, which are made beside it.
package bulk

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/storage"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
)

// Messenger is what the page needs of sms/messenger.
type Messenger interface {
	StartJob(ctx context.Context, job bulk.Job, rows []bulk.Entry) (int64, error)
	Jobs(ctx context.Context) ([]bulk.Job, error)
	JobEntries(ctx context.Context, id int64) ([]bulk.Entry, error)
	PauseJob(ctx context.Context, id int64) error
	ResumeJob(ctx context.Context, id int64, over bool) error
	StopJob(ctx context.Context, id int64) error
	RemoveJob(ctx context.Context, id int64) error
	Allowance(ctx context.Context) (bulk.Allowance, error)
}

// Config is what the page is made of. All of it is needed where it does not say otherwise.
type Config struct {
	Messenger Messenger
	Canvas    fyne.Canvas
	// Run runs f beside the UI goroutine, Post on it, and After on it after d, unless stopped before.
	Run, Post func(f func())
	After     func(d time.Duration, f func()) (stop func())
	Now       func() time.Time
	Log       *slog.Logger
	// Region returns the country by which numbers are read and shown.
	Region func() string
	// Show shows a page.
	Show func(p *look.Page, first fyne.Focusable)
	// Files lets the user choose files.
	Files files.Files
	// Read returns at most limit bytes of a file, and Write writes one; those of the file system when nil.
	Read  func(path string, limit int64) ([]byte, error)
	Write func(path string, data []byte) error
	// Clipboard returns what is on the clipboard, and Copy puts something there.
	Clipboard func() string
	Copy      func(text string) error
}

// step is one part of the page.
type step int

const (
	stepJobs step = iota // the list of jobs
	stepWho
	stepText
	stepCheck
	stepJob // one job
)

// callTimeout bounds a call to the Messenger; nobody waits for it.
const callTimeout = 30 * time.Second

// Bulk is the page. Only touched on the UI goroutine.
type Bulk struct {
	cfg    Config
	page   *look.Page // nil while it is not shown
	body   *fyne.Container
	undrop func()
	step   step

	jobs    []bulk.Job
	current int64 // the job that is shown
	running view  // of it
	reading bool  // the list of jobs is being read
	again   bool  // and has to be read again

	draft    draft
	starting bool // it is being handed to the store
}

// New returns it.
func New(cfg Config) *Bulk {
	if cfg.Read == nil {
		cfg.Read = readFile
	}
	if cfg.Write == nil {
		cfg.Write = writeFile
	}
	return &Bulk{cfg: cfg, draft: newDraft()}
}

func readFile(path string, limit int64) ([]byte, error) {
	r, err := storage.Reader(storage.NewFileURI(path))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, limit))
}

func writeFile(path string, data []byte) error {
	w, err := storage.Writer(storage.NewFileURI(path))
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return errors.Join(err, w.Close())
}

// call makes a call to the Messenger and takes in its end.
func call[T any](b *Bulk, what string, f func(context.Context) (T, error), then func(T, error)) {
	b.cfg.Run(func() {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		defer cancel()
		answer, err := f(ctx)
		if err != nil {
			b.cfg.Log.Warn("messenger failed", "call", what, "err", err)
		}
		b.cfg.Post(func() { then(answer, err) })
	})
}

// Open shows the page.
func (b *Bulk) Open() {
	if b.page == nil {
		b.body = container.New(look.Column{Gap: look.Space4})
		b.page = look.NewPage(tr.T("bulk.title"), b.body)
		b.page.OnClose = func() { b.page = nil; b.undrop() }
		b.undrop = b.cfg.Files.OnDrop(b.drop)
		b.show(b.step)
	}
	b.cfg.Show(b.page, nil)
	b.load()
}

// Handle takes in an event of the Messenger.
func (b *Bulk) Handle(e sms.Event) {
	switch e := e.(type) {
	case sms.JobsChanged:
	case sms.MessageChanged:
		if e.Message.Direction != sms.Outgoing {
			return
		}
	default:
		return
	}
	if b.page != nil && (b.step == stepJobs || b.step == stepJob) {
		b.load()
	}
}

// load reads the jobs, never twice at a time.
func (b *Bulk) load() {
	if b.reading {
		b.again = true
		return
	}
	b.reading = true
	call(b, "jobs", b.cfg.Messenger.Jobs, func(jobs []bulk.Job, err error) {
		b.reading = false
		if err == nil {
			b.jobs = jobs
			b.loaded()
		}
		if b.again && b.page != nil {
			b.again = false
			b.load()
		}
	})
}

// loaded shows the jobs as they are now.
func (b *Bulk) loaded() {
	if b.page == nil {
		return
	}
	switch {
	case b.step == stepJobs && len(b.jobs) == 0:
		b.show(stepWho)
	case b.step == stepJobs:
		b.show(stepJobs)
	case b.step == stepJob:
		b.showJob()
	}
}

// show turns to a step.
func (b *Bulk) show(s step) {
	b.step = s
	if b.page == nil {
		return
	}
	b.page.Say("", "")
	b.running = view{}
	b.body.RemoveAll()
	b.page.Foot()
	switch s {
	case stepJobs:
		b.listJobs()
	case stepWho:
		b.who()
	case stepText:
		b.write()
	case stepCheck:
		b.checkAll()
	case stepJob:
		b.showJob()
	}
	b.page.Fit()
	b.page.Begin()
}

// add adds parts to the page.
func (b *Bulk) add(parts ...fyne.CanvasObject) {
	for _, p := range parts {
		b.body.Add(p)
	}
}

// busy says what is being done. The page may be gone: a file is chosen in a dialog of the system's own.
func (b *Bulk) busy(words string) {
	if b.page != nil {
		b.page.Say(words, look.ColorMuted)
	}
}

// say shows a sentence below the title.
func (b *Bulk) say(words string) {
	if b.page != nil {
		b.page.Say(words, look.ColorCareful)
	}
}
