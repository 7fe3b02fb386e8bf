//go:build !nowindow

package main

import (
	"os"
	"strings"
	"testing"
)

// TestVersion keeps the version in one mind: the .exe's resources come from FyneApp.toml.
func TestVersion(t *testing.T) {
	toml, err := os.ReadFile("FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Version = \"" + version + "\"", "ID = \"" + appID + "\"", "fyneDo = true",
	} {
		if !strings.Contains(string(toml), want) {
			t.Errorf("FyneApp.toml has no %s", want)
		}
	}
}
