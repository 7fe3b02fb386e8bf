// Package planned is the texts that are sent later: the card that asks when, the page that lists them,
// and the question about those that do not go without one. It keeps nothing itself.
//
// Everything in it runs on the UI goroutine, but for the calls to the Messenger, which are made beside
// it.
package planned

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
	"surfstick-sms/sms/plan"
)

// Messenger is what the page needs of sms/messenger.
type Messenger interface {
	Plan(ctx context.Context, t plan.Text) (plan.Text, error)
	Planned(ctx context.Context) ([]plan.Planned, error)
	Unplan(ctx context.Context, id int64) error
	Replan(ctx context.Context, id int64) error
	SendPlanned(ctx context.Context, id int64, at plan.Wall) (sms.Message, error)
	SkipPlanned(ctx context.Context, id int64, at plan.Wall) error
}

// Config is what the page is made of. All of it is needed where it does not say otherwise.
type Config struct {
	Messenger Messenger
	Canvas    fyne.Canvas
	// Run runs f beside the UI goroutine, and Post on it.
	Run, Post func(f func())
	Now       func() time.Time
	Log       *slog.Logger
	// Region returns the country by which numbers are read and shown, Name how a partner is called.
	Region func() string
	Name   func(sms.Number) string
	// Show shows a page.
	Show func(p *look.Page, first fyne.Focusable)
	// Write leads to where a message is written.
	Write func()
	// Changed is called when the list is another one; may be nil.
	Changed func()
}

// callTimeout bounds a call to the Messenger; nobody waits for it.
const callTimeout = 30 * time.Second

// Planned is the texts that are sent later. Only touched on the UI goroutine.
type Planned struct {
	cfg   Config
	texts []plan.Planned
	page  *page      // nil while it is not shown
	asked []question // what the user was asked about since the start
	// loads counts how often the list was asked for, and loaded is which of these answers is shown: they may
	// come in another order.
	loads, loaded int
}

// question is an occurrence that the user is asked about.
type question struct {
	id int64
	at plan.Wall
}

// New returns it. Load reads the list.
func New(cfg Config) *Planned { return &Planned{cfg: cfg} }

// Handle takes in an event of the Messenger.
func (p *Planned) Handle(e sms.Event) {
	if _, ok := e.(sms.PlannedChanged); ok {
		p.Load()
	}
}

// call makes a call to the Messenger and takes in its end.
func call[T any](p *Planned, what string, f func(context.Context) (T, error), then func(T, error)) {
	p.cfg.Run(func() {
		ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
		defer cancel()
		answer, err := f(ctx)
		if err != nil {
			p.cfg.Log.Warn("messenger failed", "call", what, "err", err)
		}
		p.cfg.Post(func() { then(answer, err) })
	})
}

// Load reads the list.
func (p *Planned) Load() {
	p.loads++
	load := p.loads
	call(p, "planned", p.cfg.Messenger.Planned, func(texts []plan.Planned, err error) {
		if err != nil || load < p.loaded {
			return
		}
		p.loaded = load
		p.texts = texts
		if p.page != nil {
			p.page.show()
		}
		if p.cfg.Changed != nil {
			p.cfg.Changed()
		}
	})
}

// Line says what is planned for a partner, "" when there is nothing.
func (p *Planned) Line(n sms.Number) string {
	count := 0
	var next plan.Planned
	for _, t := range p.texts {
		if t.To != n {
			continue
		}
		if count == 0 {
			next = t
		}
		count++
	}
	switch {
	case count == 0:
		return ""
	case next.Turn.Verdict == plan.Ask:
		return tr.T("planned.line.asks")
	case next.Turn.Verdict == plan.Go:
		return tr.T("planned.line.due")
	}
	return tr.N("planned.line", count, tr.Data{"Time": when(next.Turn.Due, p.cfg.Now())})
}

// Later asks when a text goes to some people, and calls kept when that is stored.
func (p *Planned) Later(to []sms.Number, text string, kept func()) {
	if len(to) == 0 {
		return
	}
	s := newSheet(sheetConfig{
		canvas: p.cfg.Canvas, now: p.cfg.Now(), title: tr.T("planned.later", tr.Data{"Name": names(to, p.cfg.Name)}),
		text: plan.Text{Body: text},
		done: func(start plan.Wall, r plan.Repeat, body string) {
			p.keepAll(to, plan.Text{Body: body, Repeat: r}, start, kept)
		},
	})
	s.Show(s.date)
}

