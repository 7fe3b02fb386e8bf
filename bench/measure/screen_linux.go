package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"surfstick-sms/bench/xvfb"
)

// screen is a virtual display whose picture lies in a file, so that looking at it costs the programs
// nothing.
type screen struct {
	*xvfb.Display
	picture []byte // the file, mapped
	pixels  []byte // of it
}

// newScreen starts a display without a pointer, all of one colour.
func newScreen(folder string) (*screen, error) {
	d, err := xvfb.Start("1200x800", "-fbdir", folder, "-nocursor")
	if err != nil {
		return nil, err
	}
	s := &screen{Display: d}
	if err := s.mapPicture(filepath.Join(folder, "Xvfb_screen0")); err != nil {
		s.close()
		return nil, fmt.Errorf("picture of the display: %w", err)
	}
	return s, nil
}

func (s *screen) mapPicture(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s.picture, err = unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return err
	}
	s.pixels, err = pixelsOf(s.picture)
	return err
}

// pixelsOf returns the pixels of an X window dump (XWDFile.h, version 7): they follow a header of a
// length that is its first word, and the colours, of which the 20th word is the number.
func pixelsOf(dump []byte) ([]byte, error) {
	const numberOfColors, colorSize = 19 * 4, 12
	if len(dump) < 100 {
		return nil, errors.New("too short for a window dump")
	}
	start := int(binary.BigEndian.Uint32(dump)) +
		int(binary.BigEndian.Uint32(dump[numberOfColors:]))*colorSize
	if start > len(dump) {
		return nil, errors.New("not a window dump")
	}
	return dump[start:], nil
}

// painted reports whether a window is there and something is drawn in it: a window that is only
// mapped has one colour and the rest of the screen another. It looks at every fourth pixel only, to
// leave the processor to what is measured.
func painted(pixels []byte) bool {
	var seen [2]uint32
	count := 0
	for i := 0; i+4 <= len(pixels); i += 16 {
		color := binary.LittleEndian.Uint32(pixels[i:]) & 0xFFFFFF
		if count > 0 && color == seen[0] || count > 1 && color == seen[1] {
			continue
		}
		if count == 2 {
			return true
		}
		seen[count] = color
		count++
	}
	return false
}

func (s *screen) close() {
	if s.picture != nil {
		_ = unix.Munmap(s.picture)
	}
	s.Close()
}
