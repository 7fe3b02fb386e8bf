package main

// On macOS there is no driver to choose and no way past libusb.
const (
	driverPage  = false
	passThrough = false
)

// displayPresent is always true on macOS.
func displayPresent() bool { return true }
