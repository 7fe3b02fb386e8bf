package main

import (
	"strings"

	"golang.org/x/sys/windows"
)

// fatal is the last voice of a program that has no window and no console: a message box of
// Windows itself. It returns when the person has read it.
func fatal(title, text string) {
	t, err := windows.UTF16PtrFromString(strings.ReplaceAll(text, "\x00", ""))
	if err != nil {
		return
	}
	c, err := windows.UTF16PtrFromString(strings.ReplaceAll(title, "\x00", ""))
	if err != nil {
		return
	}
	_, _ = windows.MessageBox(0, t, c, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
}
