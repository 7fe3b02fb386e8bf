// Registry writes what a Windows computer's registry says about the devices that are plugged in,
// one file for each state of a stick, and beside it what the diagnostic report must say about it.
//
//	go run ./bench/registry FOLDER
//
// leaves NAME.reg (UTF-16, for regedit), NAME.want (lines of the report), NAME.page and NAME.problem
// (what the wizard shows) in the folder, and prints the names.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: registry FOLDER")
		os.Exit(2)
	}
	for _, s := range slices.Concat(states, problems()) {
		if err := write(os.Args[1], s); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(s.name)
	}
}

func write(folder string, s state) error {
	for ending, content := range map[string][]byte{
		".reg":     utf16File(s.registry()),
		".want":    []byte(strings.Join(s.want, "\n") + "\n"),
		".page":    []byte(s.page + "\n"),
		".problem": []byte(s.problem + "\n"),
	} {
		if err := os.WriteFile(filepath.Join(folder, s.name+ending), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// utf16File gives the form that regedit exports. In other forms its strings of bytes are read
// differently.
func utf16File(text string) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

const (
	enum     = `HKEY_LOCAL_MACHINE\System\CurrentControlSet\Enum\`
	services = `HKEY_LOCAL_MACHINE\System\CurrentControlSet\Services\`
	drives   = `HKEY_LOCAL_MACHINE\System\CurrentControlSet\Control\DeviceClasses\`
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

// property writes a device property of type string, which the registry keeps under its own type.
func (f *file) property(instance, set string, number int, value string) {
	if value != "" {
		f.key(fmt.Sprintf(`%s%s\Properties\%s\%04X`, enum, instance, set, number))
		f.raw("@", "hex(ffff0012):"+hexBytes(value))
	}
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// hexBytes gives strings as little-endian UTF-16 that end in zeros.
func hexBytes(list ...string) string {
	var hex []string
	for _, s := range list {
		for _, u := range append(utf16.Encode([]rune(s)), 0) {
			hex = append(hex, fmt.Sprintf("%02x,%02x", u&0xff, u>>8))
		}
	}
	return strings.Join(hex, ",")
}

// registry gives the whole file: what was there before goes first.
func (s state) registry() string {
	f := &file{}
	f.WriteString("Windows Registry Editor Version 5.00\r\n")
	for _, e := range []string{"USB", "USBSTOR", "HWBUS", "ACPI_TEST"} {
		f.drop(enum + e)
	}
	f.drop(drives + cdGUID)
	for _, name := range allServices {
		f.drop(services + name)
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

// node is one entry of the device tree.
type node struct {
	instance   string
	class      string
	service    string
	desc       string
	friendly   string
	product    string // what the device calls itself
	parent     string
	port       string
	compatible []string
	cd         bool // has the interface of a CD drive
	odd        bool // properties without content
	problem    int  // Windows' problem code, for .ci/cfgmgr32.c
}

var classGUIDs = map[string]string{
	"Ports":     "{4d36e978-e325-11ce-bfc1-08002be10318}",
	"Modem":     "{4d36e96d-e325-11ce-bfc1-08002be10318}",
	"USB":       "{36fc9e60-c465-11cf-8056-444553540000}",
	"CDROM":     "{4d36e965-e325-11ce-bfc1-08002be10318}",
	"Net":       "{4d36e972-e325-11ce-bfc1-08002be10318}",
	"HIDClass":  "{745a17a0-74d3-11d0-b6fe-00a0c90f57da}",
	"Unknown":   "{4d36e97e-e325-11ce-bfc1-08002be10318}",
	"USBDevice": "{88bae032-5a81-49f0-bc3d-a4ff138216d6}",
}

func (n node) write(f *file) {
	f.key(enum + n.instance)
	f.text("Class", n.class)
	f.text("ClassGUID", classGUIDs[n.class])
	f.text("Service", n.service)
	f.text("DeviceDesc", n.desc)
	f.text("FriendlyName", n.friendly)
	if n.compatible != nil {
		f.multi("CompatibleIDs", n.compatible...)
	}
	if n.problem != 0 {
		f.raw(`"Problem"`, fmt.Sprintf("dword:%08x", n.problem))
	}
	if n.odd {
		for _, name := range []string{"Service", "FriendlyName"} {
			f.raw(quoted(name), "hex(1):")
		}
		f.raw(`"CompatibleIDs"`, "hex(7):")
		f.raw(`"LocationPaths"`, "hex(7):")
	}
	if n.port != "" {
		f.key(enum + n.instance + `\Device Parameters`)
		f.text("PortName", n.port)
	}
	f.property(n.instance, "{4340a6c5-93fa-4706-972c-7b648008a5a7}", 8, n.parent)
	f.property(n.instance, "{540b947e-8b40-45bc-a8a2-6a0b894cbda2}", 4, n.product)
	if n.cd {
		n.writeDrive(f)
	}
}

// writeDrive registers the device interface by which a CD drive is opened.
func (n node) writeDrive(f *file) {
	name := strings.ReplaceAll(strings.ToLower(n.instance), `\`, "#") + "#" + cdGUID
	key := drives + cdGUID + `\##?#` + name
	f.key(key)
	f.text("DeviceInstance", n.instance)
	f.key(key + `\Control`)
	f.raw(`"Linked"`, "dword:00000001")
	f.key(key + `\#`)
	f.text("SymbolicLink", `\\?\`+name)
	f.key(key + `\#\Control`)
	f.raw(`"Linked"`, "dword:00000001")
}
