package wizard

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

func stroke(x, y, w, h, width float32, edge fyne.ThemeColorName) look.Shape {
	return look.Shape{Kind: look.Stroke, X: x, Y: y, W: w, H: h, Stroke: width, Edge: edge}
}

// stick is a surfstick, its plug on the right.
func stick(x, y float32) []look.Shape {
	return []look.Shape{
		{
			X: x + 124, Y: y + 9, W: 34, H: 30, Radius: 2, Stroke: 2.5, Fill: look.ColorSurface,
			Edge: look.ColorMuted,
		},
		{X: x + 136, Y: y + 16, W: 8, H: 5, Fill: look.ColorMuted},
		{X: x + 136, Y: y + 27, W: 8, H: 5, Fill: look.ColorMuted},
		{X: x, Y: y, W: 130, H: 48, Radius: 12, Fill: look.ColorAccent},
		{Kind: look.Disc, X: x + 16, Y: y + 19, W: 10, H: 10, Fill: look.ColorOnAccent},
		{X: x + 38, Y: y + 22, W: 46, H: 4, Radius: 2, Fill: look.ColorOnAccent},
	}
}

// stickLeft is a surfstick, its plug on the left.
func stickLeft(x, y float32) []look.Shape { return mirrored(x, 158, stick(x, y)) }

// mirrored turns shapes around that take this width from x on.
func mirrored(x, width float32, shapes []look.Shape) []look.Shape {
	for i, s := range shapes {
		if s.Kind == look.Stroke {
			shapes[i].X, shapes[i].W = 2*x+width-s.X, -s.W
		} else {
			shapes[i].X = 2*x + width - s.X - s.W
		}
	}
	return shapes
}

func laptop(x, y float32) []look.Shape {
	return []look.Shape{
		{
			X: x, Y: y, W: 150, H: 98, Radius: 8, Stroke: 3, Fill: theme.ColorNameBackground,
			Edge: look.ColorMuted,
		},
		{X: x + 18, Y: y + 20, W: 70, H: 8, Radius: 4, Fill: look.ColorLine},
		{X: x + 18, Y: y + 38, W: 100, H: 8, Radius: 4, Fill: look.ColorLine},
		{X: x + 18, Y: y + 56, W: 50, H: 8, Radius: 4, Fill: look.ColorLine},
		{X: x - 20, Y: y + 102, W: 190, H: 12, Radius: 6, Fill: look.ColorMuted},
	}
}

// offer is what Windows shows when a disc is put in, crossed out. The name in it is that of the file,
// in every language.
func offer(x, y float32) []look.Shape {
	return append([]look.Shape{
		{
			X: x, Y: y, W: 124, H: 70, Radius: 6, Stroke: 2.5, Fill: theme.ColorNameBackground,
			Edge: look.ColorMuted,
		},
		{X: x + 14, Y: y + 12, W: 22, H: 6, Radius: 3, Fill: look.ColorLine},
		{X: x + 42, Y: y + 12, W: 40, H: 6, Radius: 3, Fill: look.ColorLine},
		{
			Kind: look.Words, X: x + 8, Y: y + 27, W: 108, H: 20, Size: 14, Centre: true,
			Text: "AutoRun.exe", Fill: theme.ColorNameForeground,
		},
		{X: x + 14, Y: y + 54, W: 60, H: 6, Radius: 3, Fill: look.ColorLine},
	}, cross(x+110, y+56)...)
}

func arrow(x, y, length float32) []look.Shape {
	return []look.Shape{
		stroke(x, y, length, 0, 3, look.ColorAccent),
		stroke(x+length-10, y-8, 10, 8, 3, look.ColorAccent),
		stroke(x+length-10, y+8, 10, -8, 3, look.ColorAccent),
	}
}

// back is an arrow to the left that begins at x.
func back(x, y, length float32) []look.Shape {
	return []look.Shape{
		stroke(x, y, -length, 0, 3, look.ColorGood),
		stroke(x-length+10, y-8, -10, 8, 3, look.ColorGood),
		stroke(x-length+10, y+8, -10, -8, 3, look.ColorGood),
	}
}

// disc is a CD.
func disc(x, y float32) []look.Shape {
	return []look.Shape{
		{
			Kind: look.Disc, X: x, Y: y, W: 108, H: 108, Fill: look.ColorLine, Stroke: 3,
			Edge: look.ColorMuted,
		},
		{
			Kind: look.Disc, X: x + 34, Y: y + 34, W: 40, H: 40, Fill: look.ColorSurface, Stroke: 2,
			Edge: look.ColorMuted,
		},
		{
			Kind: look.Disc, X: x + 47, Y: y + 47, W: 14, H: 14, Fill: theme.ColorNameBackground,
			Stroke: 2, Edge: look.ColorMuted,
		},
	}
}

// bars are four bars of signal, the first of them strong.
func bars(x, y float32, strong int) []look.Shape {
	var shapes []look.Shape
	for i := range 4 {
		height, fill := float32(16+i*14), look.ColorLine
		if i < strong {
			fill = look.ColorGood
		}
		shapes = append(shapes, look.Shape{
			X: x + float32(i)*17, Y: y + 60 - height, W: 11,
			H: height, Radius: 3, Fill: fill,
		})
	}
	return shapes
}

