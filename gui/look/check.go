package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Check is Fyne's box to tick, with words that wrap where there is no room for them, and that knows Enter and
// Escape.
type Check struct {
	widget.Check
	keys
	ring *Ground
}

// NewCheck returns a box to tick.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{ring: newRing(RadiusCard)}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// Tapped implements fyne.Tappable: all of the words tick it, not only those in the least size.
func (c *Check) Tapped(*fyne.PointEvent) {
	c.Check.Tapped(&fyne.PointEvent{Position: fyne.NewPos(0, c.Size().Height/2)})
}

// FocusGained implements fyne.Focusable.
func (c *Check) FocusGained() {
	showRing(c.ring, !c.Disabled())
	c.Check.FocusGained()
	c.gained(c)
}

// FocusLost implements fyne.Focusable.
func (c *Check) FocusLost() {
	showRing(c.ring, false)
	c.Check.FocusLost()
}

// TypedKey implements fyne.Focusable.
func (c *Check) TypedKey(e *fyne.KeyEvent) {
	if !c.pressed(e.Name) {
		c.Check.TypedKey(e)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	words := NewText(c.Text, "")
	words.long = true
	return renewed(c, &ringed{&checkRenderer{c.Check.CreateRenderer(), c, words}, c.ring, 0})
}

// checkLeast is about how wide the words of a box are at least, unless they are shorter.
const checkLeast = 240

// checkRenderer draws Fyne's box (Fyne 2.8, widget/check.go) with other words beside it.
type checkRenderer struct {
	fyne.WidgetRenderer
	check *Check
	words *Text
}

// left is where the words begin.
func (r *checkRenderer) left() float32 {
	t := Theme{}
	return t.Size(theme.SizeNameInlineIcon) + t.Size(theme.SizeNameInnerPadding) + 2*t.Size(theme.SizeNameInputBorder)
}

// MinSize implements fyne.WidgetRenderer. The words know their width from the last Layout.
func (r *checkRenderer) MinSize() fyne.Size {
	t := Theme{}
	pad := 2 * t.Size(theme.SizeNameInnerPadding)
	box := t.Size(theme.SizeNameInlineIcon) + pad
	if r.check.Text == "" {
		return fyne.NewSize(box, box)
	}
	natural := r.words.natural()
	width, height := min(natural.Width+1, Scaled(checkLeast)), natural.Height
	if all := r.check.Size().Width; all > 0 {
		r.words.Resize(fyne.NewSize(max(width, all-r.left()), r.words.MinSize().Height))
		height = r.words.MinSize().Height
	}
	return fyne.NewSize(box+width, max(box, height+pad))
}

// Layout implements fyne.WidgetRenderer.
func (r *checkRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	left := r.left()
	r.words.Resize(fyne.NewSize(size.Width-left, r.words.MinSize().Height))
	height := r.words.MinSize().Height
	r.words.Resize(fyne.NewSize(size.Width-left, height))
	r.words.Move(fyne.NewPos(left, (size.Height-height)/2))
}

// Refresh implements fyne.WidgetRenderer.
func (r *checkRenderer) Refresh() {
	tone := theme.ColorNameForeground
	if r.check.Disabled() {
		tone = theme.ColorNameDisabled
	}
	r.words.Set(r.check.Text, tone)
	r.WidgetRenderer.Refresh()
}

// Objects implements fyne.WidgetRenderer: Fyne's own, but for its words.
func (r *checkRenderer) Objects() []fyne.CanvasObject {
	all := slices.DeleteFunc(slices.Clone(r.WidgetRenderer.Objects()), func(o fyne.CanvasObject) bool {
		_, words := o.(*canvas.Text)
		return words
	})
	return append(all, r.words)
}
