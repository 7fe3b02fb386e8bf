//go:build unix

package desktop

import (
	"os"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// SystemName returns the name of the distribution and the kernel's version for the report.
func SystemName() string {
	kernel := runtime.GOOS
	var u unix.Utsname
	if unix.Uname(&u) == nil {
		kernel = unix.ByteSliceToString(u.Sysname[:]) + " " + unix.ByteSliceToString(u.Release[:])
	}
	text, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return kernel
	}
	return distribution(string(text)) + ", " + kernel
}

// distribution returns the name for people in the text of os-release(5).
func distribution(text string) string {
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "PRETTY_NAME="); ok {
			return strings.Trim(name, "\"'\n ")
		}
	}
	return "unknown distribution"
}
