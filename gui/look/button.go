package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/tr"
)

// Button is Fyne's button that also listens to Enter, hands Escape on, shows with a ring that it
// has the keyboard, and can say why it is grey.
type Button struct {
	widget.Button
	keys

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
	b := &Button{ring: NewGround("", "", RadiusCard+3)}
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
	b.ring.Set("", ColorAccent, 2)
	b.Button.FocusGained()
	if b.OnFocus != nil {
		b.OnFocus()
	}
}

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() {
	b.ring.Set("", "", 0)
	if b.words != "" {
		b.Text, b.words = b.words, ""
	}
	b.Button.FocusLost()
}

// TypedRune implements fyne.Focusable.
func (b *Button) TypedRune(r rune) { b.typed(r) }

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		b.pressed(e.Name)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	return &buttonRenderer{WidgetRenderer: b.Button.CreateRenderer(), ring: b.ring}
}

type buttonRenderer struct {
	fyne.WidgetRenderer
	ring *Ground
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.ring}, r.WidgetRenderer.Objects()...)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	const out = 3
	r.WidgetRenderer.Layout(size)
	r.ring.Move(fyne.NewPos(-out, -out))
	r.ring.Resize(size.AddWidthHeight(2*out, 2*out))
}

func (r *buttonRenderer) Refresh() {
	r.ring.Refresh()
	r.WidgetRenderer.Refresh()
}

// Check is Fyne's box to tick, and Select its field with several values; both know Enter and
// Escape.
type Check struct {
	widget.Check
	keys
}

// NewCheck returns a box to tick.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey implements fyne.Focusable.
func (c *Check) TypedKey(e *fyne.KeyEvent) {
	if !c.pressed(e.Name) {
		c.Check.TypedKey(e)
	}
}

// Select is a field with several values to choose from.
type Select struct {
	widget.Select
	keys
}

// NewSelect returns such a field.
func NewSelect(options []string) *Select {
	s := &Select{}
	s.Options = options
	s.ExtendBaseWidget(s)
	return s
}

// TypedKey implements fyne.Focusable.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	if !s.pressed(e.Name) {
		s.Select.TypedKey(e)
	}
}
