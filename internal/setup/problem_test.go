package setup_test

import (
	"errors"
	"testing"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
)

// row is one case: what happens, and what the wizard makes of it.
type row struct {
	name        string
	on          setup.Platform
	tell        func(s *story)
	step        setup.Step
	problem     setup.Problem
	recommended setup.Action
}

var (
	passOnly = setup.Platform{DriverPage: true, PassThrough: true}
	usbOnly  = setup.Platform{Libusb: true, Udev: true}
	mac      = setup.Platform{Libusb: true}
)

var stickRows = []row{
	{
		"1 nothing yet", linux, func(s *story) { s.see(seen()).wait(9 * time.Second) },
		setup.StepStick, setup.ProblemNone, nil,
	},
	{
		"1 nothing for 10 s", linux, func(s *story) { s.see(seen()).wait(10 * time.Second) },
		setup.StepStick, setup.ProblemNoStick, nil,
	},
	{
		"2 USB fault", linux, func(s *story) { s.see(hw.Snapshot{Broken: true}) },
		setup.StepStick, setup.ProblemUSBFault, nil,
	},
	{"2 descriptor failed on the stick", windows, func(s *story) {
		s.see(seen(with(hw.ModeUnknown, func(k *hw.Stick) { k.Problem = 43 })))
	}, setup.StepStick, setup.ProblemUSBFault, nil},
	{"3 several sticks", linux, func(s *story) {
		s.see(seen(storage(), with(hw.ModeStorage, elsewhere)))
	}, setup.StepStick, setup.ProblemSeveral, nil},
	{"4 other brand", linux, func(s *story) {
		s.see(hw.Snapshot{Unsupported: []hw.Stick{{ID: hw.ID{Vendor: 0x3566, Product: 0x2001}}}})
	}, setup.StepStick, setup.ProblemUnsupported, nil},
	{"4 a mode that means nothing", linux, func(s *story) {
		s.see(seen(with(hw.ModeUnknown, nil))).wait(11 * time.Second)
	}, setup.StepStick, setup.ProblemUnsupported, nil},
	{"a mode that may still change", linux, func(s *story) {
		s.see(seen(with(hw.ModeUnknown, nil))).wait(5 * time.Second)
	}, setup.StepStick, setup.ProblemNone, nil},
	{"a card reader that calls itself a stick", linux, func(s *story) {
		s.see(seen(cardReader())).wait(2 * time.Second)
	}, setup.StepStick, setup.ProblemCardReader, nil},
	{"its CD drive may still come", windows, func(s *story) {
		s.see(seen(cardReader())).wait(time.Second)
	}, setup.StepStick, setup.ProblemNone, nil},
	{
		"rescue", linux, func(s *story) { s.see(seen(with(hw.ModeRescue, nil))) },
		setup.StepStick, setup.ProblemRescue, nil,
	},
	{"34 scan fails", linux, func(s *story) {
		s.apply(setup.ScanFailed{Err: errors.New("no"), At: s.now})
	}, setup.StepStick, setup.ProblemScanFailed, setup.DoScan{}},
}

func cardReader() hw.Stick {
	return with(hw.ModeUnknown, func(k *hw.Stick) {
		k.Driver, k.CDDrive, k.CD = hw.DriverStorage, "", hw.CDNone
	})
}

func elsewhere(k *hw.Stick) { k.Location, k.Serial = "1-1.3", "other" }

