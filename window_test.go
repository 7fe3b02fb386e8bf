package main

import (
	"log/slog"
	"testing"
)

// TestNoWindow takes what Fyne writes when it has no window, word for word.
func TestNoWindow(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{
			"GLFW gives no error", "PlatformError: WGL: Failed to set pixel format for dummy context: " +
				"Invalid window handle.", "app.fatal.graphics",
		},
		{"no OpenGL", "Fyne error:  window creation error\n  Cause:APIUnavailable: GLX", "app.fatal.graphics"},
		{"no display", "Fyne error:  failed to initialise GLFW\n", "app.fatal.display"},
		{"something else", "Fyne error:  Failed to decode image\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got string
			l := libraryLog{
				log:      slog.New(slog.DiscardHandler),
				noWindow: func(key, _ string) { got = key },
			}
			if n, err := l.Write([]byte(c.text)); n != len(c.text) || err != nil {
				t.Errorf("wrote %d, %v", n, err)
			}
			if got != c.want {
				t.Errorf("told %q, want %q", got, c.want)
			}
		})
	}
}
