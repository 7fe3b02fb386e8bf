//go:build unix

package main

import (
	"os"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// systemName is the name of the distribution and the kernel's version for the report.
func systemName() string {
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

// distribution takes the name for people out of os-release(5).
func distribution(text string) string {
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "PRETTY_NAME="); ok {
			return strings.Trim(name, "\"'\n ")
		}
	}
	return "unknown distribution"
}