// keepAll plans the same text for several people, one after the other.
func (p *Planned) keepAll(to []sms.Number, t plan.Text, start plan.Wall, kept func()) {
	now := p.cfg.Now()
	call(p, "plan", func(ctx context.Context) (int, error) {
		var stored []int64
		for i, n := range to {
			t.To, t.Start, t.At = n, start, start.In(now.Location())
			one, err := p.keep(ctx, t)
			if err != nil {
				return i, errors.Join(err, p.takeBack(ctx, stored))
			}
			stored = append(stored, one.ID)
		}
		return len(to), nil
	}, func(stored int, err error) {
		if stored == len(to) {
			if kept != nil {
				kept()
			}
			return
		}
		p.tell(tr.T("planned.failed"), tr.T("planned.failedText"))
	})
}

// keep hands one text to the store. What the disk is still writing counts as planned: an event tells of it.
func (p *Planned) keep(ctx context.Context, t plan.Text) (plan.Text, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
	defer cancel()
	one, err := p.cfg.Messenger.Plan(ctx, t)
	if errors.Is(err, sms.ErrUnderway) {
		err = nil
	}
	return one, err
}

// takeBack drops what was planned for some of several people: it will be planned again for all of them.
func (p *Planned) takeBack(ctx context.Context, ids []int64) (err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
	defer cancel()
	for _, id := range ids {
		err = errors.Join(err, p.cfg.Messenger.Unplan(ctx, id))
	}
	return err
}

// tell shows a card with a sentence.
func (p *Planned) tell(title, words string) {
	s := look.NewSheet(p.cfg.Canvas, title, look.NewText(words, ""))
	s.Answers(look.NewPrimary(tr.T("planned.close"), nil)).Show(nil)
}

// Ask asks about the first text that does not go without a question, unless it was asked about already
// since the start. It reports whether it does.
func (p *Planned) Ask() bool {
	for _, t := range p.texts {
		q := question{t.ID, t.Turn.Occurrence}
		if t.Turn.Verdict != plan.Ask || p.wasAsked(q) {
			continue
		}
		p.asked = append(p.asked, q)
		p.askAbout(t)
		return true
	}
	return false
}

func (p *Planned) wasAsked(q question) bool {
	for _, a := range p.asked {
		if a == q {
			return true
		}
	}
	return false
}

// askAbout asks whether a text goes now.
func (p *Planned) askAbout(t plan.Planned) {
	s := look.NewSheet(p.cfg.Canvas, p.why(t),
		look.NewText(tr.T("planned.ask", tr.Data{"Name": p.cfg.Name(t.To)}), ""),
		look.Card(look.NewText(sms.Sanitise(t.Body), "")))
	// The card comes by itself: somebody who is typing just then must not send with the next key.
	later := look.NewQuiet(tr.T("planned.notNow"), nil)
	s.Answers(
		later, look.NewQuiet(tr.T("planned.skip"), func() { p.skip(t) }),
		look.NewPrimary(tr.T("planned.sendNow"), func() { p.send(t) })).Show(later)
}

// why says why the user is asked.
func (p *Planned) why(t plan.Planned) string {
	if t.Turn.Late {
		return tr.T("planned.late", tr.Data{"Time": when(t.Turn.Due, p.cfg.Now())})
	}
	return tr.T("planned.asks")
}

func (p *Planned) send(t plan.Planned) {
	call(p, "send planned", func(ctx context.Context) (sms.Message, error) {
		return p.cfg.Messenger.SendPlanned(ctx, t.ID, t.Turn.Occurrence)
	}, func(_ sms.Message, err error) { p.ended(err) })
}

func (p *Planned) skip(t plan.Planned) {
	call(p, "skip planned", func(ctx context.Context) (struct{}, error) {
		return struct{}{}, p.cfg.Messenger.SkipPlanned(ctx, t.ID, t.Turn.Occurrence)
	}, func(_ struct{}, err error) { p.ended(err) })
}

// ended shows what a change came to.
func (p *Planned) ended(err error) {
	if err != nil && !errors.Is(err, sms.ErrUnderway) && p.page != nil {
		p.page.Say(tr.T("planned.gone"), look.ColorCareful)
	}
	p.Load()
}
