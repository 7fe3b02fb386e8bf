package wizard

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/tr"
	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

// factsOf returns the state with that name.
func factsOf(t *testing.T, name string) setup.Facts {
	t.Helper()
	for _, n := range others() {
		if n.name == name {
			return n.facts
		}
	}
	t.Fatalf("no state %s", name)
	return setup.Facts{}
}

// TestOthers: every state leads to the page that it should, in both languages, and its words name the
// device.
func TestOthers(t *testing.T) {
	tests := map[string]struct {
		en    []string
		label string
		want  setup.Action // of the primary button
	}{
		"o1-several": {
			[]string{"HUAWEI Mobile", "CD mode, USB port 2", "ZTE WCDMA", "modem, USB port 3.1", "Nokia USB Storage"},
			"Use this stick",
			setup.DoChooseStick{Location: "PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)"},
		},
		"o1-try": {
			[]string{"Acme LTE Dongle", "changes nothing"},
			"Try it",
			setup.DoTry{Location: "1-1", Device: strangeKey},
		},
		"o1-own-page":       {[]string{"Alcatel W800", "often it is 192.168.0.1"}, "", nil},
		"o1-own-page-known": {[]string{"in a browser: 192.168.1.1"}, "", nil},
		"o1-wimax":          {[]string{"WiMAX Modem", "no text messages"}, "", nil},
		"o1-writable":       {[]string{"ZTE WCDMA", "can be written to"}, "", nil},
		"o1-unknown":        {[]string{"Surfstick", "does not know", "Copy report", "Huawei, ZTE"}, "", nil},
		"o2-zadig":          {[]string{"Sierra Wireless Compass 885 cannot be switched through its CD drive", "WinUSB"}, "", nil},
		"o3-agree-eject": {
			[]string{"ZTE WCDMA Technologies MSM", "19d2:2000", "eject its CD drive", "remembered for this stick"},
			"Switch now",
			setup.DoAgree{Device: setup.DeviceKey(zteStick)},
		},
		"o3-agree-nokia": {[]string{"Nokia USB Storage (USB ID 0421:0610)"}, "Switch now", setup.DoAgree{Device: setup.DeviceKey(nokiaStick)}},
		"o3-agree-message": {
			[]string{"1199:0fff", "the command for switching that is known"}, "Switch now", setup.DoAgree{Device: setup.DeviceKey(sierraStick)},
		},
		"o3-agree-cdma": {
			[]string{"will probably not work", "CDMA"}, "Switch now", setup.DoAgree{Device: setup.DeviceKey(novatelStick)},
		},
		"o3-agree-maker": {[]string{"its maker's driver"}, "Switch now", setup.DoAgree{Device: setup.DeviceKey(optionStick)}},
		"o3-agreed":      {[]string{"Turn the stick into a modem", "this happens automatically"}, "Switch now", setup.DoSwitch{}},
		"o4-no-port":     {[]string{"The maker's driver", "Direct USB"}, "Look again", setup.DoScan{}},
		"o4-blocked":     {[]string{"The maker's driver", "blocks the one that you have"}, "Look again", setup.DoScan{}},
		"o4-no-modem":    {[]string{"Acme LTE Dongle", "Nothing on the device was changed"}, "Stop trying it", setup.DoEndTry{}},
		"o4-cdma":        {[]string{"CDMA networks"}, "Try again", setup.DoProbe{}},
	}
	for _, n := range others() {
		want, ok := tests[n.name]
		if !ok {
			t.Errorf("no test of %s", n.name)
			continue
		}
		t.Run(n.name, func(t *testing.T) {
			inLanguage(t, "en")
			var done []setup.Action
			w, _ := open(t, &done, n.facts.Now)
			w.Render(n.facts)
			text := words(w.root)
			for _, part := range want.en {
				if !strings.Contains(text, part) {
					t.Errorf("%q is not on the page: %s", part, text)
				}
			}
			checkPage(t, n.name, w)
			if want.label != "" {
				tap(t, w, want.label)
				if len(done) != 1 || done[0] != want.want {
					t.Errorf("%s does %#v", want.label, done)
				}
			}
			inLanguage(t, "de")
			w, _ = open(t, nil, n.facts.Now)
			w.Render(n.facts)
			checkPage(t, n.name, w)
		})
	}
}

