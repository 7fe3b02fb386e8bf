package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"surfstick-sms/internal/desktop"
)

// TestServeFilesAreOwn: a data folder with what surfstick-serve keeps in it is still one of the program's own,
// and is closed to others.
func TestServeFilesAreOwn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a folder has an access list there")
	}
	folder := t.TempDir()
	for _, name := range []string{storeFile, "serve-key.json", "serve-webhooks.json", "serve-lock"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	_, exposed, err := desktop.MakeDataFolder(folder, false, ownFiles)
	info, statErr := os.Stat(folder)
	if err != nil || statErr != nil || exposed || info.Mode().Perm() != 0o700 {
		t.Errorf("exposed %t, %v, mode %v, %v", exposed, err, info.Mode(), statErr)
	}
}
