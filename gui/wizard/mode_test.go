package wizard

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// Platforms on which a stick in internet mode can be talked to.
var (
	windowsBoth = setup.Platform{
		DriverPage: true, PassThrough: true, Libusb: true, Internet: true, RNDIS: true,
	}
	linuxBoth = setup.Platform{Libusb: true, Udev: true, Rule: true, Internet: true}
)

// on returns the facts after some events on a platform.
func on(p setup.Platform, events ...setup.Event) setup.Facts {
	f := setup.New(p, sticks.Table{}).Apply(seen(0, nil))
	for _, e := range events {
		f = f.Apply(e)
	}
	return f
}

func known(k setup.Known) setup.Event {
	k.Model = cdStick.ID
	return setup.WayRecalled{Known: k}
}

// networkStick is the stick in internet mode, for which the computer has no network card or one that
// works.
func networkStick(problem int) hw.Stick {
	s := modemStick
	s.ID.Product, s.Mode, s.Driver = 0x14dc, hw.ModeNetwork, hw.DriverNetwork
	s.Adapter = hw.Adapter{State: hw.AdapterReady, Problem: problem}
	if problem != 0 {
		s.Adapter.State = hw.AdapterAbsent
	}
	return s
}

// modes are the states of the choice between internet and modem mode.
func modes() []named {
	cd := seen(1, nil, cdStick)
	denied := cdStick
	denied.Accessible = false
	remote := cdStick
	remote.CDDrive = ""
	change := func(way setup.Way, stick hw.Stick, more ...setup.Event) setup.Facts {
		return on(windowsBoth, append([]setup.Event{
			seen(1, nil, stick), setup.Ticked{At: at(8)}, setup.WayChosen{Way: way},
		}, more...)...)
	}
	online := []setup.Event{
		setup.SessionStarted{Modem: sms.Identity{IMEI: "860000000000000"}},
		setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: at(9)},
		setup.LinkSeen{Link: sms.Link{Registration: sms.RegHome, Operator: "o2 - de", Signal: 74}, At: at(9)},
		setup.DataSeen{On: true},
	}
	return []named{
		{"9-mode-windows", on(windowsBoth, cd)},
		{"9-mode-windows-works", on(windowsBoth, known(setup.Known{Works: true}), cd)},
		{"9-mode-windows-no-card", on(windowsBoth, known(setup.Known{NoCard: true}), cd)},
		{"9-mode-windows-remote", on(windowsBoth, seen(1, nil, remote), setup.Ticked{At: at(15)})},
		{"9-mode-linux", on(linuxBoth, cd)},
		{"9-switch-internet", on(windowsBoth, cd, setup.WayChosen{Way: setup.WayInternet})},
		{"9-switching-internet", on(windowsBoth, cd, setup.WayChosen{Way: setup.WayInternet},
			setup.SwitchStarted{Message: "rndis", At: at(3)}, setup.Ticked{At: at(9)})},
		{"9-no-card", on(windowsBoth, seen(1, nil, networkStick(28)), setup.Ticked{At: at(7)})},
		{"9-change-asking", change(setup.WayModem, networkStick(0), setup.ModeAsked{})},
		{"9-change-refused", change(setup.WayModem, networkStick(0), setup.ModeAsked{},
			setup.ModeAnswered{Err: sms.ErrNotHere, At: at(9)})},
		{"9-change-internet", change(setup.WayInternet, modemStick)},
		{"9-change-out", change(setup.WayInternet, modemStick, seen(10, nil), seen(11, nil), seen(15, nil))},
		{"9-change-same", change(setup.WayModem, networkStick(0), seen(10, nil), seen(11, nil),
			seen(15, nil, networkStick(0)), seen(21, nil, networkStick(0)))},
		{"9-data", on(windowsBoth, append([]setup.Event{seen(1, twoLines, modemStick)}, online...)...)},
	}
}

