package wizard

import (
	"errors"
	"net/netip"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// cardStick is a stick in network mode whose network card is in a state.
func cardStick(state hw.AdapterState, code int) hw.Stick {
	s := hw.Stick{
		Location: "1-1", ID: hw.ID{Vendor: 0x12d1, Product: 0x14dc}, Name: "HUAWEI Mobile",
		Mode: hw.ModeNetwork, Driver: hw.DriverNetwork, Accessible: true,
		Interfaces: []hw.Interface{{Class: 2, SubClass: 6, Driver: hw.DriverNetwork, Problem: code}},
		Adapter:    hw.Adapter{Name: "{1}", Index: 3, Label: "Ethernet 3", State: state, Problem: code},
	}
	if state == hw.AdapterReady {
		s.Adapter.Gateway, s.Adapter.Source = netip.MustParseAddr("192.168.8.1"), hw.GatewayRoute
	}
	return s
}

// onCard returns the facts with a stick in network mode, after some events.
func onCard(state hw.AdapterState, code int, more ...setup.Event) setup.Facts {
	f := setup.New(setup.Platform{
		DriverPage: true, PassThrough: true, Libusb: true, Internet: true,
	}, sticks.Table{})
	for _, e := range append([]setup.Event{seen(0, nil), seen(1, nil, cardStick(state, code))}, more...) {
		f = f.Apply(e)
	}
	return f
}

// webAnswers are the events of a web server that was asked.
func webAnswers(r setup.ProbeResult, second int) []setup.Event {
	line, _ := cardStick(hw.AdapterReady, 0).WebLine()
	return []setup.Event{
		setup.Ticked{At: at(second)},
		setup.ProbeStarted{},
		setup.Probed{Probe: setup.Probe{Line: line, Result: r}},
		setup.ProbeEnded{},
	}
}

// online returns the facts with a stick in network mode that answers.
func online(more ...setup.Event) setup.Facts {
	line, _ := cardStick(hw.AdapterReady, 0).WebLine()
	return onCard(hw.AdapterReady, 0, append([]setup.Event{
		setup.ProbeStarted{},
		setup.SessionStarted{Line: line, Modem: sms.Identity{
			Manufacturer: "huawei", Model: "E3372h-320", IMEI: "860000000000000",
		}},
	}, more...)...)
}

// guarded returns the facts with a stick that wants its password.
func guarded(more ...setup.Event) setup.Facts {
	return online(append([]setup.Event{
		setup.LoginSeen{State: setup.LoginState{Wanted: true}, At: at(4)},
		setup.LoginKeeping{Possible: true},
	}, more...)...)
}

func loggedIn(r setup.LoginResult, wait time.Duration, kept bool) setup.Facts {
	return guarded(setup.LoginStarted{}, setup.LoginEnded{
		Result: r, Wait: wait, Kept: kept, Err: errors.New("x"), At: at(9),
	})
}

// webWay is the states that a person with a stick in network mode sees.
func webWay() []named {
	waiting := func(state hw.AdapterState, code, seconds int) setup.Facts {
		return onCard(state, code, setup.Ticked{At: at(1 + seconds)})
	}
	return []named{
		{"w4-card-unknown", waiting(hw.AdapterUnknown, 0, 4)},
		{"w4-card-absent", waiting(hw.AdapterAbsent, 0, 4)},
		{"w4-card-disabled", waiting(hw.AdapterDisabled, 0, 3)},
		{"w4-card-no-link", waiting(hw.AdapterNoLink, 0, 4)},
		{"w4-card-no-address", waiting(hw.AdapterNoAddress, 0, 4)},
		{"w4-p-card-unknown", waiting(hw.AdapterUnknown, 0, 30)},
		{"w4-p-card-absent", waiting(hw.AdapterAbsent, 28, 30)},
		{"w4-p-card-disabled", waiting(hw.AdapterDisabled, 22, 30)},
		{"w4-p-card-no-link", waiting(hw.AdapterNoLink, 0, 30)},
		{"w4-p-card-no-address", waiting(hw.AdapterNoAddress, 0, 30)},
		{"w4-asking", onCard(hw.AdapterReady, 0, setup.ProbeStarted{})},
		{"w4-router", onCard(hw.AdapterReady, 0, webAnswers(setup.ProbeRouter, 2)...)},
		{"w4-not-hilink", onCard(hw.AdapterReady, 0, webAnswers(setup.ProbeNoStick, 60)...)},
		{"w4-silent", onCard(hw.AdapterReady, 0, webAnswers(setup.ProbeSilent, 60)...)},
		{"w4-password", guarded()},
		{"w4-password-checking", guarded(setup.LoginStarted{})},
		{"w4-password-wrong", loggedIn(setup.LoginRefused, 0, false)},
		{"w4-password-stale", loggedIn(setup.LoginRefused, 0, true)},
		{"w4-password-locked", loggedIn(setup.LoginLocked, 5*time.Minute, false)},
		{"w4-password-in-use", loggedIn(setup.LoginInUse, 0, false)},
		{"w4-password-new", loggedIn(setup.LoginRenew, 0, false)},
		{"w4-password-failed", loggedIn(setup.LoginFailed, 0, false)},
		{"w5-pin", online(setup.SIMSeen{
			SIM: sms.SIM{State: sms.SIMNeedsPIN, PINTries: 3, PUKTries: 10}, At: at(5),
		})},
		{"w7-ready", online(
			setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: at(5)},
			setup.LinkSeen{Link: sms.Link{
				Registration: sms.RegHome, Operator: "o2 - de",
				Signal: 74,
			}, At: at(6)},
			setup.TestChanged{State: setup.TestSkipped})},
	}
}
