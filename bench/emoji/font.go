package main

import (
	"encoding/binary"
	"image"
	"image/color"
	"math/bits"
	"slices"
)

// The font's measure. Height and depth of a line, and the width of a blank, are those of Fyne's Noto
// Sans, because Fyne measures a line by the font that has the blank, which may be this one.
const (
	unitsPerEm = 1000
	ascent     = 1069
	descent    = -293
	blank      = 260
	// pixelsPerEm makes an emoji 1.25 times as large as the letters beside it.
	pixelsPerEm = 32
	// bearing is where the picture begins beside and above the baseline, in its pixels: with it the
	// middle of an emoji is as high as that of a capital letter.
	bearingX, bearingY = 2, 31
	advance            = (side + 2*bearingX) * unitsPerEm / pixelsPerEm
	// A key lies around the digit before it, which is 18 pixels wide.
	keyBearingX = -18/2 - side/2
	keyAdvance  = 8 * unitsPerEm / pixelsPerEm
)

// private is the first of the characters for private use that each mean one picture, in the order
// of the font, for what Fyne's shaper cannot put together.
const private = 0xF0000

// characters that need a glyph without a picture: joiner, variation selector, and the letters of a
// flag of part of a country.
const (
	joiner   = 0x200D
	firstTag = 0xE0020
	lastTag  = 0xE007F
)

// table is one table of a font file.
type table struct {
	tag  string
	data []byte
}

// writer collects big-endian numbers.
type writer struct{ b []byte }

func (w *writer) u8(v ...int) {
	for _, v := range v {
		w.b = append(w.b, byte(v))
	}
}

func (w *writer) u16(v ...int) {
	for _, v := range v {
		w.b = binary.BigEndian.AppendUint16(w.b, uint16(v))
	}
}

func (w *writer) u32(v ...int) {
	for _, v := range v {
		w.b = binary.BigEndian.AppendUint32(w.b, uint32(v))
	}
}

// layout says which glyph is which. Glyph 0 is the missing one, 1 the blank; then come those without
// a picture, then the pictures.
type layout struct {
	glyphs []glyph
	plain  []rune       // characters without a picture, sorted
	first  int          // the first picture
	of     map[rune]int // what a single character is drawn by
}

func newLayout(glyphs []glyph) layout {
	l := layout{glyphs: glyphs, plain: []rune{joiner, vs16}, of: map[rune]int{' ': 1, 0xA0: 1}}
	alone := map[rune]bool{}
	for _, g := range glyphs {
		if r, ok := single(g.sequence); ok {
			alone[r] = true
		}
	}
	for r := rune(firstTag); r <= lastTag; r++ {
		l.plain = append(l.plain, r)
	}
	for _, g := range glyphs {
		for _, r := range g.sequence {
			if !alone[r] && r > 0x7F && !slices.Contains(l.plain, r) {
				l.plain = append(l.plain, r)
			}
		}
	}
	slices.Sort(l.plain)
	for i, r := range l.plain {
		l.of[r] = 2 + i
	}
	l.first = 2 + len(l.plain)
	for i, g := range glyphs {
		if r, ok := single(g.sequence); ok && !letter(r) {
			l.of[r] = l.first + i
		}
	}
	return l
}

// single returns the character of an emoji that is one character, with or without U+FE0F.
func single(sequence []rune) (rune, bool) {
	bare := []rune(bare(sequence))
	return bare[0], len(bare) == 1
}

// letter reports whether a character is a sign of writing first, which Fyne's font draws: ©, ® and
// the like are an emoji only where U+FE0F follows.
func letter(r rune) bool { return r < 0x2194 && r != keycap }

// isKey reports whether a picture is the key around the character before it.
func (g glyph) isKey() bool { return len(g.sequence) == 1 && g.sequence[0] == keycap }

func (l layout) count() int { return l.first + len(l.glyphs) }

func buildFont(glyphs []glyph) []byte {
	l := newLayout(glyphs)
	location, data := l.bitmaps()
	return assemble([]table{
		{"CBDT", data},
		{"CBLC", location},
		{"GPOS", l.positions()},
		{"GSUB", l.substitutions()},
		{"cmap", l.characters()},
		{"head", head()},
		{"hhea", l.horizontal()},
		{"hmtx", l.widths()},
		{"maxp", l.maximum()},
		{"post", post()},
	})
}

// assemble puts tables, sorted by tag, behind their directory.
func assemble(tables []table) []byte {
	var w writer
	log2 := bits.Len(uint(len(tables))) - 1
	w.u32(0x00010000)
	w.u16(len(tables), 16<<log2, log2, 16*(len(tables)-(1<<log2)))
	at := 12 + 16*len(tables)
	for _, t := range tables {
		w.b = append(w.b, t.tag...)
		w.u32(sum(t.data), at, len(t.data))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		w.b = append(w.b, t.data...)
		for len(w.b)%4 != 0 {
			w.u8(0)
		}
	}
	return w.b
}

