package setup_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

var (
	ch340   = hw.Line{Name: "COM5", Label: "USB-SERIAL CH340 (COM5)", Interface: -1, Device: "1a86:7523"}
	ftdi    = hw.Line{Name: "COM6", Label: "USB Serial Port (COM6)", Interface: -1, Device: "0403:6001 A5"}
	onboard = hw.Line{Name: "COM1", Interface: -1}
)

func named(l hw.Line, name string) hw.Line {
	l.Name = name
	return l
}

func ports(lines ...hw.Line) hw.Snapshot { return hw.Snapshot{Lines: lines} }

// answers is a modem that answered on the picked port at a speed.
func answers(l hw.Line, speed int) []setup.Event {
	l.Speed = speed
	return []setup.Event{
		setup.ProbeStarted{},
		setup.SpeedTried{Speed: speed},
		setup.SessionStarted{Line: l, Modem: sms.Identity{IMEI: "86"}},
	}
}

// TestPickSerial: a port is used instead of a stick from the pick on; nothing is asked before it, and
// nothing unasked before a modem answered there.
func TestPickSerial(t *testing.T) {
	s := tell(t, windows).see(ports(onboard, ch340, ftdi)).wait(15*time.Second).
		wants(setup.StepStick, setup.ProblemNoStick).next(nil)
	if got := s.f.SerialPorts(); !slices.Equal(got, []hw.Line{ch340, ftdi, onboard}) {
		t.Errorf("to pick from: %+v", got)
	}
	s.apply(setup.SerialPicked{Name: "COM5"}).wants(setup.StepConnection, setup.ProblemNone).next(nil)
	if !s.f.OnSerial() || !slices.Equal(s.f.Lines(), []hw.Line{ch340}) {
		t.Errorf("uses %+v", s.f.Lines())
	}
	want := []setup.Step{setup.StepConnection, setup.StepSIM, setup.StepTest}
	if !slices.Equal(s.f.Steps(), want) {
		t.Errorf("steps %v", s.f.Steps())
	}
	s.apply(setup.ProbeStarted{}, setup.SpeedTried{Speed: 9600})
	if s.f.Boot.Speed != 9600 {
		t.Errorf("speed %d", s.f.Boot.Speed)
	}
	s.apply(setup.Probed{Probe: setup.Probe{Line: ch340, Result: setup.ProbeGarbled}}, setup.ProbeEnded{}).
		wait(time.Hour).wants(setup.StepConnection, setup.ProblemPortGarbled).next(nil)
	if s.f.Recommended() != (setup.DoConnect{Name: "COM5"}) || s.f.Boot.Speed != 0 {
		t.Errorf("recommended %#v, speed %d", s.f.Recommended(), s.f.Boot.Speed)
	}
	if s.f.CanRestart() {
		t.Error("something that is no modem can be told to restart")
	}
	s.apply(answers(ch340, 9600)...).wants(setup.StepSIM, setup.ProblemNone)
	if l, _ := s.f.Line(); l.Speed != 9600 || s.f.Intent.Serial.Speed != 9600 {
		t.Errorf("line %+v, picked %+v", l, s.f.Intent.Serial)
	}
	s.apply(setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: s.now},
		setup.LinkSeen{Link: sms.Link{Registration: sms.RegHome}, At: s.now}).
		wants(setup.StepTest, setup.ProblemNone)
}

// TestSerialPicks: what can be picked, and what not.
func TestSerialPicks(t *testing.T) {
	own := port("COM8", 90)
	snap := modemSnap()
	snap.Lines = []hw.Line{own, ch340}
	s := tell(t, windows).see(snap)
	if got := s.f.SerialPorts(); !slices.Equal(got, []hw.Line{ch340}) {
		t.Errorf("to pick from: %+v", got)
	}
	for _, name := range []string{"COM8", "COM99", ""} {
		if s.apply(setup.SerialPicked{Name: name}); s.f.OnSerial() {
			t.Fatalf("picked %q", name)
		}
	}
	if fixed := s.f.Apply(setup.LineFixed{Line: onboard}).Apply(setup.SerialPicked{Name: "COM5"}); fixed.OnSerial() {
		t.Error("picked although the line was named at the start")
	}
	s.apply(setup.SerialPicked{Name: "COM5"})
	if _, stick := s.f.Stick(); stick || !s.f.OnSerial() {
		t.Error("the stick is still used")
	}
	s.see(snap).wait(time.Minute).wants(setup.StepConnection, setup.ProblemNone).next(nil)
}

// TestLeaveSerial: back to the stick that is plugged in.
func TestLeaveSerial(t *testing.T) {
	snap := modemSnap()
	snap.Lines = append(snap.Lines, ch340)
	s := tell(t, linux).see(snap).apply(setup.SerialPicked{Name: "COM5"}).apply(answers(ch340, 9600)...)
	s.wants(setup.StepSIM, setup.ProblemNone).apply(setup.SerialLeft{})
	if s.f.OnSerial() || s.f.Session.Connected || s.f.Intent.Fixed != nil || !s.f.Present() {
		t.Errorf("%+v", s.f.Intent)
	}
	s.wants(setup.StepConnection, setup.ProblemNone).next(setup.DoProbe{})
}

