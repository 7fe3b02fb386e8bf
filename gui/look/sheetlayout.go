package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// sheetLayout is the layout of a card above the window: title, body, a sentence and the buttons. The
// card is as high as they need to be, but no higher than the window: then the body scrolls.
type sheetLayout struct{ *Sheet }

// The space around the contents of a card, and the least that stays free around the card.
const (
	sheetSide   = Space5
	sheetTop    = Space4
	sheetMargin = Space2
)

// sheetRoom is how far the scroller reaches over the body on each side: it cuts off what is beyond it, and
// the ring around what has the keyboard is.
const sheetRoom = Space2

func (l sheetLayout) width() float32 {
	width := Scaled(TextWidth)
	if all := l.canvas.Size().Width; all > 0 {
		width = min(width, all-2*sheetMargin)
	}
	return width
}

// heights returns how high the parts need to be at this width; one that is hidden is 0 high, and so is a
// body with nothing in it.
func (sheetLayout) heights(o []fyne.CanvasObject, width float32) (all [4]float32, sum float32) {
	body := o[1].(*container.Scroll)
	for i, part := range []fyne.CanvasObject{o[0], body.Content, o[2], o[3]} {
		if !o[i].Visible() {
			continue
		}
		room := float32(0)
		if i == 1 {
			room = sheetRoom
		}
		part.Resize(fyne.NewSize(width+2*room, part.MinSize().Height))
		all[i] = part.MinSize().Height - 2*room
		if sum > 0 && all[i] > 0 {
			sum += Space3
		}
		sum += all[i]
	}
	return all, sum
}

// MinSize implements fyne.Layout.
func (l sheetLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	width := l.width()
	_, height := l.heights(o, width-2*sheetSide)
	height += 2 * sheetTop
	if all := l.canvas.Size().Height; all > 0 {
		height = min(height, all-2*sheetMargin)
	}
	return fyne.NewSize(width, height)
}

// Layout implements fyne.Layout.
func (l sheetLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := size.Width - 2*sheetSide
	heights, sum := l.heights(o, width)
	heights[1] -= max(0, sum+2*sheetTop-size.Height)
	y := sheetTop
	for i, part := range o {
		if heights[i] <= 0 {
			continue
		}
		room := float32(0)
		if i == 1 {
			room = sheetRoom
		}
		part.Move(fyne.NewPos(sheetSide-room, y-room))
		part.Resize(fyne.NewSize(width+2*room, heights[i]+2*room))
		y += heights[i] + Space3
	}
}

// footLayout is the layout of a card's buttons: in a row at the right, or where there is no room for
// that below each other. With lead the first object stands at the left.
type footLayout struct {
	sheet *Sheet
	lead  bool
}

func (footLayout) row(o []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, part := range o {
		least := part.MinSize()
		size.Width += least.Width
		size.Height = max(size.Height, least.Height)
		if i > 0 {
			size.Width += Space2
		}
	}
	return size
}

// visible returns the objects that are seen.
func visible(o []fyne.CanvasObject) (all []fyne.CanvasObject) {
	for _, part := range o {
		if part.Visible() {
			all = append(all, part)
		}
	}
	return all
}

// MinSize implements fyne.Layout.
func (f footLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	seen := visible(o)
	row := f.row(seen)
	if len(seen) == 0 || row.Width <= (sheetLayout{f.sheet}).width()-2*sheetSide {
		return row
	}
	return Column{Gap: Space2}.MinSize(seen)
}

// Layout implements fyne.Layout.
func (f footLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	seen := visible(o)
	row := f.row(seen)
	if row.Width > size.Width {
		Column{Gap: Space2}.Layout(seen, size)
		return
	}
	x := size.Width - row.Width
	for i, part := range seen {
		width := part.MinSize().Width
		at := x
		if f.lead && i == 0 {
			at = 0
		}
		part.Move(fyne.NewPos(at, 0))
		part.Resize(fyne.NewSize(width, size.Height))
		x += width + Space2
	}
}
