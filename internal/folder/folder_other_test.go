//go:build !windows && !darwin

package folder

import (
	"testing"
)

func TestUserData(t *testing.T) {
	t.Setenv("HOME", "/home/anna")
	cases := map[string]string{
		"/data": "/data", "": "/home/anna/.local/share", "relative": "/home/anna/.local/share",
	}
	for xdg, want := range cases {
		t.Setenv("XDG_DATA_HOME", xdg)
		if got, err := userData(); err != nil || got != want {
			t.Errorf("XDG_DATA_HOME=%q: got %q and %v, want %q", xdg, got, err, want)
		}
	}
}