func sum(data []byte) int {
	var sum uint32
	for len(data) > 0 {
		var word [4]byte
		copy(word[:], data)
		sum += binary.BigEndian.Uint32(word[:])
		data = data[min(4, len(data)):]
	}
	return int(sum)
}

func head() []byte {
	var w writer
	w.u32(0x00010000, 0x00010000, 0, 0x5F0F3CF5)
	w.u16(0, unitsPerEm)
	w.u32(0, 0, 0, 0) // created and modified: not told, so that the same input gives the same bytes
	w.u16(0, descent, advance, ascent, 0, 8, 2, 0, 0)
	return w.b
}

func (l layout) horizontal() []byte {
	var w writer
	w.u32(0x00010000)
	w.u16(ascent, descent, 0, advance, 0, 0, advance, 1, 0, 0, 0, 0, 0, 0, 0, l.count())
	return w.b
}

func (l layout) widths() []byte {
	var w writer
	w.u16(advance, 0, blank, 0)
	for _, r := range l.plain {
		if r == joiner || r == vs16 || r >= firstTag && r <= lastTag {
			w.u16(0, 0)
		} else {
			w.u16(advance, 0)
		}
	}
	for _, g := range l.glyphs {
		if g.isKey() {
			w.u16(keyAdvance, keyBearingX*unitsPerEm/pixelsPerEm)
		} else {
			w.u16(advance, bearingX*unitsPerEm/pixelsPerEm)
		}
	}
	return w.b
}

func (l layout) maximum() []byte {
	var w writer
	w.u32(0x00005000)
	w.u16(l.count())
	return w.b
}

func post() []byte {
	var w writer
	w.u32(0x00030000, 0, 0, 0, 0, 0, 0, 0)
	return w.b
}

// characters is the table from characters to glyphs, format 12.
func (l layout) characters() []byte {
	var sorted []rune
	for r := range l.of {
		sorted = append(sorted, r)
	}
	slices.Sort(sorted)
	var groups writer
	n := 0
	for _, r := range sorted {
		groups.u32(int(r), int(r), l.of[r])
		n++
	}
	groups.u32(private, private+len(l.glyphs)-1, l.first)
	n++
	var w writer
	w.u16(0, 1, 3, 10)
	w.u32(12)
	w.u16(12, 0)
	w.u32(16+len(groups.b), 0, n)
	return append(w.b, groups.b...)
}

// bitmaps returns the tables CBLC and CBDT: one size, pictures as PNG with small metrics. The blank has
// one too, because go-text's shaper (v0.3.4, shaping.go, Shape) gives a glyph without extents no
// width.
func (l layout) bitmaps() (location, data []byte) {
	var d writer
	d.u16(3, 0)
	ranges := []bitmapRange{{first: 1, last: 1}, {first: l.first, last: l.first + len(l.glyphs) - 1}}
	ranges[0].add(&d, 0, encode(image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.Transparent})))
	for _, g := range l.glyphs {
		left := bearingX
		if g.isKey() {
			left = keyBearingX
		}
		ranges[1].add(&d, left, g.png)
	}
	var list, tables writer
	for _, r := range ranges {
		list.u16(r.first, r.last)
		list.u32(8*len(ranges) + len(tables.b))
		tables.u16(1, 17)
		tables.u32(4) // where the pictures begin in CBDT
		tables.u32(append(r.offsets, r.end)...)
	}
	var w writer
	w.u16(3, 0)
	w.u32(1, 8+48, len(list.b)+len(tables.b), len(ranges), 0)
	for range 2 { // line metrics, across and down
		w.u8(bearingY, bearingY-side, side, 0, 0, 0, bearingX, 0, bearingY, bearingY-side, 0, 0)
	}
	w.u16(1, l.count()-1)
	w.u8(pixelsPerEm, pixelsPerEm, 32, 1)
	return slices.Concat(w.b, list.b, tables.b), d.b
}

// bitmapRange is glyphs in a row and where their pictures are.
type bitmapRange struct {
	first, last int
	offsets     []int
	end         int // of the last one
}

func (r *bitmapRange) add(d *writer, left int, png []byte) {
	size := side
	if r.first == 1 {
		size = 1
	}
	r.offsets = append(r.offsets, len(d.b)-4)
	d.u8(size, size, left, bearingY, side+2*bearingX)
	d.u32(len(png))
	d.b = append(d.b, png...)
	r.end = len(d.b) - 4
}
