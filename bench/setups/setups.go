// Package setups draws anything that can happen to the set-up, for tests of what must always hold.
package setups

import (
	"errors"
	"net/netip"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Socket is where the first of the sticks is plugged in.
const Socket = "1-1.2"

// next returns the name of the message that the next attempt sends, or "".
func next(f setup.Facts) string {
	m, _ := f.NextMessage()
	return m.Name
}

var anyErr = []error{
	nil, hw.ErrAccess, hw.ErrBusy, hw.ErrGone, hw.ErrNoDriver, hw.ErrNoLibusb, hw.ErrNotOurs,
	hw.ErrUnsupported, errors.New("pipe"),
}

func anyErrOf(t *rapid.T) error {
	return anyErr[rapid.IntRange(0, len(anyErr)-1).Draw(t, "error")]
}

// answer draws what a drive answers.
func answer(t *rapid.T) hw.Answer {
	return rapid.SampledFrom([]hw.Answer{
		{},
		{Code: 31, Lost: true},
		{Answered: true, Status: 2, Sensed: true, Key: 5, ASC: 0x20},
	}).Draw(t, "answer")
}

// Platform draws a system: Windows, Linux or macOS, with or without each way to a stick.
func Platform(t *rapid.T) setup.Platform {
	p := setup.Platform{
		PassThrough: rapid.Bool().Draw(t, "pass-through"), Libusb: rapid.Bool().Draw(t, "libusb"),
	}
	p.Internet = rapid.Bool().Draw(t, "internet mode")
	switch rapid.IntRange(0, 2).Draw(t, "system") {
	case 0:
		p.DriverPage = true
	case 1:
		p.Udev, p.Rule = true, rapid.Bool().Draw(t, "rule")
	}
	p.Internet, p.RNDIS = rapid.Bool().Draw(t, "internet"), p.DriverPage
	p.NoCards = !p.DriverPage && !p.Udev
	return p
}

// Snapshot draws what a scan sees, sensible or not.
func Snapshot(t *rapid.T) hw.Snapshot {
	var s hw.Snapshot
	for _, at := range []string{Socket, "1-1.3", ""} {
		if rapid.IntRange(0, 2).Draw(t, "stick at "+at) == 0 {
			s.Sticks = append(s.Sticks, stick(t, at))
		}
	}
	for _, name := range []string{"a", "b", hw.USBLineName(Socket, 2)} {
		if !rapid.Bool().Draw(t, "line "+name) {
			continue
		}
		l := hw.Line{
			Name:      name,
			Location:  rapid.SampledFrom([]string{Socket, "1-1.3", "", "9"}).Draw(t, "of"),
			Interface: rapid.IntRange(-1, 2).Draw(t, "interface"),
			Rank:      rapid.IntRange(-1, 2).Draw(t, "rank"),
		}
		if _, _, ok := hw.ParseUSBLine(name); ok {
			l.Kind, l.Location, l.Interface = hw.LineUSB, Socket, 2
		}
		s.Lines = append(s.Lines, l)
	}
	for _, at := range []string{"1-1.3", "9"} {
		if rapid.IntRange(0, 3).Draw(t, "not supported at "+at) == 0 {
			s.Unsupported = append(s.Unsupported, stick(t, at))
		}
	}
	s.Broken, s.Remote = rapid.Bool().Draw(t, "broken"), rapid.Bool().Draw(t, "remote")
	s.LibusbMissing = rapid.IntRange(0, 4).Draw(t, "libusb") == 0
	s.LibusbKMissing = rapid.Bool().Draw(t, "libusbK")
	s.Service = rapid.SampledFrom([]string{"", "mbbService"}).Draw(t, "service")
	s.Installs = hw.Installs(rapid.IntRange(0, 2).Draw(t, "installs"))
	for _, at := range []string{"", Socket} {
		s.Bindings = append(s.Bindings, hw.Binding{
			Device: "device at " + at, Location: at, Interface: rapid.IntRange(-1, 2).Draw(t, "part"),
			Driver: rapid.SampledFrom([]string{"HidUsb", "WINUSB"}).Draw(t, "bound"),
		})
	}
	return s
}

// zte draws a stick of another maker in storage mode that may be sent a message, as far as the guard goes.
func zte(t *rapid.T, at string) hw.Stick {
	return hw.Stick{
		Location: at, ID: hw.ID{Vendor: hw.ZTEVendor, Product: 0x2000}, Mode: hw.ModeStorage, CD: hw.CDPresent,
		Serial:     rapid.SampledFrom([]string{"", "", "1"}).Draw(t, "serial number"),
		Driver:     rapid.SampledFrom([]hw.Driver{hw.DriverStorage, hw.DriverWinUSB}).Draw(t, "driver"),
		CDDrive:    rapid.SampledFrom([]string{"", "/dev/sr0"}).Draw(t, "CD"),
		Accessible: rapid.Bool().Draw(t, "accessible"),
		Interfaces: []hw.Interface{{Class: 8, SubClass: 6, Protocol: 0x50}},
	}
}

// stick draws a stick at a location.
func stick(t *rapid.T, at string) hw.Stick {
	if rapid.IntRange(0, 4).Draw(t, "of another maker") == 0 {
		return zte(t, at)
	}
	s := hw.Stick{
		Location: at,
		ID: hw.ID{
			Vendor: rapid.SampledFrom([]uint16{hw.HuaweiVendor, 0x3566}).Draw(t, "vendor"),
			Product: rapid.SampledFrom(
				[]uint16{0x1001, 0x1002, 0x1f01, 0x1414, 0x1442, 0x14dc}).Draw(t, "product"),
		},
		Mode:       hw.Mode(rapid.IntRange(0, 4).Draw(t, "mode")),
		Driver:     hw.Driver(rapid.IntRange(0, 8).Draw(t, "driver")),
		Problem:    rapid.SampledFrom([]int{0, 10, 14, 22, 28, 39, 43}).Draw(t, "code"),
		CDDrive:    rapid.SampledFrom([]string{"", "/dev/sr0"}).Draw(t, "CD"),
		CD:         hw.CD(rapid.IntRange(0, 2).Draw(t, "CD there")),
		Accessible: rapid.Bool().Draw(t, "accessible"),
	}
	if s.Mode == hw.ModeNetwork {
		s.Adapter = adapter(t)
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "interfaces") {
		s.Interfaces = append(s.Interfaces, hw.Interface{
			Number: n, Class: rapid.SampledFrom([]uint8{0xff, 2, 8}).Draw(t, "class"),
			SubClass: 2, Protocol: rapid.SampledFrom([]uint8{0xff, 2, 0x12}).Draw(t, "protocol"),
			Driver:  hw.Driver(rapid.IntRange(0, 8).Draw(t, "bound")),
			Problem: rapid.SampledFrom([]int{0, 10, 14, 22, 28, 39}).Draw(t, "code"),
		})
	}
	return s
}

// adapter draws the network adapter of a stick in network mode.
func adapter(t *rapid.T) hw.Adapter {
	a := hw.Adapter{
		State:   hw.AdapterState(rapid.IntRange(0, 5).Draw(t, "adapter")),
		Problem: rapid.SampledFrom([]int{0, 10, 22, 28}).Draw(t, "code"),
	}
	if a.State == hw.AdapterReady {
		a.Gateway = netip.MustParseAddr("192.168.8.1")
	}
	return a
}

func anySIM(t *rapid.T) sms.SIM {
	return sms.SIM{
		State:    sms.SIMState(rapid.IntRange(0, 7).Draw(t, "SIM")),
		PINTries: rapid.IntRange(-1, 3).Draw(t, "tries"),
	}
}

func anyLine(t *rapid.T) hw.Line {
	direct, web := hw.USBLineName(Socket, 2), "hilink:"+Socket
	l := hw.Line{Name: rapid.SampledFrom([]string{"a", "b", "c", "", direct, web}).Draw(t, "name")}
	switch l.Name {
	case direct:
		l.Kind, l.Location, l.Interface = hw.LineUSB, Socket, 2
	case web:
		l.Kind, l.Location, l.Address = hw.LineWeb, Socket, "192.168.8.1"
	}
	return l
}

// Event draws an event; half of them are scans and time, as in life.
func Event(t *rapid.T, f setup.Facts, now time.Time) setup.Event {
	events := append(untilModem(t, f, now), withModem(t, now)...)
	events = append(events, ofMode(t, now)...)
	events = append(events, onSerial(t)...)
	if i := rapid.IntRange(0, 2*len(events)-1).Draw(t, "event"); i < len(events) {
		return events[i]()
	} else if i%4 == 0 {
		return setup.Ticked{At: now}
	}
	return setup.Seen{Snapshot: Snapshot(t), At: now}
}

// anyName draws the name of a line or the location of a stick.
func anyName(t *rapid.T, label string) string {
	return rapid.SampledFrom(
		[]string{"a", "b", Socket, "1-1.3", "", hw.USBLineName(Socket, 2)}).Draw(t, label)
}

// untilModem are the events on the way to a modem that answers.
func untilModem(t *rapid.T, f setup.Facts, now time.Time) []func() setup.Event {
	message := rapid.SampledFrom([]string{next(f), f.Boot.Switch.Message, "guide-modem", "x"})
	return []func() setup.Event{
		func() setup.Event { return setup.ScanFailed{Err: anyErrOf(t), At: now} },
		func() setup.Event { return setup.StickChosen{Location: anyName(t, "location")} },
		func() setup.Event {
			return setup.TransportChosen{Transport: setup.Transport(rapid.IntRange(0, 2).Draw(t, "way"))}
		},
		func() setup.Event {
			return setup.SwitchStarted{Message: message.Draw(t, "message"), At: now}
		},
		func() setup.Event {
			return setup.SwitchEnded{
				Message: message.Draw(t, "message"), Err: anyErrOf(t), At: now,
				Transport: setup.Transport(rapid.IntRange(0, 2).Draw(t, "way")),
				Tries:     []setup.Try{{Message: "x", Answers: []hw.Answer{answer(t)}}},
			}
		},
		func() setup.Event { return setup.SwitchReset{} },
		func() setup.Event { return setup.ProbeStarted{} },
		func() setup.Event {
			result := setup.ProbeResult(rapid.IntRange(0, 11).Draw(t, "result"))
			return setup.Probed{Probe: setup.Probe{Line: anyLine(t), Result: result}}
		},
		func() setup.Event { return setup.ProbeEnded{} },
		func() setup.Event { return setup.LineChosen{Name: anyName(t, "line")} },
		func() setup.Event {
			return setup.SessionStarted{
				Line: anyLine(t), Modem: sms.Identity{IMEI: anyName(t, "IMEI")},
			}
		},
		func() setup.Event {
			return setup.ModemRead{Modem: sms.Identity{OwnNumber: anyName(t, "number")}}
		},
	}
}

// onSerial are the events of a serial port in place of a stick.
func onSerial(t *rapid.T) []func() setup.Event {
	port := func() setup.SerialPort {
		return setup.SerialPort{
			Name:      rapid.SampledFrom([]string{"a", "b", "c", ""}).Draw(t, "port"),
			Interface: rapid.IntRange(-1, 1).Draw(t, "interface"),
			Speed:     rapid.SampledFrom([]int{0, 9600}).Draw(t, "speed"),
		}
	}
	return []func() setup.Event{
		func() setup.Event { return setup.SerialPicked{Name: anyName(t, "port")} },
		func() setup.Event { return setup.SerialRecalled{Port: port()} },
		func() setup.Event { return setup.SerialLeft{} },
		func() setup.Event {
			return setup.SpeedTried{Speed: rapid.SampledFrom([]int{0, 9600, 115200}).Draw(t, "speed")}
		},
	}
}

// ofMode are the events of the choice between internet and modem mode, and of mobile data.
func ofMode(t *rapid.T, now time.Time) []func() setup.Event {
	way := func() setup.Way { return setup.Way(rapid.IntRange(0, 2).Draw(t, "internet or modem")) }
	return []func() setup.Event{
		func() setup.Event {
			return setup.WayChosen{Way: way(), Unasked: rapid.Bool().Draw(t, "unasked")}
		},
		func() setup.Event {
			return setup.WayRecalled{Known: setup.Known{
				Model: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01}, Way: way(),
				NoCard: rapid.Bool().Draw(t, "no card"), Works: rapid.Bool().Draw(t, "works"),
			}}
		},
		func() setup.Event { return setup.SwitchAgreed{} },
		func() setup.Event { return setup.TryAllowed{Location: anyName(t, "device")} },
		func() setup.Event { return setup.TryEnded{} },
		func() setup.Event {
			device := rapid.SampledFrom([]string{"3566:1001", "19d2:2000", "12d1:1001"}).Draw(t, "device")
			words := rapid.SampledFrom([]string{"", "switch", "try", "switch try"}).Draw(t, "allowed")
			return setup.ConsentRecalled{Consent: setup.ParseConsent(device, words)}
		},
		func() setup.Event { return setup.ModeAsked{} },
		func() setup.Event { return setup.ModeAnswered{Err: anyErrOf(t), At: now} },
		func() setup.Event { return setup.DataSeen{On: rapid.Bool().Draw(t, "on")} },
		func() setup.Event {
			return setup.DataChosen{Choice: setup.DataChoice(rapid.IntRange(0, 2).Draw(t, "choice"))}
		},
		func() setup.Event { return setup.DataHidden{} },
		func() setup.Event { return setup.DataStarted{} },
		func() setup.Event { return setup.DataEnded{Err: anyErrOf(t)} },
	}
}

