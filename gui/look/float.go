package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Float shows a card above the window, where it is wanted but inside the window whatever size that gets. A click
// beside the card takes it away.
type Float struct {
	widget.BaseWidget
	canvas fyne.Canvas
	shown  fyne.CanvasObject // the card on its ground
	place  func(card fyne.Size) fyne.Position
	open   bool
}

// NewFloat returns it; place returns where the upper left corner of the card belongs.
func NewFloat(canvas fyne.Canvas, card fyne.CanvasObject, place func(card fyne.Size) fyne.Position) *Float {
	ground := NewGround(ColorSurface, ColorLine, RadiusCard)
	ground.SetShadow(true)
	f := &Float{canvas: canvas, shown: container.NewStack(ground, card), place: place}
	f.ExtendBaseWidget(f)
	return f
}

// Show shows the card.
func (f *Float) Show() {
	f.open = true
	f.canvas.Overlays().Add(f)
	f.Refresh()
}

// Close takes the card away; what had the keyboard before has it again.
func (f *Float) Close() {
	if f.open {
		f.open = false
		f.canvas.Overlays().Remove(f)
	}
}

// Open reports whether the card is there.
func (f *Float) Open() bool { return f.open }

// Tapped implements fyne.Tappable. A click on the card itself closes nothing.
func (f *Float) Tapped(e *fyne.PointEvent) {
	corner, size := f.shown.Position(), f.shown.Size()
	inside := e.Position.X >= corner.X && e.Position.X < corner.X+size.Width &&
		e.Position.Y >= corner.Y && e.Position.Y < corner.Y+size.Height
	if !inside {
		f.Close()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (f *Float) TappedSecondary(e *fyne.PointEvent) { f.Tapped(e) }

// CreateRenderer implements fyne.Widget.
func (f *Float) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(floatPlace{f}, f.shown))
}

// floatPlace is the layout of the layer with the card.
type floatPlace struct{ *Float }

// MinSize implements fyne.Layout.
func (floatPlace) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (p floatPlace) Layout(o []fyne.CanvasObject, all fyne.Size) {
	size := o[0].MinSize()
	pos := p.place(size)
	pos.X = max(Space2, min(pos.X, all.Width-Space2-size.Width))
	pos.Y = max(Space2, min(pos.Y, all.Height-Space2-size.Height))
	o[0].Resize(size)
	o[0].Move(pos)
}
