package zadig

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	"surfstick-sms/hw"
)

// TestNothingBeside: Zadig is started from a folder of its own. What lies beside the picked file, as
// in Downloads, has no effect, and nothing is written there.
func TestNothingBeside(t *testing.T) {
	exe := save(t, "zadig-2.9.exe", realZadig())
	downloads := filepath.Dir(exe)
	for _, name := range []string{iniName, "version.dll"} {
		if err := os.WriteFile(filepath.Join(downloads, name), []byte("[security]"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := inFolder(t, downloads)
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		start := b.Start
		b.Start = func(exe string) (<-chan struct{}, error) {
			if text, _ := os.ReadFile(filepath.Join(filepath.Dir(exe), iniName)); string(text) != ini() {
				t.Errorf("settings %q", text)
			}
			if copied, _ := os.ReadFile(exe); !reflect.DeepEqual(copied, realZadig()) {
				t.Error("the copy is another program")
			}
			if filepath.Dir(filepath.Dir(exe)) != b.Folder {
				t.Errorf("started %q", exe)
			}
			return start(exe)
		}
		b.view.show(stickWith(hw.DriverWinUSB, "WINUSB", "oem42.inf"))
		if err := b.Install(t.Context(), b.job(exe)); err != nil {
			t.Error(err)
		}
		if !reflect.DeepEqual(b.beside, []string{copyName, iniName}) {
			t.Errorf("in its folder %q", b.beside)
		}
		if left := inFolder(t, b.Folder); len(left) != 1 {
			t.Errorf("the copy is gone while Zadig runs: %q", left)
		}
		close(b.closed)
		synctest.Wait()
		if left := inFolder(t, b.Folder); len(left) > 0 {
			t.Errorf("left %q", left)
		}
	})
	if after := inFolder(t, downloads); !reflect.DeepEqual(after, before) {
		t.Errorf("in Downloads %q, before %q", after, before)
	}
}

// TestCheckedWhileHeld: the file whose signature is checked is the copy, not what was picked.
func TestCheckedWhileHeld(t *testing.T) {
	exe := save(t, "zadig.exe", realZadig())
	h := Helper{Folder: t.TempDir()}
	h.Signer = func(f *os.File) (string, error) {
		if strings.HasPrefix(f.Name(), filepath.Dir(exe)) {
			t.Errorf("checked %q", f.Name())
		}
		return maker, nil
	}
	own, err := h.prepare(exe)
	if err != nil {
		t.Fatal(err)
	}
	if own.held[0].Name() != own.exe || len(own.held) != 2 {
		t.Errorf("starts %q, held %d files", own.exe, len(own.held))
	}
	own.remove()
}

// TestCopyName: by a name that ends in zadig.exe Zadig would look for updates without asking.
func TestCopyName(t *testing.T) {
	if strings.HasSuffix(strings.ToLower(copyName), "zadig.exe") {
		t.Error(copyName)
	}
}

// TestClean deletes what an earlier run left, and nothing that a person may have put there.
func TestClean(t *testing.T) {
	data := t.TempDir()
	old, err := makeKit(data, strings.NewReader("zadig"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range old.held {
		f.Close()
	}
	if info, err := os.Stat(old.folder); err != nil || os.PathSeparator == '/' && info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
	kept := []string{"log", "zadig-2.9", "zadig-copy-of-mine"}
	for _, name := range kept {
		if err := os.Mkdir(filepath.Join(data, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	Clean(data)
	if left := inFolder(t, data); !reflect.DeepEqual(left, kept) {
		t.Errorf("left %q", left)
	}
	Clean(filepath.Join(data, "not there"))
}
