package wizard

import (
	"strings"

	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
)

// The room of the picture: the question, a gap, and the window below it.
const (
	zadigWidth  = 640
	zadigTop    = 72 // where the window begins
	zadigHeight = zadigTop + 184
)

// zadigPictures draws what Zadig 2.9 shows: its question about updates, which comes first and only
// once, and its window with the stick in it; with the places to click. The words are Zadig's own,
// which knows English only; that is why they are not translated.
func zadigPictures(p picture) []look.Shape {
	return join(zadigQuestion(), lower(zadigWindow(p), zadigTop))
}

// lower moves shapes down.
func lower(shapes []look.Shape, by float32) []look.Shape {
	for i := range shapes {
		shapes[i].Y += by
	}
	return shapes
}

// zadigQuestion is the question whether Zadig may look for updates (SetUpdateCheck in its
// zadig_stdlg.c).
func zadigQuestion() []look.Shape {
	return join(
		zadigFrame("Zadig update policy", 66),
		[]look.Shape{{
			Kind: look.Words, X: 16, Y: 37, W: 420, H: 20, Size: 12, Fill: theme.ColorNameForeground,
			Text: "Do you want to allow Zadig to check for application updates online?",
		}},
		zadigAnswer(434, 32, "Yes", false), zadigAnswer(508, 32, "No", true), mark(586, 32, "1"),
	)
}

// zadigAnswer is a small button; the right one stands out.
func zadigAnswer(x, y float32, label string, right bool) []look.Shape {
	edge, width := look.ColorMuted, float32(1)
	if right {
		edge, width = look.ColorAccent, 2
	}
	return []look.Shape{
		{X: x, Y: y, W: 66, H: 28, Radius: 4, Stroke: width, Fill: theme.ColorNameBackground, Edge: edge},
		{
			Kind: look.Words, X: x, Y: y + 4, W: 66, H: 20, Size: 13, Centre: true, Bold: right, Text: label,
			Fill: theme.ColorNameForeground,
		},
	}
}

// zadigWindow is the window with the stick in it.
func zadigWindow(p picture) []look.Shape {
	vendor, product, _ := strings.Cut(strings.ToUpper(p.ID), ":")
	return join(
		zadigFrame("Zadig", 184),
		[]look.Shape{{
			Kind: look.Words, X: 16, Y: 32, W: 300, H: 20, Size: 13, Text: "Device    Options    Help",
			Fill: look.ColorMuted,
		}},
		zadigField(24, 56, 548, p.Name, true),
		zadigText(24, 99, "Driver", false),
		zadigField(92, 93, 190, p.Driver, false),
		arrow(296, 109, 24),
		zadigField(334, 93, 238, "WinUSB", true),
		zadigText(24, 142, "USB ID", false),
		zadigField(92, 136, 78, vendor, false),
		zadigField(178, 136, 78, product, false),
		zadigPart(p.Part),
		zadigButton(334, 132, 238, p),
		mark(586, 57, "2"), mark(586, 94, "3"), mark(586, 138, "4"),
	)
}

// zadigPart is the third field of the USB ID, which only the parts of a device have.
func zadigPart(part string) []look.Shape {
	if part == "" {
		return nil
	}
	return zadigField(264, 136, 46, part, false)
}

// zadigFrame is a window of this height with its title.
func zadigFrame(title string, height float32) []look.Shape {
	return []look.Shape{
		{
			X: 1, Y: 1, W: zadigWidth - 2, H: height - 2, Radius: 8, Stroke: 2, Fill: look.ColorSurface,
			Edge: look.ColorMuted,
		},
		{X: 2, Y: 2, W: zadigWidth - 4, H: 26, Radius: 8, Fill: look.ColorLine},
		{
			Kind: look.Words, X: 16, Y: 4, W: 300, H: 22, Size: 14, Bold: true, Text: title,
			Fill: theme.ColorNameForeground,
		},
		stroke(606, 9, 12, 12, 2, look.ColorMuted), stroke(618, 9, -12, 12, 2, look.ColorMuted),
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
			X: x, Y: y, W: w, H: 32, Radius: 4, Stroke: width, Fill: theme.ColorNameBackground,
			Edge: edge,
		},
		{
			Kind: look.Words, X: x + 10, Y: y + 6, W: w - 40, H: 20, Size: 13, Text: text,
			Fill: theme.ColorNameForeground,
		},
	}
	if list {
		shapes = append(shapes, stroke(x+w-24, y+13, 6, 7, 2, look.ColorMuted),
			stroke(x+w-18, y+20, 6, -7, 2, look.ColorMuted))
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
		{X: x, Y: y, W: w, H: 42, Radius: 6, Stroke: 2, Fill: look.ColorOwn, Edge: look.ColorAccent},
		{
			Kind: look.Words, X: x, Y: y + 10, W: w, H: 22, Size: 15, Bold: true, Centre: true,
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
