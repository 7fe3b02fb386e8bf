package setup_test

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Systems on which a stick in network mode can be talked to.
var (
	webLinux   = setup.Platform{Libusb: true, PassThrough: true, Udev: true, Internet: true}
	webWindows = setup.Platform{DriverPage: true, Libusb: true, PassThrough: true, Internet: true}
)

// card is a stick in network mode whose network card is in a state.
func card(state hw.AdapterState, code int) hw.Stick {
	return with(hw.ModeNetwork, func(k *hw.Stick) {
		k.ID.Product, k.Driver = 0x14dc, hw.DriverNetwork
		k.Adapter = hw.Adapter{Name: "a", Index: 3, State: state, Problem: code}
		if state == hw.AdapterReady {
			k.Adapter.Gateway, k.Adapter.Source = netip.MustParseAddr("192.168.8.1"), hw.GatewayRoute
		}
	})
}

func webLine(s *story) hw.Line {
	s.t.Helper()
	lines := s.f.Lines()
	if len(lines) != 1 || lines[0].Kind != hw.LineWeb {
		s.t.Fatalf("lines %+v, want that of the web server", lines)
	}
	return lines[0]
}

// answers tells that the web server of a stick answered, or what did in its place.
func (s *story) answers(r setup.ProbeResult) *story {
	line := webLine(s)
	return s.apply(setup.ProbeStarted{}, setup.Probed{Probe: setup.Probe{Line: line, Result: r}},
		setup.ProbeEnded{})
}

// online tells a story up to a session with a stick in network mode.
func online(s *story) *story {
	s.see(seen(card(hw.AdapterReady, 0)))
	return s.apply(setup.ProbeStarted{}, setup.SessionStarted{
		Line: webLine(s), Modem: sms.Identity{IMEI: "2", Model: "E3372h-320"},
	})
}

// wantsPassword tells a story up to a stick that wants its password.
func wantsPassword(s *story) *story {
	return online(s).apply(setup.LoginSeen{State: setup.LoginState{Wanted: true}, At: s.now})
}

// login tells that a password was tried.
func (s *story) login(r setup.LoginResult, wait time.Duration) *story {
	return s.apply(setup.LoginStarted{}, setup.LoginEnded{Result: r, Wait: wait, At: s.now})
}

func waiting(k hw.Stick, d time.Duration) func(s *story) {
	return func(s *story) { s.see(seen(k)).wait(d) }
}

func answered(r setup.ProbeResult, d time.Duration) func(s *story) {
	return func(s *story) { s.see(seen(card(hw.AdapterReady, 0))).wait(d).answers(r) }
}

func loggedIn(r setup.LoginResult, wait time.Duration) func(s *story) {
	return func(s *story) { wantsPassword(s).login(r, wait) }
}

