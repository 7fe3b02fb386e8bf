//go:build !windows

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// maxSize is the most bytes of the program, stripped.
const maxSize = 4 << 20

// TestSize: the program stays small, because nothing large is part of it.
func TestSize(t *testing.T) {
	for _, system := range []string{"windows", "linux"} {
		env := append(os.Environ(), "CGO_ENABLED=0", "GOARCH=amd64", "GOOS="+system)
		file := filepath.Join(t.TempDir(), "surfstick")
		build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", file, ".")
		build.Env = env
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", system, err, out)
		}
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if t.Logf("%s: %d bytes", system, info.Size()); info.Size() > maxSize {
			t.Errorf("%s: %d bytes, at most %d are wanted", system, info.Size(), maxSize)
		}
		list := exec.Command("go", "list", "-deps", ".")
		list.Env = env
		deps, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range strings.Fields(string(deps)) {
			for _, large := range []string{"net/http", "fyne", "sqlite", "phonenumbers", "logrus", "surfstick-sms/sms/messenger"} {
				if strings.Contains(path, large) {
					t.Errorf("%s: %s is part of it", system, path)
				}
			}
		}
	}
}

// TestVersion keeps the version in one mind.
func TestVersion(t *testing.T) {
	toml, err := os.ReadFile("../../FyneApp.toml")
	if err != nil || !strings.Contains(string(toml), "Version = \""+version+"\"") {
		t.Errorf("FyneApp.toml has another version than %s, %v", version, err)
	}
}

// TestWordsAreASCII: what the program itself says can be shown by every console, in whatever code page.
func TestWordsAreASCII(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && ascii(l.Value) != l.Value {
				t.Errorf("%s: %s", name, l.Value)
			}
			return true
		})
	}
}
