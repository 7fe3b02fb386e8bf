package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Button is Fyne's button that also listens to Enter, and hands Escape on.
type Button struct {
	widget.Button
	// OnEscape is called for the key Escape; may be nil.
	OnEscape func()
	ring     *Ground
}

// NewPrimary makes the one filled button of a page.
func NewPrimary(text string, tapped func()) *Button {
	return newButton(text, tapped, widget.HighImportance)
}

// NewQuiet makes any other button.
func NewQuiet(text string, tapped func()) *Button {
	return newButton(text, tapped, widget.MediumImportance)
}

// NewLink makes a button without ground, for what is seldom wanted.
func NewLink(text string, tapped func()) *Button {
	return newButton(text, tapped, widget.LowImportance)
}

func newButton(text string, tapped func(), importance widget.Importance) *Button {
	b := &Button{ring: NewGround("", "", RadiusCard+3)}
	b.Text, b.OnTapped, b.Importance = text, tapped, importance
	b.ExtendBaseWidget(b)
	return b
}

// FocusGained implements fyne.Focusable. A ring around the button shows it, on any ground.
func (b *Button) FocusGained() {
	b.ring.Set("", ColorAccent, 2)
	b.Button.FocusGained()
}

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() {
	b.ring.Set("", "", 0)
	b.Button.FocusLost()
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

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	case fyne.KeyEscape:
		if b.OnEscape != nil {
			b.OnEscape()
		}
	default:
		b.Button.TypedKey(e)
	}
}

// Choice is one of several rows to choose from: a name, a line below it, and whether it is the
// chosen one.
type Choice struct {
	widget.BaseWidget
	name, note string
	chosen     bool
	focused    bool
	ground     *Ground
	// OnChosen is called when the user takes this row; OnKey for Enter and Escape.
	OnChosen func()
	OnKey    func(*fyne.KeyEvent)
}

// NewChoice makes a row.
func NewChoice(name, note string, chosen bool) *Choice {
	ground := NewGround(ColorSurface, ColorLine, RadiusCard)
	c := &Choice{name: name, note: note, chosen: chosen, ground: ground}
	c.ExtendBaseWidget(c)
	c.paint()
	return c
}

// Name gives the name in the row.
func (c *Choice) Name() string { return c.name }

// Tapped implements fyne.Tappable.
func (c *Choice) Tapped(*fyne.PointEvent) {
	if c.OnChosen != nil {
		c.OnChosen()
	}
}

// Cursor implements desktop.Cursorable.
func (c *Choice) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained implements fyne.Focusable.
func (c *Choice) FocusGained() { c.focused = true; c.paint() }

// FocusLost implements fyne.Focusable.
func (c *Choice) FocusLost() { c.focused = false; c.paint() }

// TypedRune implements fyne.Focusable.
func (c *Choice) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *Choice) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		c.Tapped(nil)
	} else if c.OnKey != nil {
		c.OnKey(e)
	}
}

func (c *Choice) paint() {
	switch {
	case c.chosen && c.focused:
		c.ground.Set(ColorOwn, ColorAccent, 2)
	case c.chosen:
		c.ground.Set(ColorSurface, ColorAccent, 2)
	case c.focused:
		c.ground.Set(ColorSurface, ColorMuted, 2)
	default:
		c.ground.Set(ColorSurface, ColorLine, 1)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	ring := []Shape{{Kind: Disc, X: 1, Y: 5, W: 18, H: 18, Stroke: 2, Edge: ColorMuted}}
	if c.chosen {
		ring[0].Edge = ColorAccent
		ring = append(ring, Shape{Kind: Disc, X: 6, Y: 10, W: 8, H: 8, Fill: ColorAccent})
	}
	texts := container.New(Column{}, Plain(NewText(c.name, "")))
	if c.note != "" {
		texts.Add(Plain(NewText(c.note, ColorMuted)))
	}
	mark := container.New(Corner{}, NewDrawing(fyne.NewSize(20, 28), 28, ring...))
	row := container.New(Side{Width: 32}, mark, texts)
	return widget.NewSimpleRenderer(container.New(stack{},
		c.ground, container.New(Column{Inset: Space3}, row)))
}

// stack lays its objects over each other, in full width first.
type stack struct{}

func (stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func (stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var min fyne.Size
	for _, o := range objects {
		min = min.Max(o.MinSize())
	}
	return min
}
