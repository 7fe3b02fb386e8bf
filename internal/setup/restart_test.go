package setup_test

import (
	"errors"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// restarted tells a story up to a stick that was told to restart and has gone away.
func restarted(s *story) *story {
	return s.apply(setup.RestartBegun{At: s.now}, setup.SessionEnded{At: s.now},
		setup.RestartEnded{At: s.now}).wait(time.Second).see(hw.Snapshot{})
}

// A stick that was told to restart is expected back, although nobody was in the chat before: as a CD
// drive it is switched again, and then its lines are asked, all unasked.
func TestRestartComesBack(t *testing.T) {
	s := restarted(connected(t, linux))
	for range 4 {
		s.wait(2*time.Second).see(hw.Snapshot{}).wants(setup.StepConnection, setup.ProblemNone)
		if !s.f.Restarts() || s.f.CanRestart() {
			t.Fatal("not seen as restarting")
		}
	}
	s.wait(time.Second).see(seen(storage())).wants(setup.StepSwitch, setup.ProblemNone)
	s.wait(3 * time.Second).see(seen(storage())).next(setup.DoSwitch{})
	s.sends(nil, setup.TransportLibusb).wait(8 * time.Second).see(modemSnap()).next(setup.DoProbe{})
	s.apply(setup.ProbeStarted{}, setup.SessionStarted{
		Line: port("/dev/ttyUSB2", 9), Modem: sms.Identity{IMEI: "1"},
	})
	if s.f.Restarts() || s.f.Restart.Returning || !s.f.CanRestart() {
		t.Error("still seen as restarting")
	}
}

// One that stays away is missing after a minute.
func TestRestartStaysAway(t *testing.T) {
	s := restarted(inChat(t, linux))
	for range 30 {
		s.wait(2 * time.Second).see(hw.Snapshot{})
	}
	s.wait(10*time.Second).see(hw.Snapshot{}).wants(setup.StepStick, setup.ProblemNoStick)
	if s.f.Restarts() {
		t.Error("still waited for")
	}
}

// One that cannot be told stays connected, and says why.
func TestRestartRefused(t *testing.T) {
	s := inChat(t, linux)
	s.apply(setup.RestartBegun{At: s.now})
	if !s.f.Restarts() || s.f.CanRestart() {
		t.Error("not seen as restarting")
	}
	refused := errors.New("no such command")
	s.apply(setup.RestartEnded{Err: refused, At: s.now})
	if s.f.Restarts() || !s.f.Session.Connected || !errors.Is(s.f.Restart.Err, refused) {
		t.Errorf("facts %+v", s.f)
	}
	s.apply(setup.RestartEnded{At: s.now}) // of an earlier one
	if s.f.Restarts() {
		t.Error("restarts after all")
	}
	s.apply(setup.RestartBegun{At: s.now}, setup.Cancelled{At: s.now})
	if s.f.Restarts() {
		t.Error("cannot be given up")
	}
}

// Lines that say nothing although the stick has had its time hang.
func TestHangs(t *testing.T) {
	for result, hangs := range map[setup.ProbeResult]bool{
		setup.ProbeSilent: true, setup.ProbeStuck: true, setup.ProbeBusy: false,
		setup.ProbeNotModem: false, setup.ProbeDenied: false,
	} {
		s := tell(t, linux).see(modemSnap()).wait(time.Minute)
		for _, l := range modemSnap().Lines {
			s.apply(setup.Probed{Probe: setup.Probe{Line: l, Result: result}})
		}
		if s.f.Hangs() != hangs {
			t.Errorf("result %d, problem %v: hangs %v", result, s.f.Problem(), s.f.Hangs())
		}
	}
}

// Nothing is written to ports that are not known to be a stick's.
func TestNoRestartOfStrangers(t *testing.T) {
	foreign := hw.Line{Name: "COM1"}
	s := tell(t, windows).see(hw.Snapshot{Lines: []hw.Line{foreign}}).wait(time.Minute)
	s.apply(setup.Probed{Probe: setup.Probe{Line: foreign, Result: setup.ProbeSilent}})
	if s.f.CanRestart() || s.f.Hangs() {
		t.Error("would write to COM1")
	}
}
