// Command emoji makes the emoji font and the list of names that the program carries with it. It
// reads two unpacked packages: emoji-datasource-google (the pictures of Noto Emoji, 64 pixels
// square, and which sequence of characters each stands for) and emojibase-data (names and search
// words of Unicode's CLDR in German and English).
//
//	go run ./bench/emoji PICTURES NAMES OUT
//
// The same packages give the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: emoji PICTURES NAMES OUT")
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func run(pictures, names, out string) error {
	glyphs, err := readGlyphs(pictures)
	if err != nil {
		return fmt.Errorf("read pictures: %w", err)
	}
	list, err := readNames(names)
	if err != nil {
		return fmt.Errorf("read names: %w", err)
	}
	if err := complete(glyphs, list); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "emoji.ttf"), buildFont(glyphs), 0o644); err != nil {
		return err
	}
	return writeZipped(filepath.Join(out, "names.txt.gz"), list.text(glyphs))
}

// complete makes sure that every emoji with a name has a picture.
func complete(glyphs []glyph, list names) error {
	known := map[string]bool{}
	for _, g := range glyphs {
		known[bare(g.sequence)] = true
	}
	for _, e := range list.emoji {
		for _, cluster := range append([]string{e.cluster}, e.tones...) {
			if !known[bare([]rune(cluster))] {
				return fmt.Errorf("no picture of %s %+q", e.en, cluster)
			}
		}
	}
	return nil
}

func writeZipped(name, text string) error {
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte(text)); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, zipped.Bytes(), 0o644)
}
