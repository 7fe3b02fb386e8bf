//go:build wine

package wine

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// cfgmgr32 returns the DLL that stands in for Wine's.
func cfgmgr32(t *testing.T) string {
	t.Helper()
	file, err := buildCfgmgr32()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

var buildCfgmgr32 = sync.OnceValues(func() (string, error) {
	file := filepath.Join(folder, "cfgmgr32.dll")
	return file, build("x86_64-w64-mingw32-gcc", "-O", "-shared", "-o", file,
		"testdata/cfgmgr32.c", "testdata/cfgmgr32.def", "-lsetupapi", "-lole32")
})

// decoy builds a DLL with the name of one of Windows', which leaves a file when it is loaded.
func decoy(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name+".dll")
	err := build("x86_64-w64-mingw32-gcc", "-shared", `-DNAME="`+name+`"`, "-o", file,
		"testdata/decoy.c", "testdata/decoy.def")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// windowsTest builds the tests of a package for Windows.
func windowsTest(t *testing.T, dir string) string {
	t.Helper()
	return forWindows(t, dir, "test", "-c")
}

// windowsProgram builds a program for Windows.
func windowsProgram(t *testing.T, dir string) string {
	t.Helper()
	return forWindows(t, dir, "build")
}

func forWindows(t *testing.T, dir string, how ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program.exe")
	c := exec.Command("go", append(how, "-p", "2", "-o", file, "./"+dir)...)
	c.Dir = top
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("go %v %s: %v\n%s", how, dir, err, out)
	}
	return file
}

func build(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}
