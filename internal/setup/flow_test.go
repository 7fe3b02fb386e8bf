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

// unplug is two scans without a stick and enough time for it not to be a restart.
func (s *story) unplug() *story {
	return s.wait(time.Second).see(seen()).wait(2 * time.Second).see(seen())
}

func TestUnplugAnywhere(t *testing.T) {
	for _, c := range []struct {
		name string
		tell func(t *testing.T) *story
	}{
		{"storage", func(t *testing.T) *story { return tell(t, windows).see(seen(storage())) }},
		{"way chosen", func(t *testing.T) *story { return passed(tell(t, windows)) }},
		{"could not be sent", func(t *testing.T) *story {
			return passed(tell(t, windows)).sends(hw.ErrAccess, setup.TransportPassThrough)
		}},
		{"no reaction", func(t *testing.T) *story {
			return sent(tell(t, linux)).wait(20 * time.Second)
		}},
		{"network mode", func(t *testing.T) *story {
			return tell(t, linux).see(seen(with(hw.ModeNetwork, nil)))
		}},
		{"rescue mode", func(t *testing.T) *story {
			return tell(t, linux).see(seen(with(hw.ModeRescue, nil)))
		}},
		{"modem", func(t *testing.T) *story { return tell(t, linux).see(modemSnap()) }},
		{"silent", func(t *testing.T) *story {
			s := tell(t, linux)
			asked(setup.ProbeSilent)(s)
			return s
		}},
		{"connected", func(t *testing.T) *story { return connected(t, linux) }},
		{"PIN", func(t *testing.T) *story {
			s := tell(t, linux)
			sim(sms.SIMNeedsPIN, 3)(s)
			return s
		}},
		{"unlocking", func(t *testing.T) *story {
			s := tell(t, linux)
			sim(sms.SIMNeedsPIN, 3)(s)
			return s.apply(setup.UnlockStarted{})
		}},
		{"test", func(t *testing.T) *story {
			s := tell(t, linux)
			registered(sms.RegHome, 0)(s)
			return s.apply(setup.TestChanged{State: setup.TestRunning})
		}},
		{"chat", func(t *testing.T) *story { return inChat(t, linux) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := c.tell(t)
			arrived := s.f.Run.Arrived
			s.unplug().wants(setup.StepStick, setup.ProblemNone).next(nil)
			if s.f.Session.Connected || s.f.Runs(setup.JobUnlock) || s.f.Test.State == setup.TestRunning {
				t.Errorf("something goes on without a stick")
			}
			if s.f.InChat() != arrived {
				t.Errorf("in chat %v, arrived %v", s.f.InChat(), arrived)
			}
			s.wait(11*time.Second).see(seen()).wants(setup.StepStick, setup.ProblemNoStick)
			s.see(seen(storage()))
			if len(s.f.Plug.Tried) != 0 || s.f.Plug.SentByUs || s.f.Boot.Switch.Err != nil || nextName(s.f) == "" {
				t.Errorf("not forgotten: tried %v, error %v", s.f.Plug.Tried, s.f.Boot.Switch.Err)
			}
		})
	}
}

// A stick that is away for one scan has stumbled, not been unplugged.
func TestShortAbsence(t *testing.T) {
	s := inChat(t, linux).wait(time.Second).see(seen())
	s.wants(setup.StepChat, setup.ProblemNone)
	s.wait(time.Second).see(modemSnap()).wants(setup.StepChat, setup.ProblemNone)
	if !s.f.Session.Connected || s.f.Boot.LineAt != "/dev/ttyUSB2" {
		t.Errorf("connected %v at %q", s.f.Session.Connected, s.f.Boot.LineAt)
	}
}

