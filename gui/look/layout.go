package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// Redraw lays an object out and draws it anew, once it has room: before there is nothing to do, and a page is built
// in many steps.
func Redraw(o fyne.CanvasObject) {
	if !o.Size().IsZero() {
		o.Refresh()
	}
}

// Column is a layout that stacks objects from top to bottom, each as wide as the column. Unlike
// Fyne's VBox it sets the width of every object before it asks for the height, so that wrapped text
// is right at once.
type Column struct {
	// Gap is the space between two objects.
	Gap float32
	// Inset is the space around all of them.
	Inset float32
}

// Layout implements fyne.Layout.
func (c Column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width, y := size.Width-2*c.Inset, c.Inset
	if width <= 0 { // it has no room yet
		return
	}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(width, height))
		o.Move(fyne.NewPos(c.Inset, y))
		y += height + c.Gap
	}
}

// MinSize implements fyne.Layout.
func (c Column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width, height float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		min := o.MinSize()
		width = fyne.Max(width, min.Width)
		if height > 0 {
			height += c.Gap
		}
		height += min.Height
	}
	return fyne.NewSize(width+2*c.Inset, height+2*c.Inset)
}

// Narrow is a layout for one object, at the left, which becomes no wider than Width.
type Narrow struct{ Width float32 }

// Layout implements fyne.Layout.
func (n Narrow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(fyne.Min(n.Width, size.Width), size.Height))
}

// MinSize implements fyne.Layout.
func (n Narrow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	min := objects[0].MinSize()
	return fyne.NewSize(fyne.Max(0, fyne.Min(min.Width, n.Width)), min.Height)
}

// Fixed is a layout for one object with a width or a height of its own; 0 is what the object needs.
// The height is that which the object needs at that width.
type Fixed struct{ Width, Height float32 }

// Layout implements fyne.Layout.
func (f Fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// MinSize implements fyne.Layout.
func (f Fixed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	o := objects[0]
	if f.Width > 0 && f.Height == 0 { // the height follows from the width
		o.Resize(fyne.NewSize(f.Width, o.MinSize().Height))
	}
	size := o.MinSize()
	if f.Width > 0 {
		size.Width = f.Width
	}
	if f.Height > 0 {
		size.Height = f.Height
	}
	return size
}

// Least is a layout for objects on each other that asks for a least size.
type Least struct{ Width, Height float32 }

// Layout implements fyne.Layout.
func (l Least) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

// MinSize implements fyne.Layout.
func (l Least) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(l.Width, l.Height)
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

// Side is a layout of two: a column on the left of a fixed width, the rest on the right. Unlike
// Fyne's Border it leaves no space between them.
type Side struct{ Width float32 }

// Layout implements fyne.Layout.
func (s Side) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(s.Width, size.Height))
	objects[1].Move(fyne.NewPos(s.Width, 0))
	objects[1].Resize(fyne.NewSize(size.Width-s.Width, size.Height))
}

// MinSize implements fyne.Layout.
func (s Side) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, right := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(s.Width+right.Width, fyne.Max(left.Height, right.Height))
}

// Tall is a layout for one scroller: its content learns the width first, so that the scroller
// knows the height of wrapped text at once.
type Tall struct{ Content fyne.CanvasObject }

// Layout implements fyne.Layout.
func (t Tall) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	t.Content.Resize(fyne.NewSize(size.Width, t.Content.MinSize().Height))
	for _, o := range objects {
		o.Resize(size)
		o.Refresh()
	}
}

// MinSize implements fyne.Layout.
func (t Tall) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Bounded is a layout for one scroller that is as high as its content, but no higher than Most.
type Bounded struct {
	Content fyne.CanvasObject
	Most    float32
}

// Layout implements fyne.Layout.
func (b Bounded) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	Tall{Content: b.Content}.Layout(objects, size)
}

// MinSize implements fyne.Layout.
func (b Bounded) MinSize([]fyne.CanvasObject) fyne.Size {
	least := b.Content.MinSize()
	return fyne.NewSize(least.Width, min(least.Height, b.Most))
}

