package setup_test

import (
	"errors"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/sms"
)

func driverless(code int) func(k *hw.Stick) {
	return func(k *hw.Stick) {
		k.Driver = hw.DriverNone
		k.Interfaces = []hw.Interface{
			{Number: 0, Class: 0xff, Driver: hw.DriverNone},
			{Number: 2, Class: 0xff, Driver: hw.DriverNone, Problem: code},
		}
	}
}

// acm is 12d1:1442 in modem mode: its interfaces are of class 02/02/ff.
func acm(d hw.Driver, code int) hw.Stick {
	return with(hw.ModeModem, func(k *hw.Stick) {
		k.ID.Product, k.Driver = 0x1442, d
		for n := range 2 {
			k.Interfaces = append(k.Interfaces, hw.Interface{
				Number: n, Class: 2, SubClass: 2, Protocol: 0xff, Driver: d, Problem: code,
			})
		}
	})
}

// quiet shows a stick on a Windows that tells whether it installs drivers.
func quiet(s *story, i hw.Installs, k hw.Stick) *story {
	snap := seen(k)
	snap.Installs = i
	return s.see(snap)
}

// directDenied is a stick whose AT interface has a driver and is refused by libusb.
func directDenied(d hw.Driver, noDLL bool) func(s *story) {
	line := hw.Line{
		Kind: hw.LineUSB, Name: hw.USBLineName(socket, 2), Location: socket, Interface: 2, Rank: 80,
	}
	return func(s *story) {
		snap := seen(with(hw.ModeModem, func(k *hw.Stick) {
			k.Driver, k.Interfaces = d, []hw.Interface{{Number: 2, Class: 0xff, Driver: d}}
		}))
		snap.Lines, snap.LibusbKMissing = []hw.Line{line}, noDLL
		s.see(snap).wait(26*time.Second).apply(setup.ProbeStarted{},
			setup.Probed{Probe: setup.Probe{Line: line, Result: setup.ProbeDenied}}, setup.ProbeEnded{})
	}
}

