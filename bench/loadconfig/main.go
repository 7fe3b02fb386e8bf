// Loadconfig enters the load configuration of harden_windows.go into the header of an .exe, and
// checks it. Microsoft's linker does that by itself; GNU ld 2.40 does not.
//
//	go run ./bench/loadconfig FILE
package main

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// The structure (Windows SDK, IMAGE_LOAD_CONFIG_DIRECTORY64) as harden_windows.go fills it.
const (
	size        = 0x140
	flagsAt     = 0x4e
	system32    = 0x800 // LOAD_LIBRARY_SEARCH_SYSTEM32
	directory   = 10    // IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG
	directories = 112   // where the data directories begin in a 64-bit optional header
)

var mark = []byte{0x40, 0x01, 0, 0, 'S', 'F', 'S', 'M'}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: loadconfig FILE")
		os.Exit(2)
	}
	if err := enter(os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "load configuration of %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
	fmt.Println("Load configuration: DLLs from System32 only")
}

// enter writes the place of the structure into the header, unless the linker did.
func enter(path string) error {
	image, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rva, err := find(image)
	if err != nil {
		return err
	}
	entry, err := entryOf(image)
	if err != nil {
		return err
	}
	want := binary.LittleEndian.AppendUint32(nil, rva)
	want = binary.LittleEndian.AppendUint32(want, size)
	switch {
	case bytes.Equal(entry[:4], want[:4]):
		return nil
	case !bytes.Equal(entry, make([]byte, 8)):
		return fmt.Errorf("the header names another one: % x", entry)
	}
	copy(entry, want)
	return os.WriteFile(path, image, 0o755)
}

// find returns the address of the structure, which must be there once, with the flag.
func find(image []byte) (rva uint32, err error) {
	at := bytes.Index(image, mark)
	switch {
	case at < 0 || at+size > len(image):
		return 0, errors.New("not there")
	case bytes.Contains(image[at+1:], mark):
		return 0, errors.New("there twice")
	case binary.LittleEndian.Uint16(image[at+flagsAt:]) != system32:
		return 0, errors.New("without the flag")
	}
	file, err := pe.NewFile(bytes.NewReader(image))
	if err != nil {
		return 0, err
	}
	defer file.Close()
	for _, s := range file.Sections {
		if uint32(at) >= s.Offset && uint32(at)+size <= s.Offset+min(s.Size, s.VirtualSize) {
			return uint32(at) - s.Offset + s.VirtualAddress, nil
		}
	}
	return 0, errors.New("in no section")
}

// entryOf returns the eight bytes of the data directory inside the image.
func entryOf(image []byte) ([]byte, error) {
	if len(image) < 0x40 {
		return nil, errors.New("no program")
	}
	optional := int64(binary.LittleEndian.Uint32(image[0x3c:])) + 4 + 20
	at := optional + directories + 8*directory
	if at+8 > int64(len(image)) || binary.LittleEndian.Uint16(image[optional:]) != 0x20b {
		return nil, errors.New("no 64-bit program")
	}
	return image[at : at+8], nil
}
