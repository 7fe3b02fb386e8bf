package wizard

import (
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// unpack is the way from the archive to the driver; stage is which file has been found. The
// names in it are those of the files, in every language.
func unpack(stage int) []look.Shape {
	var shapes []look.Shape
	for i, name := range []string{".rar", ".zip", "data.bin", `common\Driver`, "Windows"} {
		x := float32(4 + i*121)
		shapes = append(shapes, sheet(x, 20, name, i == 3)...)
		if i < 4 {
			shapes = append(shapes, arrow(x+98, 66, 19)...)
		}
		if i == stage-1 {
			shapes = append(shapes, tick(x+66, 92)...)
		}
	}
	return shapes
}

// sheet is a file or a folder with its name below.
func sheet(x, y float32, name string, folder bool) []look.Shape {
	shapes := []look.Shape{{
		X: x + 16, Y: y, W: 62, H: 84, Radius: 6, Stroke: 2.5, Fill: theme.ColorNameBackground,
		Edge: look.ColorMuted,
	}}
	switch {
	case folder:
		shapes = []look.Shape{
			{X: x + 8, Y: y + 18, W: 36, H: 16, Radius: 5, Fill: look.ColorAccent},
			{X: x + 8, Y: y + 26, W: 80, H: 58, Radius: 6, Fill: look.ColorAccent},
		}
	case name == "Windows":
		shapes = []look.Shape{
			{
				X: x + 8, Y: y + 12, W: 80, H: 58, Radius: 6, Stroke: 2.5,
				Fill: theme.ColorNameBackground, Edge: look.ColorMuted,
			},
			{X: x, Y: y + 76, W: 96, H: 8, Radius: 4, Fill: look.ColorMuted},
			{X: x + 22, Y: y + 28, W: 52, H: 6, Radius: 3, Fill: look.ColorLine},
			{X: x + 22, Y: y + 44, W: 34, H: 6, Radius: 3, Fill: look.ColorGood},
		}
	default:
		for i := range 3 {
			shapes = append(shapes, look.Shape{
				X: x + 28, Y: y + 20 + float32(i)*16, W: 38, H: 6, Radius: 3, Fill: look.ColorLine,
			})
		}
	}
	return append(shapes, look.Shape{
		Kind: look.Words, X: x - 10, Y: y + 94, W: 116, H: 22, Size: 13, Centre: true, Text: name,
		Fill: theme.ColorNameForeground,
	})
}

// warning is a large exclamation mark.
func warning(x, y float32) []look.Shape {
	return []look.Shape{
		{Kind: look.Disc, X: x, Y: y, W: 104, H: 104, Fill: look.ColorBad},
		{X: x + 47, Y: y + 22, W: 10, H: 40, Radius: 5, Fill: look.ColorSurface},
		{Kind: look.Disc, X: x + 45, Y: y + 70, W: 14, H: 14, Fill: look.ColorSurface},
	}
}

// mouse is another device than the stick.
func mouse(x, y float32) []look.Shape {
	edge := look.ColorMuted
	return []look.Shape{
		{
			X: x, Y: y, W: 66, H: 100, Radius: 32, Stroke: 3, Fill: theme.ColorNameBackground,
			Edge: edge,
		},
		stroke(x+33, y+2, 0, 38, 2, edge), stroke(x+2, y+40, 62, 0, 2, edge),
	}
}
