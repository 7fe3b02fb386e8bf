package setup_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Platforms on which a stick in network mode can be talked to.
var (
	linuxBoth   = setup.Platform{Libusb: true, PassThrough: true, Udev: true, Rule: true, Internet: true}
	windowsBoth = setup.Platform{
		DriverPage: true, Libusb: true, PassThrough: true, Internet: true, RNDIS: true,
	}
)

// noCardStep is the page on which a stick in network mode is waited for.
const noCardStep = setup.StepConnection

// network is the stick in network mode, with its adapter.
func network(state hw.AdapterState, problem int) hw.Stick {
	return with(hw.ModeNetwork, func(s *hw.Stick) {
		s.ID.Product, s.Driver = 0x14dc, hw.DriverNetwork
		s.Adapter = hw.Adapter{State: state, Problem: problem}
	})
}

func chosen(w setup.Way) setup.Event { return setup.WayChosen{Way: w} }

// TestCostOf is the table of steps: what a way takes, by what is known of the computer.
func TestCostOf(t *testing.T) {
	for _, c := range []struct {
		name            string
		here            setup.Here
		internet, modem setup.Cost
	}{
		{
			"Windows, nothing installed",
			setup.Here{Windows: true, Sends: true},
			setup.Cost{Steps: 1},
			setup.Cost{Steps: 8, Driver: true, Admin: true},
		},
		{
			"Windows, a modem worked here",
			setup.Here{Windows: true, Sends: true, Works: true},
			setup.Cost{Steps: 1},
			setup.Cost{Steps: 1},
		},
		{
			"Windows, Remote Desktop",
			setup.Here{Windows: true},
			setup.Cost{Steps: 8, Driver: true, Admin: true},
			setup.Cost{Steps: 15, Driver: true, Admin: true},
		},
		{
			"Windows, Remote Desktop, a modem worked here",
			setup.Here{Windows: true, Works: true},
			setup.Cost{Steps: 8, Driver: true, Admin: true},
			setup.Cost{Steps: 8, Driver: true, Admin: true},
		},
		{"Linux", setup.Here{Sends: true}, setup.Cost{Steps: 1}, setup.Cost{Steps: 1}},
		{
			"Linux without the right",
			setup.Here{Refused: true},
			setup.Cost{Steps: 3, Admin: true},
			setup.Cost{Steps: 3, Admin: true},
		},
		{"macOS", setup.Here{Sends: true}, setup.Cost{Steps: 1}, setup.Cost{Steps: 1}},
	} {
		if got := setup.CostOf(setup.WayInternet, c.here); got != c.internet {
			t.Errorf("%s, internet: %+v, want %+v", c.name, got, c.internet)
		}
		if got := setup.CostOf(setup.WayModem, c.here); got != c.modem {
			t.Errorf("%s, modem: %+v, want %+v", c.name, got, c.modem)
		}
	}
}

// TestRecommendedWay: the shorter way on this computer, never internet mode where there was no network
// card, and before both what the user chose.
func TestRecommendedWay(t *testing.T) {
	id := storage().ID
	for _, c := range []struct {
		name                   string
		on                     setup.Platform
		stick                  hw.Stick
		known                  setup.Known
		recommended, preferred setup.Way
	}{
		{"fresh Windows", windowsBoth, storage(), setup.Known{}, setup.WayInternet, setup.WayInternet},
		{"Linux", linuxBoth, storage(), setup.Known{}, setup.WayModem, setup.WayModem},
		{
			"a modem worked on Windows", windowsBoth, storage(),
			setup.Known{Works: true},
			setup.WayModem, setup.WayModem,
		},
		{"no card", windowsBoth, storage(), setup.Known{NoCard: true}, setup.WayModem, setup.WayModem},
		{
			"modem chosen before", windowsBoth, storage(),
			setup.Known{Way: setup.WayModem},
			setup.WayInternet, setup.WayModem,
		},
		{
			"internet chosen before", linuxBoth, storage(),
			setup.Known{Way: setup.WayInternet},
			setup.WayModem, setup.WayInternet,
		},
		{
			"internet chosen before, but no card", windowsBoth, storage(),
			setup.Known{Way: setup.WayInternet, NoCard: true},
			setup.WayModem, setup.WayModem,
		},
	} {
		c.known.Model = id
		s := tell(t, c.on).apply(setup.WayRecalled{Known: c.known}).see(seen(c.stick))
		if got := s.f.RecommendedWay(); got != c.recommended {
			t.Errorf("%s: %v is recommended, want %v", c.name, got, c.recommended)
		}
		if got := s.f.PreferredWay(); got != c.preferred {
			t.Errorf("%s: %v is preferred, want %v", c.name, got, c.preferred)
		}
		if got := s.f.Recommended(); got != (setup.DoChooseWay{Way: c.preferred}) {
			t.Errorf("%s: recommended %#v", c.name, got)
		}
	}
}

