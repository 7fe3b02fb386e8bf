package zadig

import (
	"debug/pe"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
)

// Where the version resource is, and how large its parts may be (Microsoft, "PE Format", and
// VS_VERSIONINFO in winver.h). Every offset comes from the file and is not trusted.
const (
	resourceDirectory = 2  // in the data directories
	typeVersion       = 16 // RT_VERSION
	entryLimit        = 4096
	versionLimit      = 64 << 10
	subdirectory      = 1 << 31
)

var errNoVersion = errors.New("no version resource")

// versionStrings reads the strings of a program's version resource, such as ProductName. A file
// that is no program, or says nothing, is an error.
func versionStrings(r io.ReaderAt) (names map[string]string, err error) {
	defer func() { // debug/pe may panic on a malformed file
		if p := recover(); p != nil {
			names, err = nil, fmt.Errorf("read the program: %v", p)
		}
	}()
	file, err := pe.NewFile(r)
	if err != nil {
		return nil, fmt.Errorf("read the program: %w", err)
	}
	data, err := versionResource(file)
	if err != nil {
		return nil, err
	}
	names = map[string]string{}
	collect(data, 0, names)
	if len(names) == 0 {
		return nil, errNoVersion
	}
	return names, nil
}

// versionResource returns the bytes of the first version resource.
func versionResource(file *pe.File) ([]byte, error) {
	start, ok := resourceStart(file)
	if !ok {
		return nil, errNoVersion
	}
	at := uint32(0)
	for level := range 3 { // type, name, language
		next, ok := findEntry(file, start, at, level == 0)
		if !ok || (next&subdirectory != 0) != (level < 2) {
			return nil, errNoVersion
		}
		at = next &^ subdirectory
	}
	entry, ok := readAt(file, start+at, 8)
	if !ok {
		return nil, errNoVersion
	}
	size := binary.LittleEndian.Uint32(entry[4:])
	if size > versionLimit {
		return nil, errNoVersion
	}
	data, ok := readAt(file, binary.LittleEndian.Uint32(entry), size)
	if !ok {
		return nil, errNoVersion
	}
	return data, nil
}

func resourceStart(file *pe.File) (uint32, bool) {
	var directories []pe.DataDirectory
	switch h := file.OptionalHeader.(type) {
	case *pe.OptionalHeader32:
		directories = h.DataDirectory[:min(h.NumberOfRvaAndSizes, 16)]
	case *pe.OptionalHeader64:
		directories = h.DataDirectory[:min(h.NumberOfRvaAndSizes, 16)]
	}
	if len(directories) <= resourceDirectory {
		return 0, false
	}
	start := directories[resourceDirectory].VirtualAddress
	return start, start != 0
}

// findEntry looks in the resource directory at an offset: for the type of versions, or just for the
// first entry.
func findEntry(file *pe.File, start, at uint32, version bool) (uint32, bool) {
	head, ok := readAt(file, start+at, 16)
	if !ok {
		return 0, false
	}
	count := uint32(binary.LittleEndian.Uint16(head[12:])) +
		uint32(binary.LittleEndian.Uint16(head[14:]))
	for i := range min(count, entryLimit) {
		entry, ok := readAt(file, start+at+16+8*i, 8)
		if !ok {
			return 0, false
		}
		if !version || binary.LittleEndian.Uint32(entry) == typeVersion {
			return binary.LittleEndian.Uint32(entry[4:]), true
		}
	}
	return 0, false
}

// readAt reads bytes at an address of the program as it would lie in memory.
func readAt(file *pe.File, address, size uint32) ([]byte, bool) {
	for _, s := range file.Sections {
		if address < s.VirtualAddress || address-s.VirtualAddress >= s.Size {
			continue
		}
		b := make([]byte, size)
		n, err := s.ReadAt(b, int64(address-s.VirtualAddress))
		if n < len(b) || err != nil && !errors.Is(err, io.EOF) {
			return nil, false
		}
		return b, true
	}
	return nil, false
}

// collect walks the blocks of a version resource: the root, StringFileInfo, a table per language,
// and the strings in it.
func collect(data []byte, depth int, names map[string]string) {
	for len(data) >= 6 && depth < 4 {
		length := int(binary.LittleEndian.Uint16(data))
		if length < 6 || length > len(data) {
			return
		}
		block := data[:length]
		data = data[min(aligned(length), len(data)):]
		key, after := text(block[6:])
		body := block[min(aligned(6+after), length):]
		if depth == 3 {
			if value, _ := text(body); names[key] == "" {
				names[key] = value
			}
			continue
		}
		if depth == 0 { // VS_FIXEDFILEINFO
			value := int(binary.LittleEndian.Uint16(block[2:]))
			body = body[min(aligned(value), len(body)):]
		} else if depth == 1 && key != "StringFileInfo" {
			continue
		}
		collect(body, depth+1, names)
	}
}

// text reads UTF-16 up to a zero and returns how many bytes that took.
func text(b []byte) (s string, size int) {
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		unit := binary.LittleEndian.Uint16(b[i:])
		if unit == 0 {
			return string(utf16.Decode(units)), i + 2
		}
		units = append(units, unit)
	}
	return string(utf16.Decode(units)), len(b)
}

func aligned(n int) int { return (n + 3) &^ 3 }
