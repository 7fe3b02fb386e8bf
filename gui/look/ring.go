package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// ringWidth is the width of the ring around what has the keyboard.
const ringWidth = 2

// ringGap is the space between what has the keyboard and the ring around it.
const ringGap = 3

// newRing returns the ring that shows what has the keyboard; the same for every widget, on any ground.
func newRing(radius float32) *Ground { return NewGround("", "", radius) }

// showRing shows a ring or takes it away.
func showRing(ring *Ground, on bool) {
	if on {
		ring.Set("", ColorAccent, ringWidth)
	} else {
		ring.Set("", "", 0)
	}
}

// Reveal scrolls what got the keyboard into view, where something within root scrolls it.
func Reveal(root, o fyne.CanvasObject) {
	scroll := scrollerOf(root, o)
	if scroll == nil {
		return
	}
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y
	height, room := o.Size().Height, scroll.Size().Height
	offset := scroll.Offset
	switch {
	case at < Space2:
		offset.Y += at - Space2
	case at+height > room-Space2:
		offset.Y += at + height - room + Space2
	default:
		return
	}
	scroll.ScrollToOffset(offset)
}

// scrollerOf returns the innermost scroller around an object; nil where there is none.
func scrollerOf(in, wanted fyne.CanvasObject) *container.Scroll {
	switch o := in.(type) {
	case *container.Scroll:
		if Contains(o.Content, wanted) {
			if inner := scrollerOf(o.Content, wanted); inner != nil {
				return inner
			}
			return o
		}
	case *fyne.Container:
		for _, child := range o.Objects {
			if s := scrollerOf(child, wanted); s != nil {
				return s
			}
		}
	}
	return nil
}

// ringed draws a widget of Fyne's with the ring around it.
type ringed struct {
	fyne.WidgetRenderer
	ring *Ground
	gap  float32 // between widget and ring; 0 where the ring lies on the widget's own frame
}

// Objects implements fyne.WidgetRenderer.
func (r *ringed) Objects() []fyne.CanvasObject {
	return append(slices.Clip(r.WidgetRenderer.Objects()), r.ring)
}

// Layout implements fyne.WidgetRenderer.
func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.Move(fyne.NewPos(-r.gap, -r.gap))
	r.ring.Resize(size.AddWidthHeight(2*r.gap, 2*r.gap))
}

// Refresh implements fyne.WidgetRenderer.
func (r *ringed) Refresh() {
	r.ring.Refresh()
	r.WidgetRenderer.Refresh()
}
