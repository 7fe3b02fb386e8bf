package wizard

import (
	"strings"

	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// zadigWindow draws the window of Zadig 2.9 with the stick in it and the three places to click. Its
// words are Zadig's own, which knows English only; that is why they are not translated.
func zadigWindow(p picture) []look.Shape {
	vendor, product, _ := strings.Cut(strings.ToUpper(p.ID), ":")
	return join(
		zadigFrame(),
		zadigField(24, 86, 548, p.Name, true),
		zadigText(24, 142, "Driver", false),
		zadigField(92, 132, 190, p.Driver, false),
		arrow(296, 149, 24),
		zadigField(334, 132, 238, "WinUSB", true),
		zadigText(24, 190, "USB ID", false),
		zadigField(92, 180, 78, vendor, false),
		zadigField(178, 180, 78, product, false),
		zadigPart(p.Part),
		zadigButton(334, 180, 238, p),
		[]look.Shape{{X: 2, Y: 243, W: 636, H: 1, Fill: look.ColorLine}},
		zadigText(24, 250, "1 device found.", false),
		mark(586, 89, "1"), mark(586, 135, "2"), mark(586, 189, "3"),
	)
}

// zadigPart is the third field of the USB ID, which only the parts of a device have.
func zadigPart(part string) []look.Shape {
	if part == "" {
		return nil
	}
	return zadigField(264, 180, 46, part, false)
}

func zadigFrame() []look.Shape {
	return []look.Shape{
		{
			X: 1, Y: 1, W: 638, H: 276, Radius: 8, Stroke: 2, Fill: look.ColorSurface,
			Edge: look.ColorMuted,
		},
		{X: 2, Y: 2, W: 636, H: 36, Radius: 8, Fill: look.ColorLine},
		{
			Kind: look.Words, X: 16, Y: 9, W: 200, H: 22, Size: 14, Bold: true, Text: "Zadig",
			Fill: theme.ColorNameForeground,
		},
		stroke(606, 14, 12, 12, 2, look.ColorMuted), stroke(618, 14, -12, 12, 2, look.ColorMuted),
		{
			Kind: look.Words, X: 16, Y: 50, W: 300, H: 20, Size: 13, Text: "Device    Options    Help",
			Fill: look.ColorMuted,
		},
	}
}

func zadigText(x, y float32, text string, bold bool) []look.Shape {
	return []look.Shape{{
		Kind: look.Words, X: x, Y: y, W: 200, H: 20, Size: 13, Text: text,
		Bold: bold, Fill: theme.ColorNameForeground,
	}}
}

// zadigField is a field with text; open ones have the little triangle of a list.
func zadigField(x, y, w float32, text string, list bool) []look.Shape {
	edge, width := look.ColorMuted, float32(1)
	if list {
		edge, width = look.ColorAccent, 2
	}
	shapes := []look.Shape{
		{
			X: x, Y: y, W: w, H: 34, Radius: 4, Stroke: width, Fill: theme.ColorNameBackground,
			Edge: edge,
		},
		{
			Kind: look.Words, X: x + 10, Y: y + 8, W: w - 40, H: 20, Size: 13, Text: text,
			Fill: theme.ColorNameForeground,
		},
	}
	if list {
		shapes = append(shapes, stroke(x+w-24, y+14, 6, 7, 2, look.ColorMuted),
			stroke(x+w-18, y+21, 6, -7, 2, look.ColorMuted))
	}
	return shapes
}

// zadigButton is the large button, which says "Install" only where no driver is to be replaced.
func zadigButton(x, y, w float32, p picture) []look.Shape {
	label := "Replace Driver"
	if p.Driver == "(NONE)" {
		label = "Install Driver"
	}
	return []look.Shape{
		{X: x, Y: y, W: w, H: 50, Radius: 6, Stroke: 2, Fill: look.ColorOwn, Edge: look.ColorAccent},
		{
			Kind: look.Words, X: x, Y: y + 14, W: w, H: 22, Size: 15, Bold: true, Centre: true,
			Text: label, Fill: look.ColorOwnText,
		},
	}
}

// mark is a number that says where to click.
func mark(x, y float32, number string) []look.Shape {
	return []look.Shape{
		{Kind: look.Disc, X: x, Y: y, W: 30, H: 30, Fill: look.ColorAccent},
		{
			Kind: look.Words, X: x, Y: y + 4, W: 30, H: 22, Size: 15, Bold: true, Centre: true,
			Text: number, Fill: look.ColorOnAccent,
		},
	}
}