var lineRows = []row{
	{
		"ports may still come", linux, func(s *story) { s.see(seen(modem())).wait(20 * time.Second) },
		setup.StepConnection, setup.ProblemNone, nil,
	},
	{
		"18 no port, Linux", linux, func(s *story) { s.see(seen(modem())).wait(26 * time.Second) },
		setup.StepConnection, setup.ProblemNoPort, nil,
	},
	{"17 Windows searches", windows, func(s *story) {
		s.see(seen(with(hw.ModeModem, driverless(28)))).wait(60 * time.Second)
	}, setup.StepConnection, setup.ProblemDriverSearch, nil},
	{"18 no port, Windows", windows, func(s *story) {
		s.see(seen(with(hw.ModeModem, driverless(28)))).wait(91 * time.Second)
	}, setup.StepConnection, setup.ProblemNoPort, nil},
	{"18 no port, Windows installs nothing", windows, func(s *story) {
		quiet(s, hw.InstallsNone, with(hw.ModeModem, driverless(28))).wait(5 * time.Second)
	}, setup.StepConnection, setup.ProblemNoPort, nil},
	{"18 Windows may begin to install", windows, func(s *story) {
		quiet(s, hw.InstallsNone, with(hw.ModeModem, driverless(28))).wait(4 * time.Second)
	}, setup.StepConnection, setup.ProblemNone, nil},
	{"17 Windows installs", windows, func(s *story) {
		quiet(s, hw.InstallsPending, with(hw.ModeModem, driverless(28))).wait(60 * time.Second)
	}, setup.StepConnection, setup.ProblemDriverSearch, nil},
	{"18 Windows is done installing", windows, func(s *story) {
		quiet(s, hw.InstallsPending, with(hw.ModeModem, driverless(28))).wait(60 * time.Second)
		quiet(s, hw.InstallsNone, with(hw.ModeModem, driverless(28))).wait(5 * time.Second)
	}, setup.StepConnection, setup.ProblemNoPort, nil},
	{"18 a port that comes later still wins", windows, func(s *story) {
		quiet(s, hw.InstallsNone, with(hw.ModeModem, driverless(28))).wait(6 * time.Second)
		s.see(modemSnap())
	}, setup.StepConnection, setup.ProblemNone, setup.DoProbe{}},
	{"18 02/02/ff without a driver", windows, func(s *story) {
		quiet(s, hw.InstallsNone, acm(hw.DriverNone, 28)).wait(5 * time.Second)
	}, setup.StepConnection, setup.ProblemNoPort, nil},
	{"18 02/02/ff, Windows does not tell", windows, func(s *story) {
		s.see(seen(acm(hw.DriverNone, 28))).wait(91 * time.Second)
	}, setup.StepConnection, setup.ProblemNoPort, nil},
	{"18 usbser does not start", windows, func(s *story) {
		s.see(seen(acm(hw.DriverSerial, 10))).wait(10 * time.Second)
	}, setup.StepConnection, setup.ProblemNoPort, nil},
	{"17 usbser starts, its port is awaited", windows, func(s *story) {
		quiet(s, hw.InstallsNone, acm(hw.DriverSerial, 0)).wait(10 * time.Second)
	}, setup.StepConnection, setup.ProblemDriverSearch, nil},
	{
		"9 Direct USB in use, Windows", windows, directDenied(hw.DriverWinUSB, false),
		setup.StepConnection, setup.ProblemPortBusy,
		setup.DoProbe{},
	},
	{
		"9 Direct USB in use, libusbK", windows, directDenied(hw.DriverLibusbK, false),
		setup.StepConnection, setup.ProblemPortBusy,
		setup.DoProbe{},
	},
	{
		"8 Direct USB without libusbK.dll", windows, directDenied(hw.DriverLibusbK, true),
		setup.StepConnection, setup.ProblemDriverIncomplete,
		setup.DoProbe{},
	},
	{
		"8 WinUSB needs none", windows, directDenied(hw.DriverWinUSB, true),
		setup.StepConnection, setup.ProblemPortBusy,
		setup.DoProbe{},
	},
	{
		"no right to Direct USB, Linux", linux, directDenied(hw.DriverNone, false),
		setup.StepConnection, setup.ProblemNoPermission,
		setup.DoProbe{},
	},
	{
		"Direct USB in use, macOS", mac, directDenied(hw.DriverNone, false),
		setup.StepConnection, setup.ProblemPortBusy,
		setup.DoProbe{},
	},
	{
		"port in use, Windows", windows, asked(setup.ProbeDenied),
		setup.StepConnection, setup.ProblemPortBusy,
		setup.DoProbe{},
	},
	{"19 blocked, load failed", windows, func(s *story) {
		s.see(seen(with(hw.ModeModem, driverless(39))))
	}, setup.StepConnection, setup.ProblemDriverBlocked, nil},
	{"19 blocked, unsigned", windows, func(s *story) {
		s.see(seen(with(hw.ModeModem, driverless(52))))
	}, setup.StepConnection, setup.ProblemDriverBlocked, nil},
	{
		"20 restart", windows, func(s *story) { s.see(seen(with(hw.ModeModem, driverless(14)))) },
		setup.StepConnection, setup.ProblemRestart, nil,
	},
	{
		"21 disabled", windows, func(s *story) { s.see(seen(with(hw.ModeModem, driverless(22)))) },
		setup.StepConnection, setup.ProblemDisabled, nil,
	},
	{"18 no port, but the computer's own", windows, func(s *story) {
		snap := seen(with(hw.ModeModem, driverless(28)))
		snap.Lines = []hw.Line{{Name: "COM1", Label: "Communications Port", Interface: -1}}
		s.see(snap).wait(91 * time.Second)
	}, setup.StepConnection, setup.ProblemNoPort, nil},
	{"22 which port", windows, func(s *story) {
		snap := seen(modem())
		snap.Lines = []hw.Line{{Name: "COM3", Label: "Arduino", Interface: -1}}
		s.see(snap).wait(10 * time.Second)
	}, setup.StepConnection, setup.ProblemWhichPort, nil},
	{
		"23 busy", linux, asked(setup.ProbeBusy), setup.StepConnection, setup.ProblemPortBusy,
		setup.DoProbe{},
	},
	{
		"24 gone", linux, asked(setup.ProbeGone), setup.StepConnection, setup.ProblemPortGone,
		setup.DoProbe{},
	},
	{
		"25 not serial", linux, asked(setup.ProbeInvalid), setup.StepConnection,
		setup.ProblemPortInvalid,
		setup.DoProbe{},
	},
	{
		"26 silent", linux, asked(setup.ProbeSilent), setup.StepConnection, setup.ProblemPortSilent,
		setup.DoProbe{},
	},
	{
		"27 not a modem", linux, asked(setup.ProbeNotModem), setup.StepConnection,
		setup.ProblemPortNotModem,
		setup.DoProbe{},
	},
	{
		"garbled", linux, asked(setup.ProbeGarbled), setup.StepConnection, setup.ProblemPortGarbled,
		setup.DoProbe{},
	},
	{
		"28 stuck", linux, asked(setup.ProbeStuck), setup.StepConnection, setup.ProblemPortStuck,
		setup.DoProbe{},
	},
	{
		"permission", linux, asked(setup.ProbeDenied), setup.StepConnection,
		setup.ProblemPortPermission,
		setup.DoProbe{},
	},
	{"the telling one of two", linux, func(s *story) {
		s.see(modemSnap()).apply(setup.ProbeStarted{},
			probed("/dev/ttyUSB2", setup.ProbeSilent), probed("/dev/ttyUSB0", setup.ProbeBusy),
			setup.ProbeEnded{}).wait(26 * time.Second)
	}, setup.StepConnection, setup.ProblemPortBusy, setup.DoProbe{}},
	{"the one that the user chose", linux, func(s *story) {
		s.see(modemSnap()).apply(setup.LineChosen{Name: "/dev/ttyUSB2"}, setup.ProbeStarted{},
			probed("/dev/ttyUSB2", setup.ProbeSilent), probed("/dev/ttyUSB0", setup.ProbeBusy),
			setup.ProbeEnded{})
	}, setup.StepConnection, setup.ProblemPortSilent, setup.DoConnect{Name: "/dev/ttyUSB2"}},
	{"silent while it starts", linux, func(s *story) {
		s.see(modemSnap()).apply(setup.ProbeStarted{}, probed("/dev/ttyUSB2", setup.ProbeSilent),
			setup.ProbeEnded{}).wait(5 * time.Second)
	}, setup.StepConnection, setup.ProblemNone, setup.DoProbe{}},
}

