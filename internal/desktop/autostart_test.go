package desktop

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestAutostart(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME"} {
		t.Setenv(name, home)
	}
	a, err := NewAutostart("-background", "-data", `C:\My data`)
	if err != nil {
		t.Fatal(err)
	}
	a.file = filepath.Join(home, "not there yet", autostartFile) // on Windows it would be the user's own
	if a.On() {
		t.Fatal("on at first")
	}
	if err := a.Set(false); err != nil {
		t.Errorf("off when it is: %v", err)
	}
	for range 2 {
		if err := a.Set(true); err != nil || !a.On() {
			t.Fatalf("not on: %v", err)
		}
	}
	content, err := os.ReadFile(a.file)
	if err != nil || len(content) == 0 {
		t.Errorf("%d bytes, %v", len(content), err)
	}
	if err := a.Set(false); err != nil || a.On() {
		t.Errorf("still on: %v", err)
	}
	if err := os.MkdirAll(filepath.Join(a.file, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if a.On() || a.Set(true) == nil || a.Set(false) == nil {
		t.Error("a folder in its place is taken for it")
	}
}

// TestLaunchAgent reads the list as XML: no argument says anything but itself.
func TestLaunchAgent(t *testing.T) {
	want := []string{"/Applications/A & B <c>/sms", "-background", "-data", "/x\"]]>'"}
	d := xml.NewDecoder(strings.NewReader(launchAgent("an.agent", want[0], want[1:])))
	var got []string
	inside := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if inside = token.Name.Local == "string"; inside {
				got = append(got, "")
			}
		case xml.EndElement:
			inside = false
		case xml.CharData:
			if inside {
				got[len(got)-1] += string(token)
			}
		}
	}
	if !slices.Equal(got, append([]string{"an.agent"}, want...)) {
		t.Errorf("%q", got)
	}
}