func TestReplugAfterArrival(t *testing.T) {
	for _, p := range []setup.Platform{linux, windows} {
		s := inChat(t, p).unplug().wants(setup.StepStick, setup.ProblemNone)
		s.see(seen(storage())).wait(2 * time.Second)
		if p.DriverPage {
			s.next(setup.DoChooseTransport{Transport: setup.TransportPassThrough})
			s.apply(setup.TransportChosen{Transport: setup.TransportPassThrough})
		}
		s.next(setup.DoSwitch{}).sends(nil, setup.TransportPassThrough).next(nil)
		s.wait(time.Second).see(seen()).wait(3 * time.Second)
		s.see(modemSnap()).next(setup.DoProbe{}).apply(setup.ProbeStarted{}).next(nil)
		s.apply(setup.SessionStarted{Line: port("/dev/ttyUSB0", 5), Modem: sms.Identity{IMEI: "1"}})
		s.apply(setup.SIMSeen{SIM: sms.SIM{State: sms.SIMNeedsPIN, PINTries: 3}, At: s.now})
		s.wants(setup.StepSIM, setup.ProblemPIN).next(nil)
		s.apply(setup.UnlockStarted{}, setup.UnlockEnded{SIM: ready, At: s.now})
		s.wants(setup.StepChat, setup.ProblemNone)
		if !s.f.Test.Done {
			t.Error("the test is asked for again")
		}
	}
}

func TestLostNetworkStaysInChat(t *testing.T) {
	s := inChat(t, linux)
	s.apply(setup.LinkSeen{Link: sms.Link{Registration: sms.RegSearching}, At: s.now})
	s.wait(30*time.Second).wants(setup.StepChat, setup.ProblemNone)
	s.wait(31*time.Second).wants(setup.StepChat, setup.ProblemNoNetwork)
	s.apply(setup.LinkSeen{Link: home, At: s.now}).wants(setup.StepChat, setup.ProblemNone)
}

func TestWizardOverTheChat(t *testing.T) {
	s := inChat(t, linux).apply(setup.WizardAsked{On: true})
	if s.f.InChat() || s.f.Step() != setup.StepChat {
		t.Errorf("in chat %v, step %v", s.f.InChat(), s.f.Step())
	}
	if s.apply(setup.WizardAsked{}); !s.f.InChat() {
		t.Error("no way back")
	}
}

func TestTwoSticks(t *testing.T) {
	a, b := storage(), with(hw.ModeStorage, elsewhere)
	s := tell(t, linux).see(seen(a, b)).wait(5 * time.Second)
	s.apply(setup.AutoSet{On: true}).wants(setup.StepStick, setup.ProblemSeveral).next(nil)
	s.apply(setup.StickChosen{Location: "nowhere"}).wants(setup.StepStick, setup.ProblemSeveral)
	s.apply(setup.StickChosen{Location: b.Location}).wants(setup.StepSwitch, setup.ProblemNone)
	s.sends(nil, setup.TransportLibusb).wait(time.Second).see(seen(a)).wait(20 * time.Second).see(seen(a))
	if s.f.Chosen.Location != b.Location {
		t.Fatalf("chose %q while the other restarts", s.f.Chosen.Location)
	}
	b.Mode, b.ID.Product = hw.ModeModem, 0x1001
	s.see(seen(a, b)).wants(setup.StepConnection, setup.ProblemNone)
	s.wait(time.Second).see(seen(a)).wait(20 * time.Second).see(seen(a))
	if got, _ := s.f.Stick(); got.Location != b.Location || s.f.Step() != setup.StepStick {
		t.Errorf("the other stick at %q was taken at once", got.Location)
	}
	s.wait(10 * time.Second).see(seen(a))
	if s.f.Chosen.Location != a.Location {
		t.Errorf("chosen is %q, the only stick is at %q", s.f.Chosen.Location, a.Location)
	}
}

func TestSecondStickIsLeftAlone(t *testing.T) {
	s := inChat(t, linux)
	snap := modemSnap()
	snap.Sticks = append(snap.Sticks, with(hw.ModeStorage, elsewhere))
	s.see(snap).wants(setup.StepChat, setup.ProblemNone).next(nil)
}

