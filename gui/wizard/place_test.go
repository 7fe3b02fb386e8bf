package wizard

import (
	"testing"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

func TestPlace(t *testing.T) {
	for location, want := range map[string]string{
		"PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)":        "2",
		"PCIROOT(0)#PCI(1400)#USBROOT(0)#USB(2)#USB(1)": "2.1",
		`USB\VID_12D1&PID_1F01\6&33A1B2C&0&4`:           "6&33A1B2C&0&4",
		"1-1.2":                                         "1-1.2",
		"":                                              "",
		"a\x00\nb":                                      "a b",
	} {
		if got := shortLocation(location); got != want {
			t.Errorf("%q: %q, want %q", location, got, want)
		}
	}
}

// TestNoDriverReady: a stick that is a network card from the start has got no driver from anybody.
func TestNoDriverReady(t *testing.T) {
	inLanguage(t, "en")
	for mode, want := range map[hw.Mode]bool{hw.ModeNetwork: false, hw.ModeStorage: true} {
		w, _ := open(t, nil, noon)
		f := plugged()
		w.render(state{Facts: f, step: setup.StepStick})
		f.Chosen.Stick.Mode, f.Chosen.Stick.Driver = mode, hw.DriverWinUSB
		w.render(state{Facts: f, step: setup.StepSwitch})
		if got := w.done != ""; got != want {
			t.Errorf("%v: said %q", mode, w.done)
		}
	}
}
