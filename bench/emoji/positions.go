package main

// positions is the table GPOS: it moves every picture to the right by its bearing, which go-text's
// renderer (v0.2.1, bitmap.go, drawBitmap) leaves out for bitmaps.
func (l layout) positions() []byte {
	key := -1
	for i, g := range l.glyphs {
		if g.isKey() {
			key = l.first + i
		}
	}
	last := l.first + len(l.glyphs) - 1
	subtables := [][]byte{
		moved([][2]int{{key, key}}, keyBearingX),
		moved([][2]int{{l.first, key - 1}, {key + 1, last}}, bearingX),
	}
	w := header("kern")
	w.u16(1, 0, len(subtables))
	at := 6 + 2*len(subtables)
	for _, s := range subtables {
		w.u16(at)
		at += len(s)
	}
	for _, s := range subtables {
		w.b = append(w.b, s...)
	}
	return w.b
}

// moved is a single adjustment, format 1: all glyphs of some ranges are moved by some pixels.
func moved(ranges [][2]int, pixels int) []byte {
	var w writer
	w.u16(1, 8, 1, pixels*unitsPerEm/pixelsPerEm)
	w.u16(2, len(ranges))
	before := 0
	for _, r := range ranges {
		w.u16(r[0], r[1], before)
		before += r[1] - r[0] + 1
	}
	return w.b
}
