package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// screen is a virtual display whose picture lies in a file (X window dump, version 7), so that
// looking at it costs the programs nothing.
type screen struct {
	server  *exec.Cmd
	display string
	picture []byte // mapped
	pixels  []byte
}

// newScreen starts a display without a pointer, all of one colour.
func newScreen(folder string) (*screen, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	s := &screen{server: exec.Command("Xvfb", "-displayfd", "3", "-fbdir", folder, "-nocursor",
		"-screen", "0", "1200x800x24", "-nolisten", "tcp")}
	s.server.ExtraFiles = []*os.File{write}
	err = s.server.Start()
	write.Close()
	if err != nil {
		return nil, err
	}
	number, err := bufio.NewReader(read).ReadString('\n') // once it answers
	if err == nil {
		s.display = ":" + strings.TrimSpace(number)
		err = s.mapPicture(filepath.Join(folder, "Xvfb_screen0"))
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("virtual display: %w", err)
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
	header := int(binary.BigEndian.Uint32(s.picture))
	colors := int(binary.BigEndian.Uint32(s.picture[19*4:]))
	if header+colors*12 > len(s.picture) {
		return errors.New("not a window dump")
	}
	s.pixels = s.picture[header+colors*12:]
	return nil
}

// painted tells that a window is there and something is drawn in it: a window that is only mapped
// is of one colour, the rest of the screen of another. Every fourth pixel is enough for that, and
// looking must not take the processor away from what is measured.
func (s *screen) painted() bool {
	var seen [3]uint32
	count := 0
	for i := 0; i+4 <= len(s.pixels); i += 16 {
		color := binary.LittleEndian.Uint32(s.pixels[i:]) & 0xFFFFFF
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

// environ is what a program on this display is started with.
func (s *screen) environ() []string {
	others := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "WAYLAND_DISPLAY=")
	})
	return append(others, "DISPLAY="+s.display)
}

// awaitBlank waits until the last window is gone.
func (s *screen) awaitBlank() {
	for s.painted() {
		time.Sleep(10 * time.Millisecond)
	}
}

func (s *screen) close() {
	if s.picture != nil {
		_ = unix.Munmap(s.picture)
	}
	_ = s.server.Process.Kill()
	_ = s.server.Wait()
}
