package wizard

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

var adapters = []hw.Line{
	{Name: "COM1", Interface: -1},
	{Name: "COM5", Label: "USB-SERIAL CH340 (COM5)", Interface: -1, Device: "1a86:7523"},
}

// onAdapter returns the facts on a system after the port of an adapter was picked, and some events.
func onAdapter(p setup.Platform, more ...setup.Event) setup.Facts {
	f := setup.New(p, sticks.Table{}).Apply(seen(0, adapters)).Apply(setup.SerialPicked{Name: "COM5"})
	for _, e := range more {
		f = f.Apply(e)
	}
	return f
}

// answered are the events of a modem that answered at 9600.
func answered(more ...setup.Event) []setup.Event {
	line := adapters[1]
	line.Speed = 9600
	return append([]setup.Event{setup.ProbeStarted{}, setup.SessionStarted{
		Line: line, Modem: sms.Identity{Manufacturer: "SIMCOM", Model: "SIM800", IMEI: "860000000000000"},
	}}, more...)
}

func refusedBy(r setup.ProbeResult) []setup.Event {
	return []setup.Event{
		setup.ProbeStarted{}, setup.Probed{Probe: setup.Probe{Line: adapters[1], Result: r}}, setup.ProbeEnded{},
	}
}

// serialWay is the states that a person with a modem on a serial port sees.
func serialWay(p setup.Platform) []named {
	sim := func(s sms.SIMState) setup.Event {
		return setup.SIMSeen{SIM: sms.SIM{State: s, PINTries: 3, PUKTries: 10}, At: at(5)}
	}
	all := []named{
		{"s4-searching", onAdapter(p, setup.ProbeStarted{}, setup.SpeedTried{Speed: 57600})},
		{"s4-opening", onAdapter(p, setup.ProbeStarted{})},
		{"s4-cancelled", onAdapter(p, setup.ProbeStarted{}, setup.Cancelled{At: at(3)})},
		{"s4-gone", onAdapter(p, answered(seen(3, nil), seen(4, nil))...)},
		{"s5-sim", onAdapter(p, answered()...)},
		{"s5-pin", onAdapter(p, answered(sim(sms.SIMNeedsPIN))...)},
		{"s5-no-sim", onAdapter(p, answered(sim(sms.SIMMissing))...)},
		{"s5-sim-fault", onAdapter(p, answered(sim(sms.SIMFaulty))...)},
		{"s5-sim-lock", onAdapter(p, answered(sim(sms.SIMLockedToOperator))...)},
		{"s5-searching", onAdapter(p, answered(sim(sms.SIMReady))...)},
		{"s5-no-network", onAdapter(p, answered(sim(sms.SIMReady), setup.Ticked{At: at(90)})...)},
		{"s7-ready", onAdapter(p, answered(sim(sms.SIMReady),
			setup.LinkSeen{Link: sms.Link{Registration: sms.RegHome, Operator: "o2 - de"}, At: at(6)},
			setup.TestChanged{State: setup.TestSkipped})...)},
	}
	for name, r := range map[string]setup.ProbeResult{
		"silent": setup.ProbeSilent, "garbled": setup.ProbeGarbled, "not-modem": setup.ProbeNotModem,
		"busy": setup.ProbeBusy, "denied": setup.ProbeDenied, "invalid": setup.ProbeInvalid,
		"stuck": setup.ProbeStuck,
	} {
		all = append(all, named{"s4-" + name, onAdapter(p, refusedBy(r)...)})
	}
	return all
}

// pickingSerial is the states in which a person picks a port.
func pickingSerial() []named {
	return []named{
		{"s1-pick", after(seen(0, adapters))},
		{"s1-pick-none", after(seen(0, nil))},
		{"s1-pick-other", onAdapter(windows().Platform)},
	}
}

// TestSerialStates: every page of a modem on a serial port fits, says what happened and what to do, and
// never talks of a stick; nobody meets another system's words.
func TestSerialStates(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		for system, p := range systems {
			t.Run(language+" "+system, func(t *testing.T) {
				inLanguage(t, language)
				for _, n := range serialWay(p) {
					w, _ := open(t, nil, n.facts.Now)
					w.Render(n.facts)
					checkPage(t, n.name, w)
					text := words(w.right)
					if !strings.HasPrefix(n.name, "s"+string(rune('3'+w.page.Step-setup.StepSwitch))) {
						t.Errorf("%s: step %v", n.name, w.page.Step)
					}
					for _, b := range append(w.page.Quiet, w.page.Primary) {
						if b.Key == "wizard.do.leaveSerial" {
							text = strings.ReplaceAll(text, tr.T(b.Key), "")
						}
					}
					if strings.Contains(strings.ToLower(text), "stick") && w.page.Form != formPIN {
						t.Errorf("%s talks of a stick: %s", n.name, text)
					}
					if bad := foreign(p, text); bad != "" {
						t.Errorf("%s: %q in %s", n.name, bad, text)
					}
				}
			})
		}
	}
}

