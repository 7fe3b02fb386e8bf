//go:build !windows

package desktop

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestOpenFolder: the file manager gets the address of the very folder, whatever the user is called.
func TestOpenFolder(t *testing.T) {
	tools := t.TempDir()
	got := filepath.Join(tools, "got")
	script := "#!/bin/sh\nprintf %s \"$1\" >" + got + ".new && mv " + got + ".new " + got + "\n"
	if err := os.WriteFile(filepath.Join(tools, fileManager), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", tools+":"+os.Getenv("PATH"))
	for _, user := range []string{"anna", "Jörg Müller & Söhne #1", "100% sure? yes"} {
		_ = os.Remove(got)
		folder := filepath.Join(t.TempDir(), user, "SurfstickSMS")
		if err := OpenFolder(folder); err != nil {
			t.Fatal(err)
		}
		var text []byte
		for range 500 {
			if text, _ = os.ReadFile(got); len(text) > 0 {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		address, err := url.Parse(string(text))
		if err != nil || address.Scheme != "file" || address.Path != folder || strings.ContainsAny(string(text), " #?ö") {
			t.Errorf("%s: opened %q, %v", user, text, err)
		}
	}
}

func TestOpenFolderNoManager(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if err := OpenFolder("/"); err == nil {
		t.Error("opened by nobody")
	}
}
