package setup

import (
	"time"

	"surfstick-sms/hw"
)

// How long the network card of a stick may take before it is a problem: DHCP answers in 2 to 10 s, and
// a system switches a new card on within a second or two.
const (
	addressTime  = 20 * time.Second
	linkTime     = 15 * time.Second
	disabledTime = 5 * time.Second
	// cardUsual is how long it usually takes until the card has an address.
	cardUsual = 10 * time.Second
)

// InNetworkMode reports whether the chosen stick is in network mode, and can be used like that here.
func (f Facts) InNetworkMode() bool {
	return f.Platform.Internet && f.Intent.Fixed == nil && f.Chosen.Location != "" &&
		f.Chosen.Stick.Mode == hw.ModeNetwork
}

// ByWeb reports whether the stick is reached through its web server.
func (f Facts) ByWeb() bool {
	if f.Intent.Fixed != nil {
		return f.Intent.Fixed.Kind == hw.LineWeb
	}
	return f.InNetworkMode()
}

// webLines returns the one line of the chosen stick in network mode, once its adapter is ready.
func (f Facts) webLines() []hw.Line {
	if l, ok := f.Chosen.Stick.WebLine(); ok {
		return []hw.Line{l}
	}
	return nil
}

// CardAwaited reports whether the chosen stick is in network mode and its network card is not ready.
// Systems report no lease, so that only scans find out when it is.
func (f Facts) CardAwaited() bool {
	return f.InNetworkMode() && f.Present() && len(f.webLines()) == 0
}

// markCard keeps the time since when the card is as it is.
func (f Facts) markCard() Facts {
	state := f.Chosen.Stick.Adapter.State
	if state != f.Scan.card {
		f.Scan.CardSince = time.Time{}
	}
	f.Scan.card = state
	f.Scan.CardSince = f.mark(f.Scan.CardSince, f.CardAwaited())
	return f
}

// webProblem is what is wrong with the connection to a stick in network mode.
func (f Facts) webProblem() Problem {
	switch {
	case f.NoCard():
		return ProblemNoCard
	case f.Runs(JobProbe) && !f.Boot.Quiet:
		return ProblemNone
	case len(f.webLines()) > 0:
		return f.probeProblem()
	}
	return f.cardProblem()
}

// cardProblem is why the network card of the stick is not ready, once it takes longer than usual.
func (f Facts) cardProblem() Problem {
	waited, a := f.since(f.Scan.CardSince), f.Chosen.Stick.Adapter
	late := func(limit time.Duration, p Problem) Problem {
		if waited < limit {
			return ProblemNone
		}
		return p
	}
	switch {
	case a.State == hw.AdapterDisabled || a.Problem == codeDisabled:
		return late(disabledTime, ProblemCardDisabled)
	case f.deviceProblem() != ProblemNone:
		return f.deviceProblem()
	case a.State == hw.AdapterAbsent:
		return ProblemNone // NoCard says when it does not come
	case a.State == hw.AdapterNoLink:
		return late(linkTime, ProblemCardNoLink)
	case a.State == hw.AdapterUnknown:
		return late(cardTime, ProblemCardUnknown)
	}
	return late(addressTime, ProblemCardNoAddress)
}

// webProblems are those of a web server in place of the ones of a serial port.
var webProblems = map[ProbeResult]Problem{
	ProbeRouter:  ProblemRouter,
	ProbeNoStick: ProblemNotHiLink,
}

// webProblemOf is what is wrong when no stick answers at its web server.
func webProblemOf(r ProbeResult) Problem {
	if p, ok := webProblems[r]; ok {
		return p
	}
	return ProblemWebSilent
}

// routerAnswers reports whether a line led to a home router, which is not asked again unasked.
func (f Facts) routerAnswers(l hw.Line) bool {
	for _, p := range f.Boot.Probes {
		if p.Line.Name == l.Name && p.Result == ProbeRouter {
			return true
		}
	}
	return false
}
