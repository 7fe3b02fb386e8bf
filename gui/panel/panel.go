// Package panel is the page about the stick of the moment: how it is connected to the network, what it and
// its SIM card are, how full their memories are, and the way to what can be done with them.
//
// It shows setup.Facts, which come in by Update as long as the page is open, and asks the card itself only
// how full its memories are. It runs on the UI goroutine, but for what the card is asked.
package panel

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Card is what is needed of the SIM card and the stick. The methods may take a minute and be called from any
// goroutine.
type Card interface {
	// Memories returns what the memories hold, CleanMemory deletes what other programs left in one and
	// returns how many texts that were.
	Memories(ctx context.Context) ([]sms.Memory, error)
	CleanMemory(ctx context.Context, name string) (int, error)
}

// Action is a line of the page that leads elsewhere. Its words are panel.do.KEY, and a sentence below them
// panel.do.KEY.note where there is one.
type Action struct {
	Key   string
	Value string // shown at the right
	Do    func()
}

// Config is what the page needs; all of it.
type Config struct {
	Card   Card
	Canvas fyne.Canvas
	Show   func(p *look.Page, first fyne.Focusable)
	// Post runs f on the UI goroutine.
	Post func(f func())
	// Copy puts a number of the stick on the clipboard.
	Copy func(text string)
	// Region returns the country by which numbers are shown.
	Region func() string
	// Link returns how things stand with the network.
	Link func() sms.Link
	// SIM and Stick return what can be done now with the SIM card and with the stick.
	SIM, Stick func() []Action
}

// limit bounds what the card is asked.
const limit = 2 * time.Minute

// Panel is the page.
type Panel struct {
	cfg    Config
	page   *look.Page
	body   *fyne.Container
	facts  setup.Facts
	shown  []line // what the page shows now
	cancel context.CancelFunc

	memories []sms.Memory
	reading  bool
	again    bool // it has to be read once more after that
	failed   bool // the memories could not be read
}

// New returns it; nothing is shown or asked before Open.
func New(cfg Config) *Panel { return &Panel{cfg: cfg} }

// Open shows the page.
func (p *Panel) Open(f setup.Facts) {
	p.facts, p.shown, p.memories, p.failed = f, nil, nil, false
	p.body = container.New(look.Column{Gap: look.Space2})
	p.page = look.NewPage(tr.T("panel.title"), p.body)
	p.page.OnClose = p.leave
	p.draw()
	p.cfg.Show(p.page, nil)
	p.read()
}

func (p *Panel) leave() {
	if p.cancel != nil {
		p.cancel()
	}
}

// Update takes in the latest facts, whether the page is open or not.
func (p *Panel) Update(f setup.Facts) {
	was := p.holder()
	p.facts = f
	now := p.holder()
	if now != was {
		p.memories, p.failed = nil, false
	}
	if p.page == nil || !p.page.Shown() {
		return
	}
	p.draw()
	if now.there && now != was {
		p.read()
	}
}

// holder is which stick with which SIM card is connected.
type holder struct {
	there      bool
	imei, imsi string
}

func (p *Panel) holder() holder {
	s := p.facts.Session
	if !s.Connected {
		return holder{}
	}
	return holder{true, s.Identity.IMEI, s.Identity.IMSI}
}

// link returns how things stand with the network: what the messenger hears, or, before it has the stick, the
// set-up.
func (p *Panel) link() sms.Link {
	if l := p.cfg.Link(); l.Up {
		return l
	}
	return p.facts.Session.Link
}

// draw shows how things stand, unless the page says so already.
func (p *Panel) draw() {
	lines := p.lines()
	if slices.EqualFunc(lines, p.shown, line.same) {
		return
	}
	p.shown = lines
	p.body.RemoveAll()
	for _, group := range []string{groupNet, groupStick, groupSIM, groupMemory} {
		p.drawGroup(group)
	}
	p.page.Fit()
}

func (p *Panel) drawGroup(group string) {
	var rows []fyne.CanvasObject
	for _, l := range p.shown {
		if l.group == group {
			rows = append(rows, p.row(l))
		}
	}
	if len(rows) == 0 {
		return
	}
	if len(p.body.Objects) > 0 {
		p.body.Add(container.New(look.Fixed{Height: look.Space3}, look.NewNote("")))
	}
	p.body.Add(look.NewStrong(tr.T("panel.group."+group), ""))
	if group == groupNet {
		p.body.Add(p.network())
		return
	}
	p.body.Add(look.Rows(rows...))
}

// network is the card at the top: the bars, and in words what they and the registration mean.
func (p *Panel) network() fyne.CanvasObject {
	link := p.link()
	percent := 0
	if p.facts.Session.Connected && link.Registered() {
		percent = link.Signal
	}
	texts := container.New(look.Column{Gap: look.Space1})
	for i, l := range p.shown {
		switch {
		case l.group != groupNet:
		case i == 0:
			texts.Add(look.NewStrong(l.words, ""))
		default:
			texts.Add(look.NewText(l.words, look.ColorMuted))
		}
	}
	bars := look.NewSign(look.SignalName(percent), theme.ColorNameForeground, look.SideSignal)
	return look.Card(look.Marked(bars, texts))
}

// row is one line below the others: a value to copy, or a way that leads on.
func (p *Panel) row(l line) fyne.CanvasObject {
	row := look.NewRow(l.words, l.note).SetValue(l.value)
	switch {
	case l.do != nil:
		row.OnTapped = l.do
	case l.copies != "":
		row.Plain().OnTapped = func() {
			p.cfg.Copy(l.copies)
			p.page.Say(tr.T("panel.copied", tr.Data{"What": l.words}), look.ColorGood)
		}
	default:
		row.Plain()
	}
	return row
}
