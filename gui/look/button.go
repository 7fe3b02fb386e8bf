package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/tr"
)

// Button is Fyne's button that also listens to Enter, hands Escape on, shows with a ring that it
// has the keyboard, and can say why it is grey.
type Button struct {
	widget.Button
	keys
	named

	// OnFocus is called when the button gets the keyboard; may be nil.
	OnFocus func()

	done  string // what it says after it was pressed; "" for nothing
	words string // what it says else, while it says that

	why  string // the reason why it is grey
	ring *Ground
}

// NewPrimary returns the one filled button of a page.
func NewPrimary(text string, tapped func()) *Button {
	return newButton(text, tapped, widget.HighImportance)
}

// NewQuiet returns any other button.
func NewQuiet(text string, tapped func()) *Button {
	return newButton(text, tapped, widget.MediumImportance)
}

// NewDanger returns a button that destroys something.
func NewDanger(text string, tapped func()) *Button {
	return newButton(text, tapped, widget.DangerImportance)
}

// NewLink returns a button without ground, for what is seldom wanted.
func NewLink(text string, tapped func()) *Button {
	return newButton(text, tapped, widget.LowImportance)
}

// NewCopy returns a button that copies something, and says that it did until it loses the keyboard.
func NewCopy(text string, copied func()) *Button {
	b := NewQuiet(text, copied)
	b.done = tr.T("look.copied")
	return b
}

func newButton(text string, tapped func(), importance widget.Importance) *Button {
	b := &Button{ring: newRing(RadiusCard + ringGap)}
	b.Text, b.OnTapped, b.Importance = text, tapped, importance
	b.ExtendBaseWidget(b)
	return b
}

// WithIcon puts a sign before the words.
func (b *Button) WithIcon(icon fyne.Resource) *Button {
	b.Icon = icon
	return b
}

// Refuse makes the button grey. why is a sentence with the reason, which is said to whoever presses
// the button all the same; "" lets it be pressed.
func (b *Button) Refuse(why string) {
	b.why = why
	if why == "" {
		b.Enable()
	} else {
		b.Disable()
	}
}

// Why returns the reason why the button is grey, "" when it is not.
func (b *Button) Why() string { return b.why }

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(e *fyne.PointEvent) {
	if b.Disabled() {
		b.say(b.why)
	}
	b.Button.Tapped(e)
	if b.done != "" && !b.Disabled() {
		b.sayDone()
	}
}

// sayDone says that it is done. It takes the keyboard back, which Fyne takes from a button that is
// pressed: with that the words go.
func (b *Button) sayDone() {
	b.words = b.Text
	b.SetText("✓ " + b.done)
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
}

// FocusGained implements fyne.Focusable. A ring around the button shows it, on any ground.
func (b *Button) FocusGained() {
	showRing(b.ring, true)
	b.Button.FocusGained()
	b.gained(b)
	if b.OnFocus != nil {
		b.OnFocus()
	}
}

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() {
	showRing(b.ring, false)
	if b.words != "" {
		b.Text, b.words = b.words, ""
	}
	b.Button.FocusLost()
}

// TypedRune implements fyne.Focusable.
func (b *Button) TypedRune(r rune) { b.typed(r) }

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	if b.windows(e) {
		return
	}
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		b.pressed(e.Name)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	return renewed(b, &ringed{newBoldRenderer(&b.Button), b.ring, ringGap})
}

// Select is a field with several values to choose from. It has the frame of a Field.
type Select struct {
	widget.Select
	keys
	named
	ring, frame *Ground
}

// NewSelect returns such a field.
func NewSelect(options []string) *Select {
	s := &Select{ring: newRing(RadiusCard), frame: NewGround("", theme.ColorNameInputBorder, RadiusCard)}
	s.Options = options
	s.ExtendBaseWidget(s)
	return s
}

// FocusGained implements fyne.Focusable.
func (s *Select) FocusGained() {
	showRing(s.ring, !s.Disabled())
	s.Select.FocusGained()
	s.gained(s)
}

// FocusLost implements fyne.Focusable.
func (s *Select) FocusLost() {
	showRing(s.ring, false)
	s.Select.FocusLost()
}

// CreateRenderer implements fyne.Widget.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	return renewed(s, &ringed{&ringed{s.Select.CreateRenderer(), s.frame, 0}, s.ring, 0})
}

// TypedKey implements fyne.Focusable.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	if !s.pressed(e.Name) {
		s.Select.TypedKey(e)
	}
}
