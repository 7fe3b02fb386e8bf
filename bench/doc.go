// Package bench is where the hardware layer meets a real kernel: tests that put virtual sticks on
// Linux' virtual USB controller, and let scan, usb, passthrough, comport and the modem behind the
// stick work as they would on somebody's computer. They need root, the module vhci-hcd and udevd,
// and take what is plugged in for theirs; `make vm` gives them a machine of their own. The tag vm
// keeps them out of everything else.
//
// It is outside hw and sms because it joins the two.
package bench
