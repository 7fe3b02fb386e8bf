package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// item is one row of the message area. Its height depends on the width, which Fyne's own layouts
// cannot ask for.
type item interface {
	fyne.CanvasObject
	heightFor(width float32) float32
}

// mark is a centred line of small text between two fine lines: a day, or where the unread texts
// begin.
type mark struct {
	paint
	text        *ink
	left, right *look.Ground
	height      float32
}

func newMark(text string, tone, line fyne.ThemeColorName) *mark {
	m := &mark{text: newInk(text, tone, theme.SizeNameCaptionText), height: 40}
	m.text.unbounded, m.text.centred = true, true
	m.left, m.right = look.NewGround(line, "", 0), look.NewGround(line, "", 0)
	m.objects = []fyne.CanvasObject{m.left, m.text, m.right}
	m.min = func() fyne.Size { return fyne.NewSize(m.text.MinSize().Width, m.height) }
	m.layout = m.place
	m.color = func() {}
	m.ExtendBaseWidget(m)
	return m
}

func (m *mark) heightFor(float32) float32 { return m.height }

func (m *mark) place(s fyne.Size) {
	size := m.text.MinSize()
	middle := look.Space2 + s.Height/2
	m.text.Resize(size)
	m.text.Move(fyne.NewPos((s.Width-size.Width)/2, middle-size.Height/2))
	side := fyne.Max(0, (s.Width-size.Width)/2-look.Space3)
	m.left.Resize(fyne.NewSize(side, 1))
	m.left.Move(fyne.NewPos(0, middle))
	m.right.Resize(fyne.NewSize(side, 1))
	m.right.Move(fyne.NewPos(s.Width-side, middle))
}

// column stacks items from the bottom up, as a chat does: with little in it, it stands at the
// lower edge.
type column struct {
	width  float32
	margin float32
}

// Layout implements fyne.Layout.
func (c *column) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	y := fyne.Max(0, s.Height-c.height(objects)) + look.Space2
	for _, o := range objects {
		height := c.heightOf(o)
		o.Move(fyne.NewPos(c.margin, y))
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
	if i, ok := o.(item); ok {
		return i.heightFor(c.inner())
	}
	return o.MinSize().Height
}

func (c *column) inner() float32 { return fyne.Max(100, c.width-2*c.margin) }