// TestCost: what the facts make of the computer. A CD drive that is still to come, or one over Remote
// Desktop, does not change the count from one moment to the next.
func TestCost(t *testing.T) {
	remote := seen(storage())
	remote.Remote = true
	for _, c := range []struct {
		name            string
		on              setup.Platform
		snap            hw.Snapshot
		wait            time.Duration
		internet, modem int
	}{
		{"Windows", windowsBoth, seen(storage()), 0, 1, 8},
		{"CD drive to come", windowsBoth, seen(noCD()), 0, 1, 8},
		{"no CD drive comes", windowsBoth, seen(noCD()), 11 * time.Second, 8, 15},
		{"Remote Desktop", windowsBoth, remote, 0, 8, 15},
		{"WinUSB", windowsBoth, seen(bound(hw.DriverWinUSB, 0)), 0, 1, 8},
		{"no driver", windowsBoth, seen(bound(hw.DriverNone, 28)), 0, 8, 15},
		{"Linux", linuxBoth, seen(storage()), 0, 1, 1},
		{"Linux without the right", setup.Platform{Libusb: true, Udev: true, Internet: true}, seen(locked()), 11 * time.Second, 3, 3},
	} {
		s := tell(t, c.on).see(c.snap).wait(c.wait).see(c.snap)
		internet, modem := s.f.Cost(setup.WayInternet).Steps, s.f.Cost(setup.WayModem).Steps
		if internet != c.internet || modem != c.modem {
			t.Errorf("%s: %d and %d steps, want %d and %d", c.name, internet, modem, c.internet, c.modem)
		}
	}
}

// TestChoiceOfTheWay: the page comes for sticks that can be both where both can be used, and what is
// chosen decides the pages, the message and how it goes.
func TestChoiceOfTheWay(t *testing.T) {
	s := tell(t, windowsBoth).see(seen(storage())).wants(setup.StepSwitch, setup.ProblemNone)
	if !s.f.Chooses() || len(s.f.Steps()) != 5 {
		t.Fatalf("chooses %v, pages %v", s.f.Chooses(), s.f.Steps())
	}
	s.wait(time.Minute).next(nil) // it looks the same for long enough from now on
	if s.f.CanSwitch() {
		t.Error("a message could go out before the choice")
	}
	s.apply(chosen(setup.WayInternet)).wants(setup.StepSwitch, setup.ProblemNone).next(setup.DoSwitch{})
	if nextName(s.f) != "rndis" || s.f.Transports()[0] != setup.TransportPassThrough || len(s.f.Steps()) != 5 {
		t.Errorf("%q by %v, pages %v", nextName(s.f), s.f.Transports(), s.f.Steps())
	}
	s.apply(chosen(setup.WayNone)).wants(setup.StepSwitch, setup.ProblemNone)
	if !s.f.Chooses() {
		t.Error("no way back to the choice")
	}
	s.apply(chosen(setup.WayModem)).wants(setup.StepSwitch, setup.ProblemNone).next(setup.DoSwitch{})
	if nextName(s.f) != "guide-modem" || len(s.f.Steps()) != 5 {
		t.Errorf("%q, pages %v", nextName(s.f), s.f.Steps())
	}

	s = tell(t, linuxBoth).see(seen(storage())).wait(2 * time.Second).apply(chosen(setup.WayInternet))
	if s.next(setup.DoSwitch{}); nextName(s.f) != "new-mode" {
		t.Errorf("Linux sends %q", nextName(s.f))
	}
	s = tell(t, linuxBoth).see(seen(storage())).wait(2 * time.Second).apply(chosen(setup.WayModem))
	if s.next(setup.DoSwitch{}); nextName(s.f) != "guide-modem" {
		t.Errorf("Linux sends %q", nextName(s.f))
	}

	for name, s := range map[string]*story{
		"nobody tells of network cards": tell(t, setup.Platform{
			Libusb: true, Internet: true, NoCards: true,
		}).see(seen(storage())),
		"no internet mode here": tell(t, windows).see(seen(storage())),
		"modem only": tell(t, linuxBoth).see(seen(with(hw.ModeStorage, func(k *hw.Stick) {
			k.ID.Product = 0x1446
		}))),
		"a modem already": tell(t, linuxBoth).see(modemSnap()),
		"given line":      tell(t, linuxBoth).apply(setup.LineFixed{Line: port("x", 1)}).see(seen(storage())),
	} {
		if s.f.Chooses() || nextName(s.f) == "rndis" || nextName(s.f) == "new-mode" && name != "modem only" {
			t.Errorf("%s: chooses %v, next %q", name, s.f.Chooses(), nextName(s.f))
		}
	}
}

