package setup

import (
	"slices"

	"surfstick-sms/hw"
)

// lineProblem is what is wrong on the page of the connection.
func (f Facts) lineProblem() Problem {
	switch {
	case f.Session.Connected:
		return f.loginProblem()
	case f.InNetworkMode():
		return f.webProblem()
	}
	return f.portProblem()
}

// portProblem is what is wrong with the connection to a modem.
func (f Facts) portProblem() Problem {
	_, likely := f.likelyLines()
	switch {
	case f.serialGone():
		return ProblemPortGone
	case f.Runs(JobProbe) && !f.Boot.Quiet:
		return ProblemNone
	case likely || len(f.Boot.Probes) > 0:
		return f.probeProblem()
	case f.deviceProblem() != ProblemNone:
		return f.deviceProblem()
	default:
		return f.portlessProblem()
	}
}

// portlessProblem is about a stick in modem mode of which the system has made no port that can be asked.
func (f Facts) portlessProblem() Problem {
	switch {
	case f.since(f.Scan.BareSince) >= bareTime:
		return ProblemNoPort
	case f.since(f.Chosen.Since) < findTime:
		return ProblemNone
	case len(f.Lines()) > 0 && !f.driverless():
		return ProblemWhichPort
	case f.driverless() && f.unstarted():
		return ProblemNoPort // no search finds another driver
	case f.Platform.DriverPage && f.since(f.Chosen.Since) < driverTime:
		return ProblemDriverSearch
	case f.booting():
		return ProblemNone
	default:
		return ProblemNoPort
	}
}

// serials returns the serial interfaces of the chosen stick.
func (f Facts) serials() []hw.Interface {
	var all []hw.Interface
	for _, i := range f.Chosen.Stick.Interfaces {
		if f.table != nil && f.table.Serial(f.Chosen.Stick.ID, i) {
			all = append(all, i)
		}
	}
	return all
}

// driverless reports whether no driver of Windows works for the stick's own connections: a port that
// is there, like the COM1 of many computers, is not the stick's.
func (f Facts) driverless() bool {
	works := func(i hw.Interface) bool { return i.Driver != hw.DriverNone && i.Problem == 0 }
	all := f.serials()
	return f.Platform.DriverPage && len(all) > 0 && !slices.ContainsFunc(all, works)
}

// unstarted reports whether every serial interface has a driver that cannot start, as Windows' own
// usbser on the ports of 12d1:1442.
func (f Facts) unstarted() bool {
	starts := func(i hw.Interface) bool { return i.Problem != codeFailedStart }
	return !slices.ContainsFunc(f.serials(), starts)
}

// bare reports whether the stick is a modem without drivers, and Windows is not about to change that.
func (f Facts) bare() bool {
	return f.Present() && f.Chosen.Stick.Mode == hw.ModeModem && f.driverless() &&
		f.Scan.Snapshot.Installs == hw.InstallsNone
}

// deviceProblem is what Windows' problem codes mean for a stick without ports.
func (f Facts) deviceProblem() Problem {
	if !f.Platform.DriverPage {
		return ProblemNone
	}
	codes := []int{f.Chosen.Stick.Problem}
	for _, i := range f.Chosen.Stick.Interfaces {
		codes = append(codes, i.Problem)
	}
	has := func(code int) bool { return slices.Contains(codes, code) }
	switch {
	case has(codeDisabled):
		return ProblemDisabled
	case has(codeRestart):
		return ProblemRestart
	case has(codeLoadFailed) || has(codeBlocked) || has(codeUnsigned):
		return ProblemDriverBlocked
	}
	return ProblemNone
}

var probeProblems = map[ProbeResult]Problem{
	ProbeSilent:   ProblemPortSilent,
	ProbeNotModem: ProblemPortNotModem,
	ProbeGarbled:  ProblemPortGarbled,
	ProbeBusy:     ProblemPortBusy,
	ProbeGone:     ProblemPortGone,
	ProbeInvalid:  ProblemPortInvalid,
	ProbeDenied:   ProblemPortBusy, // without udev, whoever is refused is not alone
	ProbeStuck:    ProblemPortStuck,
	ProbeCDMA:     ProblemCDMA,
}

// tellings are the probe results in the order of how much a person can do about them.
var tellings = []ProbeResult{
	ProbeRouter, ProbeCDMA, ProbeDenied, ProbeBusy, ProbeStuck, ProbeNotModem, ProbeGarbled, ProbeNoStick,
	ProbeSilent,
	ProbeInvalid, ProbeGone,
}

// probeProblem is that of the line that the user chose, else the one most worth showing. While
// the stick starts, lines are silent and busy without meaning anything.
func (f Facts) probeProblem() Problem {
	for _, p := range f.Boot.Probes {
		if p.Line.Name == f.Boot.LineAt && p.Result != ProbeModem {
			return f.problemOf(p)
		}
	}
	for _, result := range tellings {
		has := func(p Probe) bool { return p.Result == result }
		at := slices.IndexFunc(f.Boot.Probes, has)
		sure := result == ProbeDenied || result == ProbeRouter || result == ProbeCDMA
		if at >= 0 && (sure || !f.booting()) {
			return f.problemOf(f.Boot.Probes[at])
		}
	}
	return ProblemNone
}

// noModems are the results that mean on a device which is only being tried that it is no modem.
var noModems = []ProbeResult{ProbeSilent, ProbeNotModem, ProbeInvalid}

// problemOf is what is wrong with a line that is no modem. On Linux the one who is refused has no
// right: to Direct USB that of the stick, else that of a port. Elsewhere rights are no matter: libusb
// says so when another program holds the stick or a part of the driver is missing (libusb issues 1065,
// 1131).
func (f Facts) problemOf(p Probe) Problem {
	direct := p.Line.Kind == hw.LineUSB
	switch {
	case f.Tried() && slices.Contains(noModems, p.Result):
		return ProblemNoModem
	case p.Line.Kind == hw.LineWeb:
		return webProblemOf(p.Result)
	case p.Result != ProbeDenied:
	case f.Platform.Udev && direct:
		return ProblemNoPermission
	case f.Platform.Udev:
		return ProblemPortPermission
	case f.Platform.DriverPage && direct && f.partMissing(f.driverAt(p.Line)):
		return ProblemDriverIncomplete
	}
	return probeProblems[p.Result]
}

// driverAt returns the driver of the interface that a line goes over.
func (f Facts) driverAt(l hw.Line) hw.Driver {
	for _, i := range f.Chosen.Stick.Interfaces {
		if i.Number == l.Interface {
			return i.Driver
		}
	}
	return hw.DriverUnknown
}