func probed(name string, r setup.ProbeResult) setup.Probed {
	return setup.Probed{Probe: setup.Probe{Line: port(name, 0), Result: r}}
}

// asked is a line that gave this answer, with the time of starting over.
func asked(r setup.ProbeResult) func(s *story) {
	return func(s *story) {
		s.see(modemSnap()).wait(26*time.Second).apply(
			setup.ProbeStarted{}, probed("/dev/ttyUSB2", r), setup.ProbeEnded{})
	}
}

func sim(state sms.SIMState, tries int) func(s *story) {
	return func(s *story) {
		plugged(s).apply(setup.SIMSeen{
			SIM: sms.SIM{State: state, PINTries: tries, PUKTries: 10}, At: s.now,
		})
	}
}

func plugged(s *story) *story {
	return s.see(modemSnap()).apply(setup.SessionStarted{Line: port("/dev/ttyUSB2", 9)})
}

func wrong(state sms.SIMState, tries int, puk bool) func(s *story) {
	return func(s *story) {
		sim(state, 3)(s)
		s.apply(setup.UnlockStarted{}, setup.UnlockEnded{
			PUK: puk, Refused: true, Err: errors.New("no"), At: s.now,
			SIM: sms.SIM{State: state, PINTries: tries, PUKTries: tries},
		})
	}
}

