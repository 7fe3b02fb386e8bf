package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Row is one line of a page with choices: what it is, perhaps a sentence below that, and at the right
// what holds now: a value, a switch, or an arrow where it leads on. The whole line can be pressed.
type Row struct {
	widget.BaseWidget
	keys
	// OnTapped is called when the row is pressed. A switch has changed by then.
	OnTapped func()

	words, note *Text
	value       *Line
	toggle      *toggle
	arrow       *Sign
	ground      *Ground
	ring        *Ground
}

// NewRow returns a line that leads on, with the words for what it is and a sentence about it; note
// may be "".
func NewRow(words, note string) *Row {
	r := &Row{
		words: NewText(words, ""), note: NewNote(note), value: NewLine("", ColorMuted, theme.SizeNameText),
		arrow:  NewSign(SignOn, ColorMuted, SideText),
		ground: NewGround("", "", RadiusCard-1), ring: newRing(RadiusCard - 1),
	}
	r.note.Hidden = note == ""
	r.ExtendBaseWidget(r)
	return r
}

// NewSwitch returns a line that is on or off.
func NewSwitch(words, note string, on bool) *Row {
	r := NewRow(words, note)
	r.toggle = newToggle(on)
	r.arrow.Hide()
	return r
}

// Plain takes the arrow away: the line leads nowhere, though it may do something when it is pressed.
func (r *Row) Plain() *Row {
	r.arrow.Hide()
	return r
}

// Danger says by its colour that the line leads to something that cannot be undone.
func (r *Row) Danger() *Row {
	r.words.Set(r.words.Text(), ColorBad)
	return r
}

// Words returns what the line is.
func (r *Row) Words() string { return r.words.Text() }

// Value returns what holds now.
func (r *Row) Value() string { return r.value.Text() }

// SetValue shows what holds now.
func (r *Row) SetValue(value string) *Row {
	r.value.Set(value, ColorMuted)
	r.Refresh()
	return r
}

// On reports whether a switch is on.
func (r *Row) On() bool { return r.toggle != nil && r.toggle.on }

// SetOn sets a switch.
func (r *Row) SetOn(on bool) {
	if r.toggle != nil {
		r.toggle.set(on)
	}
}

// Tapped implements fyne.Tappable.
func (r *Row) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil {
		c.Focus(r)
	}
	if r.toggle != nil {
		r.toggle.set(!r.toggle.on)
	}
	if r.OnTapped != nil {
		r.OnTapped()
	}
}

// Cursor implements desktop.Cursorable.
func (r *Row) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn implements desktop.Hoverable.
func (r *Row) MouseIn(*desktop.MouseEvent) { r.ground.Set(ColorHere, "", 0) }

// MouseMoved implements desktop.Hoverable.
func (r *Row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *Row) MouseOut() { r.ground.Set("", "", 0) }

// FocusGained implements fyne.Focusable.
func (r *Row) FocusGained() {
	showRing(r.ring, true)
	r.gained(r)
}

// FocusLost implements fyne.Focusable.
func (r *Row) FocusLost() { showRing(r.ring, false) }

// TypedRune implements fyne.Focusable.
func (r *Row) TypedRune(c rune) { r.typed(c) }

// TypedKey implements fyne.Focusable.
func (r *Row) TypedKey(e *fyne.KeyEvent) {
	switch {
	case r.windows(e):
	case e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter:
		r.Tapped(nil)
	default:
		r.pressed(e.Name)
	}
}

// CreateRenderer implements fyne.Widget.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	words := container.New(Column{}, r.words, r.note)
	parts := container.New(rowLayout{r}, r.ground, words, r.value, r.arrow, r.ring)
	if r.toggle != nil {
		parts.Add(r.toggle)
	}
	return renewed(r, widget.NewSimpleRenderer(parts))
}

// rowLayout is the layout of a Row.
type rowLayout struct{ *Row }

// rowInset is the space at the left and right of a Row's contents.
const rowInset = Space4

// right returns how much of the width the right side takes: at most half of it, or what the words leave.
func (l rowLayout) right(width float32) float32 {
	switch {
	case l.toggle != nil:
		return l.toggle.MinSize().Width
	case l.value.Text() == "":
		return SideText
	}
	most := width / 2
	if l.note.Text() == "" {
		words := fyne.MeasureText(l.words.Text(), Theme{}.Size(theme.SizeNameText), fyne.TextStyle{})
		most = max(most, width-words.Width-Space4)
	}
	return min(l.value.Width()+1+Space1+SideText, most)
}

// MinSize implements fyne.Layout.
func (l rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(Scaled(160), max(Scaled(44), o[1].MinSize().Height+2*Space3))
}

// Layout implements fyne.Layout.
func (l rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := size.Width - 2*rowInset
	right := l.right(width)
	words := width - right - Space3
	o[1].Resize(fyne.NewSize(words, o[1].MinSize().Height))
	height := o[1].MinSize().Height
	o[1].Resize(fyne.NewSize(words, height))
	o[1].Move(fyne.NewPos(rowInset, (size.Height-height)/2))
	if l.toggle != nil {
		least := l.toggle.MinSize()
		l.toggle.Resize(least)
		l.toggle.Move(fyne.NewPos(size.Width-rowInset-least.Width, (size.Height-least.Height)/2))
	} else {
		l.arrow.Resize(fyne.NewSquareSize(SideText))
		l.arrow.Move(fyne.NewPos(size.Width-rowInset-SideText+Space1, (size.Height-SideText)/2))
		value := l.value.MinSize().Height
		l.value.Resize(fyne.NewSize(right-SideText-Space1, value))
		l.value.Move(fyne.NewPos(size.Width-rowInset-right, (size.Height-value)/2))
	}
	for _, whole := range []fyne.CanvasObject{o[0], o[4]} {
		whole.Resize(size.SubtractWidthHeight(4, 4))
		whole.Move(fyne.NewPos(2, 2))
	}
}

// toggle is the switch that a Row draws.
type toggle struct {
	Graphic
	on          bool
	track, knob *Ground
}

// The measures of a switch.
var toggleSize = fyne.NewSize(42, 24)

func newToggle(on bool) *toggle {
	t := &toggle{on: on, track: NewGround("", "", toggleSize.Height/2), knob: NewGround("", "", 8)}
	t.Parts = []fyne.CanvasObject{t.track, t.knob}
	t.Min = func() fyne.Size { return toggleSize }
	t.Arrange = func(size fyne.Size) {
		const side = 16
		t.track.Resize(size)
		t.knob.Resize(fyne.NewSquareSize(side))
		x := float32(4)
		if t.on {
			x = size.Width - side - 4
		}
		t.knob.Move(fyne.NewPos(x, (size.Height-side)/2))
	}
	t.Paint = func() {
		if t.on {
			t.track.Set(ColorAccent, "", 0)
			t.knob.Set(ColorOnAccent, "", 0)
			return
		}
		t.track.Set(ColorSurface, theme.ColorNameInputBorder, 2)
		t.knob.Set(theme.ColorNameInputBorder, "", 0)
	}
	t.ExtendBaseWidget(t)
	return t
}

func (t *toggle) set(on bool) {
	t.on = on
	t.Refresh()
}

// Rows puts lines on a surface, with a fine line between two of them.
func Rows(rows ...fyne.CanvasObject) *fyne.Container {
	column := container.New(Column{})
	for i, r := range rows {
		if i > 0 {
			column.Add(hairline())
		}
		column.Add(r)
	}
	return container.NewStack(NewGround(ColorSurface, ColorLine, RadiusCard), column)
}
