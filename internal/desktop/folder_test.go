package desktop

import (
	"os"
	"path/filepath"
	"testing"
)

func TestDataFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "data")
	got, exposed, err := MakeDataFolder(folder, false, nil)
	if err != nil || got != folder || exposed {
		t.Fatalf("got %q, exposed %t and %v", got, exposed, err)
	}
	info, err := os.Stat(folder)
	if err != nil || !info.IsDir() {
		t.Fatalf("no folder: %v", err)
	}
	if os.PathSeparator == '/' && info.Mode().Perm() != 0o700 {
		t.Errorf("others may look: %v", info.Mode())
	}
}

func TestDataFolderRelative(t *testing.T) {
	t.Chdir(t.TempDir())
	got, _, err := MakeDataFolder("here", false, nil)
	if err != nil || !filepath.IsAbs(got) || filepath.Base(got) != "here" {
		t.Errorf("got %q and %v", got, err)
	}
}

func TestDataFolderDenied(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(file, "data")
	if got, _, err := MakeDataFolder(folder, false, nil); err == nil || got != folder {
		t.Errorf("got %q and %v, want the folder named and an error", got, err)
	}
}
