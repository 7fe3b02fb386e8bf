package main

import (
	"cmp"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// layerRules are those of the design: who may import what. Each is checked against what the
// packages of its part import directly; a prefix ends in "/" or is a whole path.
var layerRules = []struct {
	part      string // packages at or below this path; "" is every package
	except    string // but not these, with a space between
	forbidden string
	reason    string
}{
	{"hw", "", "fyne.io/fyne/v2", "hw knows nothing about windows on a screen"},
	{"hw", "", "surfstick-sms/sms", "hw and sms meet in the root package"},
	{"hw", "", "surfstick-sms/gui", "hw is below gui"},
	{"sms", "", "fyne.io/fyne/v2", "sms knows nothing about windows on a screen"},
	{"sms", "", "surfstick-sms/hw", "hw and sms meet in the root package"},
	{"sms", "", "surfstick-sms/gui", "sms is below gui"},
	{"gui", "", "database/sql", "only sms/store talks SQL"},
	{"gui", "", "os/exec", "the window starts no programs"},
	{"", "hw/usb", "github.com/google/gousb", "hw/usb is the only importer of gousb"},
	{"", "hw/comport", "go.bug.st/serial", "hw/comport is the only importer of go.bug.st/serial"},
	{"", ". bench/bare", "fyne.io/fyne/v2/app", "only main.go imports it, so that the rest builds without cgo"},
	{"", "sms/store", "modernc.org/sqlite", "sms/store is the only importer of SQLite"},
}

// pureParts are values and functions: no input or output, no clock, no goroutine.
var pureParts = map[string][]string{
	"internal/setup": {"os", "net", "io", "log/slog", "context", "sync", "database/sql"},
	"sms/inbox":      {"os", "net", "io", "log/slog", "context", "sync", "database/sql"},
	"sms/outbox":     {"os", "net", "io", "log/slog", "context", "sync", "database/sql"},
}

func TestLayers(t *testing.T) {
	for pkg, imports := range importsOfPackages(t) {
		for _, broken := range brokenRules(pkg, imports) {
			t.Errorf("%s imports %s", pkg, broken)
		}
	}
}

// TestLayersNotice makes sure that the check above can fail.
func TestLayersNotice(t *testing.T) {
	cases := map[string]string{
		"hw/scan":        "fyne.io/fyne/v2/widget",
		"hw":             "surfstick-sms/sms/pdu",
		"sms/modem":      "surfstick-sms/hw",
		"gui/chat":       "os/exec",
		"internal/setup": "context",
		"gui":            "fyne.io/fyne/v2/app",
		"sms/at":         "go.bug.st/serial/enumerator",
	}
	for pkg, bad := range cases {
		if len(brokenRules(pkg, []string{"fmt", bad})) == 0 {
			t.Errorf("%s importing %s goes unnoticed", pkg, bad)
		}
	}
	if broken := brokenRules("hw/usb", []string{"github.com/google/gousb"}); len(broken) > 0 {
		t.Errorf("hw/usb may import gousb, but: %v", broken)
	}
}

func brokenRules(pkg string, imports []string) []string {
	var broken []string
	for _, imported := range imports {
		for _, r := range layerRules {
			if within(pkg, r.part) && !slices.Contains(strings.Fields(r.except), pkg) && within(imported, r.forbidden) {
				broken = append(broken, imported+": "+r.reason)
			}
		}
		for _, impure := range pureParts[pkg] {
			if imported == impure {
				broken = append(broken, imported+": this package is pure")
			}
		}
	}
	return broken
}

// within tells whether path is at or below root; everything is below "".
func within(path, root string) bool {
	return root == "" || path == root || strings.HasPrefix(path, root+"/")
}

// importsOfPackages asks the Go tool what each package of the module imports, tests left out, for
// every system that the program is built for.
func importsOfPackages(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, system := range []string{"linux", "windows", "darwin"} {
		list := exec.Command("go", "list", "-e", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...")
		list.Env = append(list.Environ(), "GOOS="+system, "CGO_ENABLED=1")
		out, err := list.Output()
		if err != nil {
			t.Fatalf("go list for %s: %v", system, err)
		}
		for line := range strings.Lines(string(out)) {
			words := strings.Fields(line)
			pkg := strings.TrimPrefix(strings.TrimPrefix(words[0], "surfstick-sms"), "/")
			if pkg == "" {
				pkg = "."
			}
			all[pkg] = append(all[pkg], words[1:]...)
		}
	}
	if len(all) < 15 {
		t.Fatalf("only %d packages found", len(all))
	}
	return all
}

var toUI = regexp.MustCompile(`\bfyne\.Do(AndWait)?\b`)

// TestOneDo keeps the one place where work reaches the UI goroutine: app.go hands fyne.Do to the
// window, and nobody else uses it.
func TestOneDo(t *testing.T) {
	uses := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && entry.Name() == "build" {
			return cmp.Or(err, fs.SkipDir)
		}
		if entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			code, _, _ := strings.Cut(line, "//")
			if toUI.MatchString(code) {
				uses++
				if path != "app.go" {
					t.Errorf("%s uses fyne.Do: %s", path, strings.TrimSpace(line))
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if uses != 1 {
		t.Errorf("fyne.Do is used %d times, want once", uses)
	}
}
