package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Drawing is a picture made of shapes in colours of the theme. The shapes have coordinates of their
// own; the drawing scales them to the room it gets and keeps their proportions.
type Drawing struct {
	Graphic
	shapes []Shape
	room   fyne.Size // of the shapes' coordinates
}

// Shape is one part of a Drawing. Which fields count depends on the kind of shape.
type Shape struct {
	Kind           ShapeKind
	X, Y, W, H     float32 // a line goes from X, Y to X+W, Y+H
	Radius, Stroke float32
	Fill, Edge     fyne.ThemeColorName // "" is none
	Text           string
	Size           float32
	Bold, Mono     bool
	Centre         bool
}

// ShapeKind says what a Shape is.
type ShapeKind int

// The kinds of shape.
const (
	Box ShapeKind = iota
	Disc
	Stroke
	Words
)

// NewDrawing returns a picture whose shapes use coordinates up to room, shown height high. Its width
// may shrink with the window.
func NewDrawing(room fyne.Size, height float32, shapes ...Shape) *Drawing {
	d := &Drawing{shapes: shapes, room: room}
	for _, s := range shapes {
		d.Parts = append(d.Parts, s.object())
	}
	d.Min = func() fyne.Size {
		return fyne.NewSize(fyne.Min(room.Width*height/room.Height, 200), height)
	}
	d.Arrange, d.Paint = d.arrange, d.paint
	d.ExtendBaseWidget(d)
	return d
}

func (s Shape) object() fyne.CanvasObject {
	switch s.Kind {
	case Disc:
		return canvas.NewCircle(color.Transparent)
	case Stroke:
		return canvas.NewLine(color.Transparent)
	case Words:
		t := canvas.NewText(s.Text, color.Transparent)
		t.TextStyle = fyne.TextStyle{Monospace: s.Mono}
		if s.Bold {
			t.TextStyle = Bold(s.Text)
		}
		if s.Centre {
			t.Alignment = fyne.TextAlignCenter
		}
		return t
	case Box:
	}
	return canvas.NewRectangle(color.Transparent)
}

// arrange scales the shapes and puts the picture in the middle.
func (d *Drawing) arrange(size fyne.Size) {
	scale := fyne.Min(size.Width/d.room.Width, size.Height/d.room.Height)
	left := (size.Width - d.room.Width*scale) / 2
	top := (size.Height - d.room.Height*scale) / 2
	for i, s := range d.shapes {
		s.arrange(d.Parts[i], fyne.NewPos(left+s.X*scale, top+s.Y*scale), scale)
	}
}

func (s Shape) arrange(o fyne.CanvasObject, at fyne.Position, scale float32) {
	switch o := o.(type) {
	case *canvas.Line:
		o.StrokeWidth = s.Stroke * scale
		o.Position1 = at
		o.Position2 = at.AddXY(s.W*scale, s.H*scale)
		return
	case *canvas.Text:
		o.TextSize = s.Size * scale
	case *canvas.Rectangle:
		o.CornerRadius, o.StrokeWidth = max(s.Radius*scale, minRadius), s.Stroke*scale
	case *canvas.Circle:
		o.StrokeWidth = s.Stroke * scale
	}
	o.Move(at)
	o.Resize(fyne.NewSize(s.W*scale, s.H*scale))
}

func (d *Drawing) paint() {
	for i, s := range d.shapes {
		switch o := d.Parts[i].(type) {
		case *canvas.Line:
			o.StrokeColor = colorOrNone(s.Edge)
		case *canvas.Text:
			o.Color = colorOrNone(s.Fill)
		case *canvas.Rectangle:
			o.FillColor, o.StrokeColor = colorOrNone(s.Fill), colorOrNone(s.Edge)
		case *canvas.Circle:
			o.FillColor, o.StrokeColor = colorOrNone(s.Fill), colorOrNone(s.Edge)
		}
	}
}

// minRadius is a radius that nobody sees. A surface with it is drawn by the same program on the
// graphics card as the rounded ones; those without would need another, which takes a moment to
// compile.
const minRadius = 0.01

// Ground is a rounded surface in colours of the theme.
type Ground struct {
	Graphic
	fill, edge fyne.ThemeColorName
	stroke     float32
	shadow     bool
	corners    Corners
	box        *canvas.Rectangle
}

// NewGround returns a surface; edge may be "".
func NewGround(fill, edge fyne.ThemeColorName, radius float32) *Ground {
	g := &Ground{fill: fill, edge: edge, stroke: 1, box: canvas.NewRectangle(color.Transparent)}
	g.box.CornerRadius = max(radius, minRadius)
	g.Parts = []fyne.CanvasObject{g.box}
	g.Arrange, g.Paint = g.box.Resize, g.paint
	g.ExtendBaseWidget(g)
	return g
}

// Set changes the colours and the width of the edge.
func (g *Ground) Set(fill, edge fyne.ThemeColorName, stroke float32) {
	g.fill, g.edge, g.stroke = fill, edge, stroke
	g.Refresh()
}

// SetShadow lets the surface throw a shadow, as what lies above the window does.
func (g *Ground) SetShadow(on bool) {
	g.shadow = on
	g.Refresh()
}

// SetCorners gives the corners radii of their own.
func (g *Ground) SetCorners(c Corners) {
	if g.corners == c {
		return
	}
	g.corners = c
	g.box.TopLeftCornerRadius = max(c.TopLeft, minRadius)
	g.box.TopRightCornerRadius = max(c.TopRight, minRadius)
	g.box.BottomRightCornerRadius = max(c.BottomRight, minRadius)
	g.box.BottomLeftCornerRadius = max(c.BottomLeft, minRadius)
	g.Refresh()
}

// Corners are the radii of a surface, clockwise from the upper left.
type Corners struct{ TopLeft, TopRight, BottomRight, BottomLeft float32 }

func (g *Ground) paint() {
	g.box.Shadow = canvas.Shadow{}
	if g.shadow {
		g.box.Shadow = canvas.Shadow{
			Color: Color(theme.ColorNameShadow), BlurRadius: 16, Offset: fyne.NewPos(0, 4),
		}
	}
	g.box.FillColor, g.box.StrokeColor = colorOrNone(g.fill), colorOrNone(g.edge)
	g.box.StrokeWidth = 0
	if g.edge != "" {
		g.box.StrokeWidth = g.stroke
	}
}

// Card puts content on a surface with a line around it.
func Card(content ...fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewGround(ColorSurface, ColorLine, RadiusCard),
		container.New(Column{Gap: Space2, Inset: Space4}, content...))
}

// Bar is a thin bar that shows how far something has come. It does not move by itself.
type Bar struct {
	Graphic
	value float32
}

// barSize is the smallest size of a bar.
var barSize = fyne.NewSize(120, 6)

// NewBar returns an empty bar.
func NewBar() *Bar {
	b := &Bar{}
	track, fill := NewGround(ColorLine, "", 3), NewGround(ColorAccent, "", 3)
	b.Parts = []fyne.CanvasObject{track, fill}
	b.Min = func() fyne.Size { return barSize }
	b.Arrange = func(s fyne.Size) {
		track.Resize(s)
		fill.Resize(fyne.NewSize(s.Width*b.value, s.Height))
	}
	b.ExtendBaseWidget(b)
	return b
}

// SetValue changes how far it has come, from 0 to 1.
func (b *Bar) SetValue(value float64) {
	b.value = float32(max(0, min(value, 1)))
	b.Refresh()
}
