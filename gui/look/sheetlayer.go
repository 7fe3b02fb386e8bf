package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// sheetLayer covers the window below a card, which stands in its middle. Unlike Fyne's PopUp it gives the
// card another size whenever the window has one.
type sheetLayer struct {
	widget.BaseWidget
	box *fyne.Container
}

func newSheetLayer(s *Sheet) *sheetLayer {
	ground := NewGround(theme.ColorNameOverlayBackground, "", RadiusCard)
	ground.SetShadow(true)
	l := &sheetLayer{box: container.New(sheetPlace{},
		canvas.NewBlur(Theme{}.Size(theme.SizeNameModalBlurRadius)),
		NewGround(theme.ColorNameShadow, "", 0), container.NewStack(ground, s.content))}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer implements fyne.Widget.
func (l *sheetLayer) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.box) }

// sheetPlace is the layout of the layer: the card, which comes last, in the middle, the rest as large as
// the window.
type sheetPlace struct{}

// MinSize implements fyne.Layout.
func (sheetPlace) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (sheetPlace) Layout(o []fyne.CanvasObject, all fyne.Size) {
	card := o[len(o)-1]
	for _, part := range o[:len(o)-1] {
		part.Resize(all)
	}
	size := card.MinSize()
	card.Resize(size)
	card.Move(fyne.NewPos((all.Width-size.Width)/2, (all.Height-size.Height)/2))
}
