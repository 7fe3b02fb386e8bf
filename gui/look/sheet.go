package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// Sheet is a card above the window: a question, a form or a list. Escape closes it, wherever in it
// the keyboard is; Enter in a field presses its main button, the filled one; Tab stays within it.
// What had the keyboard before gets it back.
type Sheet struct {
	// OnClose is called when the card is closed, by whatever; may be nil.
	OnClose func()

	canvas  fyne.Canvas
	content *fyne.Container
	pop     *widget.PopUp
	note    *Text
	foot    *fyne.Container
	buttons []*Button
	open    bool

	// What had the keyboard before it was shown.
	before fyne.Focusable
	onKey  func(*fyne.KeyEvent)
	onRune func(rune)
}

// NewSheet returns a card with a title and a body; nothing is shown before Show.
func NewSheet(canvas fyne.Canvas, title string, body ...fyne.CanvasObject) *Sheet {
	s := &Sheet{canvas: canvas, note: NewText("", "")}
	s.note.Hide()
	s.foot = container.New(layout.NewCustomPaddedHBoxLayout(Space2), layout.NewSpacer())
	column := container.New(Column{Gap: Space3}, NewTitle(title))
	column.Objects = append(append(column.Objects, body...), s.note, s.foot)
	s.content = container.New(Fixed{Width: TextWidth}, container.New(
		layout.NewCustomPaddedLayout(Space4, Space4, Space5, Space5), column))
	s.pop = widget.NewModalPopUp(s.content, canvas)
	return s
}

// Buttons adds buttons to the foot of the card.
func (s *Sheet) Buttons(buttons ...*Button) *Sheet {
	for _, b := range buttons {
		s.foot.Add(b)
	}
	s.buttons = append(s.buttons, buttons...)
	return s
}

// Answers adds buttons that close the card before they do what they are for.
func (s *Sheet) Answers(buttons ...*Button) *Sheet {
	for _, b := range buttons {
		then := b.OnTapped
		b.OnTapped = func() {
			s.Close()
			if then != nil {
				then()
			}
		}
	}
	return s.Buttons(buttons...)
}

// Lead adds something at the left of the buttons.
func (s *Sheet) Lead(o fyne.CanvasObject) {
	s.foot.Objects = append([]fyne.CanvasObject{container.NewCenter(o)}, s.foot.Objects...)
}

// Show shows the card. first gets the keyboard; nil for the main button, or for the first one where
// there is none.
func (s *Sheet) Show(first fyne.Focusable) {
	s.before = s.canvas.Focused()
	s.onKey, s.onRune = s.canvas.OnTypedKey(), s.canvas.OnTypedRune()
	s.canvas.SetOnTypedKey(s.typedKey)
	s.canvas.SetOnTypedRune(nil)
	s.open = true
	s.inherit()
	s.pop.Show()
	if first == nil && len(s.buttons) > 0 {
		first = s.buttons[0]
		if main := s.main(); main != nil {
			first = main
		}
	}
	s.Focus(first)
}

// Focus returns the keyboard to something in the card, unless it cannot be used now.
func (s *Sheet) Focus(o fyne.Focusable) {
	if d, ok := o.(fyne.Disableable); o != nil && (!ok || !d.Disabled()) {
		s.canvas.Focus(o)
	}
}

// Close takes the card away.
func (s *Sheet) Close() {
	if !s.open {
		return
	}
	s.open = false
	if s.OnClose != nil {
		s.OnClose()
	}
	s.pop.Hide()
	s.canvas.SetOnTypedKey(s.onKey)
	s.canvas.SetOnTypedRune(s.onRune)
	if s.before != nil {
		s.canvas.Focus(s.before)
	}
}

// Say shows a sentence above the buttons; "" takes it away.
func (s *Sheet) Say(text string, tone fyne.ThemeColorName) {
	s.note.Set(text, tone)
	s.note.Hidden = text == ""
	s.Fit()
}

// Fit returns the card the height that its contents need now, and its keys to what is new in it.
func (s *Sheet) Fit() {
	s.inherit()
	size, all := s.pop.MinSize(), s.canvas.Size()
	s.pop.Resize(size)
	s.pop.Move(fyne.NewPos((all.Width-size.Width)/2, (all.Height-size.Height)/2))
	s.pop.Refresh()
}

// inherit gives its keys, and a place to say something, to all that is in the card.
func (s *Sheet) inherit() {
	Inherit(s.content, Around{
		Enter: s.pressMain, Escape: s.Close,
		Say: func(text string) { s.Say(text, ColorCareful) },
	})
}

// main returns the button that is filled; nil where there is none, as when it destroys something.
func (s *Sheet) main() *Button {
	for _, b := range slices.Backward(s.buttons) {
		if b.Importance == widget.HighImportance {
			return b
		}
	}
	return nil
}

// pressMain does what the main button is for.
func (s *Sheet) pressMain() {
	if main := s.main(); main != nil && main.Visible() {
		main.Tapped(nil)
	}
}

// typedKey takes the keys that come while nothing in the card has the keyboard.
func (s *Sheet) typedKey(e *fyne.KeyEvent) {
	k := keys{OnEnter: s.pressMain, OnEscape: s.Close}
	k.pressed(e.Name)
}
