package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	layer   *sheetLayer
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
	s.foot = container.New(footLayout{sheet: s})
	column := container.New(Column{Gap: Space3, Inset: sheetRoom}, body...)
	s.content = container.New(sheetLayout{s},
		NewTitle(title), container.NewVScroll(column), s.note, s.foot)
	s.layer = newSheetLayer(s)
	return s
}

// Buttons adds buttons to the foot of the card. The filled one stands at the right, whatever the order: the
// main button, or where there is none what destroys something.
func (s *Sheet) Buttons(buttons ...*Button) *Sheet {
	lead := len(s.foot.Objects) - len(s.buttons)
	s.buttons = mainLast(append(s.buttons, buttons...))
	s.foot.Objects = s.foot.Objects[:lead]
	for _, b := range s.buttons {
		s.foot.Add(b)
	}
	return s
}

// mainLast returns buttons in their order, but the main one last.
func mainLast(buttons []*Button) []*Button {
	for _, filled := range []widget.Importance{widget.HighImportance, widget.DangerImportance} {
		if at := slices.IndexFunc(buttons, func(b *Button) bool { return b.Importance == filled }); at >= 0 {
			main := buttons[at]
			return append(slices.Delete(slices.Clone(buttons), at, at+1), main)
		}
	}
	return buttons
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
	s.foot.Layout = footLayout{sheet: s, lead: true}
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
	s.canvas.Overlays().Add(s.layer)
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
	s.canvas.Overlays().Remove(s.layer)
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

// Fit gives the card the height that its contents need now, and its keys to what is new in it.
func (s *Sheet) Fit() {
	s.inherit()
	s.layer.box.Refresh()
}

// inherit gives its keys, and a place to say something, to all that is in the card.
func (s *Sheet) inherit() {
	Inherit(s.content, Around{
		Enter: s.pressMain, Escape: s.Close,
		Say:    func(text string) { s.Say(text, ColorCareful) },
		Reveal: func(o fyne.CanvasObject) { Reveal(s.content, o) },
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
