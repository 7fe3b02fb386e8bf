package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// wrapper is a row of the message area whose height depends on the width, which Fyne's own layouts
// cannot ask for.
type wrapper interface{ heightFor(width float32) float32 }

// mark is a centred line of small text between two fine lines: a day, or where the unread texts
// begin.
type mark struct {
	look.Graphic
	text        *look.Line
	left, right *look.Ground
}

func newMark(text string, tone, line fyne.ThemeColorName) *mark {
	m := &mark{text: look.NewLine(text, tone, theme.SizeNameCaptionText)}
	m.text.Whole, m.text.Centred = true, true
	m.left, m.right = look.NewGround(line, "", 0), look.NewGround(line, "", 0)
	m.Parts = []fyne.CanvasObject{m.left, m.text, m.right}
	m.Min = func() fyne.Size { return fyne.NewSize(m.text.MinSize().Width, 40) }
	m.Arrange = m.arrange
	m.ExtendBaseWidget(m)
	return m
}

func (m *mark) arrange(s fyne.Size) {
	size := m.text.MinSize()
	middle := look.Space2 + s.Height/2
	put(m.text, rect{(s.Width - size.Width) / 2, middle - size.Height/2, size.Width, size.Height})
	side := fyne.Max(0, (s.Width-size.Width)/2-look.Space3)
	put(m.left, rect{0, middle, side, 1})
	put(m.right, rect{s.Width - side, middle, side, 1})
}

// column stacks the rows of the message area from the bottom up, as a chat does: with little in it,
// it stands at the lower edge.
type column struct {
	width  float32
	margin float32
}

// Layout implements fyne.Layout.
func (c *column) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	y := fyne.Max(0, s.Height-c.height(objects)) + look.Space2
	for _, o := range objects {
		height := c.heightOf(o)
		o.Move(fyne.NewPos(c.left(), y))
		o.Resize(fyne.NewSize(c.inner(), height))
		y += height
	}
}

// MinSize implements fyne.Layout.
func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(100, c.height(objects))
}

func (c *column) height(objects []fyne.CanvasObject) float32 {
	if c.width == 0 { // not on the screen yet: nothing is worth measuring
		return 0
	}
	total := look.Space2 + look.Space3
	for _, o := range objects {
		total += c.heightOf(o)
	}
	return total
}

func (c *column) heightOf(o fyne.CanvasObject) float32 {
	if w, ok := o.(wrapper); ok {
		return w.heightFor(c.inner())
	}
	return o.MinSize().Height
}

// inner returns the width of the rows: lines much longer than look.ColumnWidth are hard to read, and
// the two sides of a conversation would be far apart.
func (c *column) inner() float32 {
	return fyne.Min(look.ColumnWidth, fyne.Max(100, c.width-2*c.margin))
}

// left returns where the rows begin: they stand in the middle.
func (c *column) left() float32 { return fyne.Max(c.margin, (c.width-c.inner())/2) }
