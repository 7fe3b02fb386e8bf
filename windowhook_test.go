//go:build !nowindow

package main

import (
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"surfstick-sms/gui/programs"
)

// TestHookOfTheWindow: a program is tried with a made-up message, kept, and refused when it is not there.
func TestHookOfTheWindow(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no cat")
	}
	p, err := start(flags{port: "/dev/pts/none"}, t.TempDir(), discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	w := windowHook{p.hook}
	cat := programs.HookCommand{Path: "/bin/cat"}
	if r := w.Try(t.Context(), cat); r.Trouble != "" || r.Exit != 0 || !strings.Contains(r.Output, `"from":"+491701234567"`) {
		t.Errorf("tried: %+v", r)
	}
	if err := w.Set(t.Context(), cat); err != nil {
		t.Fatal(err)
	}
	missing := programs.HookCommand{Path: filepath.Join(t.TempDir(), "missing")}
	for bad, want := range map[string]programs.HookTrouble{missing.Path: programs.HookNotStarted, "cat": programs.HookPath} {
		if err := w.Set(t.Context(), programs.HookCommand{Path: bad}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", bad, err, want)
		}
	}
	s, err := w.State(t.Context())
	if err != nil || s.Command.Path != cat.Path || s.Paused {
		t.Errorf("state %+v, %v", s, err)
	}
}
