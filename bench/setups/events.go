package setups

import (
	"errors"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

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
	events = append(events, ofConsent(t, f)...)
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

// ofConsent are the events of what the user allows for one device: to switch a stick of another maker, and
// to ask the ports of a device that is not supported.
func ofConsent(t *rapid.T, f setup.Facts) []func() setup.Event {
	return []func() setup.Event{
		func() setup.Event { return setup.SwitchAgreed{Device: setup.DeviceKey(anyDevice(t, f))} },
		func() setup.Event {
			s := anyDevice(t, f)
			return setup.TryAllowed{Location: s.Location, Device: setup.DeviceKey(s)}
		},
		func() setup.Event { return setup.TryEnded{} },
		func() setup.Event {
			device := rapid.SampledFrom([]string{"3566:1001", "19d2:2000", "12d1:1001"}).Draw(t, "device")
			words := rapid.SampledFrom([]string{"", "switch", "try", "switch try"}).Draw(t, "allowed")
			return setup.ConsentRecalled{Consent: setup.ParseConsent(device, words)}
		},
	}
}

// anyDevice draws the chosen stick, a device that is not supported, or one that was there before.
func anyDevice(t *rapid.T, f setup.Facts) hw.Stick {
	all := append([]hw.Stick{f.Chosen.Stick, {Location: Socket, Name: "gone"}}, f.Scan.Snapshot.Unsupported...)
	return all[rapid.IntRange(0, len(all)-1).Draw(t, "device")]
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
