package setup_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// acme is a vendor that there is not, whose sticks the table of these tests knows besides those of the
// program: ejecting by the ejecting of its CD, requesting by a control request, spare by one of two messages,
// twice by both.
// Its other products are left alone for the reason that is their number.
const (
	acme       = 0xf00d
	ejecting   = 0x1001
	requesting = 0x1002
	spare      = 0x1003
	cdma       = 0x1004
	twice      = 0x1005
)

type table struct{ sticks.Table }

func (t table) Messages(s hw.Stick) []hw.Message {
	request := hw.Message{Name: "request", Requests: []hw.Request{{
		Kind: hw.RequestControl, Control: hw.Control{Type: 0x40, Request: 0x0b, Value: 1},
	}}}
	switch {
	case s.ID.Vendor != acme:
		return t.Table.Messages(s)
	case s.ID.Product == requesting:
		return []hw.Message{request}
	case s.ID.Product == twice:
		second := request
		second.Name, second.After = "again", "request"
		return []hw.Message{request, second}
	case s.ID.Product == spare:
		return []hw.Message{hw.Eject(), request}
	}
	return []hw.Message{hw.Eject()}
}

func (t table) Refusal(s hw.Stick) hw.Refusal {
	switch {
	case s.ID.Vendor != acme:
		return t.Table.Refusal(s)
	case s.ID.Product < 0x1000:
		return hw.Refusal(s.ID.Product)
	case s.Mode != hw.ModeStorage:
		return hw.RefusalNotStorage
	}
	return hw.RefusalNone
}

func (t table) RefusalOf(err error) hw.Refusal {
	if errors.Is(err, errTooBig) {
		return hw.RefusalTooBig
	}
	return t.Table.RefusalOf(err)
}

func (t table) Maker(s hw.Stick) string {
	if s.ID.Vendor == acme {
		return "Acme"
	}
	return t.Table.Maker(s)
}

func (t table) Caveat(s hw.Stick) hw.Caveat {
	switch s.ID {
	case hw.ID{Vendor: acme, Product: cdma}:
		return hw.CaveatCDMA
	case hw.ID{Vendor: acme, Product: requesting}:
		return hw.CaveatMaker
	}
	return t.Table.Caveat(s)
}

// errTooBig is what a switcher says that finds more on the way than a scan can see.
var errTooBig = fmt.Errorf("%w: too big", hw.ErrNotOurs)

// other returns a stick of another maker in CD mode.
func other(product uint16) hw.Stick {
	return with(hw.ModeStorage, func(s *hw.Stick) {
		s.ID, s.Serial, s.CD = hw.ID{Vendor: acme, Product: product}, "77", hw.CDPresent
	})
}

// agreed is the user's consent to switch that stick.
func agreed(product uint16) setup.Event {
	return setup.SwitchAgreed{Device: setup.DeviceKey(other(product))}
}

// otherModem is the same stick after its switch.
func otherModem() hw.Stick {
	s := other(0x2001)
	s.Mode, s.Driver, s.CDDrive, s.CD = hw.ModeModem, hw.DriverSerial, "", hw.CDUnknown
	return s
}

// TestConsent: a stick of another maker gets nothing before the user agreed, whatever else is set; on
// Windows no page of the driver comes up where the message needs none.
func TestConsent(t *testing.T) {
	for name, p := range map[string]setup.Platform{"linux": linux, "windows": windows} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, p).apply(setup.AutoSet{On: true}).see(seen(other(ejecting))).wait(time.Minute)
			s.wants(setup.StepSwitch, setup.ProblemNone).next(nil)
			if slices.Contains(s.f.Steps(), setup.StepDriver) {
				t.Error("there is a page of the driver")
			}
			if !s.f.AsksConsent() || !s.f.CanSwitch() || !s.f.Ejects() {
				t.Errorf("asks %v, can switch %v", s.f.AsksConsent(), s.f.CanSwitch())
			}
			if s.apply(agreed(requesting)); !s.f.AsksConsent() {
				t.Error("the consent for another device counts")
			}
			s.apply(agreed(ejecting)).next(setup.DoSwitch{})
			want := setup.Consent{Device: "f00d:1001 77", Switch: true}
			if len(s.f.Consents) != 1 || s.f.Consents[0] != want {
				t.Errorf("remembered %+v", s.f.Consents)
			}
			s.sends(nil, setup.TransportPassThrough).wait(time.Second).see(seen()).next(nil)
		})
	}
}

