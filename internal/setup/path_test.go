package setup_test

import (
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

var (
	linux   = setup.Platform{Libusb: true, PassThrough: true, Udev: true}
	windows = setup.Platform{DriverPage: true, Libusb: true, PassThrough: true}
)

const socket = "1-1.2"

func storage() hw.Stick {
	return hw.Stick{
		Location: socket, ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1f01},
		Mode: hw.ModeStorage, Driver: hw.DriverStorage, CDDrive: "/dev/sr0", Accessible: true,
	}
}

func modem() hw.Stick {
	s := storage()
	s.ID.Product, s.Mode, s.Driver, s.CDDrive = 0x1001, hw.ModeModem, hw.DriverSerial, ""
	return s
}

func with(mode hw.Mode, change func(*hw.Stick)) hw.Stick {
	s := storage()
	if mode != hw.ModeStorage {
		s = modem()
		s.Mode = mode
	}
	if change != nil {
		change(&s)
	}
	return s
}

func port(name string, rank int) hw.Line {
	return hw.Line{Name: name, Location: socket, Interface: 2, Rank: rank}
}

func seen(sticks ...hw.Stick) hw.Snapshot { return hw.Snapshot{Sticks: sticks} }

// story tells facts what happens, on a clock of its own.
type story struct {
	t   *testing.T
	f   setup.Facts
	now time.Time
}

func tell(t *testing.T, p setup.Platform) *story {
	return &story{t: t, f: setup.New(p, table{}), now: start}
}

func (s *story) apply(events ...setup.Event) *story {
	for _, e := range events {
		s.f = s.f.Apply(e)
	}
	return s
}

func (s *story) wait(d time.Duration) *story {
	s.now = s.now.Add(d)
	return s.apply(setup.Ticked{At: s.now})
}

func (s *story) see(snap hw.Snapshot) *story {
	return s.apply(setup.Seen{Snapshot: snap, At: s.now})
}

func (s *story) sends(err error, way setup.Transport) *story {
	name := nextName(s.f)
	return s.apply(
		setup.SwitchStarted{Message: name, At: s.now},
		setup.SwitchEnded{Message: name, Transport: way, Err: err, At: s.now},
	)
}

// wants checks the page and its problem.
func (s *story) wants(step setup.Step, problem setup.Problem) *story {
	s.t.Helper()
	if s.f.Step() != step || s.f.Problem() != problem {
		s.t.Fatalf("step %v problem %v, want %v %v", s.f.Step(), s.f.Problem(), step, problem)
	}
	return s
}

func (s *story) next(want setup.Action) *story {
	s.t.Helper()
	if got := s.f.Next(); got != want {
		s.t.Fatalf("next is %#v, want %#v", got, want)
	}
	return s
}

func modemSnap() hw.Snapshot {
	snap := seen(modem())
	snap.Lines = []hw.Line{port("/dev/ttyUSB2", 9), port("/dev/ttyUSB0", 5)}
	return snap
}

var (
	ready = sms.SIM{State: sms.SIMReady, PINTries: 3, PUKTries: 10}
	home  = sms.Link{Registration: sms.RegHome, Operator: "Fake", Signal: 60}
)

// connected tells a story up to a running session.
func connected(t *testing.T, p setup.Platform) *story {
	s := tell(t, p).see(modemSnap())
	return s.apply(setup.ProbeStarted{}, setup.SessionStarted{
		Line: port("/dev/ttyUSB2", 9), Modem: sms.Identity{IMEI: "1"},
	})
}

// inChat tells a story up to the chat.
func inChat(t *testing.T, p setup.Platform) *story {
	return connected(t, p).apply(setup.SIMSeen{SIM: ready, At: start},
		setup.LinkSeen{Link: home, At: start},
		setup.TestChanged{State: setup.TestSkipped})
}

func TestWholePath(t *testing.T) {
	s := tell(t, linux)
	s.wants(setup.StepStick, setup.ProblemNone)
	s.see(seen()).wait(11*time.Second).wants(setup.StepStick, setup.ProblemNoStick)
	s.see(seen(storage())).wants(setup.StepSwitch, setup.ProblemNone).wait(5 * time.Second)
	s.next(nil)
	if s.f.Recommended() != (setup.DoSwitch{}) || nextName(s.f) != "guide-modem" {
		t.Fatalf("recommended %v of %q", s.f.Recommended(), nextName(s.f))
	}
	s.sends(nil, setup.TransportPassThrough).wants(setup.StepSwitch, setup.ProblemNone)
	s.wait(2 * time.Second).see(seen()).wait(4 * time.Second).see(seen())
	s.wants(setup.StepSwitch, setup.ProblemNone)
	s.see(seen(modem())).wants(setup.StepConnection, setup.ProblemNone).next(nil)
	s.see(modemSnap()).next(setup.DoProbe{})
	s.apply(setup.ProbeStarted{}).next(nil)
	s.apply(setup.SessionStarted{Line: port("/dev/ttyUSB2", 9), Modem: sms.Identity{IMEI: "1"}})
	s.apply(setup.SIMSeen{SIM: sms.SIM{State: sms.SIMNeedsPIN, PINTries: 3}, At: s.now})
	s.wants(setup.StepSIM, setup.ProblemPIN).next(nil)
	s.apply(setup.UnlockStarted{}, setup.UnlockEnded{SIM: ready, At: s.now})
	s.wants(setup.StepSIM, setup.ProblemNone)
	s.apply(setup.LinkSeen{Link: home, At: s.now}).wants(setup.StepTest, setup.ProblemNone)
	s.apply(setup.TestChanged{State: setup.TestSkipped}).wants(setup.StepChat, setup.ProblemNone)
	if !s.f.Run.Arrived || !s.f.InChat() {
		t.Fatal("the chat was not reached")
	}
}

// nextName returns the name of the message that the next attempt sends, or "".
func nextName(f setup.Facts) string {
	m, _ := f.NextMessage()
	return m.Name
}