func TestMovedToAnotherSocket(t *testing.T) {
	s := inChat(t, linux).wait(time.Second).see(seen())
	s.wait(time.Second).see(seen(with(hw.ModeStorage, elsewhere)))
	s.wait(3 * time.Second).next(setup.DoSwitch{})
	if s.f.Chosen.Location != "1-1.3" || s.f.Session.Connected {
		t.Errorf("chosen %q, connected %v", s.f.Chosen.Location, s.f.Session.Connected)
	}
}

func TestMessageOrder(t *testing.T) {
	s := tell(t, linux).apply(setup.AutoSet{On: true}).see(seen(storage())).next(nil)
	s.wait(2 * time.Second)
	var tried []string
	for nextName(s.f) != "" {
		tried = append(tried, nextName(s.f))
		if len(s.f.Untried()) != 6-len(tried) {
			t.Errorf("%d left before the %d.", len(s.f.Untried()), len(tried))
		}
		s.next(setup.DoSwitch{}).sends(nil, setup.TransportLibusb).next(nil).wait(20 * time.Second)
	}
	want := []string{"guide-modem", "classic-zero", "old-ppp", "variant", "alt"}
	if !slices.Equal(tried, want) || !slices.Equal(s.f.Plug.Tried, want) {
		t.Errorf("tried %v, noted %v", tried, s.f.Plug.Tried)
	}
	s.wants(setup.StepSwitch, setup.ProblemFirmwareRefuses).next(nil)
	s.apply(setup.SwitchReset{}).wants(setup.StepSwitch, setup.ProblemNone)
}

// A message that the CD driver swallows without effect is sent by libusb before the next one.
func TestPassThroughIsMute(t *testing.T) {
	s := tell(t, linux).apply(setup.AutoSet{On: true}).see(seen(storage())).wait(2 * time.Second)
	if got := s.f.Transports(); !slices.Equal(got, []setup.Transport{setup.TransportPassThrough, setup.TransportLibusb}) {
		t.Fatalf("ways %v", got)
	}
	s.sends(nil, setup.TransportPassThrough).wait(20 * time.Second)
	s.wants(setup.StepSwitch, setup.ProblemNoReaction).next(setup.DoSwitch{})
	way := s.f.Transports()
	if nextName(s.f) != "guide-modem" || !slices.Equal(way, []setup.Transport{setup.TransportLibusb}) {
		t.Errorf("next %q by %v", nextName(s.f), way)
	}
	s.sends(nil, setup.TransportLibusb).wait(20 * time.Second)
	if nextName(s.f) != "classic-zero" {
		t.Errorf("next %q", nextName(s.f))
	}
}

func TestHiLinkMessageIsNotSentAgain(t *testing.T) {
	s := sent(tell(t, linux)).wait(time.Second).see(seen()).wait(time.Second)
	s.see(seen(with(hw.ModeNetwork, nil))).wants(setup.StepSwitch, setup.ProblemHiLink)
	s.unplug().see(seen(storage()))
	if nextName(s.f) != "classic-zero" {
		t.Errorf("next %q", nextName(s.f))
	}
	s.apply(setup.SwitchReset{})
	if nextName(s.f) != "guide-modem" {
		t.Errorf("next %q after starting over", nextName(s.f))
	}
}

func TestMessageThatWorkedGoesFirst(t *testing.T) {
	s := sent(tell(t, linux)).wait(20*time.Second).sends(nil, setup.TransportLibusb)
	s.wait(time.Second).see(seen()).wait(time.Second).see(seen(modem()))
	s.unplug().see(seen(storage()))
	if s.f.Run.Worked != "classic-zero" || nextName(s.f) != "classic-zero" {
		t.Errorf("worked %q, next %q", s.f.Run.Worked, nextName(s.f))
	}
}

