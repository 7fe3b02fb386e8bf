package main

import (
	"log/slog"
	"os"
	"strings"

	"surfstick-sms/gui/tr"
)

// libraryLog takes what Fyne writes to the standard logger. Fyne tells there, and nowhere else,
// that it could not open a window, and then exits or carries on without one; without a console
// nobody would ever know (facts, user interface, e.4).
type libraryLog struct {
	log *slog.Logger
	// noWindow is called at once when no window can be opened; it does not return. key is that of
	// the text that says why.
	noWindow func(key, detail string)
}

// troubles are the words by which Fyne 2.8.1 tells that it has no window
// (internal/driver/glfw: initFailed, initGLFW), and the texts that say so to people. The others
// are GLFW's own on Windows (3.4, wgl_context.c, win32_window.c): its Go binding logs them, gives
// no error, and Fyne carries on without a window.
var troubles = map[string]string{
	"window creation error":     "app.fatal.graphics",
	"failed to initialise GLFW": "app.fatal.display",
	"WGL: Failed to load":       "app.fatal.graphics",
	"WGL: Failed to create":     "app.fatal.graphics",
	"dummy context":             "app.fatal.graphics",
	"pixel format":              "app.fatal.graphics",
	"Win32: Failed to create":   "app.fatal.graphics",
}

// Write implements io.Writer for the standard logger.
func (l libraryLog) Write(p []byte) (int, error) {
	text := strings.TrimSpace(string(p))
	l.log.Warn("window library", "err", text)
	for trouble, key := range troubles {
		if strings.Contains(text, trouble) {
			l.noWindow(key, text)
		}
	}
	return len(p), nil
}

// noWindow says in plain words why there is no window, and ends the program.
func noWindow(key, detail string) {
	fatal(tr.T("app.fatal.title"), tr.T(key, tr.Data{"Detail": detail}))
	os.Exit(1)
}
