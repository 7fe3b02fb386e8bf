package gallery

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// slack is how far words may reach beyond an edge, in units of the window: the room that a letter
// itself leaves at its side.
const slack = 2

// frame is the part of the window in which something can be seen.
type frame struct {
	left, top, right, bottom float32
	wide, high               bool // one can scroll to what is outside
}

// Faults says what of a window cannot be seen or reached in the size that it has now.
func Faults(window fyne.Window) []string {
	size := window.Canvas().Size()
	var faults []string
	if least := window.Content().MinSize(); least.Width > size.Width || least.Height > size.Height {
		faults = append(faults, fmt.Sprintf("the page needs %v", least))
	}
	all := frame{right: size.Width, bottom: size.Height}
	if top := window.Canvas().Overlays().Top(); top != nil {
		return append(faults, cut(top, top.Position(), all)...)
	}
	return append(faults, cut(window.Content(), window.Content().Position(), all)...)
}

// cut returns the words of an object that reach beyond the frame.
func cut(o fyne.CanvasObject, at fyne.Position, f frame) (faults []string) {
	if !o.Visible() {
		return nil
	}
	switch o := o.(type) {
	case *canvas.Text:
		return f.beyond(o, at)
	case *fyne.Container:
		for _, child := range o.Objects {
			faults = append(faults, cut(child, at.Add(child.Position()), f)...)
		}
	case fyne.Widget:
		if scroll, ok := o.(*container.Scroll); ok {
			f = f.within(scroll, at)
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			faults = append(faults, cut(child, at.Add(child.Position()), f)...)
		}
	}
	return faults
}

// within narrows the frame to what a scroller shows.
func (f frame) within(s *container.Scroll, at fyne.Position) frame {
	f.left, f.right = max(f.left, at.X), min(f.right, at.X+s.Size().Width)
	f.top, f.bottom = max(f.top, at.Y), min(f.bottom, at.Y+s.Size().Height)
	f.wide = f.wide || s.Direction == container.ScrollBoth || s.Direction == container.ScrollHorizontalOnly
	f.high = f.high || s.Direction == container.ScrollBoth || s.Direction == container.ScrollVerticalOnly
	if s.Direction == container.ScrollNone { // a field, which follows its caret
		f.wide, f.high = true, true
	}
	return f
}

func (f frame) beyond(t *canvas.Text, at fyne.Position) []string {
	if t.Text == "" {
		return nil
	}
	width := t.MinSize().Width
	left := at.X
	switch t.Alignment {
	case fyne.TextAlignLeading:
	case fyne.TextAlignCenter:
		left += (t.Size().Width - width) / 2
	case fyne.TextAlignTrailing:
		left += t.Size().Width - width
	}
	if !f.wide && (left < f.left-slack || left+width > f.right+slack) {
		return []string{fmt.Sprintf("%q stands from %.0f to %.0f, and %.0f to %.0f is seen",
			t.Text, left, left+width, f.left, f.right)}
	}
	if bottom := at.Y + t.MinSize().Height; !f.high && (at.Y < f.top-slack || bottom > f.bottom+slack) {
		return []string{fmt.Sprintf("%q stands at %.0f to %.0f from above, and %.0f to %.0f is seen",
			t.Text, at.Y, bottom, f.top, f.bottom)}
	}
	return nil
}