// TestPickSerial: from the page that waits for a stick to the ports, by keys alone; only the one that is
// taken is asked.
func TestPickSerial(t *testing.T) {
	inLanguage(t, "en")
	var done []setup.Action
	w, window := open(t, &done, at(15))
	w.Render(after(seen(0, adapters), seen(15, adapters)))
	tap(t, w, "Modem on a serial port …")
	text := words(w.right)
	for _, want := range []string{"Which port is the modem on?", "USB-SERIAL CH340 (COM5)", "COM1", "USB adapter"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	checkPage(t, "pick", w)
	if len(done) != 0 || w.page.Row != "COM5" || window.Canvas().Focused() != w.built.rows["COM5"] {
		t.Fatalf("does %#v, chosen %q, %T has the keyboard", done, w.page.Row, window.Canvas().Focused())
	}
	key(w.built.rows["COM5"], fyne.KeyDown)
	key(w.built.rows["COM1"], fyne.KeyUp)
	key(w.built.rows["COM5"], fyne.KeyReturn)
	if want := (setup.DoUseSerial{Name: "COM5"}); len(done) != 1 || done[0] != want {
		t.Fatalf("does %#v", done)
	}
	w.Render(onAdapter(windows().Platform, setup.ProbeStarted{}, setup.SpeedTried{Speed: 9600}))
	if !strings.Contains(words(w.right), "Trying 9600 baud.") || !strings.Contains(words(w.right), "COM5") {
		t.Errorf("says %s", words(w.right))
	}
	key(window.Canvas().Focused(), fyne.KeyEscape)
	if len(done) != 2 || done[1] != (setup.DoCancel{}) {
		t.Errorf("Escape does %#v", done)
	}
}

// TestNoSerialPort: an adapter that is plugged in later comes up by itself, and one can go back.
func TestNoSerialPort(t *testing.T) {
	inLanguage(t, "de")
	w, window := open(t, nil, at(15))
	w.Render(after(seen(0, nil), seen(15, nil)))
	tap(t, w, "Modem an serieller Schnittstelle …")
	if text := words(w.right); !strings.Contains(text, "Noch keine serielle Schnittstelle gefunden") {
		t.Errorf("says %s", text)
	}
	w.Render(after(seen(0, nil), seen(15, nil), seen(16, adapters)))
	if text := words(w.right); !strings.Contains(text, "CH340") {
		t.Errorf("says %s", text)
	}
	w.Render(after(seen(0, nil), seen(15, nil)))
	key(window.Canvas().Focused(), fyne.KeyEscape)
	if text := words(w.right); !strings.Contains(text, "Noch kein") || w.local.serial {
		t.Errorf("Escape leads to %s", text)
	}
}

// TestChangeSerial: to another port, and back to a stick, from where it fails and from where it works.
func TestChangeSerial(t *testing.T) {
	inLanguage(t, "en")
	for _, n := range serialWay(windows().Platform) {
		if n.name != "s4-silent" && n.name != "s4-gone" && n.name != "s7-ready" {
			continue
		}
		var done []setup.Action
		w, _ := open(t, &done, n.facts.Now)
		w.Render(n.facts)
		tap(t, w, "Other port …")
		tap(t, w, "Back")
		tap(t, w, "Use a USB stick instead")
		if len(done) != 1 || done[0] != (setup.DoLeaveSerial{}) {
			t.Errorf("%s: does %#v", n.name, done)
		}
	}
	var done []setup.Action
	w, _ := open(t, &done, at(60))
	w.Render(onAdapter(windows().Platform, refusedBy(setup.ProbeSilent)...))
	tap(t, w, "Try again")
	if want := (setup.DoConnect{Name: "COM5"}); len(done) != 1 || done[0] != want {
		t.Errorf("does %#v", done)
	}
	w.Render(onAdapter(systems["linux"], refusedBy(setup.ProbeDenied)...))
	if text := words(w.right); !strings.Contains(text, groupCommand) || strings.Contains(text, "udev") {
		t.Errorf("says %s", text)
	}
}

// TestSerialIsOffered: where no stick is found and where connections are chosen; not when the line was named
// at the start, nor beside a stick that is worked with.
func TestSerialIsOffered(t *testing.T) {
	inLanguage(t, "en")
	const label = "Modem on a serial port …"
	for name, c := range map[string]struct {
		facts setup.Facts
		want  bool
	}{
		"waiting":     {after(seen(0, nil)), true},
		"none":        {after(seen(0, nil), seen(15, nil)), true},
		"unsupported": {after(setup.Seen{Snapshot: hw.Snapshot{Unsupported: []hw.Stick{modemStick}}, At: at(1)}), true},
		"which port": {
			after(seen(0, adapters), seen(1, adapters, modemStick), setup.Ticked{At: at(20)}), true,
		},
		"driver": {plugged(), false},
		"test":   {ready(), false},
		"named":  {after(setup.LineFixed{Line: hw.Line{Name: "COM7"}}), false},
	} {
		w, _ := open(t, nil, c.facts.Now)
		w.Render(c.facts)
		if got := strings.Contains(words(w.right), label); got != c.want {
			t.Errorf("%s: offered %v: %s", name, got, words(w.right))
		}
		checkPage(t, name, w)
	}
}
