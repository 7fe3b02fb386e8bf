//go:build !nowindow

package main

import (
	"io"
	"path/filepath"
	"slices"
	"testing"
)

// TestAutostartArgs: what starts with the session is what was started now, without the window.
func TestAutostartArgs(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	for _, c := range []struct{ given, want []string }{
		{nil, []string{"-background"}},
		{[]string{"-v", "-auto", "-check"}, []string{"-background"}},
		{
			[]string{"-demo", "-lang", "de", "-data", "texts"},
			[]string{"-background", "-demo", "-lang", "de", "-data", filepath.Join(folder, "texts")},
		},
		{[]string{"-port", "COM8"}, []string{"-background", "-port", "COM8"}},
	} {
		f, err := parseFlags(c.given, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		got := autostartArgs(f)
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.given, got, c.want)
		}
		if again, err := parseFlags(got, io.Discard); err != nil || !again.background {
			t.Errorf("%q cannot be started: %v", got, err)
		}
	}
}