// TestConsentIsRemembered: the next start, a replug and another socket need no question; another stick
// of the same model, and the same one with another ID, do.
func TestConsentIsRemembered(t *testing.T) {
	recalled := setup.ConsentRecalled{Consent: setup.ParseConsent("f00d:1001 77", "switch")}
	twin, changed := other(ejecting), other(spare)
	twin.Serial = "78"
	moved := other(ejecting)
	moved.Location = "1-4"
	for name, c := range map[string]struct {
		stick hw.Stick
		next  setup.Action
	}{
		"the same":      {other(ejecting), setup.DoSwitch{}},
		"other socket":  {moved, setup.DoSwitch{}},
		"its twin":      {twin, nil},
		"another ID":    {changed, nil},
		"of Huawei":     {storage(), nil},
		"not yet ready": {with(hw.ModeUnknown, func(s *hw.Stick) { s.ID.Vendor = acme }), nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, windows).apply(recalled).see(seen(c.stick))
			s.next(nil).wait(2 * time.Second).next(c.next)
		})
	}
}

// TestOncePerPlugIn: a stick that does not obey gets nothing more by itself, not even when it is plugged in
// again; a person may try again.
func TestOncePerPlugIn(t *testing.T) {
	s := tell(t, passOnly).apply(setup.AutoSet{On: true}).see(seen(other(spare))).wait(2 * time.Second)
	s.apply(agreed(spare)).next(setup.DoSwitch{}).sends(nil, setup.TransportPassThrough)
	s.wait(3 * time.Second).next(nil).wait(20 * time.Second)
	s.next(nil).wait(time.Hour).next(nil)
	if nextName(s.f) != "request" {
		t.Errorf("next message %q", nextName(s.f))
	}
	s.unplug().see(seen(other(spare))).wait(time.Minute).next(nil)
	s = tell(t, passOnly).see(seen(other(ejecting))).wait(2 * time.Second).apply(agreed(ejecting))
	s.sends(hw.ErrBusy, setup.TransportPassThrough).wait(time.Hour).next(nil)
	if !s.f.CanSwitch() || s.f.Recommended() != (setup.DoSwitch{}) {
		t.Error("a person cannot try again")
	}
}

// TestSecondRound: a message that follows upon another belongs to the one click, whenever the stick is
// plugged in.
func TestSecondRound(t *testing.T) {
	s := tell(t, linux).see(seen(other(twice))).wait(2 * time.Second).next(nil).apply(agreed(twice))
	for range 3 {
		s.next(setup.DoSwitch{}).sends(nil, setup.TransportLibusb).wait(time.Second).see(seen())
		s.wait(3 * time.Second).see(seen(other(twice))).wait(5 * time.Second)
		if nextName(s.f) != "again" {
			t.Fatalf("next is %q", nextName(s.f))
		}
		s.next(setup.DoSwitch{}).sends(nil, setup.TransportLibusb).wait(time.Second).see(seen())
		s.wait(3 * time.Second).see(seen(otherModem())).next(nil)
		s.unplug().see(seen(other(twice))).wait(2 * time.Second)
	}
}

// TestConsentAfterArrival: in the chat a replugged stick comes back by itself.
func TestConsentAfterArrival(t *testing.T) {
	snap := seen(otherModem())
	snap.Lines = []hw.Line{port("COM8", 9)}
	s := tell(t, windows).see(seen(other(ejecting))).wait(2 * time.Second).apply(agreed(ejecting))
	s.sends(nil, setup.TransportPassThrough).see(seen()).wait(4 * time.Second).see(snap)
	s.next(setup.DoProbe{}).apply(setup.ProbeStarted{}, setup.SessionStarted{
		Line: port("COM8", 9), Modem: sms.Identity{IMEI: "1"},
	}, setup.SIMSeen{SIM: ready, At: s.now}, setup.LinkSeen{Link: home, At: s.now},
		setup.TestChanged{State: setup.TestSkipped})
	s.wants(setup.StepChat, setup.ProblemNone)
	s.unplug().see(seen(other(ejecting))).next(nil).wait(2 * time.Second).next(setup.DoSwitch{})
}