// TestInternetNeedsNoDriver: with nothing that can send the message the page of the driver comes back.
func TestInternetNeedsNoDriver(t *testing.T) {
	s := tell(t, windowsBoth).see(seen(storage())).apply(chosen(setup.WayInternet))
	s.sends(hw.ErrAccess, setup.TransportPassThrough).wants(setup.StepDriver, setup.ProblemPassDenied)
	s.apply(setup.TransportChosen{Transport: setup.TransportLibusb}).see(seen(bound(hw.DriverWinUSB, 0)))
	s.wants(setup.StepSwitch, setup.ProblemNone)
	if nextName(s.f) != "rndis" {
		t.Errorf("next %q", nextName(s.f))
	}
	s = tell(t, windowsBoth).see(seen(bound(hw.DriverNone, 28))).wants(setup.StepSwitch, setup.ProblemNone)
	s.apply(chosen(setup.WayInternet)).wants(setup.StepDriver, setup.ProblemNoStorageDriver)
}

// TestAutoWay: unasked the preferred way is taken, once it can be told what can be sent.
func TestAutoWay(t *testing.T) {
	s := tell(t, windowsBoth).apply(setup.AutoSet{On: true}).see(seen(noCD()))
	s.wait(3 * time.Second).next(nil)
	s.see(seen(storage())).next(setup.DoChooseWay{Way: setup.WayInternet})
	s.apply(setup.WayChosen{Way: setup.WayInternet, Unasked: true}).next(setup.DoSwitch{})
	if s.f.Known().Way != setup.WayNone {
		t.Errorf("the program's choice is remembered as the user's: %v", s.f.Known())
	}
	s = tell(t, linuxBoth).apply(setup.AutoSet{On: true}).see(seen(storage())).wait(2 * time.Second)
	s.next(setup.DoChooseWay{Way: setup.WayModem})
}

// TestInternetSwitched: the message leads to network mode, which is no straying.
func TestInternetSwitched(t *testing.T) {
	s := tell(t, windowsBoth).see(seen(storage())).apply(chosen(setup.WayInternet))
	s.sends(nil, setup.TransportPassThrough).wait(time.Second).see(seen())
	s.wait(3 * time.Second).see(seen(network(hw.AdapterNoAddress, 0)))
	if len(s.f.Run.StrayBy) != 0 || s.f.Run.Worked != "rndis" || s.f.Switching() {
		t.Errorf("%+v", s.f.Run)
	}
	if len(s.f.Steps()) != 5 {
		t.Errorf("pages %v", s.f.Steps())
	}
	s.unplug().see(seen(storage()))
	if !s.f.Chooses() || s.f.PreferredWay() != setup.WayInternet {
		t.Errorf("chooses %v, %v", s.f.Chooses(), s.f.PreferredWay())
	}
}

