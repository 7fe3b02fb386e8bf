package setup_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/bench/setups"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// TestAnyEvents applies any sequence of events, sensible or not, and checks what must always hold.
func TestAnyEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := setup.New(setups.Platform(t), table{})
		now := start
		for range rapid.IntRange(1, 60).Draw(t, "events") {
			now = now.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "wait")) * time.Second)
			e := setups.Event(t, f, now)
			before, old := fmt.Sprintf("%+v", f), f
			f = f.Apply(e)
			if after := fmt.Sprintf("%+v", old); after != before {
				t.Fatalf("%T changed the facts before:\n%s\n%s", e, before, after)
			}
			checkStep(t, f)
			checkNext(t, f)
			checkRest(t, f, old)
			checkSystem(t, f)
		}
	})
}

// checkStep: the step is the first page that does not hold, and its problem has a name.
func checkStep(t *rapid.T, f setup.Facts) {
	step, steps := f.Step(), f.Steps()
	if step != setup.StepChat && !slices.Contains(steps, step) {
		t.Fatalf("step %v is no page of %v", step, steps)
	}
	for _, s := range steps {
		if s == step {
			break
		}
		if !f.Holds(s) && s != setup.StepTest {
			t.Fatalf("step %v although %v does not hold", step, s)
		}
	}
	if f.Holds(step) != (step == setup.StepChat) {
		t.Fatalf("step %v holds: %v", step, f.Holds(step))
	}
	if step == setup.StepChat && (!f.Session.Connected || f.Session.SIM.State != sms.SIMReady || !f.Run.Arrived) {
		t.Fatalf("chat without a modem")
	}
	if p := f.Problem(); p < setup.ProblemNone || p.String() == "invalid" {
		t.Fatalf("problem %d", p)
	}
}

// checkNext: what runs is not started again, the SIM card is the user's, and only a stick in
// storage mode that is there is ever written to.
func checkNext(t *rapid.T, f setup.Facts) {
	runs := f.Switching() || f.Runs(setup.JobProbe) || f.Runs(setup.JobUnlock) || f.Test.State == setup.TestRunning || f.Runs(setup.JobRestart) ||
		f.Runs(setup.JobLogin)
	next := f.Next()
	if next != nil && (runs || f.Boot.Held) {
		t.Fatalf("next %#v while something runs", next)
	}
	if a := f.Recommended(); a != nil && runs {
		t.Fatalf("recommended %#v while something runs", a)
	}
	switch next.(type) {
	case nil:
	case setup.DoSwitch:
		s, ok := f.Stick()
		_, known := sticks.Message(nextName(f))
		if !ok || !f.Present() || s.Mode != hw.ModeStorage || !known || len(f.Transports()) == 0 ||
			f.AsksConsent() || sticks.Refusal(s) != hw.RefusalNone || s.CD == hw.CDNone || slices.Contains(f.Plug.Tried, nextName(f)) {
			t.Fatalf("would send %q to %+v", nextName(f), s)
		}
	case setup.DoChooseWay:
		if !f.Intent.Auto && !f.Run.Arrived && !f.Restart.Returning || !f.Chooses() {
			t.Fatalf("would choose %#v unasked", next)
		}
	case setup.DoProbe:
		unknown := f.OnSerial() && (f.Intent.Serial.Speed == 0 || len(f.ToAsk()) != 1)
		if f.Session.Connected || len(f.Lines()) == 0 || unknown {
			t.Fatalf("would ask %v", f.Lines())
		}
		s, _ := f.Stick()
		if i := slices.IndexFunc(f.Consents, func(c setup.Consent) bool {
			return c.Try && c.Device == setup.DeviceKey(s)
		}); f.Tried() && f.Plug.Trial != setup.DeviceKey(s) && i < 0 {
			t.Fatalf("would ask a strange device: %+v", s)
		}
	case setup.DoChooseTransport:
		if !f.Intent.Auto && !f.Run.Arrived || !f.Platform.PassThrough {
			t.Fatalf("would choose %#v unasked", next)
		}
	default:
		t.Fatalf("next is %#v", next)
	}
}

// checkRest: the facts agree with each other.
func checkRest(t *rapid.T, f, old setup.Facts) {
	if unsent := f.Boot.Switch.Phase == setup.SwitchUnsent; unsent != (f.Boot.Switch.Err != nil) {
		t.Fatalf("phase %v, error %v", f.Boot.Switch.Phase, f.Boot.Switch.Err)
	}
	if !f.Session.Connected && (f.Runs(setup.JobLogin) || f.Session.Login != setup.Login{}) {
		t.Fatalf("no session, but a password %+v", f.Session.Login)
	}
	if f.InNetworkMode() {
		for _, l := range f.Lines() {
			if l.Kind != hw.LineWeb || l.Location != f.Chosen.Location || len(f.Lines()) != 1 {
				t.Fatalf("lines of a stick in network mode: %+v", f.Lines())
			}
		}
	}
	if !f.Session.Connected && (f.Runs(setup.JobUnlock) || f.Session.SIM.State != sms.SIMUnknown || f.Session.Identity.IMEI != "") {
		t.Fatalf("no session, but %+v %+v", f.Session.SIM, f.Session.Identity)
	}
	if old.Run.Arrived && !f.Run.Arrived {
		t.Fatal("arrived no more")
	}
	if len(f.Plug.Tried) > 6 {
		t.Fatalf("tried %v", f.Plug.Tried)
	}
	if since, _, busy := f.Busy(); busy && since.After(f.Now) {
		t.Fatalf("busy since %v, now is %v", since, f.Now)
	}
	if s, ok := f.Stick(); ok && s.Location != f.Chosen.Location {
		t.Fatalf("chosen %q, stick at %q", f.Chosen.Location, s.Location)
	}
}

// Problems whose words are about one system, and make no sense on another.
var (
	ofWindows = []setup.Problem{
		setup.ProblemCDMode, setup.ProblemNoStorageDriver, setup.ProblemWrongDriver,
		setup.ProblemDriverIncomplete, setup.ProblemDriverSettling, setup.ProblemPassDenied,
		setup.ProblemPassDeniedRemote, setup.ProblemCDNotReady, setup.ProblemOtherDriver,
		setup.ProblemDriverSearch, setup.ProblemDriverBlocked, setup.ProblemRestart,
		setup.ProblemDisabled,
	}
	ofLinux = []setup.Problem{setup.ProblemNoPermission, setup.ProblemPortPermission}
)

// checkSystem: nobody meets the problem of another system.
func checkSystem(t *rapid.T, f setup.Facts) {
	p := f.Problem()
	if slices.Contains(ofWindows, p) && !f.Platform.DriverPage {
		t.Fatalf("%v is none of Windows, but has problem %v", f.Platform, p)
	}
	if slices.Contains(ofLinux, p) && !f.Platform.Udev {
		t.Fatalf("%v is no Linux, but has problem %v", f.Platform, p)
	}
}
