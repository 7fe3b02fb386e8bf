package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Form is rows of a name and a field, which are given in turns.
func Form(pairs ...any) *fyne.Container {
	rows := container.New(formLayout{})
	for i := 0; i+1 < len(pairs); i += 2 {
		name := NewLine(pairs[i].(string), theme.ColorNameForeground, theme.SizeNameText)
		name.Whole = true
		value := pairs[i+1].(fyne.CanvasObject)
		nameAfter(value, pairs[i].(string))
		rows.Add(name)
		rows.Add(value)
	}
	return rows
}

// formLayout is the layout of a Form: the names in a column as wide as the widest, the fields in the rest of
// the width. The rows are far enough from each other for the ring around a field.
type formLayout struct{}

// names returns the width of the column of names, with the space beside it.
func (formLayout) names(o []fyne.CanvasObject) float32 {
	width := float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		width = max(width, o[i].MinSize().Width)
	}
	return width + Space3
}

// MinSize implements fyne.Layout.
func (f formLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	names := f.names(o)
	var size fyne.Size
	for i := 0; i+1 < len(o); i += 2 {
		value := o[i+1].MinSize()
		size.Width = max(size.Width, names+value.Width)
		size.Height += max(o[i].MinSize().Height, value.Height)
		if i > 0 {
			size.Height += Space2
		}
	}
	return size
}

// Layout implements fyne.Layout.
func (f formLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	names, y := f.names(o), float32(0)
	width := max(0, size.Width-names)
	for i := 0; i+1 < len(o); i += 2 {
		name, value := o[i], o[i+1]
		value.Resize(fyne.NewSize(width, value.MinSize().Height)) // wrapped text learns its width
		height := max(name.MinSize().Height, value.MinSize().Height)
		name.Move(fyne.NewPos(0, y))
		name.Resize(fyne.NewSize(names, height))
		value.Move(fyne.NewPos(names, y))
		value.Resize(fyne.NewSize(width, height))
		y += height + Space2
	}
}