// The stick may be in modem mode before the sender has returned; its late answer changes nothing.
func TestStickIsFasterThanTheSender(t *testing.T) {
	s := tell(t, linux).see(seen(storage()))
	s.apply(setup.SwitchStarted{Message: "guide-modem", At: s.now})
	s.see(seen(modem())).wants(setup.StepConnection, setup.ProblemNone)
	s.apply(setup.SwitchEnded{Message: "guide-modem", Err: hw.ErrGone, At: s.now})
	if s.f.Switching() || s.f.Boot.Switch.Err != nil || s.f.Run.Worked != "guide-modem" {
		t.Errorf("switching %v, error %v, worked %q", s.f.Switching(), s.f.Boot.Switch.Err, s.f.Run.Worked)
	}
}

// TestLeavingIsWorking: a message upon which the stick left the bus has worked, whether it was pulled
// out, needed too long, or crashed. Plugged in again it gets the same message first; only when it
// leaves twice without coming back as a modem, the others come before.
func TestLeavingIsWorking(t *testing.T) {
	s := sent(tell(t, linux)).wait(time.Second).see(seen()).wait(30 * time.Second).see(seen())
	s.wants(setup.StepSwitch, setup.ProblemNotBack)
	s.wait(time.Minute).see(seen(storage())).wants(setup.StepSwitch, setup.ProblemNone)
	if nextName(s.f) != "guide-modem" || len(s.f.Plug.Tried) != 0 {
		t.Fatalf("next %q, tried %v: the message that worked is used up", nextName(s.f), s.f.Plug.Tried)
	}
	s.sends(nil, setup.TransportLibusb).wait(time.Second).see(seen()).wait(30 * time.Second).see(seen())
	s.wants(setup.StepSwitch, setup.ProblemNone) // it may only be slow
	s.wait(time.Minute).see(seen()).wants(setup.StepSwitch, setup.ProblemNotBack)
	s.wait(time.Minute).see(seen(storage()))
	if nextName(s.f) != "classic-zero" {
		t.Errorf("next %q: the message that led nowhere twice comes first again", nextName(s.f))
	}
}

// TestLeavingComesBeforeSilence: of two messages, that upon which the stick left goes first after it
// was plugged in again, wherever it stands in the table, and whatever worked on another stick.
func TestLeavingComesBeforeSilence(t *testing.T) {
	s := sent(tell(t, linux)).wait(20*time.Second).sends(nil, setup.TransportLibusb)
	s.wait(time.Second).see(seen()).wait(30 * time.Second).see(seen())
	s.wait(time.Minute).see(seen(storage()))
	if nextName(s.f) != "classic-zero" {
		t.Errorf("next %q", nextName(s.f))
	}
}

// TestSilenceIsRemembered: whoever plugs the stick in again after each message that it did not react
// to gets to all of them.
func TestSilenceIsRemembered(t *testing.T) {
	s := tell(t, linux).see(seen(storage()))
	var tried []string
	for range 6 {
		tried = append(tried, nextName(s.f))
		s.sends(nil, setup.TransportLibusb).wait(20 * time.Second)
		s.wants(setup.StepSwitch, setup.ProblemNoReaction)
		s.unplug().see(seen(storage()))
	}
	want := []string{"guide-modem", "classic-zero", "old-ppp", "variant", "alt", "guide-modem"}
	if !slices.Equal(tried, want) {
		t.Errorf("tried %v, want %v", tried, want)
	}
}

