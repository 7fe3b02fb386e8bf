package main

import "surfstick-sms/internal/setup/runner"

// On macOS there is no driver to choose and no way past libusb.
const (
	driverPage  = false
	passThrough = false
	udevRights  = false
	noCards     = true
)

// wordsOf ends the keys of words that only fit this system; "" for those that have none of their own.
const wordsOf = ""

// ruleInstaller returns nil: here everybody may open a stick.
func ruleInstaller() runner.Rule { return nil }
