package setup_test

import (
	"slices"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// of is a binding of the stick at the socket.
func of(iface int, driver, inf, provider string) hw.Binding {
	device := `USB\VID_12D1&PID_1001\5&2C62A6C&0&2`
	if iface >= 0 {
		device = `USB\VID_12D1&PID_1001&MI_0` + string(rune('0'+iface)) + `\6&1A2B3C&0&0000`
	}
	return hw.Binding{
		Device: device, Name: "HUAWEI", Location: socket, Interface: iface, Driver: driver, Inf: inf,
		Provider: provider,
	}
}

// threePorts is a stick in modem mode with three interfaces of which nothing is told.
func threePorts(k *hw.Stick) {
	k.ID = hw.ID{Vendor: 0x12d1, Product: 0x1001}
	k.Interfaces = nil
	for n := range 3 {
		k.Interfaces = append(k.Interfaces, hw.Interface{
			Number: n, Class: 0xff, SubClass: 0xff, Protocol: 0xff, Driver: hw.DriverNone, Problem: 28,
		})
	}
}

func TestStrays(t *testing.T) {
	pad := hw.Binding{Device: `USB\VID_0001&PID_0002\1`, Name: "Pad", Location: "x", Interface: -1}
	padBy := func(driver, inf, provider string) hw.Binding {
		pad.Driver, pad.Inf, pad.Provider = driver, inf, provider
		return pad
	}
	cd, phone := with(hw.ModeStorage, nil), with(hw.ModeModem, threePorts)
	for _, c := range []struct {
		name    string
		stick   hw.Stick
		was, is hw.Binding
		stray   bool
	}{
		{"nothing", cd, mouse("HidUsb", "a"), mouse("HidUsb", "a"), false},
		{"spelt in another way", cd, mouse("HidUsb", "a"), mouse("HIDUSB", "a"), false},
		{"a mouse", cd, mouse("HidUsb", "a"), mouse("WINUSB", "oem1.inf"), true},
		{"had none, by Windows", cd, padBy("", "", ""), padBy("HidUsb", "i.inf", "Microsoft"), false},
		{"had none, by Zadig", cd, padBy("", "", ""), padBy("WINUSB", "oem1.inf", "libwdi"), true},
		{
			"by Zadig, earlier", cd, padBy("WINUSB", "oem1.inf", "libwdi"),
			padBy("WINUSB", "oem1.inf", "libwdi"), false,
		},
		{"driver being taken away", cd, mouse("HidUsb", "a"), mouse("", ""), false},
		{
			"another device instead", cd, mouse("HidUsb", "a"), padBy("WINUSB", "oem1.inf", "libwdi"),
			false,
		},
		{
			"the stick's CD drive", cd, of(-1, "USBSTOR", "usbstor.inf", "Microsoft"),
			of(-1, "WINUSB", "oem1.inf", "libwdi"), false,
		},
		{
			"the stick's right interface", phone, of(2, "", "", ""),
			of(2, "WINUSB", "oem1.inf", "libwdi"), false,
		},
		{
			"the stick's wrong interface", phone, of(0, "", "", ""),
			of(0, "WINUSB", "oem1.inf", "libwdi"), true,
		},
		{
			"the stick as a whole", phone, of(-1, "usbccgp", "usb.inf", "Microsoft"),
			of(-1, "WINUSB", "oem1.inf", "libwdi"), true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, after := seen(c.stick), seen(c.stick)
			before.Bindings, after.Bindings = []hw.Binding{c.was}, []hw.Binding{c.is}
			s := tell(t, windows).see(before).apply(setup.DriversNoted{}).see(after)
			want := []setup.Stray(nil)
			if c.stray {
				want = []setup.Stray{{Was: c.was, Is: c.is}}
			}
			if got := s.f.Strays(); !slices.Equal(got, want) {
				t.Errorf("strays %+v", got)
			}
			if told := s.f.Problem() == setup.ProblemOtherDriver; told != c.stray {
				t.Errorf("problem %v", s.f.Problem())
			}
			if f := s.see(before).f; len(f.Strays()) > 0 {
				t.Errorf("still told after the way back: %+v", f.Strays())
			}
		})
	}
}

// TestStraysHoldEverything: while another device has a wrong driver, nothing happens by itself;
// who says that it is all right goes on.
func TestStraysHoldEverything(t *testing.T) {
	snap := seen(storage())
	snap.Bindings = []hw.Binding{mouse("HidUsb", "input.inf")}
	s := tell(t, windows).see(snap).apply(setup.AutoSet{On: true}, setup.InstallStarted{})
	snap.Sticks = []hw.Stick{bound(hw.DriverWinUSB, 0)}
	snap.Bindings = []hw.Binding{mouse("WINUSB", "oem7.inf")}
	s.see(snap).wait(5 * time.Second)
	s.wants(setup.StepSwitch, setup.ProblemOtherDriver).next(nil)
	s.apply(setup.DriversNoted{}).wants(setup.StepSwitch, setup.ProblemNone).next(setup.DoSwitch{})
}

func TestInstallTarget(t *testing.T) {
	second := with(hw.ModeStorage, func(k *hw.Stick) {
		k.Interfaces = []hw.Interface{{Number: 0, Class: 0xff}, {Number: 1, Class: 8}}
	})
	for name, c := range map[string]struct {
		stick hw.Stick
		want  int
	}{
		"CD drive": {storage(), 0}, "CD drive beside others": {second, 1},
		"modem": {with(hw.ModeModem, threePorts), 2}, "network": {with(hw.ModeNetwork, nil), -1},
	} {
		i, ok := tell(t, windows).see(seen(c.stick)).f.InstallTarget()
		if ok != (c.want >= 0) || ok && i.Number != c.want {
			t.Errorf("%s: %d, %v", name, i.Number, ok)
		}
	}
}

func TestReplaced(t *testing.T) {
	s := with(hw.ModeModem, threePorts)
	s.Interfaces[1].Driver, s.Interfaces[1].Inf = hw.DriverSerial, "oem3.inf"
	s.Interfaces[2].Driver, s.Interfaces[2].Inf = hw.DriverWinUSB, "oem42.inf"
	got := tell(t, windows).see(seen(s)).f.Replaced()
	if len(got) != 1 || got[0].Inf != "oem42.inf" {
		t.Errorf("%+v", got)
	}
}

func TestDriverFile(t *testing.T) {
	s := tell(t, windows).apply(setup.DriverFileRead{Reading: true})
	if !s.f.Runs(setup.JobFile) {
		t.Error("not reading")
	}
	s.apply(setup.DriverFileRead{File: hw.DriverFileZIP})
	if s.f.Runs(setup.JobFile) || s.f.Help.File != hw.DriverFileZIP || s.f.Help.FileErr != nil {
		t.Errorf("%+v", s.f)
	}
	s.apply(setup.DriverFileRead{Err: hw.ErrOtherFile})
	if s.f.Help.File != hw.DriverFileNone || s.f.Help.FileErr == nil {
		t.Errorf("%+v", s.f)
	}
}

// TestDriverFileCancelled: reading a file ends with everything else that the user cancels.
func TestDriverFileCancelled(t *testing.T) {
	s := tell(t, windows)
	s.apply(setup.DriverFileRead{Reading: true}, setup.Cancelled{At: s.now})
	if s.f.Runs(setup.JobFile) {
		t.Error("still reading")
	}
}
