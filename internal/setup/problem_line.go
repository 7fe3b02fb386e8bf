package setup

import (
	"slices"

	"surfstick-sms/hw"
)

func (f Facts) lineProblem() Problem {
	_, likely := f.likelyLines()
	switch {
	case f.Runs(JobProbe) && !f.Boot.Quiet:
		return ProblemNone
	case likely || len(f.Boot.Probes) > 0:
		return f.probeProblem()
	case f.deviceProblem() != ProblemNone:
		return f.deviceProblem()
	case f.since(f.Chosen.Since) < findTime:
		return ProblemNone
	case len(f.Lines()) > 0 && !f.driverless():
		return ProblemWhichPort
	case f.Platform.DriverPage && f.since(f.Chosen.Since) < driverTime:
		return ProblemDriverSearch
	case f.booting():
		return ProblemNone
	default:
		return ProblemNoPort
	}
}

// driverless reports whether Windows has no driver for the stick's own connections: a port that is
// there, like the COM1 of many computers, is not the stick's.
func (f Facts) driverless() bool {
	bare := false
	for _, i := range f.Chosen.Stick.Interfaces {
		if i.Class != classVendor {
			continue
		}
		if i.Driver != hw.DriverNone {
			return false
		}
		bare = true
	}
	return bare && f.Platform.DriverPage
}

// classVendor is the USB class of interfaces that only their maker knows.
const classVendor = 0xff

// deviceProblem is what Windows' problem codes mean for a stick without ports.
func (f Facts) deviceProblem() Problem {
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
	ProbeBusy:     ProblemPortBusy,
	ProbeGone:     ProblemPortGone,
	ProbeInvalid:  ProblemPortInvalid,
	ProbeDenied:   ProblemPortPermission,
	ProbeStuck:    ProblemPortStuck,
}

// tellings are the probe results in the order of how much a person can do about them.
var tellings = []ProbeResult{
	ProbeDenied, ProbeBusy, ProbeStuck, ProbeNotModem, ProbeSilent, ProbeInvalid, ProbeGone,
}

// probeProblem is that of the line that the user chose, else the one most worth showing. While
// the stick starts, lines are silent and busy without meaning anything.
func (f Facts) probeProblem() Problem {
	for _, p := range f.Boot.Probes {
		if p.Line.Name == f.Boot.LineAt && p.Result != ProbeModem {
			return p.problem()
		}
	}
	for _, result := range tellings {
		has := func(p Probe) bool { return p.Result == result }
		at := slices.IndexFunc(f.Boot.Probes, has)
		if at >= 0 && (result == ProbeDenied || !f.booting()) {
			return f.Boot.Probes[at].problem()
		}
	}
	return ProblemNone
}

// problem is what is wrong with the line. Direct USB is refused by the rights of the stick, not by
// those of a port.
func (p Probe) problem() Problem {
	if p.Result == ProbeDenied && p.Line.Kind == hw.LineUSB {
		return ProblemNoPermission
	}
	return probeProblems[p.Result]
}
