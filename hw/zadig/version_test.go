package zadig

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"surfstick-sms/hw"
)

func TestVersionStrings(t *testing.T) {
	names, err := versionStrings(bytes.NewReader(realZadig()))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"ProductName": "Zadig", "FileVersion": "2.9.788", "OriginalFilename": "zadig.exe",
		"LegalCopyright": "© Pete Batard (GPL v3)", "CompanyName": "Akeo Consulting",
	} {
		if names[key] != want {
			t.Errorf("%s is %q, want %q", key, names[key], want)
		}
	}
	if _, ok := names["Translation"]; ok || len(names) != 6 {
		t.Errorf("names %v", names)
	}
}

func TestCheck(t *testing.T) {
	zadig := realZadig()
	for _, c := range []struct {
		name, file string
		content    []byte
		ok         bool
	}{
		{"zadig", "zadig-2.9.exe", zadig, true},
		{"another name", "tool (1).EXE", zadig, true},
		{"only described", "z.exe", program([2]string{"FileDescription", "ZADIG"}), true},
		{"not a program's name", "zadig-2.9.exe.txt", zadig, false},
		{"another program", "zadig-2.9.exe", program([2]string{"ProductName", "Rufus"}), false},
		{"described only", "zadig.exe", program([2]string{"ProductName", "Zadig Helper"},
			[2]string{"FileDescription", "Zadig"}), false},
		{"no names", "zadig.exe", program(), false},
		{"no version", "zadig.exe", wrap(resource(24, []byte("<manifest/>"))), false},
		{"no resources", "zadig.exe", wrap(nil), false},
		{"a web page", "zadig.exe", []byte("<!DOCTYPE html><title>Zadig</title>"), false},
		{"empty", "zadig.exe", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := Helper{Folder: t.TempDir(), Signer: signedBy(maker)}
			own, err := h.prepare(`  "` + save(t, c.file, c.content) + `" `)
			if c.ok != (err == nil) || c.ok != (own != nil) {
				t.Fatalf("%+v, %v", own, err)
			}
			if !c.ok {
				if !errors.Is(err, hw.ErrNotZadig) || len(inFolder(t, h.Folder)) > 0 {
					t.Errorf("%v, left %q", err, inFolder(t, h.Folder))
				}
				return
			}
			own.remove()
		})
	}
}

func TestCheckNoFile(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "folder.exe")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"", ".exe", "zadig", folder, folder + "/zadig.exe", "a\x00.exe", `C:\a" /c calc.exe`,
	} {
		h := Helper{Folder: t.TempDir(), Signer: signedBy(maker)}
		if _, err := h.prepare(path); !errors.Is(err, hw.ErrNotZadig) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

// TestVersionCutOff: a file that ends early, or has any byte changed, is refused or read, but
// never hangs or panics.
func TestVersionCutOff(t *testing.T) {
	whole := realZadig()
	for n := range whole {
		if _, err := versionStrings(bytes.NewReader(whole[:n])); err == nil && n < headerSize {
			t.Fatalf("%d bytes of a program are read", n)
		}
		broken := bytes.Clone(whole)
		broken[n] ^= 0xff
		_, _ = versionStrings(bytes.NewReader(broken))
	}
}

// TestVersionLoop: a directory that points at itself has no end, so the levels are counted.
func TestVersionLoop(t *testing.T) {
	section := resource(typeVersion, nil)
	section[20], section[23] = 0, 0x80 // the first directory again
	if _, err := versionStrings(bytes.NewReader(wrap(section))); !errors.Is(err, errNoVersion) {
		t.Errorf("%v", err)
	}
}

func FuzzVersion(f *testing.F) {
	f.Add(realZadig())
	f.Add(program())
	f.Add(wrap(resource(24, nil)))
	f.Fuzz(func(t *testing.T, data []byte) {
		names, err := versionStrings(bytes.NewReader(data))
		if (err == nil) != (len(names) > 0) {
			t.Errorf("%v, %v", names, err)
		}
	})
}
