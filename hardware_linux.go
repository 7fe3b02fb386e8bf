package main

import (
	"context"

	"surfstick-sms/hw/udev"
)

// On Linux the kernel's drivers do, and libusb detaches them by itself.
const (
	driverPage  = false
	passThrough = true
)

// ruleInstaller returns what installs the udev rule for the stick, or nil.
func ruleInstaller() func(context.Context) error { return udev.Installer() }