// Centred is a layout for one object, in the middle, which becomes no wider than Width.
type Centred struct{ Width float32 }

// Layout implements fyne.Layout.
func (c Centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(c.Width, size.Width)
	objects[0].Move(fyne.NewPos((size.Width-width)/2, 0))
	objects[0].Resize(fyne.NewSize(width, size.Height))
}

// MinSize implements fyne.Layout.
func (c Centred) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Below is a layout of two: the first at the top, as high as it needs to be at that width, or not there when it
// is hidden, the second in the rest. Unlike Fyne's Border it leaves no space between them.
type Below struct{}

// Layout implements fyne.Layout.
func (b Below) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(size.Width, b.top(o).Height))
	top := b.top(o).Height
	o[0].Resize(fyne.NewSize(size.Width, top))
	o[1].Move(fyne.NewPos(0, top))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-top))
}

// MinSize implements fyne.Layout.
func (b Below) MinSize(o []fyne.CanvasObject) fyne.Size {
	top, rest := b.top(o), o[1].MinSize()
	return fyne.NewSize(max(top.Width, rest.Width), top.Height+rest.Height)
}

func (Below) top(o []fyne.CanvasObject) fyne.Size {
	if !o[0].Visible() {
		return fyne.Size{}
	}
	return o[0].MinSize()
}

// Contains reports whether an object is somewhere in the containers and scrollers of another one.
func Contains(in, wanted fyne.CanvasObject) bool {
	if in == wanted {
		return true
	}
	switch o := in.(type) {
	case *container.Scroll:
		return Contains(o.Content, wanted)
	case *fyne.Container:
		return slices.ContainsFunc(o.Objects, func(c fyne.CanvasObject) bool { return Contains(c, wanted) })
	}
	return false
}

// Shows reports whether an object is in what a window shows, and nothing above it is hidden.
func Shows(content, wanted fyne.CanvasObject) bool {
	box, ok := content.(*fyne.Container)
	if content == wanted || !ok {
		return content == wanted
	}
	return slices.ContainsFunc(box.Objects, func(o fyne.CanvasObject) bool {
		return o.Visible() && Shows(o, wanted)
	})
}

// Flush takes away the padding that Fyne puts around text in a widget, so that it lines up with
// what has none.
func Flush(o fyne.CanvasObject) *fyne.Container {
	pad := sizes[theme.SizeNameInnerPadding]
	return container.New(layout.NewCustomPaddedLayout(-pad/2, -pad/2, -pad, -pad), o)
}

// Marked puts a sign before a paragraph, at the height of its first line.
func Marked(sign, text fyne.CanvasObject) *fyne.Container {
	return container.New(marked{}, sign, text)
}

// marked is the layout of Marked; the room for the sign grows with the text.
type marked struct{}

func (marked) room() fyne.Size { return fyne.NewSize(Scaled(24), Scaled(28)) }

// Layout implements fyne.Layout.
func (m marked) Layout(o []fyne.CanvasObject, size fyne.Size) {
	room := m.room()
	left := room.Width + Space1
	o[0].Resize(room)
	o[1].Move(fyne.NewPos(left, 0))
	o[1].Resize(fyne.NewSize(size.Width-left, size.Height))
}

// MinSize implements fyne.Layout.
func (m marked) MinSize(o []fyne.CanvasObject) fyne.Size {
	room, text := m.room(), o[1].MinSize()
	return fyne.NewSize(room.Width+Space1+text.Width, max(room.Height, text.Height))
}

// Pair puts two objects side by side, equally wide and equally high.
func Pair(left, right fyne.CanvasObject) *fyne.Container {
	// With the grid's own padding the space between them is Space4.
	half := (Space4 - sizes[theme.SizeNamePadding]) / 2
	return container.NewGridWithColumns(2,
		container.New(layout.NewCustomPaddedLayout(0, 0, 0, half), left),
		container.New(layout.NewCustomPaddedLayout(0, 0, half, 0), right))
}
