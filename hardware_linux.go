package main

import (
	"context"
	"os"

	"surfstick-sms/hw/udev"
)

// On Linux the kernel's drivers do, and libusb detaches them by itself.
const (
	driverPage  = false
	passThrough = true
)

// displayPresent tells whether there is an X or Wayland display to open a window on.
func displayPresent() bool {
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// ruleInstaller gives what installs the udev rule for the stick, or nil.
func ruleInstaller() func(context.Context) error { return udev.Installer() }
