package chat

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"surfstick-sms/gui/look"
)

// leftWidth is the width of the list of partners.
const leftWidth = 300

// frame is a layout that puts the first object at the top, the second at the bottom and the third
// between them. Unlike Fyne's border it leaves no space, goes through them in that order with Tab,
// and asks for the height of the first two when they know their width, as wrapped text needs it.
type frame struct{}

// Layout implements fyne.Layout.
func (frame) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for _, edge := range o[:2] {
		edge.Resize(fyne.NewSize(s.Width, edge.MinSize().Height))
	}
	top, bottom := o[0].MinSize().Height, heightOf(o[1])
	put(o[0], rect{0, 0, s.Width, top})
	put(o[1], rect{0, s.Height - bottom, s.Width, bottom})
	put(o[2], rect{0, top, s.Width, s.Height - top - bottom})
}

// MinSize implements fyne.Layout.
func (frame) MinSize(o []fyne.CanvasObject) fyne.Size {
	width := fyne.Max(fyne.Max(o[0].MinSize().Width, o[1].MinSize().Width), o[2].MinSize().Width)
	return fyne.NewSize(width, o[0].MinSize().Height+heightOf(o[1])+o[2].MinSize().Height)
}

func heightOf(o fyne.CanvasObject) float32 {
	if !o.Visible() {
		return 0
	}
	return o.MinSize().Height
}

// onSurface puts objects onto the ground of the parts around the texts.
func onSurface(o ...fyne.CanvasObject) fyne.CanvasObject {
	ground := look.NewGround(look.ColorSurface, "", 0)
	return container.NewStack(append([]fyne.CanvasObject{ground}, o...)...)
}

// stacked returns a layout that puts objects below each other without space.
func stacked() fyne.Layout { return layout.NewCustomPaddedVBoxLayout(0) }

// line returns a hairline between two parts.
func line() fyne.CanvasObject {
	return container.NewStack(gap(1, 1), look.NewGround(look.ColorLine, "", 0))
}

// rect is where an object is and how large.
type rect struct{ x, y, width, height float32 }

func put(o fyne.CanvasObject, r rect) {
	o.Move(fyne.NewPos(r.x, r.y))
	o.Resize(fyne.NewSize(r.width, r.height))
}

// gap returns an empty space.
func gap(width, height float32) fyne.CanvasObject {
	return container.New(layout.NewGridWrapLayout(fyne.NewSize(width, height)), layout.NewSpacer())
}

// edges are the widths of the space around an object, clockwise from the top.
type edges struct{ top, right, bottom, left float32 }

// inset puts space around an object.
func inset(o fyne.CanvasObject, e edges) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(e.top, e.bottom, e.left, e.right), o)
}

// arrange lays a container out anew after something in it was shown, hidden or grew. Refresh would
// draw everything in it again as well.
func arrange(o *fyne.Container) {
	if !o.Size().IsZero() { // it is laid out when it gets room
		o.Layout.Layout(o.Objects, o.Size())
	}
}

// yielding is a layout for a scroller that may become as low as it has to, so that what stands above and below
// it has room.
type yielding struct{}

// Layout implements fyne.Layout.
func (yielding) Layout(o []fyne.CanvasObject, s fyne.Size) {
	look.Tall{Content: o[0].(*container.Scroll).Content}.Layout(o, s)
}

// MinSize implements fyne.Layout.
func (yielding) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, 0)
}

// noticed is the layout of the chat: the notices at the top, in a scroller that leaves the larger part of a low
// window to the rest.
type noticed struct{}

// noticesLeast is the height that many notices have in the lowest window.
const noticesLeast = look.MinHeight / 3

// Layout implements fyne.Layout.
func (noticed) Layout(o []fyne.CanvasObject, s fyne.Size) {
	notices := o[0].(*container.Scroll).Content
	notices.Resize(fyne.NewSize(s.Width, notices.MinSize().Height)) // wrapped text learns its width
	top := min(notices.MinSize().Height, max(noticesLeast, s.Height/3))
	put(o[0], rect{0, 0, s.Width, top})
	put(o[1], rect{0, top, s.Width, s.Height - top})
}

// MinSize implements fyne.Layout.
func (noticed) MinSize(o []fyne.CanvasObject) fyne.Size {
	notices, rest := o[0].(*container.Scroll).Content.MinSize(), o[1].MinSize()
	return fyne.NewSize(max(notices.Width, rest.Width), min(notices.Height, noticesLeast)+rest.Height)
}
