package simcard

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// askLimit is how long anything may take: a code that is tried in two ways takes a minute and a
// half, a card with 500 contacts about as long.
const askLimit = 3 * time.Minute

// sheet is a card above the window: a title, a body, a line that tells how things stand, and
// buttons. Escape closes it and gives up what runs.
type sheet struct {
	cards  *Cards
	pop    *widget.PopUp
	before fyne.Focusable
	shut   *button        // Close
	held   fyne.Focusable // had the focus before something ran
	note   *widget.Label
	wait   *widget.ProgressBar
	busy   *widget.ProgressBarInfinite
	active []fyne.Disableable // not to be touched while something runs
	leave  func()             // hears that it is closed; may be nil

	ctx    context.Context // ends when it is closed
	cancel context.CancelFunc
	runs   bool
}

// open shows a card. width is that of its text.
func (c *Cards) open(title string, body fyne.CanvasObject, buttons ...*button) *sheet {
	s := &sheet{cards: c, before: c.cfg.Window.Canvas().Focused()}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.note = prose("")
	s.note.Hide()
	s.wait, s.busy = widget.NewProgressBar(), widget.NewProgressBarInfinite()
	s.wait.Hide()
	s.busy.Hide()
	s.busy.Stop()
	head := widget.NewLabelWithStyle(title, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	head.SizeName = look.SizeTitle
	s.shut = newButton(tr.T("simcard.close"), s.close)
	foot := container.NewHBox(layout.NewSpacer(), s.shut)
	for _, b := range buttons {
		foot.Add(b)
		s.active = append(s.active, b)
	}
	for _, o := range foot.Objects[1:] {
		o.(*button).escape = s.close
	}
	column := container.New(layout.NewCustomPaddedVBoxLayout(look.Space3),
		head, body, s.busy, s.wait, s.note, foot)
	margin := layout.NewCustomPaddedLayout(look.Space4, look.Space4, look.Space5, look.Space5)
	s.pop = widget.NewModalPopUp(container.New(margin, column), c.cfg.Window.Canvas())
	s.pop.Resize(fyne.NewSize(look.TextWidth, 0))
	s.pop.Show()
	return s
}

func (s *sheet) focus(o fyne.Focusable) { s.cards.cfg.Window.Canvas().Focus(o) }

func (s *sheet) close() {
	if s.leave != nil {
		s.leave()
	}
	s.cancel()
	s.busy.Stop()
	s.pop.Hide()
	if s.before != nil {
		s.focus(s.before)
	}
}

// say shows a sentence; "" takes it away.
func (s *sheet) say(text string, tone widget.Importance) {
	s.note.Importance = tone
	s.note.SetText(text)
	s.note.Hidden = text == ""
	s.fit()
}

// fit gives the card the height that its contents need now.
func (s *sheet) fit() { s.pop.Resize(fyne.NewSize(look.TextWidth, 0)) }

// run asks beside the UI goroutine and shows that it does. then hears of success; an error is said
// in words and heard by failed, which may be nil. Nothing comes of it once the card is closed.
func (s *sheet) run(job func(ctx context.Context) error, then func(), failed func(error)) {
	if s.runs {
		return
	}
	s.working(true)
	s.say("", widget.MediumImportance)
	go func() {
		ctx, cancel := context.WithTimeout(s.ctx, askLimit)
		defer cancel()
		err := job(ctx)
		s.post(func() {
			s.working(false)
			switch {
			case err == nil:
				then()
			case !errors.Is(err, context.Canceled):
				s.say(words(err), widget.DangerImportance)
				if failed != nil {
					failed(err)
				}
			}
		})
	}()
}

// post runs f on the UI goroutine unless the card is closed by then.
func (s *sheet) post(f func()) {
	s.cards.cfg.Post(func() {
		if s.ctx.Err() == nil {
			f()
		}
	})
}

// progress shows how far a job is; it may be called from any goroutine.
func (s *sheet) progress(done, total int) {
	s.post(func() {
		if s.busy.Visible() {
			s.busy.Hide()
			s.wait.Show()
		}
		s.wait.Max = float64(max(total, 1))
		s.wait.SetValue(float64(done))
	})
}

func (s *sheet) working(on bool) {
	s.runs = on
	s.wait.Hide()
	if on { // what has the focus is about to be disabled, and Escape must go somewhere
		s.held = s.cards.cfg.Window.Canvas().Focused()
		s.focus(s.shut)
		s.busy.Show()
		s.busy.Start()
	} else {
		s.busy.Stop()
		s.busy.Hide()
	}
	for _, a := range s.active {
		if on {
			a.Disable()
		} else {
			a.Enable()
		}
	}
	if held, ok := s.held.(fyne.Disableable); !on && ok && !held.Disabled() {
		s.focus(s.held)
	}
	s.fit()
}

// prose is text that wraps.
func prose(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// small is prose in small print.
func small(text string) *widget.Label {
	l := prose(text)
	l.SizeName = theme.SizeNameCaptionText
	return l
}

// row puts a label in front of a field.
func row(pairs ...any) *fyne.Container {
	form := container.New(layout.NewFormLayout())
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(widget.NewLabel(pairs[i].(string)))
		form.Add(pairs[i+1].(fyne.CanvasObject))
	}
	return form
}
