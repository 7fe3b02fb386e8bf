package main

import "context"

// On macOS there is no driver to choose and no way past libusb.
const (
	driverPage  = false
	passThrough = false
)

// displayPresent is always true on macOS.
func displayPresent() bool { return true }

// ruleInstaller gives nil: here everybody may open a stick.
func ruleInstaller() func(context.Context) error { return nil }
