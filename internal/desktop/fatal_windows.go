package desktop

import (
	"strings"

	"golang.org/x/sys/windows"
)

// Fatal shows the message of a program that has neither a window nor a console, in a message box of
// Windows itself. It returns when the user has closed the box.
func Fatal(title, text string) {
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