// TestRefusalWords: every reason has words of its own in both languages, but for those that no device
// that is shown can have.
func TestRefusalWords(t *testing.T) {
	others := []hw.Refusal{hw.RefusalNone, hw.RefusalUnknown, hw.RefusalMessage}
	for _, code := range []string{"en", "de"} {
		inLanguage(t, code)
		for r := hw.RefusalNone; r <= hw.RefusalLeftMethod; r++ {
			kind, ok := refusalKeys[r]
			if ok == slices.Contains(others, r) {
				t.Errorf("%v: has a key: %v", r, ok)
			}
			if ok && (!tr.Has("problem.refused."+kind+"what") || !tr.Has("problem.refused."+kind+"do1")) {
				t.Errorf("%s: no words for %v", code, r)
			}
		}
		for c := hw.CaveatCDMA; c <= hw.CaveatMaker; c++ {
			if !tr.Has("wizard.caveat." + c.String()) {
				t.Errorf("%s: no words for %v", code, c)
			}
		}
	}
}

// TestNoHuaweiElsewhere: no page for a stick of another maker speaks of Huawei.
func TestNoHuaweiElsewhere(t *testing.T) {
	for _, code := range []string{"en", "de"} {
		inLanguage(t, code)
		for _, n := range others() {
			if n.name == "o1-several" || n.name == "o4-cdma" {
				continue // a stick of Huawei's is there
			}
			w, _ := open(t, nil, n.facts.Now)
			w.config.Kinds = Kinds{} // which names Huawei rightly
			w.Render(n.facts)
			if text := words(w.root); strings.Contains(text, "Huawei") {
				t.Errorf("%s, %s: %s", code, n.name, text)
			}
		}
	}
}

// TestOddPageOpens: only the page of the device's own gateway is ever opened.
func TestOddPageOpens(t *testing.T) {
	inLanguage(t, "en")
	var opened []string
	w, _ := open(t, nil, noon)
	w.config.OpenURL = func(u *url.URL) error { opened = append(opened, u.String()); return nil }
	w.Render(factsOf(t, "o1-own-page-known"))
	tap(t, w, "Open the stick's page …")
	if len(opened) != 1 || opened[0] != "http://192.168.1.1" {
		t.Errorf("opened %v", opened)
	}
	w.Render(factsOf(t, "o1-own-page"))
	if strings.Contains(words(w.root), "Open the stick's page") {
		t.Error("offers a page whose address nobody knows")
	}
}

// TestReportOffered: after a try, with and without success, the report is one click away.
func TestReportOffered(t *testing.T) {
	inLanguage(t, "en")
	success := sighted(strange, 5, setup.TryAllowed{Location: "1-1", Device: strangeKey}, setup.ProbeStarted{}, setup.SessionStarted{
		Line: strange.Lines[0], Modem: sms.Identity{Model: "X1", IMEI: "860000000000000"},
	}, setup.SIMSeen{SIM: sms.SIM{State: sms.SIMReady}, At: at(6)},
		setup.LinkSeen{Link: sms.Link{Registration: sms.RegHome}, At: at(7)})
	for name, f := range map[string]setup.Facts{
		"failure": factsOf(t, "o4-no-modem"), "success": success,
		"ready": success.Apply(setup.TestChanged{State: setup.TestSkipped}),
	} {
		w, _ := open(t, nil, f.Now)
		w.config.Report = func() string { return "the report" }
		w.Render(f)
		tap(t, w, "Copy report")
		if got := fyne.CurrentApp().Clipboard().Content(); got != "the report" {
			t.Errorf("%s: copied %q", name, got)
		}
		fyne.CurrentApp().Clipboard().SetContent("")
		checkPage(t, name, w)
	}
	w, _ := open(t, nil, noon)
	w.config.Report = func() string { return "" }
	w.Render(ready())
	if strings.Contains(words(w.root), "Copy report") {
		t.Error("asks for the report of a stick that is known")
	}
}

// TestTryPromisesNothing: nobody says that a device which is only being tried is a modem.
func TestTryPromisesNothing(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, at(5))
	w.Render(sighted(strange, 5))
	w.Render(sighted(strange, 5, setup.TryAllowed{Location: "1-1", Device: strangeKey}))
	if text := words(w.root); strings.Contains(text, "is a modem now") || strings.Contains(text, "driver is ready") {
		t.Errorf("the page says: %s", text)
	}
}

// TestKinds: the page of the stick names some makers, and a button all of them.
func TestKinds(t *testing.T) {
	inLanguage(t, "en")
	w, window := open(t, nil, at(15))
	w.Render(after(seen(0, nil), seen(15, nil)))
	if text := words(w.root); !strings.Contains(text, "Huawei, ZTE, Option") {
		t.Errorf("names no makers: %s", text)
	}
	tap(t, w, "Which sticks work? …")
	text := words(window.Canvas().Overlays().Top())
	for _, want := range []string{"Novatel", "LG", "Quectel", "docs/sticks.md"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in the list: %s", want, text)
		}
	}
}
