package wizard

import (
	"strings"
	"testing"

	"surfstick-sms/hw"
	"surfstick-sms/hw/sticks"
	"surfstick-sms/internal/setup"
)

// TestNoModemOffered: of a stick of ZTE's in network mode no page speaks of modem mode, whatever is wrong with
// its network card or its web server; of one of Huawei's they offer it.
func TestNoModemOffered(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		t.Run(language, func(t *testing.T) {
			inLanguage(t, language)
			for name, c := range map[string]struct {
				state   hw.AdapterState
				problem int
				result  setup.ProbeResult // asked and answered like this; 0 for not asked
			}{
				"unknown": {hw.AdapterUnknown, 0, 0}, "absent": {hw.AdapterAbsent, 28, 0},
				"disabled": {hw.AdapterDisabled, 22, 0}, "no link": {hw.AdapterNoLink, 0, 0},
				"no address": {hw.AdapterNoAddress, 0, 0}, "router": {hw.AdapterReady, 0, setup.ProbeRouter},
				"no stick": {hw.AdapterReady, 0, setup.ProbeNoStick}, "silent": {hw.AdapterReady, 0, setup.ProbeSilent},
			} {
				for maker, offered := range map[uint16]bool{hw.ZTEVendor: false, hw.HuaweiVendor: true} {
					said := troubledStick(t, maker, c.state, c.problem, c.result)
					if got := strings.Contains(strings.ToLower(said), "modem"); got != offered {
						t.Errorf("%s, %04x: %s", name, maker, said)
					}
				}
			}
		})
	}
}

// troubledStick returns the words of the page of a stick in network mode with which something is wrong.
func troubledStick(t *testing.T, maker uint16, state hw.AdapterState, problem int, r setup.ProbeResult) string {
	t.Helper()
	stick := cardStick(state, problem)
	stick.ID.Vendor = maker
	if maker == hw.ZTEVendor {
		stick.ID.Product, stick.Name = 0x1405, "ZTE Mobile"
	}
	events := []setup.Event{seen(0, nil), seen(1, nil, stick)}
	if line, ok := stick.WebLine(); ok {
		events = append(events, setup.ProbeStarted{}, setup.Probed{Probe: setup.Probe{Line: line, Result: r}}, setup.ProbeEnded{})
	}
	f := setup.New(setup.Platform{DriverPage: true, PassThrough: true, Libusb: true, Internet: true}, sticks.Table{})
	for _, e := range append(events, setup.Ticked{At: at(60)}, seen(61, nil, stick)) {
		f = f.Apply(e)
	}
	if f.Problem() == setup.ProblemNone {
		t.Errorf("%v: nothing is wrong at step %v", state, f.Step())
	}
	w, _ := open(t, nil, f.Now)
	w.Render(f)
	return words(w.right)
}
