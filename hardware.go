package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/comport"
	"surfstick-sms/hw/guide"
	"surfstick-sms/hw/netcard"
	"surfstick-sms/hw/passthrough"
	"surfstick-sms/hw/scan"
	"surfstick-sms/hw/usb"
	"surfstick-sms/hw/zadig"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms/wire"
)

// hardware is what the set-up works with.
type hardware struct {
	config runner.Config
	opener hw.Opener // of serial lines
	// web returns what opens connections to the web server of a stick, and to nothing else.
	web   func(hw.Line) (wire.Dial, error)
	shown func() // to be called when the window is up
}

// computer returns the hardware of this computer; tests add to it.
var computer = realHardware

// realHardware returns what the operating system offers. data is the data folder.
func realHardware(f flags, data string, log *slog.Logger) hardware {
	libusb := usb.Available()
	look := scan.Options{Lines: comport.List, Adapter: netcard.Read, LibusbMissing: !libusb}
	if libusb {
		look.Devices = usb.NewLister().List
	}
	scanner := scan.New(look)
	c := runner.Config{
		Platform: setup.Platform{
			DriverPage: driverPage, PassThrough: passThrough, Libusb: libusb, Udev: udevRights,
			Internet: true, RNDIS: driverPage, NoCards: noCards,
		},
		Scanner:     scanner,
		Watcher:     scan.NewWatcher(),
		PassThrough: passthrough.New(log),
		Libusb:      usb.New(),
		Rule:        ruleInstaller(),
	}
	if driverPage {
		c.Drivers = drivers{zadig.Helper{Scanner: scanner, Folder: data, Keep: keepNote(data)}}
	}
	if f.port != "" {
		line := lineOf(f.port)
		c.Fixed = &line
	}
	opener := hw.Openers{hw.LineSerial: comport.New(), hw.LineUSB: usb.NewOpener()}
	return hardware{config: c, opener: opener, web: dialWeb, shown: func() {}}
}

// dialWeb returns what opens connections to the web server of a stick: over its own network adapter and to
// its own address only. Where a person named the address there is no adapter.
func dialWeb(l hw.Line) (wire.Dial, error) {
	if l.Adapter == nil {
		return new(net.Dialer).DialContext, nil
	}
	dialer, err := netcard.NewDialer(*l.Adapter)
	if err != nil {
		return nil, err
	}
	return dialer.DialContext, nil
}

// cdTime is how long Windows waits for an answer about AutoPlay at most.
const cdTime = 2 * time.Second

// cdDrives returns what finds the CD drives of the sticks that are plugged in, by the USB devices that
// they belong to.
func cdDrives(scanner hw.Scanner) func() []string {
	return func() []string {
		ctx, cancel := context.WithTimeout(context.Background(), cdTime)
		defer cancel()
		seen, err := scanner.Scan(ctx)
		if err != nil {
			return nil
		}
		var drives []string
		for _, stick := range seen.Sticks {
			if stick.CDDrive != "" {
				drives = append(drives, stick.CDDrive)
			}
		}
		return drives
	}
}

// drivers is the help with drivers on Windows.
type drivers struct{ zadig.Helper }

// Check implements runner.Drivers.
func (drivers) Check(ctx context.Context, path string) (hw.DriverFile, error) {
	return guide.Check(ctx, path)
}

// lineOf returns the line that a name given by -port stands for. parseFlags has seen that one to a web
// server makes sense.
func lineOf(port string) hw.Line {
	if web, ok, err := hw.ParseWebLine(port); ok && err == nil {
		return web
	}
	line := hw.Line{Kind: hw.LineSerial, Name: port, Interface: -1}
	if _, _, ok := hw.ParseUSBLine(port); ok {
		line.Kind = hw.LineUSB
		return line
	}
	if name, speed, ok := cutSpeed(port); ok {
		line.Name, line.Speed = name, speed
	}
	return line
}

// cutSpeed returns the name and the speed of a serial port that is named with both, such as COM5@9600.
func cutSpeed(port string) (name string, speed int, ok bool) {
	at := strings.LastIndex(port, "@")
	if at < 1 {
		return port, 0, false
	}
	n, err := strconv.ParseUint(port[at+1:], 10, 31)
	return port[:at], int(n), err == nil && n > 0
}

// restoreNote is the file in the data folder that says how to undo the change of a driver.
const restoreNote = "driver-restore.txt"

// keepNote returns what writes that file. Failing is no reason not to go on: the window says the
// same.
func keepNote(data string) func(string) {
	return func(note string) {
		_ = os.WriteFile(filepath.Join(data, restoreNote), []byte(note), 0o600)
	}
}
