package main

import (
	"log/slog"

	"surfstick-sms/hw"
	"surfstick-sms/hw/comport"
	"surfstick-sms/hw/guide"
	"surfstick-sms/hw/passthrough"
	"surfstick-sms/hw/scan"
	"surfstick-sms/hw/usb"
	"surfstick-sms/hw/zadig"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
)

// realHardware is what the operating system offers.
func realHardware(f flags, log *slog.Logger) runner.Config {
	libusb := usb.Available()
	look := scan.Options{Lines: comport.List, LibusbMissing: !libusb}
	if libusb {
		look.Devices = usb.NewLister().List
	}
	scanner := scan.New(look)
	c := runner.Config{
		Platform: setup.Platform{
			DriverPage: driverPage, PassThrough: passThrough, Libusb: libusb,
		},
		Scanner:     scanner,
		Watcher:     scan.NewWatcher(),
		PassThrough: passthrough.New(log),
		Libusb:      usb.New(),
		Opener:      hw.Openers{hw.LineSerial: comport.New(), hw.LineUSB: usb.NewOpener()},
	}
	if driverPage {
		help := zadig.Helper{Scanner: scanner, Keep: keepNote(f)}
		c.InstallDriver, c.CheckDriverFile = help.Install, guide.Check
	}
	c.InstallRule = ruleInstaller()
	if f.port != "" {
		c.Fixed = &hw.Line{Kind: kindOf(f.port), Name: f.port, Interface: -1}
	}
	return c
}

// kindOf returns what kind of line a name given by -port is.
func kindOf(port string) hw.LineKind {
	if _, _, ok := hw.ParseUSBLine(port); ok {
		return hw.LineUSB
	}
	return hw.LineSerial
}
