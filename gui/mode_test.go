package gui

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// inMode returns the facts of a stick that is in use in a mode.
func inMode(mode hw.Mode, more ...setup.Event) setup.Facts {
	now := time.Now()
	stick := hw.Stick{
		Location: "1-1", ID: hw.ID{Vendor: hw.HuaweiVendor, Product: 0x1001}, Mode: mode, Accessible: true,
		Adapter: hw.Adapter{State: hw.AdapterReady},
	}
	f := setup.New(setup.Platform{Libusb: true, Internet: true}, sticks.Table{})
	for _, e := range append([]setup.Event{
		setup.Seen{Snapshot: hw.Snapshot{Sticks: []hw.Stick{stick}}, At: now},
		setup.SessionStarted{Line: hw.Line{Name: "COM8"}, Modem: sms.Identity{IMEI: "1"}},
		setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: now},
		setup.LinkSeen{Link: sms.Link{Registration: sms.RegHome}, At: now},
		setup.TestChanged{State: setup.TestSkipped},
	}, more...) {
		f = f.Apply(e)
	}
	return f
}

// TestModeIsAsked: a change of the mode begins after a yes only, and leads into the set-up.
func TestModeIsAsked(t *testing.T) {
	for mode, to := range map[hw.Mode]setup.Way{
		hw.ModeModem: setup.WayInternet, hw.ModeNetwork: setup.WayModem,
	} {
		b := newBench(t, nil)
		b.HandleFacts(inMode(mode))
		for _, yes := range []bool{false, true} {
			b.openSettings()
			tapAbove(t, b.window, tr.T("settings.mode."+to.String()))
			if !strings.Contains(visible(b.window), tr.T("app.mode."+to.String()+".title")) {
				t.Fatalf("no question: %s", visible(b.window))
			}
			if yes {
				b.window.Canvas().FocusNext()
			}
			b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			if (len(b.done) > 0) != yes {
				t.Fatalf("said yes: %v, done %v", yes, b.done)
			}
		}
		want := []setup.Action{setup.DoShowSetup{On: true}, setup.DoChooseWay{Way: to}}
		if !reflect.DeepEqual(b.done, want) {
			t.Errorf("done %#v", b.done)
		}
	}
	b := newBench(t, nil)
	b.HandleFacts(connected())
	if name, ask := b.mode(); ask != nil {
		t.Errorf("a given line could change to %s", name)
	}
}

// tapAbove taps a button of the card above the window, or a line of the page in it.
func tapAbove(t *testing.T, w fyne.Window, label string) {
	t.Helper()
	top, tapped := w.Canvas().Overlays().Top(), false
	if top == nil {
		top = w.Content()
	}
	visit(top, func(o fyne.CanvasObject) {
		if b, ok := o.(*look.Button); ok && b.Text == label && !tapped {
			tapped = true
			defer test.Tap(b)
		}
		if r, ok := o.(*look.Row); ok && r.Words() == label && !tapped {
			tapped = true
			defer r.Tapped(nil)
		}
	})
	if !tapped {
		t.Fatalf("no button %q in: %s", label, visible(w))
	}
}

// TestDataIsAsked: mobile data that is on and was decided by nobody shows across the chat, with both
// answers and a way to put them off, and goes with the answer.
func TestDataIsAsked(t *testing.T) {
	for label, want := range map[string]setup.Action{
		"Switch off": setup.DoMobileData{}, "Leave on": setup.DoMobileData{On: true},
		"Later": setup.DoHideData{},
	} {
		b := newBench(t, nil)
		b.HandleFacts(inMode(hw.ModeModem))
		if strings.Contains(visible(b.window), "Mobile data") {
			t.Error("asked about a modem")
		}
		b.HandleFacts(inMode(hw.ModeModem, setup.DataSeen{On: true}))
		if !strings.Contains(visible(b.window), "Mobile data is on") {
			t.Fatalf("nothing told: %s", visible(b.window))
		}
		if tap(t, b.window, label); len(b.done) != 1 || b.done[0] != want {
			t.Errorf("%s: %#v", label, b.done)
		}
		b.HandleFacts(inMode(hw.ModeModem, setup.DataSeen{On: true}, setup.DataChosen{Choice: setup.DataOn}))
		if strings.Contains(visible(b.window), "Mobile data is on") {
			t.Error("asked again")
		}
	}
	b := newBench(t, nil)
	b.HandleFacts(inMode(hw.ModeModem, setup.DataSeen{On: true}, setup.DataChosen{Choice: setup.DataOff},
		setup.DataEnded{Err: hw.ErrGone}))
	if !strings.Contains(visible(b.window), "could not be switched off") {
		t.Errorf("the failure is not told: %s", visible(b.window))
	}
}

// TestDataInTheSettings: as the stick told, and only when it did.
func TestDataInTheSettings(t *testing.T) {
	b := newBench(t, nil)
	b.HandleFacts(inMode(hw.ModeModem))
	if b.data() != nil {
		t.Error("mobile data of a modem")
	}
	b.HandleFacts(inMode(hw.ModeModem, setup.DataSeen{On: true}))
	if d := b.data(); d == nil || !d.On {
		t.Fatalf("%+v", d)
	}
	if b.data().Set(false); len(b.done) != 1 || b.done[0] != (setup.DoMobileData{}) {
		t.Errorf("%#v", b.done)
	}
}
