package main

import "os"

// On Linux the kernel's drivers do, and libusb detaches them by itself.
const (
	driverPage  = false
	passThrough = true
)

// displayPresent tells whether there is an X or Wayland display to open a window on.
func displayPresent() bool {
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
