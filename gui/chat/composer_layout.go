package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// roundSide is the side of the round buttons.
const roundSide float32 = 36

// composerRow is the layout of the composer: the hint, and below it the row of button, field and
// buttons, which stand at the height of the field's last line.
type composerRow struct{ *composer }

// newComposerRow puts the parts together in the order in which Tab goes through them.
func newComposerRow(c *composer) *fyne.Container {
	return container.New(composerRow{c}, c.entry, c.send, c.more, c.emoji, c.hint)
}

// Layout implements fyne.Layout.
func (r composerRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	top := float32(0)
	if r.hint.Visible() {
		top = r.hint.heightFor(s.Width)
		put(r.hint, rect{0, 0, s.Width, top})
		top += look.Space1
	}
	y := s.Height - roundSide - r.below()
	put(r.emoji, rect{0, y, roundSide, roundSide})
	put(r.send, rect{s.Width - roundSide, y, roundSide, roundSide})
	put(r.more, rect{s.Width - 2*roundSide - look.Space1, y, roundSide, roundSide})
	left := roundSide + look.Space2
	right := s.Width - 2*roundSide - look.Space1 - look.Space2
	height := s.Height - top
	put(r.entry, rect{left, top, right - left, height})
}

// below is how far the buttons stand above the lower edge, so that they are level with one line.
func (r composerRow) below() float32 {
	size, inset := look.Theme{}.Size(theme.SizeNameText), look.Theme{}.Size(theme.SizeNameInnerPadding)
	line := fyne.MeasureText("M", size, fyne.TextStyle{}).Height + 2*inset
	return fyne.Max(0, (line-roundSide)/2)
}

// MinSize implements fyne.Layout.
func (r composerRow) MinSize([]fyne.CanvasObject) fyne.Size {
	height := fyne.Max(r.entry.MinSize().Height, roundSide)
	if r.hint.Visible() {
		height += r.hint.MinSize().Height + look.Space1
	}
	return fyne.NewSize(200, height)
}

// composerColumn is the layout around it: as wide as the column of the texts, and in the middle.
type composerColumn struct{ *composer }

func newComposerColumn(c *composer) *fyne.Container {
	return container.New(composerColumn{c}, c.box, c.closed)
}

// Layout implements fyne.Layout.
func (l composerColumn) Layout(o []fyne.CanvasObject, s fyne.Size) {
	width := columnWidth(s.Width)
	for _, part := range o {
		put(part, rect{(s.Width - width) / 2, 0, width, s.Height})
	}
	l.grow(l.entry.Text)
}

// MinSize implements fyne.Layout.
func (l composerColumn) MinSize(o []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for _, part := range o {
		if part.Visible() {
			height = fyne.Max(height, part.MinSize().Height)
		}
	}
	return fyne.NewSize(200, height)
}

// columnWidth returns the width of the column of texts in a view of a width.
func columnWidth(view float32) float32 {
	return (&column{width: view, margin: look.Space5}).inner()
}
