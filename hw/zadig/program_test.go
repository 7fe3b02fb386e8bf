package zadig

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"
)

// The made-up programs of the tests: as little as a PE file can be, with a version resource.
const (
	headerSize = 0x200
	resourceAt = 0x1000 // in memory; in the file it follows the header
)

// program makes a 64-bit program whose version resource says these names.
func program(names ...[2]string) []byte {
	return wrap(resource(typeVersion, versionBlock(names...)))
}

// wrap puts a resource section into a program.
func wrap(section []byte) []byte {
	var b bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&b, binary.LittleEndian, v)
		}
	}
	b.WriteString("MZ")
	b.Write(make([]byte, 58))
	put(uint32(64))
	b.WriteString("PE\x00\x00")
	put(uint16(0x8664), uint16(1), uint32(0), uint32(0), uint32(0), uint16(240), uint16(0x22))
	optional := make([]byte, 240)
	binary.LittleEndian.PutUint16(optional, 0x20b)
	binary.LittleEndian.PutUint32(optional[108:], 16)
	binary.LittleEndian.PutUint32(optional[112+8*resourceDirectory:], resourceAt)
	binary.LittleEndian.PutUint32(optional[116+8*resourceDirectory:], uint32(len(section)))
	b.Write(optional)
	b.WriteString(".rsrc\x00\x00\x00")
	put(uint32(len(section)), uint32(resourceAt), uint32(len(section)), uint32(headerSize))
	b.Write(make([]byte, 12))
	put(uint32(0x40000040))
	b.Write(make([]byte, headerSize-b.Len()))
	b.Write(section)
	return b.Bytes()
}

// resource makes a resource section of one thing: three directories, a data entry, the data.
func resource(kind uint32, data []byte) []byte {
	var b bytes.Buffer
	directory := func(id, next uint32) {
		b.Write(make([]byte, 14))
		_ = binary.Write(&b, binary.LittleEndian, []uint16{1})
		_ = binary.Write(&b, binary.LittleEndian, []uint32{id, next})
	}
	directory(kind, subdirectory|24)
	directory(1, subdirectory|48)
	directory(0x409, 72)
	_ = binary.Write(&b, binary.LittleEndian, []uint32{resourceAt + 88, uint32(len(data)), 0, 0})
	b.Write(data)
	return b.Bytes()
}

func versionBlock(names ...[2]string) []byte {
	var all [][]byte
	for _, n := range names {
		all = append(all, block(n[0], utf16Bytes(n[1]), len(utf16.Encode([]rune(n[1])))+1))
	}
	table := block("000904b0", nil, 0, all...)
	fixed := make([]byte, 52)
	binary.LittleEndian.PutUint32(fixed, 0xfeef04bd)
	translation := block("Translation", []byte{9, 0, 0xb0, 4}, 4)
	return block("VS_VERSION_INFO", fixed, len(fixed),
		block("VarFileInfo", nil, 0, translation), block("StringFileInfo", nil, 0, table))
}

func block(key string, value []byte, length int, children ...[]byte) []byte {
	b := append(make([]byte, 6), utf16Bytes(key)...)
	b = append(pad(b), value...)
	for _, c := range children {
		b = append(pad(b), c...)
	}
	binary.LittleEndian.PutUint16(b, uint16(len(b)))
	binary.LittleEndian.PutUint16(b[2:], uint16(length))
	return b
}

func utf16Bytes(s string) []byte {
	var b []byte
	for _, unit := range append(utf16.Encode([]rune(s)), 0) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

func pad(b []byte) []byte { return append(b, make([]byte, aligned(len(b))-len(b))...) }

// realZadig says what Zadig's version resource says.
func realZadig() []byte {
	return program([2]string{"CompanyName", "Akeo Consulting"}, [2]string{"FileDescription", "Zadig"},
		[2]string{"FileVersion", "2.9.788"}, [2]string{"LegalCopyright", "© Pete Batard (GPL v3)"},
		[2]string{"OriginalFilename", "zadig.exe"}, [2]string{"ProductName", "Zadig"})
}

// save writes a file into a folder of its own.
func save(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// signedBy is a signature by somebody whom Windows trusts.
func signedBy(name string) func(*os.File) (string, error) {
	return func(*os.File) (string, error) { return name, nil }
}

// inFolder returns the names of what is in a folder.
func inFolder(t *testing.T, folder string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range all {
		names = append(names, entry.Name())
	}
	return names
}
