package main

import (
	"context"

	"surfstick-sms/hw/udev"
	"surfstick-sms/internal/setup/runner"
)

// On Linux the kernel's drivers do, and libusb detaches them by itself.
const (
	driverPage  = false
	passThrough = true
	udevRights  = true
	noCards     = false
)

// wordsOf ends the keys of words that only fit this system; "" for those that have none of their own.
const wordsOf = ""

// ruleInstaller returns what installs the udev rule for the stick, or nil.
func ruleInstaller() runner.Rule {
	if install := udev.Installer(); install != nil {
		return udevRule(install)
	}
	return nil
}

type udevRule func(context.Context, uint16) error

// Install implements runner.Rule.
func (r udevRule) Install(ctx context.Context, vendor uint16) error { return r(ctx, vendor) }
