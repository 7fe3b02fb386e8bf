package main

import (
	"bytes"
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2/theme"
	"github.com/go-text/render"
	"github.com/go-text/typesetting/font"
)

// What no package has a picture of: the letters that make a flag, for where one stands alone, and the
// key around the character before it.
const (
	letterA = 0x1F1E6
	letterZ = 0x1F1FF
)

var (
	blue = color.NRGBA{0x40, 0xA8, 0xC4, 0xFF} // as Noto Emoji has its keycaps
	grey = color.NRGBA{0x76, 0x82, 0x8E, 0xFF}
)

// drawn returns the pictures that are drawn here.
func drawn() ([]glyph, error) {
	face, err := font.ParseTTF(bytes.NewReader(theme.DefaultTextBoldFont().Content()))
	if err != nil {
		return nil, err
	}
	pen := render.Renderer{FontSize: side * 0.65, Color: color.White}
	var all []glyph
	for r := rune(letterA); r <= letterZ; r++ {
		img := image.NewNRGBA(image.Rect(0, 0, side, side))
		box(img, 18, 0, blue)
		name := string('A' + r - letterA)
		width := pen.DrawStringAt(name, image.NewNRGBA(image.Rect(0, 0, 1, 1)), 0, 0, face)
		pen.DrawStringAt(name, img, (side-width+1)/2, side*3/4, face)
		all = append(all, glyph{[]rune{r}, encode(quantised(img))})
	}
	key := image.NewNRGBA(image.Rect(0, 0, side, side))
	box(key, keySide/2, keySide/2-2, grey)
	return append(all, glyph{[]rune{keycap}, encode(quantised(key))}), nil
}

// keySide is the width of the key around a digit.
const keySide = 30

// box paints a square with round corners into the middle; half is half its side, and hollow half
// that of the hole in it.
func box(img *image.NRGBA, half, hollow float64, c color.NRGBA) {
	const radius = 5
	for y := range side {
		for x := range side {
			dx, dy := math.Abs(float64(x)+0.5-side/2), math.Abs(float64(y)+0.5-side/2)
			inside := cover(dx, dy, half, radius)
			if hollow > 0 {
				inside -= cover(dx, dy, hollow, radius-2)
			}
			c.A = uint8(255 * max(0, inside))
			img.SetNRGBA(x, y, c)
		}
	}
}

// cover returns how much of a pixel lies within a square with round corners.
func cover(dx, dy, half, radius float64) float64 {
	qx, qy := max(0, dx-half+radius), max(0, dy-half+radius)
	return min(1, max(0, radius+0.5-math.Hypot(qx, qy)))
}
