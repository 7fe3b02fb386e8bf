package desktop

import (
	"os"
	"path/filepath"
	"strings"
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

func TestDataFolderDemo(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_DATA_HOME", "LocalAppData"} {
		t.Setenv(name, home)
	}
	real, err := DataFolder("", false)
	if err != nil {
		t.Fatal(err)
	}
	demo, err := DataFolder("", true)
	if err != nil {
		t.Fatal(err)
	}
	if demo != real+"-demo" || !strings.HasPrefix(real, home) {
		t.Errorf("real %q, demo %q", real, demo)
	}
	chosen, err := DataFolder(home, true)
	if err != nil || chosen != home {
		t.Errorf("-data goes before -demo: got %q and %v", chosen, err)
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
