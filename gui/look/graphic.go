package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Graphic is a widget made of canvas objects, which functions colour and arrange: it follows the
// theme without a renderer type of its own. Whoever embeds it sets the fields before it calls
// ExtendBaseWidget.
type Graphic struct {
	widget.BaseWidget
	Parts []fyne.CanvasObject
	// Min returns the smallest size; nil for none.
	Min func() fyne.Size
	// Arrange puts the parts into their places.
	Arrange func(fyne.Size)
	// Paint returns the parts their colours, those of the theme as it is now; may be nil.
	Paint func()
}

// CreateRenderer implements fyne.Widget.
func (g *Graphic) CreateRenderer() fyne.WidgetRenderer {
	r := (*graphicRenderer)(g)
	r.paint()
	return r
}

type graphicRenderer Graphic

func (r *graphicRenderer) Layout(s fyne.Size)           { r.Arrange(s) }
func (r *graphicRenderer) Objects() []fyne.CanvasObject { return r.Parts }
func (r *graphicRenderer) Destroy()                     {}

func (r *graphicRenderer) MinSize() fyne.Size {
	if r.Min == nil {
		return fyne.Size{}
	}
	return r.Min()
}

func (r *graphicRenderer) paint() {
	if r.Paint != nil {
		r.Paint()
	}
}

// Refresh takes the colours of the theme as it is now.
func (r *graphicRenderer) Refresh() {
	r.paint()
	r.Arrange(r.Size())
	for _, o := range r.Parts {
		o.Refresh()
	}
}

// colorOrNone is Color for names that may be "".
func colorOrNone(n fyne.ThemeColorName) color.Color {
	if n == "" {
		return color.Transparent
	}
	return Color(n)
}
