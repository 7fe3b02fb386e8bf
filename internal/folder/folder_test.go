package folder

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestData(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_DATA_HOME", "LocalAppData"} {
		t.Setenv(name, home)
	}
	real, err := Data("", false)
	if err != nil {
		t.Fatal(err)
	}
	demo, err := Data("", true)
	if err != nil {
		t.Fatal(err)
	}
	if demo != real+"-demo" || !strings.HasPrefix(real, home) {
		t.Errorf("real %q, demo %q", real, demo)
	}
	chosen, err := Data(home, true)
	if err != nil || chosen != home {
		t.Errorf("-data goes before -demo: got %q and %v", chosen, err)
	}
}

func TestDataRelative(t *testing.T) {
	t.Chdir(t.TempDir())
	got, err := Data("here", false)
	if err != nil || !filepath.IsAbs(got) || filepath.Base(got) != "here" {
		t.Errorf("got %q and %v", got, err)
	}
}
