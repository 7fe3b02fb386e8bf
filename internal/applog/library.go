package applog

import (
	"log/slog"
	"strings"
)

// Trouble is why the window library has no window.
type Trouble int

// The troubles.
const (
	NoDisplay  Trouble = iota + 1 // there is no screen, or it cannot be reached
	NoGraphics                    // the graphics driver offers no OpenGL
)

// troubles are the words by which Fyne 2.8.1 reports that it has no window (internal/driver/glfw:
// initFailed, initGLFW). The others are GLFW's own on Windows (3.4: wgl_context.c, win32_window.c):
// its Go binding logs them and returns no error, and Fyne carries on without a window.
var troubles = map[string]Trouble{
	"window creation error":     NoGraphics,
	"failed to initialise GLFW": NoDisplay,
	"WGL: Failed to load":       NoGraphics,
	"WGL: Failed to create":     NoGraphics,
	"dummy context":             NoGraphics,
	"pixel format":              NoGraphics,
	"Win32: Failed to create":   NoGraphics,
}

// Library is the io.Writer for Go's standard logger, to which Fyne writes. Fyne reports there, and
// nowhere else, that it could not open a window, and then exits or carries on without one; without
// a console nobody would notice.
type Library struct {
	Log *slog.Logger
	// NoWindow is called when no window can be opened; it is expected to end the program. detail is
	// what the library wrote.
	NoWindow func(why Trouble, detail string)
}

// Write implements io.Writer.
func (l Library) Write(p []byte) (int, error) {
	text := strings.TrimSpace(string(p))
	l.Log.Warn("window library", "err", text)
	for words, trouble := range troubles {
		if strings.Contains(text, words) {
			l.NoWindow(trouble, text)
			break
		}
	}
	return len(p), nil
}
