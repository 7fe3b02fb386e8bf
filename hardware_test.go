package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestKeepNote(t *testing.T) {
	folder := t.TempDir()
	keep := keepNote(folder)
	keep("before")
	keep("after")
	got, err := os.ReadFile(filepath.Join(folder, restoreNote))
	if err != nil || string(got) != "after" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestDriverHelp: where drivers matter there is help for them.
func TestDriverHelp(t *testing.T) {
	c, _ := realHardware(flags{}, t.TempDir(), discard)
	if (c.Drivers != nil) != driverPage {
		t.Errorf("driver page %v, but %v", driverPage, c)
	}
}