// TestFirmwareWithoutInternet: a stick that becomes a modem all the same is one, and that is
// preselected the next time.
func TestFirmwareWithoutInternet(t *testing.T) {
	s := tell(t, windowsBoth).see(seen(storage())).apply(chosen(setup.WayInternet))
	s.sends(nil, setup.TransportPassThrough).wait(time.Second).see(seen()).wait(time.Second)
	s.see(modemSnap()).wants(setup.StepConnection, setup.ProblemNone)
	s.unplug().see(seen(storage()))
	if s.f.PreferredWay() != setup.WayModem {
		t.Errorf("prefers %v", s.f.PreferredWay())
	}
}

// TestNoCard: seen within 20 s, with what Windows says sooner, and never where nobody can tell.
func TestNoCard(t *testing.T) {
	for _, c := range []struct {
		name     string
		on       setup.Platform
		state    hw.AdapterState
		problem  int
		installs hw.Installs
		after    time.Duration // 0: never
	}{
		{"no driver", windowsBoth, hw.AdapterAbsent, 28, hw.InstallsNone, 5 * time.Second},
		{"does not start", windowsBoth, hw.AdapterAbsent, 10, hw.InstallsUnknown, 5 * time.Second},
		{"refused", windowsBoth, hw.AdapterAbsent, 52, hw.InstallsNone, 5 * time.Second},
		{"being installed", windowsBoth, hw.AdapterAbsent, 28, hw.InstallsPending, 15 * time.Second},
		{"nothing comes", linuxBoth, hw.AdapterAbsent, 0, hw.InstallsUnknown, 15 * time.Second},
		{"disabled", windowsBoth, hw.AdapterDisabled, 22, hw.InstallsNone, 0},
		{"restart wanted", windowsBoth, hw.AdapterAbsent, 14, hw.InstallsNone, 0},
		{"no address", windowsBoth, hw.AdapterNoAddress, 0, hw.InstallsNone, 0},
		{"nobody tells", linuxBoth, hw.AdapterUnknown, 0, hw.InstallsUnknown, 0},
		{"not supported here", windows, hw.AdapterAbsent, 28, hw.InstallsNone, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			snap := seen(network(c.state, c.problem))
			snap.Installs = c.installs
			s := tell(t, c.on).see(snap)
			for waited := time.Duration(0); waited <= 20*time.Second; waited += time.Second {
				want := c.after > 0 && waited >= c.after
				if got := s.f.NoCard(); got != want || (s.f.Problem() == setup.ProblemNoCard) != want {
					t.Fatalf("after %v: %v, %v", waited, got, s.f.Problem())
				}
				s.wait(time.Second).see(snap)
			}
			if s.f.Known().NoCard != (c.after > 0) {
				t.Errorf("remembered: %+v", s.f.Known())
			}
		})
	}
}

// TestNoCardIsRemembered: internet mode is not recommended again for this model on this computer, until
// a network card comes after all.
func TestNoCardIsRemembered(t *testing.T) {
	s := tell(t, windowsBoth).see(seen(storage())).apply(chosen(setup.WayInternet))
	s.sends(nil, setup.TransportPassThrough).wait(time.Second).see(seen()).wait(time.Second)
	s.see(seen(network(hw.AdapterAbsent, 28))).wait(5 * time.Second).see(seen(network(hw.AdapterAbsent, 28)))
	if k := s.f.Known(); !k.NoCard || k.Model != storage().ID {
		t.Fatalf("%+v", k)
	}
	s.apply(chosen(setup.WayModem))
	if !s.f.Changing() || s.f.Change.To != setup.WayModem {
		t.Fatalf("change %+v", s.f.Change)
	}
	s.unplug().see(seen(storage())).wants(setup.StepSwitch, setup.ProblemNone)
	if s.f.RecommendedWay() != setup.WayModem || nextName(s.f) != "guide-modem" {
		t.Errorf("recommends %v, sends %q", s.f.RecommendedWay(), nextName(s.f))
	}
	s.see(seen(network(hw.AdapterReady, 0)))
	if s.f.Known().NoCard {
		t.Error("a network card came, and is not believed")
	}
	// A stick that came up as a network card by itself is known by what it is then.
	s = tell(t, windowsBoth).see(seen(network(hw.AdapterAbsent, 28))).wait(6 * time.Second)
	s.apply(chosen(setup.WayModem)).unplug().see(seen(storage()))
	if k := s.f.Known(); !k.NoCard || k.Way != setup.WayModem {
		t.Errorf("%+v", k)
	}
}

