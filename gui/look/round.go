package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

// Round is a button without words: an icon on a disc. It has the keys, the ring and the reason why it
// is grey of any Button. Its Text is not drawn; it says what the button is for.
type Round struct {
	Button
	// Side is its width and height.
	Side float32
	// OnSecondary is called for the right mouse button; may be nil.
	OnSecondary func()

	primary bool
	hovered bool
	disc    *canvas.Circle
	icon    *canvas.Image
}

// NewRound returns a quiet round button; words say what it is for.
func NewRound(icon fyne.Resource, words string, tapped func()) *Round {
	b := &Round{
		Side: 36, disc: canvas.NewCircle(color.Transparent), icon: canvas.NewImageFromResource(nil),
	}
	b.ring = NewGround("", "", 0)
	b.Icon, b.Text, b.OnTapped = icon, words, tapped
	b.ExtendBaseWidget(b)
	return b
}

// SetPrimary fills the disc with the accent colour, or not.
func (b *Round) SetPrimary(on bool) {
	if b.primary != on {
		b.primary = on
		b.Refresh()
	}
}

// MouseIn implements desktop.Hoverable.
func (b *Round) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (b *Round) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *Round) MouseOut() {
	b.hovered = false
	b.Refresh()
}

// TappedSecondary implements fyne.SecondaryTappable.
func (b *Round) TappedSecondary(*fyne.PointEvent) {
	if b.OnSecondary != nil {
		b.OnSecondary()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Round) CreateRenderer() fyne.WidgetRenderer {
	r := &roundRenderer{b}
	r.paint()
	return r
}

type roundRenderer struct{ b *Round }

func (r *roundRenderer) Destroy() {}

func (r *roundRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.ring, r.b.disc, r.b.icon}
}

func (r *roundRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.b.Side) }

func (r *roundRenderer) Layout(size fyne.Size) {
	const out = 3
	side := r.b.Side
	at := fyne.NewPos((size.Width-side)/2, (size.Height-side)/2)
	r.b.disc.Move(at)
	r.b.disc.Resize(fyne.NewSquareSize(side))
	r.b.ring.box.CornerRadius = side/2 + out
	r.b.ring.Move(at.SubtractXY(out, out))
	r.b.ring.Resize(fyne.NewSquareSize(side + 2*out))
	inner := side * 0.56
	r.b.icon.Move(at.AddXY((side-inner)/2, (side-inner)/2))
	r.b.icon.Resize(fyne.NewSquareSize(inner))
}

// paint takes the colours of the theme as it is now.
func (r *roundRenderer) paint() {
	b := r.b
	fill, edge, tone := ColorSurface, ColorLine, theme.ColorNameForeground
	switch {
	case b.Disabled():
		fill, edge, tone = theme.ColorNameDisabledButton, "", theme.ColorNameDisabled
	case b.primary:
		fill, edge, tone = ColorAccent, "", ColorOnAccent
	case b.hovered:
		fill = theme.ColorNameButton
	}
	b.disc.FillColor, b.disc.StrokeColor, b.disc.StrokeWidth = Color(fill), colorOrNone(edge), 0
	if edge != "" {
		b.disc.StrokeWidth = 1
	}
	b.icon.Resource = tinted(b.Icon, tone)
}

func (r *roundRenderer) Refresh() {
	r.paint()
	r.Layout(r.b.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
