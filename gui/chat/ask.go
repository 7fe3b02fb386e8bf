package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
)

// question is a card above the window: a title, a body, and buttons of which the last is the one
// to take. Escape is always the same as Cancel.
type question struct {
	canvas fyne.Canvas
	before fyne.Focusable
	pop    *widget.PopUp
}

// ask shows a question. Every answer closes it first; Cancel is added as the first button. What
// has the focus is first, or when that is nil the last answer, unless it destroys something: then
// Cancel has it.
func (c *Chat) ask(
	title string, body fyne.CanvasObject, first fyne.Focusable, answers ...*answer,
) *question {
	canvas := c.cfg.Window.Canvas()
	q := &question{canvas: canvas, before: canvas.Focused()}
	row := container.NewHBox(layout.NewSpacer(), newAnswer(tr.T("chat.cancel"), func() {}))
	for _, a := range answers {
		row.Add(a)
	}
	for _, o := range row.Objects[1:] {
		o.(*answer).close = q.close
	}
	head := newInk(title, theme.ColorNameForeground, theme.SizeNameSubHeadingText).bold()
	column := container.NewVBox(inset(head, 0, 0, 0, look.Space2), body, gap(0, look.Space2), row)
	wide := container.New(&wideLayout{width: 440}, column)
	card := inset(wide, look.Space4, look.Space4, look.Space4, look.Space3)
	q.pop = widget.NewModalPopUp(card, canvas)
	q.pop.Show()
	if first == nil {
		last := row.Objects[len(row.Objects)-1].(*answer)
		if last.Importance == widget.DangerImportance {
			last = row.Objects[1].(*answer)
		}
		first = last
	}
	canvas.Focus(first)
	return q
}

func (q *question) close() {
	q.pop.Hide()
	if q.before != nil {
		q.canvas.Focus(q.before)
	}
}

// answer is a button of a question: Enter takes it and Escape closes the question.
type answer struct {
	widget.Button
	close func()
}

func newAnswer(text string, then func()) *answer {
	a := &answer{}
	a.Text = text
	a.OnTapped = func() { a.close(); then() }
	a.ExtendBaseWidget(a)
	return a
}

// with sets how the button stands out.
func (a *answer) with(i widget.Importance) *answer {
	a.Importance = i
	return a
}

// TypedKey implements fyne.Focusable.
func (a *answer) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape:
		a.close()
	case fyne.KeyReturn, fyne.KeyEnter:
		a.OnTapped()
	default:
		a.Button.TypedKey(ev)
	}
}

// wideLayout gives its one object a width, so that text in it knows where to wrap.
type wideLayout struct{ width float32 }

// Layout implements fyne.Layout.
func (l *wideLayout) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }

// MinSize implements fyne.Layout.
func (l *wideLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	o[0].Resize(fyne.NewSize(l.width, o[0].MinSize().Height))
	return fyne.NewSize(l.width, o[0].MinSize().Height)
}
