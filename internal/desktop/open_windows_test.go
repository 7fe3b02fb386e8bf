package desktop

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestOpenFolder: a folder is found whatever the user is called, and a window shows it.
func TestOpenFolder(t *testing.T) {
	base, err := os.MkdirTemp("", "") // Explorer may have it open at the end
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(base) }()
	for _, user := range []string{"Anna", "Jörg Müller & Söhne #1", "100% sure"} {
		folder := filepath.Join(base, user, "SurfstickSMS")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := OpenFolder(folder); err != nil {
			t.Errorf("%s: %v", user, err)
		}
	}
}

// TestOpenFolderOnly: a program beside the folder, or in its place, is not started.
func TestOpenFolderOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "SurfstickSMS.exe")
	if err := os.WriteFile(file, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, file[:len(file)-4], ""} {
		if err := OpenFolder(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%q: %v", path, err)
		}
	}
}