func registered(r sms.Registration, after time.Duration) func(s *story) {
	return func(s *story) {
		sim(sms.SIMReady, 3)(s)
		s.apply(setup.LinkSeen{Link: sms.Link{Registration: r}, At: s.now}).wait(after)
	}
}

func tested(state setup.TestState) func(s *story) {
	return func(s *story) {
		registered(sms.RegHome, 0)(s)
		s.apply(setup.TestChanged{State: setup.TestRunning}, setup.TestChanged{State: state})
	}
}

var simRows = []row{
	{
		"asking the card", linux, func(s *story) { plugged(s) },
		setup.StepSIM, setup.ProblemNone, nil,
	},
	{"35 no card", linux, sim(sms.SIMMissing, 0), setup.StepSIM, setup.ProblemNoSIM, nil},
	{"35 PIN", linux, sim(sms.SIMNeedsPIN, 3), setup.StepSIM, setup.ProblemPIN, nil},
	{
		"35 PIN, tries unknown", linux, sim(sms.SIMNeedsPIN, -1), setup.StepSIM,
		setup.ProblemPIN, nil,
	},
	{
		"35 PIN, one try left", linux, sim(sms.SIMNeedsPIN, 1), setup.StepSIM,
		setup.ProblemPINLast, nil,
	},
	{
		"35 PIN wrong", linux, wrong(sms.SIMNeedsPIN, 2, false), setup.StepSIM,
		setup.ProblemPINWrong, nil,
	},
	{
		"35 PIN wrong, one try left", linux, wrong(sms.SIMNeedsPIN, 1, false), setup.StepSIM,
		setup.ProblemPINLast, nil,
	},
	{"35 PUK", linux, sim(sms.SIMNeedsPUK, 0), setup.StepSIM, setup.ProblemPUK, nil},
	{
		"35 PUK after the last PIN", linux, wrong(sms.SIMNeedsPUK, 0, false), setup.StepSIM,
		setup.ProblemPUK, nil,
	},
	{
		"35 PUK wrong", linux, wrong(sms.SIMNeedsPUK, 9, true), setup.StepSIM,
		setup.ProblemPUKWrong, nil,
	},
	{"35 dead", linux, sim(sms.SIMDead, 0), setup.StepSIM, setup.ProblemSIMDead, nil},
	{"35 faulty", linux, sim(sms.SIMFaulty, 0), setup.StepSIM, setup.ProblemSIMFault, nil},
	{
		"35 locked to operator", linux, sim(sms.SIMLockedToOperator, 3), setup.StepSIM,
		setup.ProblemSIMLock, nil,
	},
	{
		"searching", linux, registered(sms.RegSearching, 59*time.Second), setup.StepSIM,
		setup.ProblemNone, nil,
	},
	{
		"no network", linux, registered(sms.RegSearching, 60*time.Second), setup.StepSIM,
		setup.ProblemNoNetwork, nil,
	},
	{
		"denied for a moment", linux, registered(sms.RegDenied, 2*time.Second), setup.StepSIM,
		setup.ProblemNone, nil,
	},
	{
		"denied", linux, registered(sms.RegDenied, 10*time.Second), setup.StepSIM,
		setup.ProblemNetworkDenied, nil,
	},
	{
		"roaming is fine", linux, registered(sms.RegRoaming, 0), setup.StepTest,
		setup.ProblemNone, nil,
	},
	{"test failed", linux, tested(setup.TestFailed), setup.StepTest, setup.ProblemTestFailed, nil},
	{"test lost", linux, tested(setup.TestLost), setup.StepTest, setup.ProblemTestLost, nil},
	{"test passed", linux, tested(setup.TestPassed), setup.StepChat, setup.ProblemNone, nil},
}
