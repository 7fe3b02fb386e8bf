package main

import (
	"surfstick-sms/hw"
	"surfstick-sms/hw/comport"
	"surfstick-sms/hw/passthrough"
	"surfstick-sms/hw/runner"
	"surfstick-sms/hw/scan"
	"surfstick-sms/hw/setup"
	"surfstick-sms/hw/usb"
)

// realHardware is what the operating system offers.
func realHardware(f flags) runner.Config {
	libusb := usb.Available()
	c := runner.Config{
		Platform: setup.Platform{
			DriverPage: driverPage, PassThrough: passThrough, Libusb: libusb,
		},
		Scanner:     scan.New(scan.Options{Lines: comport.List, LibusbMissing: !libusb}),
		PassThrough: passthrough.New(),
		Libusb:      usb.New(),
		Opener:      comport.New(),
	}
	if f.port != "" {
		c.Fixed = &hw.Line{Kind: hw.LineSerial, Name: f.port, Interface: -1}
	}
	return c
}