// TestChange is the way from internet mode to modem mode and back.
func TestChange(t *testing.T) {
	online := func() *story {
		s := tell(t, linuxBoth).see(seen(storage())).apply(chosen(setup.WayInternet))
		s.sends(nil, setup.TransportLibusb).wait(time.Second).see(seen()).wait(time.Second)
		return s.see(seen(network(hw.AdapterReady, 0)))
	}
	s := online()
	if to, ok := s.f.CanChange(); !ok || to != setup.WayModem {
		t.Fatalf("can change to %v, %v", to, ok)
	}
	// The firmware can: it comes back as a modem by itself.
	s.apply(chosen(setup.WayModem), setup.ModeAsked{}, setup.ModeAnswered{At: s.now})
	s.wait(time.Second).see(seen()).wait(time.Second).see(seen())
	if !s.f.Changing() {
		t.Error("nothing is shown while it is away")
	}
	s.see(modemSnap())
	if s.f.Changing() || s.f.Change != (setup.Change{}) {
		t.Errorf("it is a modem, and still: %+v", s.f.Change)
	}
	// It cannot: replug, and the message for a modem goes out unasked.
	s = online().apply(chosen(setup.WayModem), setup.ModeAsked{})
	s.apply(setup.ModeAnswered{Err: sms.ErrNotHere, At: s.now})
	if s.f.Change.Err == nil || !s.f.Changing() {
		t.Errorf("%+v", s.f.Change)
	}
	s.unplug().see(seen(storage())).wait(2 * time.Second).next(setup.DoSwitch{})
	if nextName(s.f) != "guide-modem" {
		t.Errorf("sends %q", nextName(s.f))
	}
	s.sends(nil, setup.TransportLibusb).wait(time.Second).see(seen()).wait(time.Second).see(modemSnap())
	if s.f.Change != (setup.Change{}) {
		t.Errorf("%+v", s.f.Change)
	}
	// And back.
	s.apply(chosen(setup.WayInternet)).unplug().see(seen(storage())).wait(2 * time.Second)
	if s.next(setup.DoSwitch{}); nextName(s.f) != "new-mode" {
		t.Errorf("back: sends %q", nextName(s.f))
	}
}

// TestChangeThatDoesNotWork: said honestly, however it fails.
func TestChangeThatDoesNotWork(t *testing.T) {
	net := seen(network(hw.AdapterReady, 0))
	begun := func() *story { return tell(t, linuxBoth).see(net).apply(chosen(setup.WayModem)) }

	s := begun().apply(setup.ModeAsked{}, setup.ModeAnswered{At: start})
	s.wait(29 * time.Second).see(net)
	if s.f.Change.Err != nil {
		t.Error("given up too early")
	}
	s.wait(time.Second).see(net)
	if !errors.Is(s.f.Change.Err, setup.ErrUnmoved) {
		t.Errorf("a request without effect: %+v", s.f.Change)
	}

	s = begun().unplug().see(net)
	if s.f.Change.Same {
		t.Error("it may still switch by itself")
	}
	if s.wait(5 * time.Second).see(net); !s.f.Change.Same || !s.f.Changing() {
		t.Errorf("back as before: %+v", s.f.Change)
	}
	if s.apply(chosen(setup.WayInternet)); s.f.Changing() || s.f.Known().Way != setup.WayInternet {
		t.Errorf("left at that: %+v %+v", s.f.Change, s.f.Known())
	}
	if s = begun().apply(setup.Cancelled{At: start}); s.f.Changing() {
		t.Error("cancelled, and still changing")
	}
}