// TestModePages: what is on the pages of the two modes, and what their main button does, in both
// languages.
func TestModePages(t *testing.T) {
	internet, modem := setup.DoChooseWay{Way: setup.WayInternet}, setup.DoChooseWay{Way: setup.WayModem}
	for _, c := range []struct {
		state  string
		de, en []string // in this order
		does   setup.Action
	}{
		{
			"9-mode-windows",
			[]string{"Mobile Daten", "Geld kosten", "Internet-Modus – empfohlen", "1 Schritt, nichts zu installieren", "Modem-Modus", "Etwa 8 Schritte", "Zadig"},
			[]string{"Mobile data", "cost money", "Internet mode – recommended", "1 step, nothing to install", "Modem mode", "About 8 steps", "Zadig"},
			internet,
		},
		{
			"9-mode-windows-works",
			[]string{"Modem-Modus – empfohlen", "1 Schritt, nichts zu installieren", "Internet-Modus", "1 Schritt, nichts zu installieren"},
			[]string{"Modem mode – recommended", "1 step, nothing to install", "Internet mode", "1 step, nothing to install"},
			modem,
		},
		{
			"9-mode-windows-no-card",
			[]string{"Modem-Modus – empfohlen", "Internet-Modus", "Ging an diesem Computer zuletzt nicht"},
			[]string{"Modem mode – recommended", "Internet mode", "Did not work on this computer last time"},
			modem,
		},
		{
			"9-mode-windows-remote",
			[]string{"Internet-Modus – empfohlen", "Etwa 8 Schritte", "Modem-Modus", "Etwa 15 Schritte"},
			[]string{"Internet mode – recommended", "About 8 steps", "Modem mode", "About 15 steps"},
			internet,
		},
		{
			"9-mode-linux",
			[]string{"Modem-Modus – empfohlen", "1 Schritt, nichts", "Internet-Modus", "1 Schritt, nichts"},
			[]string{"Modem mode – recommended", "1 step, nothing", "Internet mode", "1 step, nothing"},
			modem,
		},
		{
			"9-switch-internet",
			[]string{"Netzwerkkarte", "Installiert wird nichts"},
			[]string{"network card", "Nothing is installed"},
			setup.DoSwitch{},
		},
		{
			"9-no-card",
			[]string{"Internet-Modus geht hier nicht", "Treiber", "Modem-Modus nehmen"},
			[]string{"Internet mode does not work here", "driver", "Use modem mode"},
			modem,
		},
		{
			"9-change-refused",
			[]string{"Stick abziehen und wieder einstecken", "kann dieser Stick den Modus nicht wechseln"},
			[]string{"Unplug the stick and plug it in again", "cannot change its mode"},
			nil,
		},
		{
			"9-change-same",
			[]string{"Der Stick bleibt im Internet-Modus", "So lassen"},
			[]string{"The stick stays in internet mode", "Leave it as it is"},
			internet,
		},
		{
			"9-data",
			[]string{"Mobile Daten ausschalten?", "Geld kosten", "An lassen"},
			[]string{"Switch mobile data off?", "cost money", "Leave on"},
			setup.DoMobileData{},
		},
	} {
		for code, want := range map[string][]string{"de": c.de, "en": c.en} {
			t.Run(c.state+" "+code, func(t *testing.T) {
				inLanguage(t, code)
				var done []setup.Action
				w := showing(t, c.state, &done)
				inOrder(t, words(w.root), want)
				if c.does == nil {
					return
				}
				if w.press(w.page.Primary); len(done) != 1 || done[0] != c.does {
					t.Errorf("does %#v, want %#v", done, c.does)
				}
			})
		}
	}
}

// showing opens the wizard in one of the states of modes.
func showing(t *testing.T, name string, done *[]setup.Action) *Wizard {
	t.Helper()
	for _, n := range modes() {
		if n.name == name {
			w, _ := open(t, done, n.facts.Now)
			w.Render(n.facts)
			return w
		}
	}
	t.Fatalf("no state %s", name)
	return nil
}

func inOrder(t *testing.T, text string, want []string) {
	t.Helper()
	rest := text
	for _, part := range want {
		at := strings.Index(rest, part)
		if at < 0 {
			t.Fatalf("%q is not there, or not in its place: %s", part, text)
		}
		rest = rest[at+len(part):]
	}
}

// TestModeByKeyboard: the recommended mode has the focus, the arrows move to the other, Enter takes it.
func TestModeByKeyboard(t *testing.T) {
	inLanguage(t, "en")
	for _, c := range []struct {
		keys []fyne.KeyName
		want setup.Way
	}{
		{[]fyne.KeyName{fyne.KeyReturn}, setup.WayInternet},
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, setup.WayModem},
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn}, setup.WayInternet},
		{[]fyne.KeyName{fyne.KeyTab, fyne.KeySpace, fyne.KeyReturn}, setup.WayModem},
	} {
		var done []setup.Action
		w := showing(t, "9-mode-windows", &done)
		canvas := w.config.Window.Canvas()
		for _, key := range c.keys {
			if key == fyne.KeyTab {
				canvas.FocusNext()
				continue
			}
			canvas.Focused().TypedKey(&fyne.KeyEvent{Name: key})
		}
		if len(done) != 1 || done[0] != (setup.DoChooseWay{Way: c.want}) {
			t.Errorf("%v: %#v", c.keys, done)
		}
	}
}

// TestOtherMode: after the choice there is a way back to it, and only then.
func TestOtherMode(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w := showing(t, "9-switch-internet", &done)
	if tap(t, w, "Other mode …"); len(done) != 1 || done[0] != (setup.DoChooseWay{}) {
		t.Errorf("%#v", done)
	}
	for _, state := range []string{"9-mode-windows", "9-switching-internet", "9-no-card"} {
		if w := showing(t, state, nil); strings.Contains(words(w.root), "Other mode") {
			t.Errorf("%s: other mode than none", state)
		}
	}
}
