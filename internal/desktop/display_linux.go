package desktop

import "os"

// HasDisplay reports whether there is an X or Wayland display to open a window on.
func HasDisplay() bool {
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
