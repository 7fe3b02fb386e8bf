package main

import (
	"context"
	"time"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms/fakemodem"
)

const (
	// demoPIN is the PIN of the demo's SIM card; the page shows it.
	demoPIN = "1234"
	// demoPlugIn is when the demo's stick is plugged in after the window is up: late enough to see
	// the page that waits.
	demoPlugIn = 2500 * time.Millisecond
	// demoRestart is how long the stick is away after the switch message.
	demoRestart = 2500 * time.Millisecond
	// demoPorts is how long its ports take to appear after that, as drivers do.
	demoPorts = 2 * time.Second
	// demoAnswer is how long the demo waits for a number that never answers; the real wait of five
	// minutes would try people's patience.
	demoAnswer = 15 * time.Second
	// demoZadig is how long the demo's user needs in Zadig.
	demoZadig = 6 * time.Second
)

// fakeHardware returns the demo's hardware: a simulated stick in storage mode and a simulated modem
// behind it, under the same runner as real ones, with the Driver page as on Windows, and what opens
// a line to it. Everything that it does stays in this process. It ends with ctx. plugIn plugs the
// stick in after a moment.
func fakeHardware(ctx context.Context, f flags) (
	c runner.Config, opener hw.Opener, plugIn func(),
) {
	pin := demoPIN
	if f.auto {
		pin = ""
	}
	options := fakemodem.Demo(pin)
	options.Stored = []fakemodem.Text{
		{From: options.Operator, Text: tr.T("app.demo.operator"), At: time.Now().Add(-26 * time.Hour)},
		{From: "+491713920042", Text: tr.T("app.demo.friend"), At: time.Now().Add(-50 * time.Minute)},
	}
	var stick *fakestick.Stick
	options.Restarted = func() { stick.Restart() }
	modem := fakemodem.New(options)
	stick = fakestick.New(fakestick.Options{
		RestartTime: demoRestart, PortDelay: demoPorts, Absent: true, Dial: modem.Dial, DialModem: modem.DialModem,
		Power: func(on bool) { power(modem, on) },
	})
	context.AfterFunc(ctx, func() { modem.Close() })
	c = runner.Config{
		Platform:    setup.Platform{DriverPage: true, PassThrough: true, Libusb: true, RNDIS: true},
		Scanner:     stick,
		Watcher:     stick,
		PassThrough: stick.PassThrough(),
		Libusb:      stick.Libusb(),
		Drivers:     demoDrivers{stick},
	}
	return c, stick, func() { time.AfterFunc(demoPlugIn, stick.Plug) }
}

// demoDrivers is a person who is quick in Zadig.
type demoDrivers struct{ stick *fakestick.Stick }

// Install implements runner.Drivers.
func (d demoDrivers) Install(ctx context.Context, _ hw.DriverJob) error {
	select {
	case <-time.After(demoZadig):
		d.stick.BindWinUSB()
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Check implements runner.Drivers.
func (demoDrivers) Check(context.Context, string) (hw.DriverFile, error) {
	return hw.DriverFileNone, hw.ErrUnsupported
}

// power restarts the modem with its stick, so that it asks for the PIN again.
func power(modem *fakemodem.Modem, on bool) {
	if on {
		modem.Plug()
	} else {
		modem.Unplug()
	}
}
