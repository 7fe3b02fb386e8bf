package look

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// plainBold is the style of bold texts in Latin, Greek and Cyrillic letters. For Bold itself Fyne (2.8.1,
// internal/painter/font.go, CachedFontFace) reads the font of emoji and one for the system's language once
// more, 5 MB that nearly nobody sees. For Symbol it reads the font that the theme gives and no other.
var plainBold = fyne.TextStyle{Symbol: true}

// Bold returns the style in which a bold text is measured and drawn.
func Bold(text string) fyne.TextStyle {
	if strings.ContainsFunc(text, needsOtherFont) {
		return fyne.TextStyle{Bold: true}
	}
	return plainBold
}

// plain are the characters that Fyne's bold font has.
var plain = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x20, Hi: 0x7E, Stride: 1},
		{Lo: 0xA0, Hi: 0x17F, Stride: 1},
		{Lo: 0x384, Hi: 0x38A, Stride: 1},
		{Lo: 0x38C, Hi: 0x38C, Stride: 1},
		{Lo: 0x38E, Hi: 0x3A1, Stride: 1},
		{Lo: 0x3A3, Hi: 0x3CE, Stride: 1},
		{Lo: 0x400, Hi: 0x45F, Stride: 1},
		{Lo: 0x2013, Hi: 0x2014, Stride: 1},
		{Lo: 0x2018, Hi: 0x201E, Stride: 1},
		{Lo: 0x2022, Hi: 0x2022, Stride: 1},
		{Lo: 0x2026, Hi: 0x2026, Stride: 1},
		{Lo: 0x2030, Hi: 0x2030, Stride: 1},
		{Lo: 0x20AC, Hi: 0x20AC, Stride: 1},
	},
	LatinOffset: 1,
}

func needsOtherFont(r rune) bool { return !unicode.Is(plain, r) }

// A button of Fyne's measures its words when it is made, before anybody can give them another style.
func init() { widget.RichTextStyleStrong.TextStyle = plainBold }

// boldRenderer draws the words of one of Fyne's buttons, which are bold, in the style of Bold.
type boldRenderer struct {
	fyne.WidgetRenderer
	button *widget.Button
	words  *widget.TextSegment
}

func newBoldRenderer(b *widget.Button) fyne.WidgetRenderer {
	r := b.CreateRenderer()
	for _, o := range r.Objects() {
		if rich, ok := o.(*widget.RichText); ok {
			words := rich.Segments[0].(*widget.TextSegment)
			words.Style.TextStyle = Bold(b.Text)
			return &boldRenderer{r, b, words}
		}
	}
	return r // a Fyne that draws buttons in another way; TestBoldButton fails
}

// Refresh implements fyne.WidgetRenderer.
func (r *boldRenderer) Refresh() {
	r.words.Style.TextStyle = Bold(r.button.Text)
	r.WidgetRenderer.Refresh()
}
