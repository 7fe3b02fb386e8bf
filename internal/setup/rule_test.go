package setup_test

import (
	"errors"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// TestRuleForPort: once the right is there, the port that was refused is asked again by itself.
func TestRuleForPort(t *testing.T) {
	line := port("/dev/ttyUSB2", 90)
	s := tell(t, linux).see(hw.Snapshot{Sticks: []hw.Stick{modem()}, Lines: []hw.Line{line}})
	denied := setup.Probe{Line: line, Result: setup.ProbeDenied}
	s.apply(setup.ProbeStarted{}, setup.Probed{Probe: denied}, setup.ProbeEnded{})
	s.wait(time.Minute).wants(setup.StepConnection, setup.ProblemPortPermission).next(nil)
	s.apply(setup.RuleStarted{}).wants(setup.StepConnection, setup.ProblemPortPermission)
	declined := errors.New("declined")
	s.apply(setup.RuleEnded{Err: declined}).next(nil)
	if s.f.Runs(setup.JobRule) || !errors.Is(s.f.Help.RuleErr, declined) {
		t.Errorf("ruling %v, error %v", s.f.Runs(setup.JobRule), s.f.Help.RuleErr)
	}
	s.apply(setup.RuleStarted{}, setup.RuleEnded{}).wait(time.Second)
	s.wants(setup.StepConnection, setup.ProblemNone).next(setup.DoProbe{})
	if s.f.Runs(setup.JobRule) || s.f.Help.RuleErr != nil {
		t.Errorf("ruling %v, error %v", s.f.Runs(setup.JobRule), s.f.Help.RuleErr)
	}
}

// TestRuleForStick: what was refused before is no obstacle afterwards.
func TestRuleForStick(t *testing.T) {
	s := tell(t, linux).apply(setup.AutoSet{On: true}).see(seen(locked())).wait(2 * time.Second)
	s.sends(hw.ErrAccess, setup.TransportPassThrough)
	s.wants(setup.StepSwitch, setup.ProblemNoPermission).next(nil)
	s.apply(setup.RuleStarted{}, setup.RuleEnded{}).see(seen(storage()))
	s.wait(2*time.Second).wants(setup.StepSwitch, setup.ProblemNone).next(setup.DoSwitch{})
}

func TestRuleCancelled(t *testing.T) {
	s := tell(t, linux).see(seen(locked())).apply(setup.RuleStarted{})
	if s.apply(setup.Cancelled{At: s.now}); s.f.Runs(setup.JobRule) {
		t.Error("goes on after it was cancelled")
	}
}
