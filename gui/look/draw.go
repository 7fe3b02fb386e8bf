package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Drawing is a picture made of shapes in colours of the theme. The shapes have coordinates of their
// own; the drawing scales them to the room it gets and keeps their proportions.
type Drawing struct {
	widget.BaseWidget
	shapes []Shape
	room   fyne.Size // of the shapes' coordinates
	height float32   // wanted on screen
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

// ShapeKind tells what a Shape is.
type ShapeKind int

// The kinds of shape.
const (
	Box ShapeKind = iota
	Disc
	Stroke
	Words
)

// NewDrawing makes a picture whose shapes use coordinates up to room, shown height high.
func NewDrawing(room fyne.Size, height float32, shapes ...Shape) *Drawing {
	d := &Drawing{shapes: shapes, room: room, height: height}
	d.ExtendBaseWidget(d)
	return d
}

// Words gives the texts in the drawing, in the order in which they were drawn.
func (d *Drawing) Words() []string {
	var words []string
	for _, s := range d.shapes {
		if s.Kind == Words {
			words = append(words, s.Text)
		}
	}
	return words
}

// MinSize implements fyne.CanvasObject. The width may shrink with the window.
func (d *Drawing) MinSize() fyne.Size {
	return fyne.NewSize(fyne.Min(d.room.Width*d.height/d.room.Height, 200), d.height)
}

// CreateRenderer implements fyne.Widget.
func (d *Drawing) CreateRenderer() fyne.WidgetRenderer {
	r := &drawingRenderer{drawing: d}
	for _, s := range d.shapes {
		r.objects = append(r.objects, s.object())
	}
	r.Refresh()
	return r
}

func (s Shape) object() fyne.CanvasObject {
	switch s.Kind {
	case Disc:
		return canvas.NewCircle(color.Transparent)
	case Stroke:
		return canvas.NewLine(color.Transparent)
	case Words:
		t := canvas.NewText(s.Text, color.Transparent)
		t.TextStyle = fyne.TextStyle{Bold: s.Bold, Monospace: s.Mono}
		if s.Centre {
			t.Alignment = fyne.TextAlignCenter
		}
		return t
	case Box:
	}
	return canvas.NewRectangle(color.Transparent)
}

type drawingRenderer struct {
	drawing *Drawing
	objects []fyne.CanvasObject
}

func (r *drawingRenderer) MinSize() fyne.Size           { return r.drawing.MinSize() }
func (r *drawingRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *drawingRenderer) Destroy()                     {}

// Layout scales the shapes and puts the picture in the middle.
func (r *drawingRenderer) Layout(size fyne.Size) {
	d := r.drawing
	scale := fyne.Min(size.Width/d.room.Width, size.Height/d.room.Height)
	left := (size.Width - d.room.Width*scale) / 2
	top := (size.Height - d.room.Height*scale) / 2
	for i, s := range d.shapes {
		place(r.objects[i], s, fyne.NewPos(left+s.X*scale, top+s.Y*scale), scale)
	}
}

func place(o fyne.CanvasObject, s Shape, at fyne.Position, scale float32) {
	switch o := o.(type) {
	case *canvas.Line:
		o.StrokeWidth = s.Stroke * scale
		o.Position1 = at
		o.Position2 = at.AddXY(s.W*scale, s.H*scale)
		return
	case *canvas.Text:
		o.TextSize = s.Size * scale
	case *canvas.Rectangle:
		o.CornerRadius, o.StrokeWidth = max(s.Radius*scale, hair), s.Stroke*scale
	case *canvas.Circle:
		o.StrokeWidth = s.Stroke * scale
	}
	o.Move(at)
	o.Resize(fyne.NewSize(s.W*scale, s.H*scale))
}

// Refresh takes the colours of the theme as it is now.
func (r *drawingRenderer) Refresh() {
	for i, s := range r.drawing.shapes {
		switch o := r.objects[i].(type) {
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
	r.Layout(r.drawing.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

// hair is a radius that nobody sees. A surface with it is drawn by the same program on the graphics
// card as the rounded ones; those without would need another, which takes a moment to compile.
const hair = 0.01

// Ground is a rounded surface in colours of the theme.
type Ground struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
	radius     float32
	stroke     float32
}

// NewGround makes a surface; edge may be "".
func NewGround(fill, edge fyne.ThemeColorName, radius float32) *Ground {
	g := &Ground{fill: fill, edge: edge, radius: radius, stroke: 1}
	g.ExtendBaseWidget(g)
	return g
}

// Set changes the colours and the width of the edge.
func (g *Ground) Set(fill, edge fyne.ThemeColorName, stroke float32) {
	g.fill, g.edge, g.stroke = fill, edge, stroke
	g.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{ground: g, box: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type groundRenderer struct {
	ground *Ground
	box    *canvas.Rectangle
}

func (r *groundRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *groundRenderer) Layout(s fyne.Size)           { r.box.Resize(s) }
func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.box} }
func (r *groundRenderer) Destroy()                     {}

func (r *groundRenderer) Refresh() {
	g := r.ground
	r.box.FillColor, r.box.CornerRadius = colorOrNone(g.fill), max(g.radius, hair)
	r.box.StrokeColor, r.box.StrokeWidth = colorOrNone(g.edge), 0
	if g.edge != "" {
		r.box.StrokeWidth = g.stroke
	}
	r.box.Refresh()
}

// Card puts content on a surface with a line around it.
func Card(content ...fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewGround(ColorSurface, ColorLine, RadiusCard),
		container.New(Column{Gap: Space2, Inset: Space4}, content...))
}

// Bar shows how far something has come, from 0 to 1. It does not move by itself.
type Bar struct {
	widget.BaseWidget
	value float32
}

// NewBar makes an empty bar.
func NewBar() *Bar {
	b := &Bar{}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes how far it has come.
func (b *Bar) Set(value float32) {
	b.value = fyne.Max(0, fyne.Min(value, 1))
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	track, fill := NewGround(ColorLine, "", 3), NewGround(ColorAccent, "", 3)
	return &barRenderer{bar: b, track: track, fill: fill}
}

type barRenderer struct {
	bar         *Bar
	track, fill *Ground
}

func (r *barRenderer) MinSize() fyne.Size           { return fyne.NewSize(120, 6) }
func (r *barRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.track, r.fill} }
func (r *barRenderer) Destroy()                     {}
func (r *barRenderer) Refresh()                     { r.Layout(r.bar.Size()) }

func (r *barRenderer) Layout(s fyne.Size) {
	r.track.Resize(s)
	r.fill.Resize(fyne.NewSize(s.Width*r.bar.value, s.Height))
}
