package ci

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// checkout makes a folder with a small program that prints what its libusb answers, and returns it.
func checkout(t *testing.T, name string, answer int) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), name)
	for file, content := range map[string]string{
		"go.mod": "module surfstick-sms-libusb-probe\n\ngo 1.24\n",
		"main.go": `package main

// #cgo pkg-config: libusb-1.0
// #include <libusb.h>
import "C"
import "fmt"

func main() { fmt.Print(C.answer(), C.CONSTANT) }
`,
		"lib/libusb.h": fmt.Sprintf("int answer(void);\n#define CONSTANT %d\n", answer),
		"lib/libusb.c": fmt.Sprintf("int answer(void) { return %d; }\n", answer),
	} {
		write(t, filepath.Join(folder, file), content)
	}
	command(t, filepath.Join(folder, "lib"), "gcc", "-c", "libusb.c")
	command(t, filepath.Join(folder, "lib"), "ar", "rcs", "libusb-1.0.a", "libusb.o")
	return folder
}

// answers builds the program in a checkout and returns what it prints. -trimpath, as for a release: the
// folder is then no part of what Go's build cache knows a package by.
func answers(t *testing.T, folder string) string {
	t.Helper()
	script, err := filepath.Abs("../../.ci/build-with-libusb")
	if err != nil {
		t.Fatal(err)
	}
	lib := filepath.Join(folder, "lib")
	command(t, folder, script, filepath.Join(lib, "libusb-1.0.a"), lib, "", "", "-trimpath", "-o", "probe")
	return command(t, folder, filepath.Join(folder, "probe"))
}

func command(t *testing.T, folder, name string, args ...string) string {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = folder
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestLibusbOfThisCheckout builds in several checkouts that share Go's build cache: each must get its own
// libusb and its own header, also when the one that was built first is gone, and when its path holds
// blanks.
func TestLibusbOfThisCheckout(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("no C compiler")
	}
	first := checkout(t, "first", 1)
	if got := answers(t, first); got != "1 1" {
		t.Errorf("the first checkout: %q", got)
	}
	other := checkout(t, "other", 2)
	if got := answers(t, other); got != "2 2" {
		t.Errorf("another libusb beside the first: %q", got)
	}
	if err := os.RemoveAll(first); err != nil {
		t.Fatal(err)
	}
	if got := answers(t, checkout(t, "a third", 1)); got != "1 1" {
		t.Errorf("the first libusb, its folder gone: %q", got)
	}
}

// TestLibusbReplaced builds twice in one checkout, with another libusb the second time.
func TestLibusbReplaced(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("no C compiler")
	}
	folder := checkout(t, "one", 3)
	if got := answers(t, folder); got != "3 3" {
		t.Errorf("before: %q", got)
	}
	newer := checkout(t, "newer", 4)
	if err := os.RemoveAll(filepath.Join(folder, "lib")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(newer, "lib"), filepath.Join(folder, "lib")); err != nil {
		t.Fatal(err)
	}
	if got := answers(t, folder); got != "4 4" {
		t.Errorf("after: %q", got)
	}
}