// TestRefusedIsNotWaitedFor: a drive that says it does not know the command has not obeyed. It is a
// try like every other, and the next message may go out.
func TestRefusedIsNotWaitedFor(t *testing.T) {
	refused := setup.Try{Message: "guide-modem", Answers: []hw.Answer{
		{Answered: true, Status: 2, Sensed: true, Key: 5, ASC: 0x20},
	}}
	s := tell(t, windows).see(seen(storage()))
	s.apply(setup.TransportChosen{Transport: setup.TransportPassThrough},
		setup.SwitchStarted{Message: "guide-modem", At: s.now},
		setup.SwitchEnded{
			Message: "guide-modem", Transport: setup.TransportPassThrough, At: s.now,
			Tries: []setup.Try{refused},
		})
	s.wait(2*time.Second).wants(setup.StepSwitch, setup.ProblemNone)
	s.wait(time.Second).wants(setup.StepSwitch, setup.ProblemNoReaction)
	if nextName(s.f) != "classic-zero" || len(s.f.Run.Tries) != 1 {
		t.Errorf("next %q, evidence %v", nextName(s.f), s.f.Run.Tries)
	}
	for range 20 {
		s.apply(setup.SwitchEnded{Tries: []setup.Try{refused}})
	}
	if n := len(s.f.Run.Tries); n > 12 {
		t.Errorf("%d tries are kept", n)
	}
	s.apply(setup.SwitchReset{}).unplug()
	if len(s.f.Run.Tries) == 0 {
		t.Error("the evidence is lost")
	}
}

// TestMutePassThroughIsRemembered: plugging in again instead of pressing the button does not lead
// back to the way that had no effect.
func TestMutePassThroughIsRemembered(t *testing.T) {
	s := tell(t, linux).see(seen(storage())).wait(2 * time.Second)
	s.sends(nil, setup.TransportPassThrough).wait(20 * time.Second)
	s.unplug().see(seen(storage())).wait(2 * time.Second)
	way := s.f.Transports()
	if nextName(s.f) != "guide-modem" || !slices.Equal(way, []setup.Transport{setup.TransportLibusb}) {
		t.Errorf("next %q by %v", nextName(s.f), way)
	}
}

func TestCancel(t *testing.T) {
	s := tell(t, linux).apply(setup.AutoSet{On: true}).see(seen(storage())).wait(3 * time.Second)
	s.sends(nil, setup.TransportLibusb).apply(setup.Cancelled{At: s.now})
	s.wants(setup.StepSwitch, setup.ProblemNone).wait(time.Minute).next(nil)
	if s.f.Recommended() != (setup.DoSwitch{}) {
		t.Errorf("recommended %#v", s.f.Recommended())
	}
	s.unplug().see(seen(storage())).wait(3 * time.Second).next(setup.DoSwitch{})
}

// Only the user may start what follows; where drivers matter, choosing the way starts it.
func TestNothingUnasked(t *testing.T) {
	tell(t, linux).see(seen(storage())).wait(time.Minute).next(nil)
	s := tell(t, windows).see(seen(storage())).wait(time.Minute).next(nil)
	s.apply(setup.TransportChosen{Transport: setup.TransportPassThrough}).next(setup.DoSwitch{})
	s.sends(nil, setup.TransportPassThrough).wait(20 * time.Second)
	s.wants(setup.StepSwitch, setup.ProblemNoReaction).next(nil)
}

func TestUnaskedRetries(t *testing.T) {
	for _, c := range []struct {
		name  string
		stick hw.Stick
		err   error
		after time.Duration // when it is sent again; 0 is never
	}{
		{"busy", storage(), hw.ErrBusy, time.Second},
		{"settling", bound(hw.DriverWinUSB, 0), hw.ErrNoDriver, 5 * time.Second},
		{"denied", bound(hw.DriverWinUSB, 0), hw.ErrAccess, 0},
		{"not ours", storage(), hw.ErrNotOurs, 0},
		{"pipe", storage(), errors.New("pipe"), time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := tell(t, setup.Platform{DriverPage: c.stick.Driver.Libusb(), Libusb: true})
			s.apply(setup.AutoSet{On: true}).see(seen(c.stick)).wait(3 * time.Second)
			s.sends(c.err, setup.TransportLibusb).next(nil)
			if c.after == 0 {
				s.wait(time.Hour).next(nil)
				return
			}
			s.wait(c.after - time.Millisecond).next(nil).wait(time.Millisecond).next(setup.DoSwitch{})
			for range 3 {
				s.wait(time.Minute).sends(c.err, setup.TransportLibusb)
			}
			s.wait(time.Hour).next(nil)
		})
	}
}