var webRows = []row{
	{
		"card awaited", webWindows, waiting(card(hw.AdapterAbsent, 0), 14*time.Second),
		setup.StepConnection, setup.ProblemNone, nil,
	},
	{
		"no card", webWindows, waiting(card(hw.AdapterAbsent, 0), 15*time.Second),
		setup.StepConnection, setup.ProblemNoCard, nil,
	},
	{
		"card not told", webLinux, waiting(card(hw.AdapterUnknown, 0), 20*time.Second),
		setup.StepConnection, setup.ProblemCardUnknown, nil,
	},
	{
		"card switched off", webWindows, waiting(card(hw.AdapterDisabled, 22), 5*time.Second),
		setup.StepConnection, setup.ProblemCardDisabled, nil,
	},
	{
		"card being switched on", webLinux, waiting(card(hw.AdapterDisabled, 0), 4*time.Second),
		setup.StepConnection, setup.ProblemNone, nil,
	},
	{
		"no link", webLinux, waiting(card(hw.AdapterNoLink, 0), 15*time.Second),
		setup.StepConnection, setup.ProblemCardNoLink, nil,
	},
	{
		"address awaited", webLinux, waiting(card(hw.AdapterNoAddress, 0), 19*time.Second),
		setup.StepConnection, setup.ProblemNone, nil,
	},
	{
		"no address", webLinux, waiting(card(hw.AdapterNoAddress, 0), 20*time.Second),
		setup.StepConnection, setup.ProblemCardNoAddress, nil,
	},
	{
		"card wants a restart of Windows", webWindows, func(s *story) {
			k := card(hw.AdapterAbsent, 14)
			k.Interfaces = []hw.Interface{{Class: 2, SubClass: 6, Problem: 14}}
			s.see(seen(k))
		},
		setup.StepConnection, setup.ProblemRestart, nil,
	},
	{
		"asked", webLinux, waiting(card(hw.AdapterReady, 0), 0),
		setup.StepConnection, setup.ProblemNone,
		setup.DoProbe{},
	},
	{
		"router", webLinux, answered(setup.ProbeRouter, 0),
		setup.StepConnection, setup.ProblemRouter,
		setup.DoProbe{},
	},
	{
		"web server starts", webLinux, answered(setup.ProbeNoStick, 24*time.Second),
		setup.StepConnection, setup.ProblemNone,
		setup.DoProbe{},
	},
	{
		"something else", webLinux, answered(setup.ProbeNoStick, 26*time.Second),
		setup.StepConnection, setup.ProblemNotHiLink,
		setup.DoProbe{},
	},
	{
		"no answer", webLinux, answered(setup.ProbeSilent, 26*time.Second),
		setup.StepConnection, setup.ProblemWebSilent,
		setup.DoProbe{},
	},
	{
		"connection denied", webLinux, answered(setup.ProbeDenied, 26*time.Second),
		setup.StepConnection, setup.ProblemWebSilent,
		setup.DoProbe{},
	},
	{
		"password", webLinux, func(s *story) { wantsPassword(s) },
		setup.StepConnection, setup.ProblemPassword, nil,
	},
	{
		"password wrong", webLinux, loggedIn(setup.LoginRefused, 0),
		setup.StepConnection, setup.ProblemPasswordWrong, nil,
	},
	{
		"too many wrong ones", webLinux, loggedIn(setup.LoginLocked, time.Minute),
		setup.StepConnection, setup.ProblemPasswordLocked, nil,
	},
	{
		"somebody else is logged in", webLinux, loggedIn(setup.LoginInUse, 0),
		setup.StepConnection, setup.ProblemPasswordInUse, nil,
	},
	{
		"a new password is wanted", webLinux, loggedIn(setup.LoginRenew, 0),
		setup.StepConnection, setup.ProblemPasswordNew, nil,
	},
	{
		"password right", webLinux, loggedIn(setup.LoginTaken, 0),
		setup.StepSIM, setup.ProblemNone, nil,
	},
}

// TestNetworkModePath is the way of a stick in network mode from plug-in to the chat: no page of drivers
// or of switching holds it up, and its card is asked for as soon as it has an address.
func TestNetworkModePath(t *testing.T) {
	for _, on := range []setup.Platform{webLinux, webWindows} {
		s := tell(t, on).see(seen(card(hw.AdapterAbsent, 0))).next(nil)
		for _, step := range []setup.Step{setup.StepStick, setup.StepDriver, setup.StepSwitch} {
			if !s.f.Holds(step) {
				t.Errorf("%v does not hold", step)
			}
		}
		s.wants(setup.StepConnection, setup.ProblemNone)
		if since, usual, busy := s.f.Busy(); !busy || since != s.now || usual <= 0 {
			t.Errorf("busy %v since %v, usually %v", busy, since, usual)
		}
		s.wait(time.Second).see(seen(card(hw.AdapterNoAddress, 0))).next(nil)
		s.wait(3 * time.Second).see(seen(card(hw.AdapterReady, 0))).next(setup.DoProbe{})
		online(s).wants(setup.StepSIM, setup.ProblemNone)
		s.apply(setup.SIMSeen{SIM: ready, At: s.now}, setup.LinkSeen{Link: home, At: s.now})
		s.wants(setup.StepTest, setup.ProblemNone)
		s.apply(setup.TestChanged{State: setup.TestSkipped}).wants(setup.StepChat, setup.ProblemNone)
		s.unplug().wants(setup.StepStick, setup.ProblemNone)
		s.see(seen(card(hw.AdapterReady, 0))).next(setup.DoProbe{})
	}
}

// TestPortsOfOthersAreLeftAlone: a COM1 of the computer is not asked for a stick in network mode, be its
// card ready or not.
func TestPortsOfOthersAreLeftAlone(t *testing.T) {
	for _, state := range []hw.AdapterState{hw.AdapterAbsent, hw.AdapterReady} {
		snap := seen(card(state, 0))
		snap.Lines = []hw.Line{{Name: "COM1", Interface: -1}, {Name: "COM5", Interface: -1, Rank: 3}}
		s := tell(t, webWindows).see(snap).wait(time.Minute)
		for _, l := range s.f.Lines() {
			if l.Kind != hw.LineWeb {
				t.Errorf("%v: line %+v", state, l)
			}
		}
		if s.f.Problem() == setup.ProblemWhichPort {
			t.Errorf("%v: asks for a port", state)
		}
	}
}

