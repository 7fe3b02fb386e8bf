package main

import (
	"bytes"
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
	// noWindow is called at once when no window can be opened; it does not return.
	noWindow func(detail string)
}

// troubles are the words by which Fyne 2.8.1 tells that it has no window
// (internal/driver/glfw: initFailed, initGLFW).
var troubles = [][]byte{[]byte("window creation error"), []byte("failed to initialise GLFW")}

// Write implements io.Writer for the standard logger.
func (l libraryLog) Write(p []byte) (int, error) {
	text := strings.TrimSpace(string(p))
	l.log.Warn("window library", "err", text)
	for _, trouble := range troubles {
		if bytes.Contains(p, trouble) {
			l.noWindow(text)
		}
	}
	return len(p), nil
}

// noWindow says in plain words that there is no OpenGL, and ends the program.
func noWindow(detail string) {
	fatal(tr.T("app.fatal.title"), tr.T("app.fatal.graphics", tr.Data{"Detail": detail}))
	os.Exit(1)
}
