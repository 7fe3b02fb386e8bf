package scan

import (
	"testing"

	"surfstick-sms/hw"
)

// TestPnPDriverFile: what is needed for the way back comes with the interface.
func TestPnPDriverFile(t *testing.T) {
	nodes := cdStickNodes("WinUSB", 0)
	nodes[0].inf, nodes[0].provider = "oem42.inf", "libwdi"
	i := scanNodes(t, nodes).Sticks[0].Interfaces[0]
	if i.Inf != "oem42.inf" || i.Provider != "libwdi" || i.DriverName != "WinUSB" {
		t.Errorf("%+v", i)
	}
}

// TestPnPBindings: the drivers of all USB devices are told, of interfaces with their number, of
// drives and ports none.
func TestPnPBindings(t *testing.T) {
	mouse := pnpDevice{
		instance: `USB\VID_046D&PID_C077\6&2A9F&0&3`, service: "HidUsb", inf: "input.inf",
		provider: "Microsoft", name: "USB-Eingabegerät", locations: []string{"mouse's socket"},
	}
	other := cdStickNodes("USBSTOR", 0)
	other[0].locations = nil
	nodes := append(modemNodes(false), other...)
	nodes[3].service, nodes[3].inf, nodes[3].provider = "WinUSB", "oem7.inf", "libwdi"
	all := scanNodes(t, append(nodes, mouse)).Bindings
	want := []hw.Binding{
		{
			Device: mouse.instance, Name: mouse.name, Location: "mouse's socket", Interface: -1,
			Driver: "HidUsb", Inf: "input.inf", Provider: "Microsoft",
		},
		{
			Device: nodes[3].instance, Name: nodes[3].name, Location: socket, Interface: 2,
			Driver: "WinUSB", Inf: "oem7.inf", Provider: "libwdi",
		},
	}
	if len(all) != 6 {
		t.Fatalf("%d bindings: %+v", len(all), all)
	}
	for _, w := range want {
		found := false
		for _, b := range all {
			found = found || b == w
		}
		if !found {
			t.Errorf("%+v is missing in %+v", w, all)
		}
	}
	for i := 1; i < len(all); i++ {
		if all[i-1].Device >= all[i].Device {
			t.Errorf("%q before %q", all[i-1].Device, all[i].Device)
		}
	}
}

func TestHuaweiService(t *testing.T) {
	for name, want := range map[string]bool{
		"Mobile Broadband HL Service": true, "mbbService": true, "MbbService64": true,
		"MobileBrServ": true, "HWDeviceService64.exe": true, "HWDeviceService.exe": true,
		// Windows' own
		"mbbcx": false, "WwanSvc": false, "Huawei": false, "": false,
	} {
		got := huaweiService([]string{"AudioSrv", name, "ZuneBusEnum"})
		if got != map[bool]string{true: name}[want] {
			t.Errorf("%q: %q", name, got)
		}
	}
	if got := huaweiService(nil); got != "" {
		t.Errorf("%q out of nothing", got)
	}
}

// TestPnPProblems: each problem code of Windows arrives with the stick or its interface.
func TestPnPProblems(t *testing.T) {
	for _, code := range []int{10, 14, 22, 28, 31, 39, 48, 52} {
		service := "USBSTOR"
		if code == 28 {
			service = ""
		}
		if s := scanNodes(t, cdStickNodes(service, code)).Sticks[0]; s.Problem != code ||
			s.Interfaces[0].Problem != code {
			t.Errorf("%d: %+v", code, s)
		}
		nodes := modemNodes(true)
		nodes[2].problem, nodes[2].service = code, "hwdatacard"
		if s := scanNodes(t, nodes).Sticks[0]; s.Problem != 0 || s.Interfaces[1].Problem != code {
			t.Errorf("%d: %+v", code, s)
		}
	}
}
