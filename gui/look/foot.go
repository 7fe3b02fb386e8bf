package look

import "fyne.io/fyne/v2"

// Foot is a layout for the buttons of a page: in a row at the right, or in several where there is no room for
// that. It belongs to one container.
type Foot struct {
	// Width is about how wide the page is, until that is known.
	Width float32
	// Least is the least height, also without buttons.
	Least float32
	// Left puts the rows at the left.
	Left bool
}

// rows returns the buttons of each row, and their height. Where there are several rows, each is as wide as the
// page.
func (f *Foot) rows(o []fyne.CanvasObject) (rows [][]fyne.CanvasObject, height float32) {
	var row []fyne.CanvasObject
	width := float32(0)
	for _, part := range o {
		least := part.MinSize()
		height = max(height, least.Height)
		next := least.Width
		if len(row) > 0 {
			next += width + Space3
		}
		if len(row) > 0 && f.Width > 0 && next > f.Width {
			rows, row, next = append(rows, row), nil, least.Width
		}
		row, width = append(row, part), next
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows, height
}

// MinSize implements fyne.Layout.
func (f *Foot) MinSize(o []fyne.CanvasObject) fyne.Size {
	seen := visible(o)
	rows, height := f.rows(seen)
	all := max(0, float32(len(rows))*(height+Space2)-Space2)
	return fyne.NewSize(Column{}.MinSize(seen).Width, max(f.Least, all))
}

// Layout implements fyne.Layout.
func (f *Foot) Layout(o []fyne.CanvasObject, size fyne.Size) {
	f.Width = size.Width
	rows, height := f.rows(visible(o))
	if len(rows) == 1 {
		height = size.Height
	}
	for i, row := range rows {
		width := (float32(len(row)) - 1) * Space3
		for _, part := range row {
			width += part.MinSize().Width
		}
		more := float32(0) // for each button of a full row
		x := size.Width - width
		if len(rows) > 1 {
			more, x = x/float32(len(row)), 0
		} else if f.Left {
			x = 0
		}
		for _, part := range row {
			own := part.MinSize().Width + more
			part.Move(fyne.NewPos(x, float32(i)*(height+Space2)))
			part.Resize(fyne.NewSize(own, height))
			x += own + Space3
		}
	}
}

// Above is a layout of two: the second at the bottom, as high as it needs to be at that width, or not there
// when it is hidden; the first in the rest, and the first with Tab.
type Above struct{}

// Layout implements fyne.Layout.
func (a Above) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[1].Resize(fyne.NewSize(size.Width, a.foot(o).Height))
	foot := a.foot(o).Height
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(size.Width, size.Height-foot))
	o[1].Move(fyne.NewPos(0, size.Height-foot))
	o[1].Resize(fyne.NewSize(size.Width, foot))
}

// MinSize implements fyne.Layout.
func (a Above) MinSize(o []fyne.CanvasObject) fyne.Size {
	rest, foot := o[0].MinSize(), a.foot(o)
	return fyne.NewSize(max(rest.Width, foot.Width), rest.Height+foot.Height)
}

func (Above) foot(o []fyne.CanvasObject) fyne.Size {
	if !o[1].Visible() {
		return fyne.Size{}
	}
	return o[1].MinSize()
}
