package desktop

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestShortcut writes a shortcut and looks for what it says, which a .lnk file holds in UTF-16
// ([MS-SHLLINK], StringData).
func TestShortcut(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "Größe & Co.lnk")
	if err := writeShortcut(file, program, `-background -data "C:\My data"`); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(content, []byte{0x4c, 0, 0, 0, 0x01, 0x14, 0x02}) {
		t.Errorf("no shortcut: % x", content[:min(len(content), 20)])
	}
	var want []byte
	for _, letter := range []byte(`-background -data "C:\My data"`) {
		want = append(want, letter, 0)
	}
	if !bytes.Contains(content, want) {
		t.Error("the arguments are not in it")
	}
}
