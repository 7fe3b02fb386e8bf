package main

import (
	"context"
	"net"
	"time"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/hw/fakestick"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/wire"
)

const (
	// demoPIN is the PIN of the demo's SIM card; the page shows it.
	demoPIN = "1234"
	// demoIMSI is the number of its subscriber: it is one card, whatever mode the stick is in. 001-01 is
	// the test network of ITU-T E.212.
	demoIMSI = "001010123456789"
	// demoPlugIn is when the demo's stick is plugged in after the window is up: late enough to see
	// the page that waits.
	demoPlugIn = 2500 * time.Millisecond
	// demoRestart is how long the stick is away after the switch message.
	demoRestart = 2500 * time.Millisecond
	// demoPorts is how long its ports take to appear after that, as drivers do.
	demoPorts = 2 * time.Second
	// demoLease is how long its network card takes to get an address, demoSend how long its web server
	// sends a text.
	demoLease = 3 * time.Second
	demoSend  = 700 * time.Millisecond
	// demoAnswer is how long the demo waits for a number that never answers; the real wait of five
	// minutes would try people's patience. In internet mode the stick itself gives up after twice as long, and
	// sends the next one.
	demoAnswer = 15 * time.Second
	// demoSpeed is that of the modem behind the demo's serial adapter, in bits per second.
	demoSpeed = 9600
	// demoZadig is how long the demo's user needs in Zadig.
	demoZadig = 6 * time.Second
)

// fakeHardware returns the demo's hardware: a simulated stick in storage mode with a simulated modem and a
// simulated web server behind it, one for each mode that the user can choose, and a serial adapter with a
// modem, under the same runner as real ones, with the Driver page as on Windows. Everything that it does stays in this process. It ends
// with ctx. shown plugs the stick in after a moment.
func fakeHardware(ctx context.Context, f flags) hardware {
	pin := demoPIN
	if f.auto && f.pin == "" {
		pin = ""
	}
	var stick *fakestick.Stick
	modem := demoModem(pin, func() { stick.Restart() })
	web := demoWeb(pin, func() { stick.Restart() }, func() { stick.BecomeModem() })
	o, _ := demoOptions(f.stick)
	o.RestartTime, o.PortDelay, o.LeaseDelay, o.Absent = demoRestart, demoPorts, demoLease, true
	o.Dial, o.DialModem = modem.Dial, modem.DialModem
	o.Power = func(on bool) { power(modem, web, on) }
	stick = fakestick.New(o)
	board := demoBoard()
	serial := fakestick.Serial{
		Stick: stick, Port: fakestick.CH340("COM3"), Speed: demoSpeed, Behind: board.Dial,
	}
	context.AfterFunc(ctx, func() { modem.Close(); web.Close(); board.Close() })
	return hardware{
		config: runner.Config{
			Platform: setup.Platform{
				DriverPage: true, PassThrough: true, Libusb: true, Internet: true, RNDIS: true,
			},
			Scanner:     serial,
			Watcher:     stick,
			PassThrough: stick.PassThrough(),
			Libusb:      stick.Libusb(),
			Drivers:     demoDrivers{stick},
		},
		opener: serial,
		web:    func(hw.Line) (wire.Dial, error) { return dialDemo(stick, web), nil },
		shown:  func() { time.AfterFunc(demoPlugIn, stick.Plug) },
	}
}

// demoOptions returns the demo's stick: one of Huawei's for "", else that of another maker with this USB ID
// in CD mode. It is false when there is none.
func demoOptions(id string) (fakestick.Options, bool) {
	if id == "" {
		return fakestick.Options{}, true
	}
	for _, m := range fakestick.Makers() {
		if o := m.Options(); o.ID.String() == id && o.Becomes != hw.ModeNetwork {
			return o, true
		}
	}
	return fakestick.Options{}, false
}

// demoSticks returns the USB IDs of the sticks of other makers that the demo has. What becomes a network card
// has a web page that the demo does not simulate.
func demoSticks() []string {
	var ids []string
	for _, m := range fakestick.Makers() {
		if o := m.Options(); o.Becomes != hw.ModeNetwork {
			ids = append(ids, o.ID.String())
		}
	}
	return ids
}

// dialDemo returns what opens connections to the web server, as long as the stick is a network card.
func dialDemo(stick *fakestick.Stick, web *fakehilink.Server) wire.Dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if err := stick.Reach(address); err != nil {
			return nil, err
		}
		return web.Dial(ctx, network, address)
	}
}

// demoModem is the stick in modem mode; restarted is called when it was told to restart.
func demoModem(pin string, restarted func()) *fakemodem.Modem {
	options := fakemodem.Demo(pin)
	options.Stored = []fakemodem.Text{
		{From: options.Operator, Text: tr.T("app.demo.operator"), At: time.Now().Add(-26 * time.Hour)},
		{From: "+491713920042", Text: tr.T("app.demo.friend"), At: time.Now().Add(-50 * time.Minute)},
	}
	options.Restarted, options.IMSI = restarted, demoIMSI
	return fakemodem.New(options)
}

// demoBoard is the modem behind the demo's serial adapter, with a card of its own.
func demoBoard() *fakemodem.Modem {
	options, board := fakemodem.Demo(""), fakemodem.SIM800()
	options.Identity, options.Quirks, options.Manners = board.Identity, board.Quirks, board.Manners
	options.Stored = nil
	return fakemodem.New(options)
}

// demoWeb is the stick in network mode, of a model that can be made a modem by its web server.
func demoWeb(pin string, restarted, becomeModem func()) *fakehilink.Server {
	web := fakehilink.New(fakehilink.Options{
		Personality: fakehilink.E3372h153, Card: fakehilink.Card{PIN: pin, IMSI: demoIMSI}, Operator: "Demo Mobile",
		Echo: true, SendTime: demoSend, NoAnswer: 2 * demoAnswer, Balance: "Balance: 12,34 EUR",
		Restarted: restarted, OnSwitch: becomeModem,
	})
	for _, text := range []struct {
		from, text string
		ago        time.Duration
	}{
		{"Demo Mobile", tr.T("app.demo.operator"), 26 * time.Hour},
		{"+491713920042", tr.T("app.demo.friend"), 50 * time.Minute},
	} {
		web.Arrive(fakehilink.Entry{
			Phone: text.from, Content: text.text, Date: time.Now().Add(-text.ago).Format(time.DateTime),
		})
	}
	return web
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

// power restarts what is behind the stick with it, so that it asks for the PIN again.
func power(modem *fakemodem.Modem, web *fakehilink.Server, on bool) {
	if on {
		modem.Plug()
		web.Plug()
	} else {
		modem.Unplug()
		web.Unplug()
	}
}