// withModem are the events of a modem that answers, and what the user does.
func withModem(t *rapid.T, now time.Time) []func() setup.Event {
	return []func() setup.Event{
		func() setup.Event { return setup.SessionEnded{Err: anyErrOf(t), At: now} },
		func() setup.Event { return setup.SIMSeen{SIM: anySIM(t), At: now} },
		func() setup.Event { return setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady, PINTries: 3}, At: now} },
		func() setup.Event { return setup.UnlockStarted{} },
		func() setup.Event {
			return setup.UnlockEnded{
				PUK: rapid.Bool().Draw(t, "PUK"), Refused: rapid.Bool().Draw(t, "refused"),
				Err: anyErrOf(t), SIM: anySIM(t), At: now,
			}
		},
		func() setup.Event {
			r := sms.Registration(rapid.IntRange(0, 5).Draw(t, "registration"))
			return setup.LinkSeen{Link: sms.Link{Registration: r}, At: now}
		},
		func() setup.Event {
			return setup.TestChanged{State: setup.TestState(rapid.IntRange(0, 5).Draw(t, "test"))}
		},
		func() setup.Event {
			state := setup.LoginState{
				Wanted: rapid.Bool().Draw(t, "password"),
				Wait:   time.Duration(rapid.IntRange(0, 2).Draw(t, "minutes")) * time.Minute,
			}
			return setup.LoginSeen{State: state, At: now}
		},
		func() setup.Event { return setup.LoginStarted{} },
		func() setup.Event { return setup.TraitsSeen{Traits: []setup.Trait{{Name: "class"}}} },
		func() setup.Event {
			result := setup.LoginResult(rapid.IntRange(0, 6).Draw(t, "login"))
			return setup.LoginEnded{Result: result, Err: anyErrOf(t), At: now}
		},
		func() setup.Event { return setup.LoginKeeping{Possible: rapid.Bool().Draw(t, "keep")} },
		func() setup.Event { return setup.TestAsked{} },
		func() setup.Event { return setup.TestRemembered{} },
		func() setup.Event { return setup.AutoSet{On: rapid.Bool().Draw(t, "auto")} },
		func() setup.Event { return setup.WizardAsked{On: rapid.Bool().Draw(t, "asked")} },
		func() setup.Event { return setup.InstallStarted{} },
		func() setup.Event { return setup.DriversNoted{} },
		func() setup.Event { return setup.InstallEnded{Err: anyErrOf(t)} },
		func() setup.Event { return setup.Cancelled{At: now} },
		func() setup.Event { return setup.LineFixed{Line: anyLine(t)} },
		func() setup.Event { return setup.RestartBegun{At: now} },
		func() setup.Event { return setup.RestartEnded{Err: anyErrOf(t), At: now} },
	}
}