// link is a dotted connection.
func link(x, y float32) []look.Shape {
	var shapes []look.Shape
	for i := range 4 {
		shapes = append(shapes, look.Shape{
			Kind: look.Disc, X: x + float32(i)*19, Y: y - 4, W: 8,
			H: 8, Fill: look.ColorAccent,
		})
	}
	return shapes
}

func waves(x, y float32) []look.Shape {
	var shapes []look.Shape
	for i := range 3 {
		half := float32(10 + i*9)
		at := x + float32(i)*34
		shapes = append(shapes, stroke(at, y-half, 9, half, 3, look.ColorAccent),
			stroke(at+9, y, -9, half, 3, look.ColorAccent))
	}
	return shapes
}

func mast(x, y float32) []look.Shape {
	return []look.Shape{
		{Kind: look.Disc, X: x + 17, Y: y, W: 16, H: 16, Fill: look.ColorMuted},
		stroke(x+25, y+10, -22, 104, 4, look.ColorMuted),
		stroke(x+25, y+10, 22, 104, 4, look.ColorMuted),
		stroke(x+14, y+62, 22, 0, 3, look.ColorMuted),
		stroke(x+9, y+86, 32, 0, 3, look.ColorMuted),
	}
}

func tick(x, y float32) []look.Shape {
	return []look.Shape{
		{Kind: look.Disc, X: x, Y: y, W: 26, H: 26, Fill: look.ColorGood},
		stroke(x+7, y+13, 5, 6, 3, look.ColorSurface),
		stroke(x+12, y+19, 8, -11, 3, look.ColorSurface),
	}
}

func cross(x, y float32) []look.Shape {
	return []look.Shape{
		{Kind: look.Disc, X: x, Y: y, W: 26, H: 26, Fill: look.ColorBad},
		stroke(x+8, y+8, 10, 10, 3, look.ColorSurface),
		stroke(x+18, y+8, -10, 10, 3, look.ColorSurface),
	}
}

// big is a large tick.
func big(x, y float32) []look.Shape {
	return []look.Shape{
		{Kind: look.Disc, X: x, Y: y, W: 110, H: 110, Fill: look.ColorGood},
		stroke(x+30, y+57, 20, 22, 8, look.ColorSurface),
		{Kind: look.Disc, X: x + 45.5, Y: y + 74.5, W: 9, H: 9, Fill: look.ColorSurface},
		stroke(x+50, y+79, 32, -44, 8, look.ColorSurface),
	}
}

// simCard is a SIM card with its cut corner at the upper right, or turned over.
func simCard(x, y float32, right bool) []look.Shape {
	const w, h, cut = 110, 92, 24
	edge := look.ColorMuted
	shapes := []look.Shape{
		{X: x + 2, Y: y + cut, W: w - 4, H: h - cut - 2, Fill: look.ColorOwn},
		{X: x + 2, Y: y + 2, W: w - cut - 2, H: cut, Fill: look.ColorOwn},
		stroke(x, y, w-cut, 0, 3, edge), stroke(x+w-cut, y, cut, cut, 3, edge),
		stroke(x+w, y+cut, 0, h-cut, 3, edge), stroke(x, y+h, w, 0, 3, edge),
		stroke(x, y, 0, h, 3, edge),
	}
	if !right {
		shapes = mirrored(x, w, shapes)
	}
	return append(shapes, chip(x+18, y+34)...)
}

// chip is the contacts of a SIM card.
func chip(x, y float32) []look.Shape {
	return []look.Shape{
		{X: x, Y: y, W: 44, H: 38, Radius: 5, Fill: look.ColorCareful},
		stroke(x, y+13, 44, 0, 1.5, look.ColorOwn), stroke(x, y+25, 44, 0, 1.5, look.ColorOwn),
		stroke(x+22, y, 0, 38, 1.5, look.ColorOwn),
	}
}

// slot is the open stick with the engraving that shows how the card goes in.
func slot(x, y float32) []look.Shape {
	return []look.Shape{
		{X: x, Y: y + 10, W: 104, H: 76, Radius: 12, Fill: look.ColorAccent},
		{
			X: x + 16, Y: y + 24, W: 58, H: 48, Radius: 4, Stroke: 2, Fill: look.ColorAccent,
			Edge: look.ColorOnAccent,
		},
		stroke(x+58, y+25, 15, 15, 2, look.ColorOnAccent),
		{X: x + 84, Y: y + 28, W: 6, H: 40, Radius: 3, Fill: look.ColorOnAccent},
	}
}

func lock(x, y float32) []look.Shape {
	return []look.Shape{
		{X: x + 20, Y: y, W: 50, H: 70, Radius: 25, Stroke: 8, Edge: look.ColorMuted},
		{X: x, Y: y + 42, W: 90, H: 56, Radius: 10, Fill: look.ColorAccent},
		{Kind: look.Disc, X: x + 37, Y: y + 58, W: 16, H: 16, Fill: look.ColorOnAccent},
		{X: x + 42, Y: y + 68, W: 6, H: 16, Radius: 3, Fill: look.ColorOnAccent},
	}
}

// bubble is a text as the chat shows it.
func bubble(x, y float32) []look.Shape {
	return []look.Shape{
		{X: x, Y: y, W: 180, H: 70, Radius: 16, Fill: look.ColorOwn},
		{X: x + 20, Y: y + 20, W: 130, H: 8, Radius: 4, Fill: look.ColorAccent},
		{X: x + 20, Y: y + 40, W: 86, H: 8, Radius: 4, Fill: look.ColorAccent},
	}
}
