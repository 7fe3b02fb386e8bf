package applog

import (
	"log/slog"
	"testing"
)

// TestNoWindow takes what Fyne writes when it has no window, word for word.
func TestNoWindow(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       Trouble
	}{
		{
			"GLFW gives no error", "PlatformError: WGL: Failed to set pixel format for dummy context: " +
				"Invalid window handle.", NoGraphics,
		},
		{"no OpenGL", "Fyne error:  window creation error\n  Cause:APIUnavailable: GLX", NoGraphics},
		{"no display", "Fyne error:  failed to initialise GLFW\n", NoDisplay},
		{"something else", "Fyne error:  Failed to decode image\n", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got Trouble
			l := Library{
				Log:      slog.New(slog.DiscardHandler),
				NoWindow: func(why Trouble, _ string) { got = why },
			}
			if n, err := l.Write([]byte(c.text)); n != len(c.text) || err != nil {
				t.Errorf("wrote %d, %v", n, err)
			}
			if got != c.want {
				t.Errorf("reported %v, want %v", got, c.want)
			}
		})
	}
}
