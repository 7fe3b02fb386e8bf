package setup_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

func TestLines(t *testing.T) {
	own := port("COM8", 9)
	named := hw.Line{Name: "COM5", Label: "HUAWEI Mobile Connect - 3G Modem (COM5)", Rank: 6}
	other := hw.Line{Name: "COM9", Location: "1-1.3", Rank: 9}
	adapter := hw.Line{Name: "COM3", Location: "1-4", Label: "Arduino"}
	board := hw.Line{Name: "COM1"}
	for _, c := range []struct {
		name  string
		lines []hw.Line
		want  []string
		probe bool
	}{
		{"its own", []hw.Line{named, other, own, adapter, board}, []string{"COM8"}, true},
		{
			"best first",
			[]hw.Line{port("a", 1), port("b", 3), port("c", 2)},
			[]string{"b", "c", "a"},
			true,
		},
		{"by name", []hw.Line{board, adapter, named, other}, []string{"COM5"}, true},
		{
			"any, but not the other stick's",
			[]hw.Line{board, other, adapter},
			[]string{"COM1", "COM3"},
			false,
		},
		{"none", nil, []string{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			snap := seen(modem(), with(hw.ModeModem, elsewhere))
			snap.Lines = c.lines
			s := tell(t, linux).see(snap).apply(setup.StickChosen{Location: socket})
			got := []string{}
			for _, l := range s.f.Lines() {
				got = append(got, l.Name)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("lines %v, want %v", got, c.want)
			}
			if probes := s.f.Next() == (setup.DoProbe{}); probes != c.probe {
				t.Errorf("asks the lines unasked: %v", probes)
			}
		})
	}
}

func TestVanishedLineIsDropped(t *testing.T) {
	s := tell(t, linux).see(modemSnap()).apply(setup.LineChosen{Name: "/dev/ttyUSB0"},
		setup.ProbeStarted{}, probed("/dev/ttyUSB0", setup.ProbeBusy), setup.ProbeEnded{})
	if l, ok := s.f.Line(); !ok || l.Name != "/dev/ttyUSB0" {
		t.Fatalf("line %v %v", l, ok)
	}
	before := s.f
	s.see(seen(modem()))
	if _, ok := s.f.Line(); ok || s.f.Boot.LineAt != "" || len(s.f.Boot.Probes) != 0 {
		t.Errorf("kept %q, %v", s.f.Boot.LineAt, s.f.Boot.Probes)
	}
	if len(before.Boot.Probes) != 1 || before.Boot.Probes[0].Line.Name != "/dev/ttyUSB0" {
		t.Errorf("the facts before were changed: %v", before.Boot.Probes)
	}
	if s.apply(setup.LineChosen{Name: "/dev/ttyS9"}); s.f.Boot.LineAt != "" {
		t.Errorf("a line that is not there was chosen: %q", s.f.Boot.LineAt)
	}
}

func TestNewLineIsAskedAtOnce(t *testing.T) {
	snap := seen(modem())
	snap.Lines = []hw.Line{port("/dev/ttyUSB0", 5)}
	s := tell(t, linux).see(snap).wait(30 * time.Second).next(setup.DoProbe{})
	s.apply(setup.ProbeStarted{}, probed("/dev/ttyUSB0", setup.ProbeSilent), setup.ProbeEnded{})
	s.wait(time.Hour).next(nil)
	s.see(modemSnap()).next(setup.DoProbe{})
}

func TestProbesAgainWhileItStarts(t *testing.T) {
	s := tell(t, linux).see(modemSnap())
	round := func() {
		s.apply(setup.ProbeStarted{}, probed("/dev/ttyUSB2", setup.ProbeSilent),
			probed("/dev/ttyUSB0", setup.ProbeSilent), setup.ProbeEnded{})
	}
	round()
	s.next(nil).wait(500 * time.Millisecond).next(setup.DoProbe{})
	round()
	s.wait(25*time.Second).wants(setup.StepConnection, setup.ProblemPortSilent).next(nil)
	if s.f.Boot.Rounds != 0 {
		t.Errorf("%d rounds counted while it started", s.f.Boot.Rounds)
	}
}