var driverRows = []row{
	{
		"5 storage driver", windows, func(s *story) { s.see(seen(storage())) },
		setup.StepDriver, setup.ProblemCDMode,
		setup.DoChooseTransport{Transport: setup.TransportPassThrough},
	},
	{"5 settled on it", windows, func(s *story) {
		s.see(seen(storage())).apply(setup.TransportChosen{Transport: setup.TransportPassThrough})
	}, setup.StepSwitch, setup.ProblemNone, setup.DoSwitch{}},
	{"5 Zadig chosen", windows, func(s *story) {
		s.see(seen(storage())).apply(setup.TransportChosen{Transport: setup.TransportLibusb})
	}, setup.StepDriver, setup.ProblemNone, nil},
	{
		"5 no pass-through at all",
		setup.Platform{DriverPage: true, Libusb: true},
		func(s *story) { s.see(seen(storage())) }, setup.StepDriver, setup.ProblemWrongDriver, nil,
	},
	{
		"6 no driver", windows, func(s *story) { s.see(seen(bound(hw.DriverNone, 28))) },
		setup.StepDriver, setup.ProblemNoStorageDriver, nil,
	},
	{
		"6 load failed", windows, func(s *story) { s.see(seen(bound(hw.DriverStorage, 39))) },
		setup.StepDriver, setup.ProblemNoStorageDriver, nil,
	},
	{
		"7 wrong driver", windows, func(s *story) { s.see(seen(bound(hw.DriverSerial, 0))) },
		setup.StepDriver, setup.ProblemWrongDriver, nil,
	},
	{
		"WinUSB is bound", windows, func(s *story) { s.see(seen(bound(hw.DriverWinUSB, 0))) },
		setup.StepSwitch, setup.ProblemNone,
		setup.DoSwitch{},
	},
	{
		"libusb-win32 is fine", windows, func(s *story) { s.see(seen(bound(hw.DriverLibusb0, 0))) },
		setup.StepSwitch, setup.ProblemNone,
		setup.DoSwitch{},
	},
	{"8 no libusbK.dll", windows, func(s *story) {
		s.see(noLibusbK(hw.DriverLibusbK)).sends(hw.ErrAccess, setup.TransportLibusb)
	}, setup.StepDriver, setup.ProblemDriverIncomplete, nil},
	{"8 remedied by Zadig", windows, func(s *story) {
		s.see(noLibusbK(hw.DriverLibusb0)).sends(hw.ErrAccess, setup.TransportLibusb)
		s.see(noLibusbK(hw.DriverWinUSB))
	}, setup.StepSwitch, setup.ProblemNone, setup.DoSwitch{}},
	{"9 in use, WinUSB", windows, func(s *story) {
		s.see(seen(bound(hw.DriverWinUSB, 0))).sends(hw.ErrAccess, setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemStickBusy, setup.DoSwitch{}},
	{"9 in use, libusb-win32", windows, func(s *story) {
		s.see(seen(bound(hw.DriverLibusb0, 0))).sends(hw.ErrAccess, setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemStickBusy, setup.DoSwitch{}},
	{"9 in use, Linux", linux, func(s *story) {
		s.see(seen(storage())).sends(hw.ErrBusy, setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemStickBusy, setup.DoSwitch{}},
	{"10 WinUSB not ready", windows, func(s *story) {
		s.see(seen(bound(hw.DriverWinUSB, 0))).sends(hw.ErrNoDriver, setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemDriverSettling, setup.DoSwitch{}},
	{
		"11 denied", windows, func(s *story) { passed(s).sends(hw.ErrAccess, setup.TransportPassThrough) },
		setup.StepDriver, setup.ProblemPassDenied,
		setup.DoChooseTransport{Transport: setup.TransportLibusb},
	},
	{
		"11 denied, no libusb in this program", passOnly,
		func(s *story) { passed(s).sends(hw.ErrAccess, setup.TransportPassThrough) },
		setup.StepDriver, setup.ProblemPassDenied, nil,
	},
	{"11 remote", windows, func(s *story) {
		passed(s).sends(hw.ErrAccess, setup.TransportPassThrough)
		snap := seen(storage())
		snap.Remote = true
		s.see(snap)
	}, setup.StepDriver, setup.ProblemPassDeniedRemote, setup.DoChooseTransport{Transport: setup.TransportLibusb}},
	{
		"12 CD drive may come", windows, func(s *story) { s.see(seen(noCD())).wait(9 * time.Second) },
		setup.StepDriver, setup.ProblemNone, nil,
	},
	{
		"12 no CD drive", windows, func(s *story) { s.see(seen(noCD())).wait(10 * time.Second) },
		setup.StepDriver, setup.ProblemCDNotReady, nil,
	},
	{
		"10 WinUSB bound, not started", windows,
		func(s *story) { s.see(seen(bound(hw.DriverWinUSB, 10))) },
		setup.StepDriver, setup.ProblemDriverSettling, nil,
	},
	{
		"19 blocked, unsigned WinUSB", windows,
		func(s *story) { s.see(seen(bound(hw.DriverWinUSB, 52))) },
		setup.StepDriver, setup.ProblemDriverBlocked, nil,
	},
	{
		"19 blocked, storage driver", windows,
		func(s *story) { s.see(seen(bound(hw.DriverStorage, 48))) },
		setup.StepDriver, setup.ProblemDriverBlocked, nil,
	},
	{"another device changed", windows, func(s *story) {
		snap := seen(storage())
		snap.Bindings = []hw.Binding{mouse("HidUsb", "input.inf")}
		s.see(snap).apply(setup.InstallStarted{})
		snap.Bindings = []hw.Binding{mouse("WINUSB", "oem7.inf")}
		s.see(snap)
	}, setup.StepDriver, setup.ProblemOtherDriver, nil},
	{
		"21 disabled", windows, func(s *story) { s.see(seen(bound(hw.DriverNone, 22))) },
		setup.StepDriver, setup.ProblemDisabled, nil,
	},
	{
		"20 restart", windows, func(s *story) { s.see(seen(bound(hw.DriverNone, 14))) },
		setup.StepDriver, setup.ProblemRestart, nil,
	},
	{"33 WinUSB bound, no libusb", windows, func(s *story) {
		snap := seen(bound(hw.DriverWinUSB, 0))
		snap.LibusbMissing = true
		s.see(snap)
	}, setup.StepDriver, setup.ProblemLibusbFailed, nil},
	{"33 no libusb, CD drive there", windows, func(s *story) {
		snap := seen(storage())
		snap.LibusbMissing = true
		s.see(snap)
	}, setup.StepDriver, setup.ProblemCDMode, setup.DoChooseTransport{Transport: setup.TransportPassThrough}},
	{"33 no libusb, Linux", usbOnly, func(s *story) {
		snap := seen(storage())
		snap.LibusbMissing = true
		s.see(snap)
	}, setup.StepSwitch, setup.ProblemLibusbFailed, nil},
	{"the system still looks for drives", usbOnly, func(s *story) {
		s.see(seen(noCD())).wait(9 * time.Second)
	}, setup.StepSwitch, setup.ProblemNone, nil},
	{"the system finds no drive", usbOnly, func(s *story) {
		s.see(seen(noCD())).wait(10 * time.Second)
	}, setup.StepSwitch, setup.ProblemNone, setup.DoSwitch{}},
	{"33 found out on sending", usbOnly, func(s *story) {
		s.see(seen(storage())).sends(hw.ErrNoLibusb, setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemLibusbFailed, setup.DoSwitch{}},
	{
		"no permission", usbOnly, func(s *story) { s.see(seen(locked())) },
		setup.StepSwitch, setup.ProblemNoPermission, nil,
	},
	{
		"no permission, but a CD drive", linux, func(s *story) { s.see(seen(locked())) },
		setup.StepSwitch, setup.ProblemNone,
		setup.DoSwitch{},
	},
	{"no permission for the CD drive either", linux, func(s *story) {
		s.see(seen(locked())).sends(hw.ErrAccess, setup.TransportPassThrough)
	}, setup.StepSwitch, setup.ProblemNoPermission, nil},
	{"not ours", linux, func(s *story) {
		s.see(seen(storage())).sends(hw.ErrNotOurs, setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemUnsupported, setup.DoSwitch{}},
	{"no driver, Linux", linux, func(s *story) {
		s.see(seen(storage())).sends(hw.ErrNoDriver, setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemNotSent, setup.DoSwitch{}},
	{"no driver, Windows", windows, func(s *story) {
		s.see(seen(bound(hw.DriverUnknown, 0))).sends(hw.ErrNoDriver, setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemWrongDriver, setup.DoSwitch{}},
	{"in use, macOS", mac, func(s *story) {
		s.see(seen(storage())).sends(hw.ErrAccess, setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemStickBusy, setup.DoSwitch{}},
	{"any other error", linux, func(s *story) {
		s.see(seen(storage())).sends(errors.New("pipe"), setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemNotSent, setup.DoSwitch{}},
	{"gone while it was sent", linux, func(s *story) {
		s.see(seen(storage())).sends(hw.ErrGone, setup.TransportLibusb)
	}, setup.StepSwitch, setup.ProblemNone, setup.DoSwitch{}},
	{"gone, and a moment later not seen either", linux, func(s *story) {
		s.see(seen(storage())).sends(hw.ErrGone, setup.TransportLibusb).wait(time.Second).see(seen())
	}, setup.StepSwitch, setup.ProblemNone, nil},
	{"gone when it was sent, and seen ever since", windows, func(s *story) {
		passed(s).sends(hw.ErrGone, setup.TransportPassThrough).wait(4 * time.Second).see(seen(storage()))
	}, setup.StepSwitch, setup.ProblemNotSent, setup.DoSwitch{}},
}

func bound(d hw.Driver, code int) hw.Stick {
	return with(hw.ModeStorage, func(k *hw.Stick) { k.Driver, k.Problem, k.CDDrive = d, code, "" })
}

// noLibusbK is a stick in storage mode with a driver, on a Windows without libusbK.dll.
func noLibusbK(d hw.Driver) hw.Snapshot {
	snap := seen(bound(d, 0))
	snap.LibusbKMissing = true
	return snap
}

// mouse is another device with a driver.
func mouse(driver, inf string) hw.Binding {
	b := hw.Binding{
		Device: `USB\VID_046D&PID_C077\6&2A9F&0&3`, Name: "Optical Mouse", Location: "elsewhere",
		Interface: -1, Driver: driver, Inf: inf, Provider: "Microsoft",
	}
	if driver == "WINUSB" {
		b.Provider = "libwdi"
	}
	return b
}

func noCD() hw.Stick { return bound(hw.DriverStorage, 0) }

func locked() hw.Stick { return with(hw.ModeStorage, func(k *hw.Stick) { k.Accessible = false }) }

// passed is the stick in storage mode with the way through the CD drive chosen.
func passed(s *story) *story {
	return s.see(seen(storage())).apply(setup.TransportChosen{Transport: setup.TransportPassThrough})
}

// sent is the stick in storage mode with a message on its way back from us.
func sent(s *story) *story { return s.see(seen(storage())).sends(nil, setup.TransportLibusb) }

var switchRows = []row{
	{
		"13 waits for the stick", linux, func(s *story) { sent(s).wait(19 * time.Second) },
		setup.StepSwitch, setup.ProblemNone, nil,
	},
	{
		"13 no reaction", linux, func(s *story) { sent(s).wait(20 * time.Second) },
		setup.StepSwitch, setup.ProblemNoReaction,
		setup.DoSwitch{},
	},
	{"13 no message helped", linux, func(s *story) {
		s.see(seen(storage()))
		for nextName(s.f) != "" {
			s.sends(nil, setup.TransportLibusb).wait(20 * time.Second)
		}
	}, setup.StepSwitch, setup.ProblemFirmwareRefuses, setup.DoStartOver{}},
	{"13 back as a CD drive", linux, func(s *story) {
		sent(s).wait(time.Second).see(seen()).wait(3 * time.Second).see(seen(storage()))
		s.wait(5 * time.Second)
	}, setup.StepSwitch, setup.ProblemSwitchedToStorage, setup.DoSwitch{}},
	{"14 HiLink by our message", linux, func(s *story) {
		sent(s).wait(time.Second).see(seen()).wait(time.Second).see(seen(with(hw.ModeNetwork, nil)))
	}, setup.StepSwitch, setup.ProblemHiLink, nil},
	{
		"14 HiLink by itself", windows, func(s *story) { s.see(seen(with(hw.ModeNetwork, nil))) },
		setup.StepSwitch, setup.ProblemHiLink, nil,
	},
	{"no network card of it", windowsBoth, func(s *story) {
		s.see(seen(network(hw.AdapterAbsent, 28))).wait(5 * time.Second)
	}, noCardStep, setup.ProblemNoCard, nil},
	{"15 Huawei's service", windows, func(s *story) {
		snap := seen(with(hw.ModeNetwork, nil))
		snap.Service = "mbbService"
		s.see(snap)
	}, setup.StepSwitch, setup.ProblemService, nil},
	{"16 away", linux, func(s *story) {
		sent(s).wait(time.Second).see(seen()).wait(28 * time.Second).see(seen())
	}, setup.StepSwitch, setup.ProblemNone, nil},
	{"16 not back", windows, func(s *story) {
		passed(s).sends(nil, setup.TransportPassThrough)
		s.wait(time.Second).see(seen()).wait(30 * time.Second).see(seen())
	}, setup.StepSwitch, setup.ProblemNotBack, nil},
}

func allRows() []row {
	var all []row
	for _, rows := range [][]row{stickRows, otherRows, driverRows, switchRows, lineRows, webRows, simRows} {
		all = append(all, rows...)
	}
	return all
}

func TestFailureTable(t *testing.T) {
	for _, r := range allRows() {
		t.Run(r.name, func(t *testing.T) {
			s := tell(t, r.on)
			r.tell(s)
			s.wants(r.step, r.problem)
			if got := s.f.Recommended(); got != r.recommended {
				t.Errorf("recommended %#v, want %#v", got, r.recommended)
			}
		})
	}
}

// TestEveryProblemArises keeps the table complete: a problem without a row has no test.
func TestEveryProblemArises(t *testing.T) {
	told := make(map[setup.Problem]bool)
	for _, r := range allRows() {
		told[r.problem] = true
	}
	for _, p := range setup.Problems() {
		if !told[p] {
			t.Errorf("no row leads to %v", p)
		}
	}
}
