// Package vm tests the hardware layer on a real Linux kernel: virtual sticks on Linux' virtual USB
// controller, on which scan, usb, passthrough, comport and the modem behind the stick work as they
// would on a person's computer. The tests need root, the module vhci-hcd and udevd, and treat every
// stick that is plugged in as theirs; `make vm` boots a machine of its own for them. The build tag
// vm keeps them out of every other run.
//
// The package is outside hw and sms because it joins the two.
package vm
