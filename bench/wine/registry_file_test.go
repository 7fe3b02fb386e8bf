package wine

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
)

const (
	enum     = `HKEY_LOCAL_MACHINE\System\CurrentControlSet\Enum\`
	services = `HKEY_LOCAL_MACHINE\System\CurrentControlSet\Services\`
	drivers  = `HKEY_LOCAL_MACHINE\System\CurrentControlSet\Control\Class\`
	network  = `HKEY_LOCAL_MACHINE\System\CurrentControlSet\Control\Network\`
	drives   = `HKEY_LOCAL_MACHINE\System\CurrentControlSet\Control\DeviceClasses\`
	bench    = `HKEY_LOCAL_MACHINE\Software\Surfstick SMS Bench` // for testdata/cfgmgr32.c
	cdGUID   = `{53f56308-b6bf-11d0-94f2-00a0c91efb8b}`
)

// file collects the lines of a .reg file.
type file struct{ strings.Builder }

func (f *file) key(path string)        { fmt.Fprintf(f, "\r\n[%s]\r\n", path) }
func (f *file) drop(path string)       { fmt.Fprintf(f, "\r\n[-%s]\r\n", path) }
func (f *file) raw(name, value string) { fmt.Fprintf(f, "%s=%s\r\n", name, value) }
func (f *file) multi(name string, list ...string) {
	f.raw(quoted(name), "hex(7):"+hexBytes(append(list, "")...))
}

func (f *file) text(name, value string) {
	if value != "" {
		f.raw(quoted(name), quoted(value))
	}
}

// property writes a device property. A string property has a registry type of its own, ffff0012.
func (f *file) property(instance, set string, number int, value string) {
	if value != "" {
		f.key(fmt.Sprintf(`%s%s\Properties\%s\%04X`, enum, instance, set, number))
		f.raw("@", "hex(ffff0012):"+hexBytes(value))
	}
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// hexBytes returns zero-terminated strings in little-endian UTF-16, as a .reg file writes bytes.
func hexBytes(list ...string) string {
	var hex []string
	for _, s := range list {
		for _, u := range append(utf16.Encode([]rune(s)), 0) {
			hex = append(hex, fmt.Sprintf("%02x,%02x", u&0xff, u>>8))
		}
	}
	return strings.Join(hex, ",")
}

// File returns the content of the .reg file that puts a computer into the state. It first removes
// what other states may have left.
func (s State) File() []byte { return utf16File(s.text()) }

func (s State) text() string {
	f := &file{}
	f.WriteString("Windows Registry Editor Version 5.00\r\n")
	for _, e := range []string{"USB", "USBSTOR", "HWBUS", "ACPI_TEST"} {
		f.drop(enum + e)
	}
	f.drop(drivers + classGUIDs["Net"])
	f.drop(network + classGUIDs["Net"])
	f.drop(drives + cdGUID)
	for _, name := range allServices {
		f.drop(services + name)
	}
	f.drop(bench)
	if s.pending {
		f.key(bench)
		f.raw(`"Pending"`, "dword:00000001")
	}
	for _, n := range s.nodes {
		n.write(f)
	}
	for _, name := range s.services {
		f.key(services + name)
		f.raw(`"Start"`, "dword:00000002")
	}
	return f.String()
}

// utf16File encodes a file as regedit exports it: in UTF-16 with a byte-order mark. Regedit reads
// multi-strings differently from files in other encodings.
func utf16File(text string) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}