func TestReconnectBacksOff(t *testing.T) {
	s := inChat(t, linux).wait(30 * time.Second)
	s.apply(setup.SessionEnded{At: s.now}).wants(setup.StepConnection, setup.ProblemNone)
	for _, wait := range []time.Duration{1, 2, 5, 10, 30, 30} {
		s.next(nil).wait(wait*time.Second - 1).next(nil).wait(1).next(setup.DoProbe{})
		s.apply(setup.ProbeStarted{}, probed("/dev/ttyUSB2", setup.ProbeBusy),
			probed("/dev/ttyUSB0", setup.ProbeBusy), setup.ProbeEnded{})
	}
	s.apply(setup.SessionStarted{Line: port("/dev/ttyUSB2", 9)}).wait(2 * time.Minute)
	s.apply(setup.SessionEnded{At: s.now})
	if s.f.Boot.Rounds != 1 {
		t.Errorf("%d failures in a row after a steady session", s.f.Boot.Rounds)
	}
}

func TestFixedLine(t *testing.T) {
	s := tell(t, windows).wait(0).apply(setup.LineFixed{Line: hw.Line{Name: "/dev/pts/7"}})
	s.wants(setup.StepConnection, setup.ProblemNone).next(setup.DoProbe{})
	if got := s.f.Steps(); slices.Contains(got, setup.StepStick) || len(got) != 3 {
		t.Errorf("pages %v", got)
	}
	fixed := func(r setup.ProbeResult) setup.Event {
		return setup.Probed{Probe: setup.Probe{Line: *s.f.Intent.Fixed, Result: r}}
	}
	s.apply(setup.ProbeStarted{}, fixed(setup.ProbeSilent), setup.ProbeEnded{})
	s.wants(setup.StepConnection, setup.ProblemPortSilent).next(nil)
	s.wait(2 * time.Second).next(setup.DoProbe{}) // whoever names a line waits for it
	s.see(seen(storage())).wants(setup.StepConnection, setup.ProblemPortSilent)
	s.apply(setup.ProbeStarted{}, setup.SessionStarted{Line: *s.f.Intent.Fixed},
		setup.SIMSeen{SIM: ready, At: s.now}, setup.LinkSeen{Link: home, At: s.now})
	s.wants(setup.StepChat, setup.ProblemNone)
	s.apply(setup.SessionEnded{At: s.now}).wait(2 * time.Second).next(setup.DoProbe{})
}

func TestTestIsRememberedPerModem(t *testing.T) {
	s := inChat(t, linux)
	s.apply(setup.SessionEnded{At: s.now}, setup.SessionStarted{Modem: sms.Identity{IMEI: "1"}})
	if !s.f.Test.Done {
		t.Error("forgotten for the same modem")
	}
	s.apply(setup.SessionEnded{At: s.now}, setup.SessionStarted{Modem: sms.Identity{IMEI: "2"}})
	if s.f.Test.Done || s.f.Test.State != setup.TestOpen {
		t.Error("kept for another modem")
	}
	if s.apply(setup.TestRemembered{}); !s.f.Test.Done {
		t.Error("not remembered")
	}
}

func TestAutoPassesTheTest(t *testing.T) {
	s := tell(t, linux).apply(setup.AutoSet{On: true})
	registered(sms.RegHome, 0)(s)
	s.wants(setup.StepChat, setup.ProblemNone)
	if s.f.Holds(setup.StepTest) {
		t.Error("a test that was not done has a tick")
	}
}