// TestSerialComesBack: under the same name or another one, asked again by itself if it worked, and at the
// speed that it had.
func TestSerialComesBack(t *testing.T) {
	for name, c := range map[string]struct {
		picked hw.Line
		back   []hw.Line
		found  hw.Line
	}{
		"same name":                {ch340, []hw.Line{ch340}, ch340},
		"other name":               {ch340, []hw.Line{onboard, named(ch340, "COM7")}, named(ch340, "COM7")},
		"with a serial number":     {ftdi, []hw.Line{named(ftdi, "COM9")}, named(ftdi, "COM9")},
		"another of the same kind": {ch340, []hw.Line{named(ch340, "COM7"), ch340}, ch340},
		"two that may be it": {
			ch340, []hw.Line{named(ch340, "COM7"), named(ch340, "COM8")}, hw.Line{},
		},
		"its name, another adapter": {ch340, []hw.Line{named(ftdi, "COM5")}, hw.Line{}},
		"of the computer":           {onboard, []hw.Line{onboard}, onboard},
		"of the computer, renamed":  {onboard, []hw.Line{named(onboard, "COM2")}, hw.Line{}},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, windows).see(ports(c.picked)).apply(setup.SerialPicked{Name: c.picked.Name}).
				apply(answers(c.picked, 9600)...).wait(time.Minute)
			s.apply(setup.SessionEnded{Err: errors.New("gone"), At: s.now}).see(ports()).see(ports()).
				wait(time.Minute).wants(setup.StepConnection, setup.ProblemPortGone).next(nil)
			s.see(ports(c.back...)).wait(time.Second)
			if c.found == (hw.Line{}) {
				s.see(ports(c.back...)).wants(setup.StepConnection, setup.ProblemPortGone).next(nil)
				return
			}
			c.found.Speed = 9600
			s.next(setup.DoProbe{})
			if !slices.Equal(s.f.ToAsk(), []hw.Line{c.found}) || s.f.Intent.Serial.Name != c.found.Name {
				t.Errorf("asks %+v, want %+v", s.f.ToAsk(), c.found)
			}
		})
	}
}

// TestSerialVanishes: the connection ends when the adapter is gone, whether the port noticed or not; one
// scan may be wrong.
func TestSerialVanishes(t *testing.T) {
	s := tell(t, windows).see(ports(ch340)).apply(setup.SerialPicked{Name: "COM5"}).
		apply(answers(ch340, 57600)...).see(ports())
	if !s.f.Session.Connected {
		t.Fatal("one scan ends the session")
	}
	s.see(ports(ch340)).see(ports())
	if !s.f.Session.Connected {
		t.Fatal("two scans that are not in a row end the session")
	}
	s.see(ports()).wants(setup.StepConnection, setup.ProblemPortGone)
	if s.f.Session.Connected {
		t.Error("still connected")
	}
}

// TestSerialRecalled: the next start goes straight to the port, once it is there, and to nothing else.
func TestSerialRecalled(t *testing.T) {
	p := setup.SerialPort{Name: "COM5", Device: "1a86:7523", Interface: -1, Speed: 9600}
	s := tell(t, windows).apply(setup.SerialRecalled{Port: p}).
		wants(setup.StepConnection, setup.ProblemNone).next(nil)
	s.see(ports(onboard, named(ftdi, "COM5"))).next(nil).see(ports(onboard)).
		wants(setup.StepConnection, setup.ProblemPortGone).next(nil)
	s.see(ports(onboard, ch340)).wait(time.Second).next(setup.DoProbe{})
	if want := ch340.Name; len(s.f.ToAsk()) != 1 || s.f.ToAsk()[0].Name != want || s.f.ToAsk()[0].Speed != 9600 {
		t.Errorf("asks %+v", s.f.ToAsk())
	}
	busy := setup.Probed{Probe: setup.Probe{Line: ch340, Result: setup.ProbeBusy}}
	s.apply(setup.ProbeStarted{Unasked: true}, busy, setup.ProbeEnded{}).
		wants(setup.StepConnection, setup.ProblemPortBusy).next(nil).wait(time.Second).next(setup.DoProbe{})
}

func TestSerialPortIsKept(t *testing.T) {
	for _, p := range []setup.SerialPort{
		{},
		{Name: "COM5", Interface: -1, Speed: 115200},
		{Name: "/dev/ttyUSB0", Device: `0403:6001 A "5`, Interface: 1, Speed: 9600},
	} {
		if got := setup.ParseSerialPort(p.String()); got != p {
			t.Errorf("%q: %+v, want %+v", p.String(), got, p)
		}
	}
	for _, line := range []string{"", "COM5", `"" "" 0 9600`, `"COM5" "" -1 0`, `"COM5" "" -1`} {
		if got := setup.ParseSerialPort(line); got != (setup.SerialPort{}) {
			t.Errorf("%q: %+v", line, got)
		}
	}
}