// TestOnlyLibusb: where no command can go through the CD drive, Windows needs Zadig, and nothing is
// promised before.
func TestOnlyLibusb(t *testing.T) {
	s := tell(t, windows).see(seen(other(requesting))).wait(2 * time.Second)
	s.wants(setup.StepDriver, setup.ProblemWrongDriver).next(nil)
	if s.f.Recommended() != nil || len(s.f.Transports()) > 0 || s.f.Caveat() != hw.CaveatMaker {
		t.Errorf("recommends %v by %v", s.f.Recommended(), s.f.Transports())
	}
	bound := other(requesting)
	bound.Driver, bound.CDDrive, bound.CD = hw.DriverWinUSB, "", hw.CDUnknown
	s.see(seen(bound)).wait(time.Minute).wants(setup.StepSwitch, setup.ProblemNone).next(nil)
	s.apply(agreed(requesting)).next(setup.DoSwitch{})
	if s := tell(t, linux).see(seen(other(requesting))); s.f.Caveat() != hw.CaveatNone {
		t.Error("Linux has the driver")
	}
}

// TestBarred: what a switcher finds out on the way is said as what it is.
func TestBarred(t *testing.T) {
	s := tell(t, linux).see(seen(other(ejecting))).wait(2 * time.Second).apply(agreed(ejecting))
	s.sends(errTooBig, setup.TransportPassThrough).wants(setup.StepSwitch, setup.ProblemRefused).next(nil)
	odd, why, ok := s.f.Odd()
	if !ok || odd.ID.Product != ejecting || why != hw.RefusalTooBig {
		t.Errorf("%v, %v", odd.ID, why)
	}
	s.wait(time.Hour).next(nil)
}

// TestModeOfOthers: nobody knows how to change the mode of another maker's stick.
func TestModeOfOthers(t *testing.T) {
	p := linux
	p.Internet = true
	s := tell(t, p).see(seen(otherModem()))
	if way, can := s.f.CanChange(); can {
		t.Errorf("offers %v", way)
	}
}

var otherRows = []row{
	{"looks like a modem", linux, func(s *story) { s.see(strange()) }, setup.StepStick, setup.ProblemTry, nil},
	{"no port of its own", linux, func(s *story) {
		snap := strange()
		snap.Lines[0].Location = "9"
		s.see(snap)
	}, setup.StepStick, setup.ProblemUnsupported, nil},
	{"a telephone with a port, at once", linux, func(s *story) {
		s.see(left(hw.RefusalLeftPhone, port("COM3", 0)))
	}, setup.StepStick, setup.ProblemNone, nil},
	{"a telephone with a port, when no stick comes", linux, func(s *story) {
		s.see(left(hw.RefusalLeftPhone, port("COM3", 0))).wait(10 * time.Second)
	}, setup.StepStick, setup.ProblemRefused, nil},
	{"a WiMAX stick", linux, func(s *story) {
		s.see(left(hw.RefusalLeftWiMAX))
	}, setup.StepStick, setup.ProblemRefused, nil},
	{"its CD drive may still come", windows, func(s *story) {
		s.see(left(hw.RefusalNoCD)).wait(9 * time.Second)
	}, setup.StepStick, setup.ProblemNone, nil},
	{"its CD drive does not come", windows, func(s *story) {
		s.see(left(hw.RefusalNoCD)).wait(10 * time.Second)
	}, setup.StepStick, setup.ProblemRefused, nil},
	{"the CD drive of a stick may still come", linux, func(s *story) {
		s.see(seen(driveless())).wait(9 * time.Second)
	}, setup.StepSwitch, setup.ProblemNone, nil},
	{"the CD drive of a stick does not come", linux, func(s *story) {
		s.see(seen(driveless())).wait(10 * time.Second)
	}, setup.StepSwitch, setup.ProblemRefused, nil},
	{"nor on Windows, where Zadig may help", windows, func(s *story) {
		s.see(seen(driveless())).wait(10 * time.Second)
	}, setup.StepDriver, setup.ProblemCDNotReady, nil},
	{"a web page of its own", linux, func(s *story) {
		s.see(hw.Snapshot{Unsupported: []hw.Stick{{
			ID: hw.ID{Vendor: 0x1bbb, Product: 0x0195}, Location: "3", Mode: hw.ModeNetwork,
		}}})
	}, setup.StepStick, setup.ProblemOwnPage, nil},
	{"the one that can be tried before the others", linux, func(s *story) {
		snap := left(hw.RefusalLeftWiMAX)
		snap.Unsupported = append(snap.Unsupported, strange().Unsupported...)
		snap.Lines = strange().Lines
		s.see(snap)
	}, setup.StepStick, setup.ProblemTry, nil},
	{"tried, and silent", linux, func(s *story) {
		s.see(strange()).apply(tries(strange())).replies(setup.ProbeSilent)
	}, setup.StepConnection, setup.ProblemNoModem, setup.DoProbe{}},
	{"tried, and busy", windows, func(s *story) {
		s.see(strange()).apply(tries(strange())).replies(setup.ProbeBusy)
	}, setup.StepConnection, setup.ProblemPortBusy, setup.DoProbe{}},
	{"CDMA", linux, func(s *story) {
		s.see(modemSnap()).replies(setup.ProbeCDMA)
	}, setup.StepConnection, setup.ProblemCDMA, setup.DoProbe{}},
}

