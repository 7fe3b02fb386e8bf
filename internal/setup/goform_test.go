package setup_test

import (
	"testing"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// zteCard is a stick of ZTE's in network mode.
func zteCard() hw.Stick {
	k := card(hw.AdapterReady, 0)
	k.ID = hw.ID{Vendor: hw.ZTEVendor, Product: 0x1405}
	return k
}

// TestZTEInNetworkMode: a stick of ZTE's is reached through its web server, and no modem is offered that it
// cannot become.
func TestZTEInNetworkMode(t *testing.T) {
	s := tell(t, webLinux).see(seen(zteCard()))
	if l := webLine(s); l.Web != hw.WebGoform || !s.f.ByWeb() {
		t.Errorf("line %+v", l)
	}
	if s.f.BecomesModem() {
		t.Error("it can be made a modem")
	}
	if way, ok := s.f.CanChange(); ok {
		t.Errorf("it can be asked to become %v", way)
	}
	s.apply(setup.WayChosen{Way: setup.WayModem})
	if s.f.Change.To != setup.WayNone || s.f.Changing() {
		t.Errorf("change %+v", s.f.Change)
	}
	huawei := tell(t, webLinux).see(seen(card(hw.AdapterReady, 0)))
	if way, ok := huawei.f.CanChange(); !ok || way != setup.WayModem {
		t.Errorf("one of Huawei's: %v, %v", way, ok)
	}
}
