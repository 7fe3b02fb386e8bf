package wizard

import (
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

var noon = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)

var cdStick = hw.Stick{
	Location: "1-1", ID: hw.ID{Vendor: 0x12d1, Product: 0x1f01}, Name: "HUAWEI Mobile",
	Mode: hw.ModeStorage, Driver: hw.DriverStorage, CDDrive: "/dev/sr0", Accessible: true,
	Interfaces: []hw.Interface{{
		Class: 8, SubClass: 6, Protocol: 0x50, Driver: hw.DriverStorage,
		DriverName: "USBSTOR",
	}},
}

var modemStick = hw.Stick{
	Location: "1-1", ID: hw.ID{Vendor: 0x12d1, Product: 0x1001}, Name: "HUAWEI Mobile",
	Mode: hw.ModeModem, Driver: hw.DriverSerial, Accessible: true,
}

var twoLines = []hw.Line{
	{
		Name: "COM8", Label: "HUAWEI Mobile Connect - 3G PC UI Interface (COM8)", Location: "1-1",
		Interface: 2, Rank: 90,
	},
	{Name: "COM7", Label: "HUAWEI Mobile Connect - 3G Modem (COM7)", Location: "1-1", Rank: 50},
}

func windows() setup.Facts {
	return setup.New(setup.Platform{DriverPage: true, PassThrough: true, Libusb: true}, sticks.Table{})
}

// after returns the facts after some events.
func after(events ...setup.Event) setup.Facts {
	f := windows()
	for _, e := range events {
		f = f.Apply(e)
	}
	return f
}

func seen(second int, lines []hw.Line, sticks ...hw.Stick) setup.Event {
	return setup.Seen{Snapshot: hw.Snapshot{Sticks: sticks, Lines: lines}, At: at(second)}
}

func at(second int) time.Time { return noon.Add(time.Duration(second) * time.Second) }

// plugged, switched, connected and ready are the facts at the places of the way.
func plugged(more ...setup.Event) setup.Facts {
	return after(append([]setup.Event{seen(0, nil), seen(1, nil, cdStick)}, more...)...)
}

func switched(more ...setup.Event) setup.Facts {
	return after(append([]setup.Event{seen(0, nil), seen(1, twoLines, modemStick)}, more...)...)
}

func connected(more ...setup.Event) setup.Facts {
	session := setup.SessionStarted{
		Line:  twoLines[0],
		Modem: sms.Identity{Manufacturer: "huawei", Model: "E3131", IMEI: "860000000000000"},
	}
	return switched(append([]setup.Event{
		setup.ProbeStarted{},
		setup.Probed{Probe: setup.Probe{Line: twoLines[0], Result: setup.ProbeModem}},
		session,
		setup.ProbeEnded{},
	}, more...)...)
}

func ready(more ...setup.Event) setup.Facts {
	return connected(append([]setup.Event{
		setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: at(5)},
		setup.LinkSeen{Link: sms.Link{
			Registration: sms.RegHome, Operator: "o2 - de",
			Signal: 74,
		}, At: at(6)},
	}, more...)...)
}

func simWants(s sms.SIMState, pin, puk int, more ...setup.Event) setup.Facts {
	return connected(append([]setup.Event{
		setup.SIMSeen{SIM: sms.SIM{State: s, PINTries: pin, PUKTries: puk}, At: at(5)},
	}, more...)...)
}

// named is a state with a name, for tables and shots.
type named struct {
	name  string
	facts setup.Facts
}

// way is the states that a person sees on the way, and what can be in it.
func way() []named {
	two := cdStick
	two.Location = "2-4"
	probed := func(r ...setup.ProbeResult) setup.Facts {
		events := []setup.Event{setup.ProbeStarted{}}
		for i, result := range r {
			events = append(events, setup.Probed{Probe: setup.Probe{
				Line:   twoLines[i],
				Result: result,
			}})
		}
		return switched(append(events, setup.ProbeEnded{}, setup.Ticked{At: at(60)})...)
	}
	return []named{
		{"1-stick", after(seen(0, nil))},
		{"1-stick-none", after(seen(0, nil), seen(15, nil))},
		{"1-stick-several", after(seen(0, nil, cdStick, two))},
		{"2-driver", plugged()},
		{"2-driver-clicks", plugged(setup.TransportChosen{Transport: setup.TransportLibusb})},
		{"3-switch", plugged(setup.TransportChosen{Transport: setup.TransportPassThrough})},
		{"3-switching", plugged(setup.TransportChosen{Transport: setup.TransportPassThrough},
			setup.SwitchStarted{Message: "guide-modem", At: at(3)}, setup.Ticked{At: at(9)})},
		{"4-connecting", switched(setup.ProbeStarted{})},
		{"4-silent", probed(setup.ProbeSilent, setup.ProbeSilent)},
		{"4-busy", probed(setup.ProbeBusy, setup.ProbeSilent)},
		{"4-gone", probed(setup.ProbeGone)},
		{"4-not-modem", probed(setup.ProbeNotModem, setup.ProbeNotModem)},
		{"5-sim", connected()},
		{"5-pin", simWants(sms.SIMNeedsPIN, 3, 10)},
		{"5-pin-last", simWants(sms.SIMNeedsPIN, 1, 10)},
		{"5-puk", simWants(sms.SIMNeedsPUK, 0, 7)},
		{"5-no-sim", simWants(sms.SIMMissing, -1, -1)},
		{"5-network", connected(
			setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: at(5)},
			setup.LinkSeen{
				Link: sms.Link{Registration: sms.RegSearching, Signal: 41},
				At:   at(6),
			}, setup.Ticked{At: at(12)})},
		{"6-test", ready()},
		{"6-testing", ready(setup.TestChanged{State: setup.TestRunning})},
		{"6-test-lost", ready(setup.TestChanged{State: setup.TestLost})},
		{"7-ready", ready(setup.TestChanged{State: setup.TestSkipped})},
	}
}
