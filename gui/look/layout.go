package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Column is a layout that stacks objects from top to bottom, each as wide as the column. Unlike
// Fyne's VBox it gives every object its width before it asks for the height, so that wrapped text
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

// Fixed is a layout for one object with a width or a height of its own; 0 is what the object needs.
// The height is that which the object needs at that width.
type Fixed struct{ Width, Height float32 }

// Layout implements fyne.Layout.
func (f Fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// MinSize implements fyne.Layout.
func (f Fixed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	o := objects[0]
	if f.Width > 0 {
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

// Flush is a layout for one text widget that takes away the padding Fyne puts around text, so that
// texts line up with pictures and fields, and keeps lines short enough to read.
type Flush struct {
	// Max is the greatest width; 0 is none.
	Max float32
}

// Layout implements fyne.Layout.
func (f Flush) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	pad := textPadding()
	width := size.Width
	if f.Max > 0 {
		width = fyne.Min(width, f.Max)
	}
	for _, o := range objects {
		o.Move(fyne.NewPos(-pad, -pad/2))
		o.Resize(fyne.NewSize(width+2*pad, size.Height+pad))
	}
}

// MinSize implements fyne.Layout.
func (f Flush) MinSize(objects []fyne.CanvasObject) fyne.Size {
	pad := textPadding()
	var min fyne.Size
	for _, o := range objects {
		min = min.Max(o.MinSize())
	}
	return fyne.NewSize(fyne.Max(min.Width-2*pad, 0), fyne.Max(min.Height-pad, 0))
}

// Side is a layout of two: a column on the left of a fixed width, the rest on the right.
type Side struct{ Width float32 }

// Layout implements fyne.Layout.
func (s Side) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, right := objects[0], objects[1]
	left.Resize(fyne.NewSize(s.Width, size.Height))
	right.Move(fyne.NewPos(s.Width, 0))
	right.Resize(fyne.NewSize(size.Width-s.Width, size.Height))
}

// MinSize implements fyne.Layout.
func (s Side) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, right := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(s.Width+right.Width, fyne.Max(left.Height, right.Height))
}

// Columns is a layout that puts objects side by side, equally wide and equally high.
type Columns struct{ Gap float32 }

// Layout implements fyne.Layout.
func (c Columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n := float32(len(objects))
	width := (size.Width - c.Gap*(n-1)) / n
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(width+c.Gap), 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
}

// MinSize implements fyne.Layout.
func (c Columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var min fyne.Size
	for _, o := range objects {
		min = min.Max(o.MinSize())
	}
	n := float32(len(objects))
	return fyne.NewSize(min.Width*n+c.Gap*(n-1), min.Height)
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

// Row is a layout that puts objects side by side, each as wide as it needs to be, at the right.
type Row struct{ Gap float32 }

// Layout implements fyne.Layout.
func (r Row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := size.Width - r.MinSize(objects).Width
	for _, o := range objects {
		width := o.MinSize().Width
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
		if width > 0 {
			x += width + r.Gap
		}
	}
}

// MinSize implements fyne.Layout.
func (r Row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var row fyne.Size
	for _, o := range objects {
		min := o.MinSize()
		if row.Width > 0 && min.Width > 0 {
			row.Width += r.Gap
		}
		row = fyne.NewSize(row.Width+min.Width, fyne.Max(row.Height, min.Height))
	}
	return row
}

// Corner is a layout that leaves objects as small as they are, in the upper left.
type Corner struct{}

// Layout implements fyne.Layout.
func (Corner) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	for _, o := range objects {
		o.Resize(o.MinSize())
	}
}

// MinSize implements fyne.Layout.
func (Corner) MinSize(objects []fyne.CanvasObject) fyne.Size { return stack{}.MinSize(objects) }

func textPadding() float32 { return sizes[theme.SizeNameInnerPadding] }

// stack lays its objects over each other, in full width first.
type stack struct{}

func (stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func (stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var min fyne.Size
	for _, o := range objects {
		min = min.Max(o.MinSize())
	}
	return min
}