// TestWhereNetworkModeIsNone: where nothing can talk to it, a stick in network mode stays what it was.
func TestWhereNetworkModeIsNone(t *testing.T) {
	s := tell(t, linux).see(seen(card(hw.AdapterReady, 0)))
	s.wants(setup.StepSwitch, setup.ProblemHiLink).next(nil)
	if len(s.f.Lines()) > 0 {
		t.Errorf("lines %+v", s.f.Lines())
	}
}

// TestRouterIsAskedOnce: a router is not asked again before somebody presses the button or the stick is
// plugged in again; a web server that starts is.
func TestRouterIsAskedOnce(t *testing.T) {
	s := tell(t, webLinux).apply(setup.AutoSet{On: true}).see(seen(card(hw.AdapterReady, 0)))
	s.answers(setup.ProbeRouter).wait(time.Second).next(nil).wait(time.Hour).next(nil)
	s.unplug().see(seen(card(hw.AdapterReady, 0))).next(setup.DoProbe{})
	s.answers(setup.ProbeNoStick).wait(time.Second).next(setup.DoProbe{})
}

// TestCardWaitBeginsAnew: each state of the card has its own time, so that a problem is not shown in the
// moment in which things go on.
func TestCardWaitBeginsAnew(t *testing.T) {
	s := tell(t, webWindows).see(seen(card(hw.AdapterAbsent, 0))).wait(14 * time.Second)
	s.see(seen(card(hw.AdapterNoAddress, 0))).wait(19*time.Second).wants(setup.StepConnection, setup.ProblemNone)
	s.wait(time.Second).wants(setup.StepConnection, setup.ProblemCardNoAddress)
	s.see(seen(card(hw.AdapterReady, 0))).wants(setup.StepConnection, setup.ProblemNone).next(setup.DoProbe{})
}

// TestLockCountsDown: the stick says in whole minutes how long it takes no password; the time does not
// begin anew with each answer, and ends by itself.
func TestLockCountsDown(t *testing.T) {
	s := wantsPassword(tell(t, webLinux)).login(setup.LoginLocked, time.Minute)
	locked := func() {
		s.t.Helper()
		s.apply(setup.LoginSeen{State: setup.LoginState{Wanted: true, Wait: time.Minute}, At: s.now})
		s.wants(setup.StepConnection, setup.ProblemPasswordLocked).next(nil)
	}
	for range 11 {
		s.wait(5 * time.Second)
		locked()
	}
	s.wait(5 * time.Second)
	if s.f.Locked() {
		t.Errorf("locked until %v, now is %v", s.f.Session.Login.Until, s.now)
	}
	s.apply(setup.LoginSeen{State: setup.LoginState{Wanted: true}, At: s.now})
	s.wants(setup.StepConnection, setup.ProblemPassword).next(nil)
	if s.f.Recommended() != nil {
		t.Errorf("recommends %#v", s.f.Recommended())
	}
}

// TestLogin: while a password is tried nothing else is said of it, nothing starts, and what the stick
// said before does not count any more.
func TestLogin(t *testing.T) {
	s := wantsPassword(tell(t, webLinux)).apply(setup.LoginKeeping{Possible: true})
	if !s.f.Session.Login.Offer {
		t.Error("keeping it is not offered")
	}
	s.apply(setup.LoginStarted{}).wants(setup.StepConnection, setup.ProblemNone).next(nil)
	if _, _, busy := s.f.Busy(); !busy {
		t.Error("not busy while a password is tried")
	}
	s.apply(setup.LoginSeen{At: s.now}).wants(setup.StepConnection, setup.ProblemNone)
	failed := errors.New("cut off")
	s.apply(setup.LoginEnded{Result: setup.LoginFailed, Err: failed, At: s.now})
	s.wants(setup.StepConnection, setup.ProblemPassword)
	if l := s.f.Session.Login; !errors.Is(l.Err, failed) || !l.Offer {
		t.Errorf("%+v", l)
	}
	s.apply(setup.LoginStarted{}, setup.LoginEnded{Result: setup.LoginRefused, Kept: true, At: s.now})
	s.wants(setup.StepConnection, setup.ProblemPasswordWrong)
	if !s.f.Session.Login.Stale {
		t.Error("does not say that it was the remembered one")
	}
	s.login(setup.LoginTaken, 0).wants(setup.StepSIM, setup.ProblemNone)
}

