package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// still is true when nothing is to move that need not. Only touched on the UI goroutine.
var still bool

// SetStill chooses that nothing moves that need not, for what is shown from now on.
func SetStill(on bool) { still = on }

// Still reports whether nothing is to move that need not. Who animates something asks first.
func Still() bool { return still }

// Busy is a thin bar that shows that something goes on, for as long as that takes. Where nothing is to
// move it is a bar with a part of it filled.
type Busy struct{ widget.ProgressBarInfinite }

// NewBusy returns such a bar; it does not move before Start.
func NewBusy() *Busy {
	b := &Busy{}
	b.ExtendBaseWidget(b)
	return b
}

// MinSize implements fyne.CanvasObject.
func (*Busy) MinSize() fyne.Size { return barSize }

// CreateRenderer implements fyne.Widget.
func (b *Busy) CreateRenderer() fyne.WidgetRenderer {
	if !still {
		return b.ProgressBarInfinite.CreateRenderer()
	}
	bar := NewBar()
	bar.SetValue(0.4)
	return widget.NewSimpleRenderer(container.NewStack(bar))
}