// replies has the best line answer like that.
func (s *story) replies(r setup.ProbeResult) *story {
	probe := setup.Probe{Line: s.f.Lines()[0], Result: r}
	return s.apply(setup.ProbeStarted{}, setup.Probed{Probe: probe}, setup.ProbeEnded{})
}

// strange is a device that looks like a modem and is in no table.
func strange() hw.Snapshot {
	s := hw.Stick{
		Location: socket, ID: hw.ID{Vendor: 0xbeef, Product: 1}, Name: "LTE", Serial: "5",
		Interfaces: []hw.Interface{{Class: 2, SubClass: 2, Protocol: 1, Port: "ttyACM0"}},
	}
	return hw.Snapshot{Unsupported: []hw.Stick{s}, Lines: []hw.Line{port("/dev/ttyACM0", 0)}}
}

// driveless is a stick of another maker whose CD drive is not seen.
func driveless() hw.Stick {
	s := other(uint16(hw.RefusalNoCD))
	s.CDDrive, s.CD = "", hw.CDUnknown
	return s
}

// left is a device of the table that is left alone.
func left(why hw.Refusal, lines ...hw.Line) hw.Snapshot {
	return hw.Snapshot{Unsupported: []hw.Stick{{
		Location: socket, ID: hw.ID{Vendor: acme, Product: uint16(why)}, Mode: hw.ModeUnknown,
	}}, Lines: lines}
}

// tries is the user's wish to have the device of a scan tried.
func tries(s hw.Snapshot) setup.TryAllowed {
	device := s.Unsupported[0]
	return setup.TryAllowed{Location: device.Location, Device: setup.DeviceKey(device)}
}

// TestTry: the ports of a strange device are asked after the question only; once a modem answered there,
// the device is remembered.
func TestTry(t *testing.T) {
	s := tell(t, windows).apply(setup.AutoSet{On: true}).see(strange()).wait(time.Hour)
	s.wants(setup.StepStick, setup.ProblemTry).next(nil)
	s.apply(setup.TryAllowed{Location: "elsewhere", Device: setup.DeviceKey(strange().Unsupported[0])}).next(nil)
	s.apply(setup.TryAllowed{Location: socket, Device: "beef:0001 6 LTE"}).next(nil) // was there when the button was pressed
	s.apply(tries(strange())).wants(setup.StepConnection, setup.ProblemNone)
	s.next(setup.DoProbe{}).see(strange()).next(setup.DoProbe{})
	if !s.f.Tried() || len(s.f.Untried()) > 0 || len(s.f.Transports()) > 0 || s.f.CanRestart() {
		t.Errorf("tried %v, messages %v by %v", s.f.Tried(), s.f.Untried(), s.f.Transports())
	}
	if lines := s.f.Lines(); len(lines) != 1 || lines[0].Name != "/dev/ttyACM0" {
		t.Errorf("asks %v", lines)
	}
	if len(s.f.Consents) > 0 {
		t.Errorf("remembered before anything answered: %v", s.f.Consents)
	}
	s.apply(setup.ProbeStarted{}, setup.SessionStarted{Line: s.f.Lines()[0]})
	if want := (setup.Consent{Device: "beef:0001 5 LTE", Try: true}); !slices.Contains(s.f.Consents, want) {
		t.Errorf("remembered %+v", s.f.Consents)
	}
	s.unplug().see(strange()).next(setup.DoProbe{})
}