func TestBusy(t *testing.T) {
	for _, c := range []struct {
		name string
		on   setup.Platform
		tell func(s *story)
		busy bool
	}{
		{"nothing plugged in", linux, func(s *story) { s.see(seen()) }, false},
		{"CD drive awaited", windows, func(s *story) { s.see(seen(noCD())) }, true},
		{"a choice is awaited", windows, func(s *story) { s.see(seen(storage())) }, false},
		{"restarting", linux, func(s *story) { sent(s).wait(time.Second).see(seen()) }, true},
		{"ports awaited", linux, func(s *story) { s.see(seen(modem())) }, true},
		{"drivers searched", windows, func(s *story) {
			s.see(seen(with(hw.ModeModem, driverless(28)))).wait(time.Minute)
		}, true},
		{"asking a line", linux, func(s *story) {
			s.see(modemSnap()).wait(time.Minute).apply(setup.ProbeStarted{})
		}, true},
		{"silent", linux, asked(setup.ProbeSilent), false},
		{"asking the card", linux, func(s *story) { plugged(s) }, true},
		{"PIN awaited", linux, sim(sms.SIMNeedsPIN, 3), false},
		{"unlocking", linux, func(s *story) {
			sim(sms.SIMNeedsPIN, 3)(s)
			s.apply(setup.UnlockStarted{})
		}, true},
		{"searching", linux, registered(sms.RegSearching, time.Second), true},
		{"test", linux, func(s *story) {
			registered(sms.RegHome, 0)(s)
			s.apply(setup.TestChanged{State: setup.TestRunning})
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := tell(t, c.on)
			c.tell(s)
			since, usual, busy := s.f.Busy()
			if busy != c.busy || busy && (since.IsZero() || since.After(s.now) || usual <= 0) {
				t.Errorf("busy %v since %v for %v", busy, since, usual)
			}
		})
	}
}

// TestMessagesByTable: what is tried follows the table, and HiLink is never asked for on a stick
// that has it.
func TestMessagesByTable(t *testing.T) {
	for product, want := range map[uint16]string{
		0x1f01: "guide-modem classic-zero old-ppp variant alt",
		0x1446: "new-mode guide-modem classic-zero old-ppp variant alt",
		0x1414: "huawei-mode", 0x380b: "eject", 0x1d50: "configuration-2", 0x1573: "",
	} {
		s := tell(t, linux).see(seen(storageOf(product)))
		var tried []string
		for nextName(s.f) != "" {
			tried = append(tried, nextName(s.f))
			s.sends(nil, setup.TransportLibusb).wait(20 * time.Second)
		}
		if got := strings.Join(tried, " "); got != want {
			t.Errorf("%04x: %q, want %q", product, got, want)
		}
	}
}

// TestRounds: a message that belongs to another goes out after that only, also when it led to a modem the
// last time.
func TestRounds(t *testing.T) {
	sony := with(hw.ModeStorage, func(k *hw.Stick) { k.ID = hw.ID{Vendor: 0x0fce, Product: 0xd0e1} })
	modem := with(hw.ModeModem, func(k *hw.Stick) { k.ID = sony.ID })
	s := tell(t, linux)
	for range 2 {
		s.see(seen(sony)).wait(2 * time.Second)
		for _, want := range []string{"sony", "sony-configuration-2"} {
			if got := nextName(s.f); got != want {
				t.Fatalf("next is %q, want %q", got, want)
			}
			s.sends(nil, setup.TransportLibusb).wait(time.Second).see(seen()).wait(3 * time.Second)
			if want == "sony" {
				s.see(seen(sony)).wait(6 * time.Second)
			}
		}
		s.see(seen(modem)).wait(time.Second).unplug()
	}
}

func storageOf(product uint16) hw.Stick {
	return with(hw.ModeStorage, func(k *hw.Stick) { k.ID.Product = product })
}

// TestControlRequestNeedsLibusb: what is no SCSI command does not go through the CD drive.
func TestControlRequestNeedsLibusb(t *testing.T) {
	s := tell(t, windows).see(seen(storageOf(0x1414)))
	s.wants(setup.StepDriver, setup.ProblemWrongDriver)
	if ways := s.f.Transports(); len(ways) != 0 {
		t.Errorf("ways %v", ways)
	}
	bound := storageOf(0x1414)
	bound.Driver = hw.DriverWinUSB
	s.see(seen(bound)).wants(setup.StepSwitch, setup.ProblemNone)
	if ways := s.f.Transports(); len(ways) != 1 || ways[0] != setup.TransportLibusb {
		t.Errorf("ways %v", ways)
	}
}

// TestNotUnasked: a telephone may only be there to be charged.
func TestNotUnasked(t *testing.T) {
	for product, want := range map[uint16]setup.Action{
		0x1f01: setup.DoSwitch{}, 0x1414: setup.DoSwitch{}, 0x1030: nil, 0x380b: nil,
	} {
		s := tell(t, linux).apply(setup.AutoSet{On: true}).see(seen(storageOf(product)))
		s.wait(2 * time.Second).next(want)
		if !s.f.CanSwitch() {
			t.Errorf("%04x cannot be switched at all", product)
		}
	}
}