// TestCanChange: only what is there, talked to here, and can be both.
func TestCanChange(t *testing.T) {
	for _, c := range []struct {
		name string
		s    *story
		to   setup.Way
		ok   bool
	}{
		{"network", tell(t, linuxBoth).see(seen(network(hw.AdapterReady, 0))), setup.WayModem, true},
		{"modem", tell(t, linuxBoth).see(modemSnap()), setup.WayInternet, true},
		{"storage", tell(t, linuxBoth).see(seen(storage())), setup.WayNone, false},
		{"nobody tells of network cards", tell(t, setup.Platform{
			Libusb: true, Internet: true, NoCards: true,
		}).see(modemSnap()), setup.WayInternet, false},
		{"not talked to here", tell(t, linux).see(modemSnap()), setup.WayNone, false},
		{"given line", tell(t, linuxBoth).apply(setup.LineFixed{Line: port("x", 1)}), setup.WayNone, false},
		{"modem only", tell(t, linuxBoth).see(seen(with(hw.ModeStorage, func(k *hw.Stick) {
			k.ID.Product = 0x1446
		}))).see(modemSnap()), setup.WayInternet, false},
	} {
		if to, ok := c.s.f.CanChange(); ok != c.ok || ok && to != c.to {
			t.Errorf("%s: %v, %v", c.name, to, ok)
		}
	}
}

// TestKnownLine: what is remembered reads back, and nothing else does harm.
func TestKnownLine(t *testing.T) {
	id := storage().ID
	for w := setup.WayNone; w <= setup.WayInternet; w++ {
		for i := range 4 {
			k := setup.Known{Model: id, Way: w, NoCard: i&1 != 0, Works: i&2 != 0}
			if got := setup.ParseKnown(id, k.String()); got != k {
				t.Errorf("%q is read as %+v", k.String(), got)
			}
		}
	}
	for _, line := range []string{"", "x", "none", "invalid nonsense"} {
		if got := setup.ParseKnown(id, line); got != (setup.Known{Model: id}) {
			t.Errorf("%q is read as %+v", line, got)
		}
	}
}

// TestData: asked for once, where it is on and nobody decided.
func TestData(t *testing.T) {
	on, off := setup.DataSeen{On: true}, setup.DataSeen{}
	for _, c := range []struct {
		name   string
		events []setup.Event
		asks   bool
	}{
		{"nothing known", nil, false},
		{"on", []setup.Event{on}, true},
		{"off", []setup.Event{off}, false},
		{"decided off", []setup.Event{setup.DataChosen{Choice: setup.DataOff}, on}, false},
		{"decided on", []setup.Event{on, setup.DataChosen{Choice: setup.DataOn}}, false},
		{"put off", []setup.Event{on, setup.DataHidden{}}, false},
		{"failed", []setup.Event{on, setup.DataEnded{Err: hw.ErrGone}}, true},
		{"put off, connected again", []setup.Event{
			on,
			setup.DataHidden{},
			setup.SessionEnded{At: start},
			setup.SessionStarted{Modem: sms.Identity{IMEI: "1"}},
			on,
		}, true},
		{"gone", []setup.Event{on, setup.SessionEnded{At: start}, on}, false},
	} {
		s := connected(t, linuxBoth).apply(c.events...)
		if got := s.f.AsksData(); got != c.asks {
			t.Errorf("%s: asks %v", c.name, got)
		}
	}
	for c := setup.DataUndecided; c <= setup.DataOn; c++ {
		if got := setup.ParseDataChoice(c.String()); got != c {
			t.Errorf("%q is read as %v", c, got)
		}
	}
	if got := setup.ParseDataChoice("nonsense"); got != setup.DataUndecided {
		t.Error(fmt.Sprint("nonsense is read as ", got))
	}
}
