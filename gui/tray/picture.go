package tray

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"surfstick-sms/assets"
)

// The badge with the count. It is drawn the same on light and on dark task bars, with a rim of its own.
var (
	badgeFill = color.NRGBA{0xd3, 0x2f, 0x2f, 0xff}
	badgeInk  = color.NRGBA{0xff, 0xff, 0xff, 0xff}
)

// mostCount is the largest number that the badge shows; what is more gets a plus where there is room.
const (
	mostCount = 99
	plusSide  = 32
)

// Picture draws the program's icon for a square of side pixels, with the number of unread texts on it;
// grey when the stick is away.
func Picture(side, unread int, away bool) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.CatmullRom.Scale(out, out.Rect, icon(), icon().Bounds(), draw.Src, nil)
	if away {
		grey(out)
	}
	if unread > 0 {
		badge(out, countWords(unread, side))
	}
	return out
}

var icon = sync.OnceValue(func() image.Image {
	picture, err := png.Decode(bytes.NewReader(assets.Icon))
	if err != nil { // it is part of the program
		panic(err)
	}
	return picture
})

func countWords(unread, side int) string {
	switch {
	case unread <= mostCount:
		return strconv.Itoa(unread)
	case side >= plusSide:
		return strconv.Itoa(mostCount) + "+"
	}
	return strconv.Itoa(mostCount)
}

// grey takes the colour out, and some of the weight.
func grey(picture *image.NRGBA) {
	for i := 0; i < len(picture.Pix); i += 4 {
		p := picture.Pix[i : i+4]
		light := byte((299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000)
		p[0], p[1], p[2] = light, light, light
		p[3] = byte(int(p[3]) * 3 / 4)
	}
}

// badge draws words in a round field at the lower right, which is as wide as they need, and no wider
// than the picture.
func badge(picture *image.NRGBA, words string) {
	side := float32(picture.Rect.Dx())
	height := side * 0.66
	face := digits(float64(height) * 1.02)
	defer face.Close()
	width := max(height, float32(font.MeasureString(face, words).Ceil())+height*0.3)
	if most := side; width > most {
		height *= most / width
		width = most
		face.Close()
		face = digits(float64(height) * 1.02)
	}
	left, top := side-width, side-height
	hole(picture, left-side/24, top-side/24, side, side)
	pill(picture, left, top, width, height)
	b, advance := font.BoundString(face, words)
	tall := b.Max.Y - b.Min.Y
	at := fixed.Point26_6{
		X: fixed26(left+width/2) - advance/2,
		Y: fixed26(top+height/2) + tall/2,
	}
	if picture.Rect.Dx() < plusSide { // on whole pixels, or small digits blur
		at.X, at.Y = fixed.I(at.X.Round()), fixed.I(at.Y.Round())
	}
	d := font.Drawer{Dst: picture, Src: image.NewUniform(badgeInk), Face: face, Dot: at}
	d.DrawString(words)
}

func fixed26(v float32) fixed.Int26_6 { return fixed.Int26_6(v * 64) }

// pill draws a field whose ends are round.
func pill(picture *image.NRGBA, left, top, width, height float32) {
	shape := outline(picture.Rect.Dx(), left, top, width, height)
	shape.Draw(picture, picture.Rect, image.NewUniform(badgeFill), image.Point{})
}

// hole clears a somewhat larger field first, so that the badge stands off from the icon.
func hole(picture *image.NRGBA, left, top, right, bottom float32) {
	mask := image.NewAlpha(picture.Rect)
	shape := outline(picture.Rect.Dx(), left, top, right-left, bottom-top)
	shape.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			alpha := &picture.Pix[picture.PixOffset(x, y)+3]
			*alpha = byte(int(*alpha) * (255 - int(mask.AlphaAt(x, y).A)) / 255)
		}
	}
}

func outline(side int, x, y, w, h float32) *vector.Rasterizer {
	const k = 0.5523 // of the radius: the curve is a quarter of a circle
	r, shape := h/2, vector.NewRasterizer(side, side)
	shape.MoveTo(x+r, y)
	shape.LineTo(x+w-r, y)
	shape.CubeTo(x+w-r+k*r, y, x+w, y+r-k*r, x+w, y+r)
	shape.CubeTo(x+w, y+r+k*r, x+w-r+k*r, y+h, x+w-r, y+h)
	shape.LineTo(x+r, y+h)
	shape.CubeTo(x+r-k*r, y+h, x, y+r+k*r, x, y+r)
	shape.CubeTo(x, y+r-k*r, x+r-k*r, y, x+r, y)
	shape.ClosePath()
	return shape
}

// digits returns the window's own bold font in a size.
func digits(pixels float64) font.Face {
	face, err := opentype.NewFace(bold(), &opentype.FaceOptions{
		Size: pixels * 0.9, DPI: 72, Hinting: font.HintingFull,
	})
	if err != nil { // the font and the size are the program's own
		panic(err)
	}
	return face
}

var bold = sync.OnceValue(func() *opentype.Font {
	f, err := opentype.Parse(theme.DefaultTheme().Font(fyne.TextStyle{Bold: true}).Content())
	if err != nil {
		panic(err)
	}
	return f
})