// TestPasswordIsForgottenWithTheSession: what was known of the password ends with the session.
func TestPasswordIsForgottenWithTheSession(t *testing.T) {
	s := wantsPassword(tell(t, webLinux)).login(setup.LoginRefused, 0).apply(setup.LoginStarted{})
	s.apply(setup.SessionEnded{At: s.now})
	if s.f.Session.Login != (setup.Login{}) || s.f.Runs(setup.JobLogin) {
		t.Errorf("%+v", s.f.Session.Login)
	}
}

// TestPasswordInChat: a stick that forgot its session while the chat is open asks for the password there.
func TestPasswordInChat(t *testing.T) {
	s := online(tell(t, webLinux)).apply(setup.SIMSeen{SIM: ready, At: start},
		setup.LinkSeen{Link: home, At: start}, setup.TestChanged{State: setup.TestSkipped})
	s.wants(setup.StepChat, setup.ProblemNone)
	s.apply(setup.LoginSeen{State: setup.LoginState{Wanted: true}, At: s.now})
	s.wants(setup.StepConnection, setup.ProblemPassword)
	if !s.f.InChat() {
		t.Error("the chat is gone")
	}
}

// TestFixedWebLine: a web server that a person named is asked at once, again and again, and its problems
// are those of a web server.
func TestFixedWebLine(t *testing.T) {
	line, _, err := hw.ParseWebLine("hilink:http://192.168.8.1")
	if err != nil {
		t.Fatal(err)
	}
	s := tell(t, webLinux).apply(setup.LineFixed{Line: line}).wait(0).next(setup.DoProbe{})
	if !s.f.ByWeb() || s.f.InNetworkMode() {
		t.Errorf("by web %v, in network mode %v", s.f.ByWeb(), s.f.InNetworkMode())
	}
	s.answers(setup.ProbeSilent).wants(setup.StepConnection, setup.ProblemWebSilent)
	s.wait(time.Minute).next(setup.DoProbe{})
	s.answers(setup.ProbeRouter).wants(setup.StepConnection, setup.ProblemRouter)
	s.wait(time.Minute).next(nil)
}

// TestRestartInNetworkMode: a stick that was told to restart and comes back as a CD drive is made a network
// card again without being asked for, and without waiting until the restart counts as over.
func TestRestartInNetworkMode(t *testing.T) {
	s := online(tell(t, webWindows))
	s.apply(setup.RestartBegun{At: s.now}, setup.SessionEnded{At: s.now}, setup.RestartEnded{At: s.now})
	s.wait(3 * time.Second).see(seen(storage())).wait(3 * time.Second)
	choice, ok := s.f.Next().(setup.DoChooseWay)
	if !ok {
		t.Fatalf("next is %#v", s.f.Next())
	}
	s.apply(setup.WayChosen{Way: choice.Way, Unasked: true})
	if s.f.Plug.Way != choice.Way || s.f.Chooses() {
		t.Errorf("way %v, chooses %v", s.f.Plug.Way, s.f.Chooses())
	}
}

// TestSecondStickInNetworkMode: two have the same address; the line is that of the chosen one, and it
// stays when the other is pulled out.
func TestSecondStickInNetworkMode(t *testing.T) {
	one, two := card(hw.AdapterReady, 0), card(hw.AdapterReady, 0)
	two.Location, two.Adapter.Name, two.Adapter.Index = "1-1.3", "b", 4
	s := tell(t, webLinux).see(seen(one, two)).wants(setup.StepStick, setup.ProblemSeveral).next(nil)
	s.apply(setup.StickChosen{Location: two.Location}).next(setup.DoProbe{})
	l := webLine(s)
	if l.Location != two.Location || l.Adapter.Index != 4 {
		t.Fatalf("line %+v", l)
	}
	s.apply(setup.ProbeStarted{}, setup.SessionStarted{Line: l, Modem: sms.Identity{IMEI: "2"}})
	s.wait(time.Second).see(seen(two)).wait(5 * time.Second).see(seen(two))
	if !s.f.Session.Connected || webLine(s).Name != l.Name {
		t.Errorf("connected %v, line %+v", s.f.Session.Connected, webLine(s))
	}
}
