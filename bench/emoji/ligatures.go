package main

import (
	"cmp"
	"maps"
	"slices"
)

// ligature is a sequence of glyphs that one picture stands for.
type ligature struct {
	parts []int
	by    int
}

// ligatures returns what the font puts together, by the first glyph, the longest first. Each
// sequence is known with and without every U+FE0F in it. One with a character that the font leaves
// to others, as the digit of a keycap, is not among them.
func (l layout) ligatures() map[int][]ligature {
	sets := map[int][]ligature{}
	known := map[string]bool{}
	for i, g := range l.glyphs {
		variants := optional(g.sequence)
		if r, ok := single(g.sequence); ok {
			variants = [][]rune{{r, vs16}}
		}
		for _, variant := range variants {
			parts, ok := l.parts(variant)
			if !ok || len(parts) < 2 || known[string(variant)] {
				continue
			}
			known[string(variant)] = true
			sets[parts[0]] = append(sets[parts[0]], ligature{parts, l.first + i})
		}
	}
	for _, set := range sets {
		slices.SortStableFunc(set, func(a, b ligature) int {
			return cmp.Compare(len(b.parts), len(a.parts))
		})
	}
	return sets
}

func (l layout) parts(sequence []rune) (parts []int, ok bool) {
	for _, r := range sequence {
		g, ok := l.of[r]
		if !ok {
			return nil, false
		}
		parts = append(parts, g)
	}
	return parts, true
}

// optional returns a sequence with and without each U+FE0F.
func optional(sequence []rune) [][]rune {
	all := [][]rune{nil}
	for _, r := range sequence {
		var next [][]rune
		for _, begin := range all {
			next = append(next, append(slices.Clone(begin), r))
			if r == vs16 {
				next = append(next, begin)
			}
		}
		all = next
	}
	return all
}

// maxSubtable keeps the 16-bit offsets within a subtable valid.
const maxSubtable = 60000

// substitutions is the table GSUB: one feature, always on, for every script.
func (l layout) substitutions() []byte {
	sets := l.ligatures()
	var subtables [][]byte
	var chunk []int
	size := 0
	for _, first := range slices.Sorted(maps.Keys(sets)) {
		n := setSize(sets[first])
		if size+n > maxSubtable {
			subtables = append(subtables, subtable(chunk, sets))
			chunk, size = nil, 0
		}
		chunk, size = append(chunk, first), size+n
	}
	subtables = append(subtables, subtable(chunk, sets))

	w := header("ccmp")
	return append(w.b, extension(subtables)...)
}

// header is the begin of GSUB or GPOS with one feature for every script, which has one lookup: what
// follows.
func header(feature string) (w writer) {
	const scripts, features = 10, 10 + 20
	lookups := features + 14
	w.u16(1, 0, scripts, features, lookups)
	w.u16(1)
	w.b = append(w.b, "DFLT"...)
	w.u16(8, 4, 0, 0, 0xFFFF, 1, 0) // one script, its language system, which has feature 0
	w.u16(1)
	w.b = append(w.b, feature...)
	w.u16(8, 0, 1, 0)
	w.u16(1, 4)
	return w
}

// extension is a lookup whose subtables are reached by 32-bit offsets.
func extension(subtables [][]byte) []byte {
	var w writer
	w.u16(7, 0, len(subtables))
	begin := 6 + 2*len(subtables)
	for i := range subtables {
		w.u16(begin + 8*i)
	}
	at := 8 * len(subtables)
	for i, s := range subtables {
		w.u16(1, 4)
		w.u32(at - 8*i)
		at += len(s)
	}
	for _, s := range subtables {
		w.b = append(w.b, s...)
	}
	return w.b
}

func setSize(set []ligature) int {
	n := 2 + 2 + 2 // its place in coverage and list, and its count
	for _, lig := range set {
		n += 2 + 4 + 2*(len(lig.parts)-1)
	}
	return n
}

// subtable is a ligature substitution, format 1, for some first glyphs.
func subtable(firsts []int, sets map[int][]ligature) []byte {
	var w, body writer
	begin := 6 + 2*len(firsts)
	coverage := begin
	for _, first := range firsts {
		coverage += setSize(sets[first]) - 4
	}
	w.u16(1, coverage, len(firsts))
	for _, first := range firsts {
		w.u16(begin + len(body.b))
		set := sets[first]
		body.u16(len(set))
		at := 2 + 2*len(set)
		for _, lig := range set {
			body.u16(at)
			at += 4 + 2*(len(lig.parts)-1)
		}
		for _, lig := range set {
			body.u16(lig.by, len(lig.parts))
			body.u16(lig.parts[1:]...)
		}
	}
	w.b = append(w.b, body.b...)
	w.u16(1, len(firsts))
	w.u16(firsts...)
	return w.b
}
