package main

import (
	"encoding/json"
	"image"
	_ "image/png" // what the pictures are
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// glyph is one picture and the characters that it stands for, fully qualified: with every U+FE0F.
type glyph struct {
	sequence []rune
	png      []byte
}

// source is an entry of emoji.json, as far as it is used.
type source struct {
	Unified string            `json:"unified"`
	Image   string            `json:"image"`
	Tones   map[string]source `json:"skin_variations"`
}

// readGlyphs returns the pictures of all emoji, sorted by their characters.
func readGlyphs(folder string) ([]glyph, error) {
	data, err := os.ReadFile(filepath.Join(folder, "emoji.json"))
	if err != nil {
		return nil, err
	}
	var sources []source
	if err := json.Unmarshal(data, &sources); err != nil {
		return nil, err
	}
	var glyphs []glyph
	for _, s := range sources {
		all := []source{s}
		for _, tone := range s.Tones {
			all = append(all, tone)
		}
		for _, s := range all {
			g, err := readGlyph(filepath.Join(folder, "img", "google", "64"), s)
			if err != nil {
				return nil, err
			}
			glyphs = append(glyphs, g)
		}
	}
	more, err := drawn()
	if err != nil {
		return nil, err
	}
	glyphs = append(glyphs, more...)
	slices.SortFunc(glyphs, func(a, b glyph) int { return slices.Compare(a.sequence, b.sequence) })
	return glyphs, nil
}

func readGlyph(folder string, s source) (glyph, error) {
	var sequence []rune
	for _, hex := range strings.Split(s.Unified, "-") {
		r, err := strconv.ParseUint(hex, 16, 32)
		if err != nil {
			return glyph{}, err
		}
		sequence = append(sequence, rune(r))
	}
	f, err := os.Open(filepath.Join(folder, s.Image))
	if err != nil {
		return glyph{}, err
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		return glyph{}, err
	}
	return glyph{sequence: sequence, png: small(img)}, nil
}

const (
	vs16   = 0xFE0F // asks for the picture of a character that is text too
	keycap = 0x20E3 // makes a key of a digit
)

// bare returns a sequence without U+FE0F, which people and programs leave out.
func bare(sequence []rune) string {
	return strings.ReplaceAll(string(sequence), string(rune(vs16)), "")
}
