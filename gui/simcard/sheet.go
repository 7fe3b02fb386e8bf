package simcard

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// askLimit is how long anything may take: a code that is tried in two ways takes a minute and a half.
const askLimit = 3 * time.Minute

// sheet is a card above the window that asks the SIM card, and shows that it does. Closing it gives
// up what runs.
type sheet struct {
	*look.Sheet
	cards  *Cards
	shut   *look.Button   // Close
	before fyne.Focusable // had the keyboard before something ran
	busy   *look.Busy
	active []fyne.Disableable // not to be touched while something runs

	ctx    context.Context // ends when it is closed
	cancel context.CancelFunc
	runs   bool
}

// open shows a card. leave, which may be nil, is called when it is closed.
func (c *Cards) open(
	title string, leave func(), body fyne.CanvasObject, buttons ...*look.Button,
) *sheet {
	s := &sheet{cards: c, busy: look.NewBusy()}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.busy.Hide()
	s.Sheet = look.NewSheet(c.cfg.Window.Canvas(), title, body, s.busy)
	s.OnClose = func() {
		if leave != nil {
			leave()
		}
		s.cancel()
		s.busy.Stop()
	}
	s.shut = look.NewQuiet(tr.T("simcard.close"), s.Close)
	s.Buttons(s.shut).Buttons(buttons...)
	for _, b := range buttons {
		s.active = append(s.active, b)
	}
	s.Show(s.shut)
	return s
}

// run asks beside the UI goroutine and shows that it does. then is called on success; an error is said
// in words and heard by failed, which may be nil. Nothing comes of it once the card is closed.
func (s *sheet) run(job func(ctx context.Context) error, then func(), failed func(error)) {
	if s.runs {
		return
	}
	s.working(true)
	s.Say("", "")
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
				s.Say(Words(err), look.ColorBad)
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

func (s *sheet) working(on bool) {
	s.runs = on
	if on { // what has the keyboard is about to be disabled, and Escape must go somewhere
		s.before = s.cards.cfg.Window.Canvas().Focused()
		s.Focus(s.shut)
		s.busy.Show()
	} else {
		s.busy.Stop()
		s.busy.Hide()
	}
	for _, a := range s.active {
		switch b, ok := a.(*look.Button); {
		case ok && on:
			b.Refuse(tr.T("simcard.working"))
		case ok:
			b.Refuse("")
		case on:
			a.Disable()
		default:
			a.Enable()
		}
	}
	if !on {
		s.Focus(s.before)
	}
	s.Fit()
}
