package setup_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// TestAnyEvents applies any sequence of events, sensible or not, and checks what must always hold.
func TestAnyEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := setup.New(setup.Platform{
			DriverPage:  rapid.Bool().Draw(t, "driver page"),
			PassThrough: rapid.Bool().Draw(t, "pass-through"),
			Libusb:      rapid.Bool().Draw(t, "libusb"),
		}, sticks.Table{})
		now := start
		for range rapid.IntRange(1, 60).Draw(t, "events") {
			now = now.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "wait")) * time.Second)
			e := anyEvent(t, f, now)
			before, old := fmt.Sprintf("%+v", f), f
			f = f.Apply(e)
			if after := fmt.Sprintf("%+v", old); after != before {
				t.Fatalf("%T changed the facts before:\n%s\n%s", e, before, after)
			}
			checkStep(t, f)
			checkNext(t, f)
			checkRest(t, f, old)
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
	runs := f.Switching() || f.Runs(setup.JobProbe) || f.Runs(setup.JobUnlock) || f.Test.State == setup.TestRunning || f.Runs(setup.JobRestart)
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
			s.ID.Vendor != hw.HuaweiVendor || s.CD == hw.CDNone || slices.Contains(f.Plug.Tried, nextName(f)) {
			t.Fatalf("would send %q to %+v", nextName(f), s)
		}
	case setup.DoProbe:
		if f.Session.Connected || len(f.Lines()) == 0 {
			t.Fatalf("would ask %v", f.Lines())
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

var anyErr = []error{
	nil, hw.ErrAccess, hw.ErrBusy, hw.ErrGone, hw.ErrNoDriver, hw.ErrNoLibusb, hw.ErrNotOurs,
	hw.ErrUnsupported, errors.New("pipe"),
}

func anyErrOf(t *rapid.T) error {
	return anyErr[rapid.IntRange(0, len(anyErr)-1).Draw(t, "error")]
}

func anySnapshot(t *rapid.T) hw.Snapshot {
	var s hw.Snapshot
	for _, at := range []string{socket, "1-1.3", ""} {
		if rapid.IntRange(0, 2).Draw(t, "stick at "+at) > 0 {
			continue
		}
		s.Sticks = append(s.Sticks, hw.Stick{
			Location: at,
			ID: hw.ID{
				Vendor:  rapid.SampledFrom([]uint16{hw.HuaweiVendor, 0x3566}).Draw(t, "vendor"),
				Product: uint16(rapid.IntRange(0x1001, 0x1002).Draw(t, "product")),
			},
			Mode:       hw.Mode(rapid.IntRange(0, 4).Draw(t, "mode")),
			Driver:     hw.Driver(rapid.IntRange(0, 8).Draw(t, "driver")),
			Problem:    rapid.SampledFrom([]int{0, 14, 22, 28, 39, 43}).Draw(t, "code"),
			CDDrive:    rapid.SampledFrom([]string{"", "/dev/sr0"}).Draw(t, "CD"),
			CD:         hw.CD(rapid.IntRange(0, 2).Draw(t, "CD there")),
			Accessible: rapid.Bool().Draw(t, "accessible"),
		})
	}
	for _, name := range []string{"a", "b"} {
		if rapid.Bool().Draw(t, "line "+name) {
			s.Lines = append(s.Lines, hw.Line{
				Name:     name,
				Location: rapid.SampledFrom([]string{socket, "1-1.3", "", "9"}).Draw(t, "of"),
				Rank:     rapid.IntRange(-1, 2).Draw(t, "rank"),
			})
		}
	}
	s.Broken, s.Remote = rapid.Bool().Draw(t, "broken"), rapid.Bool().Draw(t, "remote")
	s.LibusbMissing = rapid.IntRange(0, 4).Draw(t, "libusb") == 0
	return s
}

func anySIM(t *rapid.T) sms.SIM {
	return sms.SIM{
		State:    sms.SIMState(rapid.IntRange(0, 7).Draw(t, "SIM")),
		PINTries: rapid.IntRange(-1, 3).Draw(t, "tries"),
	}
}

func anyLine(t *rapid.T) hw.Line {
	return hw.Line{Name: rapid.SampledFrom([]string{"a", "b", "c", ""}).Draw(t, "name")}
}

// anyEvent draws an event; half of them are scans and time, as in life.
func anyEvent(t *rapid.T, f setup.Facts, now time.Time) setup.Event {
	message := rapid.SampledFrom([]string{nextName(f), f.Boot.Switch.Message, "guide-modem", "x"})
	name := rapid.SampledFrom([]string{"a", "b", socket, "1-1.3", ""})
	events := []func() setup.Event{
		func() setup.Event { return setup.ScanFailed{Err: anyErrOf(t), At: now} },
		func() setup.Event { return setup.StickChosen{Location: name.Draw(t, "location")} },
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
			}
		},
		func() setup.Event { return setup.SwitchReset{} },
		func() setup.Event { return setup.ProbeStarted{} },
		func() setup.Event {
			result := setup.ProbeResult(rapid.IntRange(0, 8).Draw(t, "result"))
			return setup.Probed{Probe: setup.Probe{Line: anyLine(t), Result: result}}
		},
		func() setup.Event { return setup.ProbeEnded{} },
		func() setup.Event { return setup.LineChosen{Name: name.Draw(t, "line")} },
		func() setup.Event {
			return setup.SessionStarted{
				Line: anyLine(t), Modem: sms.Identity{IMEI: name.Draw(t, "IMEI")},
			}
		},
		func() setup.Event {
			return setup.ModemRead{Modem: sms.Identity{OwnNumber: name.Draw(t, "number")}}
		},
		func() setup.Event { return setup.SessionEnded{Err: anyErrOf(t), At: now} },
		func() setup.Event { return setup.SIMSeen{SIM: anySIM(t), At: now} },
		func() setup.Event { return setup.SIMSeen{SIM: ready, At: now} },
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
	if i := rapid.IntRange(0, 2*len(events)-1).Draw(t, "event"); i < len(events) {
		return events[i]()
	} else if i%4 == 0 {
		return setup.Ticked{At: now}
	}
	return setup.Seen{Snapshot: anySnapshot(t), At: now}
}