// TestTryFails: a device on which nothing answers is not remembered, and can be left alone.
func TestTryFails(t *testing.T) {
	s := tell(t, linux).see(strange()).apply(tries(strange()))
	s.replies(setup.ProbeSilent).wants(setup.StepConnection, setup.ProblemNoModem)
	s.wait(time.Hour).see(strange()).wants(setup.StepConnection, setup.ProblemNoModem).next(nil)
	s.apply(setup.TryEnded{}).wants(setup.StepStick, setup.ProblemTry).next(nil)
	s.see(strange()).wants(setup.StepStick, setup.ProblemTry).next(nil)
	s.apply(tries(strange())).replies(setup.ProbeSilent).unplug()
	s.wait(30*time.Second).see(seen()).see(strange()).wants(setup.StepStick, setup.ProblemTry).next(nil)
}

// TestTryOfAnother: what takes the socket of a device that is tried is another one, which nobody was asked
// about.
func TestTryOfAnother(t *testing.T) {
	for name, change := range map[string]func(*hw.Stick){
		"its ID":            func(s *hw.Stick) { s.ID.Product++ },
		"its serial number": func(s *hw.Stick) { s.Serial = "6" },
		"its name":          func(s *hw.Stick) { s.Serial, s.Name = "", "3G" },
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, linux).see(strange()).apply(tries(strange())).next(setup.DoProbe{})
			another := strange()
			change(&another.Unsupported[0])
			s.see(another).next(nil).wait(time.Hour).next(nil)
			if s.f.Tried() {
				t.Errorf("tries %+v", s.f.Chosen.Stick)
			}
		})
	}
}

// TestTryRemembered: the next start asks the ports of a device that answered before; it is told of no more
// once that is taken back.
func TestTryRemembered(t *testing.T) {
	recalled := setup.ConsentRecalled{Consent: setup.ParseConsent("beef:0001 5 LTE", "try")}
	s := tell(t, linux).apply(recalled).see(strange()).next(setup.DoProbe{})
	s.replies(setup.ProbeSilent).wants(setup.StepConnection, setup.ProblemNone) // it may be starting
	s.wait(time.Minute).wants(setup.StepConnection, setup.ProblemNoModem)
	s.apply(setup.TryEnded{}).wants(setup.StepStick, setup.ProblemTry).next(nil)
	if want := (setup.Consent{Device: "beef:0001 5 LTE"}); !slices.Contains(s.f.Consents, want) {
		t.Errorf("remembered %+v", s.f.Consents)
	}
}

// TestTryBesideStick: a stick that is supported is taken without a question, whatever lies beside it.
func TestTryBesideStick(t *testing.T) {
	snap := strange()
	snap.Sticks = []hw.Stick{with(hw.ModeStorage, func(s *hw.Stick) { s.Location = "1-9" })}
	tell(t, linux).see(snap).wants(setup.StepSwitch, setup.ProblemNone)
}

// TestCDMAIsNotAskedAgain: unasked, until it is plugged in again.
func TestCDMAIsNotAskedAgain(t *testing.T) {
	s := tell(t, linux).apply(setup.AutoSet{On: true}).see(modemSnap()).replies(setup.ProbeCDMA)
	s.wants(setup.StepConnection, setup.ProblemCDMA).next(nil).wait(time.Hour).next(nil)
	s.unplug().see(modemSnap()).next(setup.DoProbe{})
}

func TestConsentWords(t *testing.T) {
	for _, c := range []setup.Consent{
		{}, {Switch: true}, {Try: true}, {Device: "f00d:1001 77", Switch: true, Try: true},
	} {
		if got := setup.ParseConsent(c.Device, c.String()); got != c {
			t.Errorf("%q is read as %+v, want %+v", c.String(), got, c)
		}
	}
	if got := setup.ParseConsent("x", "no  switch\tnothing"); got != (setup.Consent{Device: "x", Switch: true}) {
		t.Errorf("%+v", got)
	}
	for name, c := range map[string]struct{ serial, name, want string }{
		"none":           {"", "", "f00d:1001"},
		"spaces":         {" a b\n", " ", "f00d:1001 ab"},
		"too long":       {long(100), long(100), "f00d:1001 " + long(64) + " " + long(64)},
		"with a name":    {"77", "Acme  MF 1", "f00d:1001 77 Acme-MF-1"},
		"nothing but it": {"", "Acme", "f00d:1001 Acme"},
	} {
		s := other(ejecting)
		s.Serial, s.Name = c.serial, c.name
		if got := setup.DeviceKey(s); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func long(n int) string { return fmt.Sprintf("%0*d", n, 0) }
