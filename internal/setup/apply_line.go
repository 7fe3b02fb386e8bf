package setup

import (
	"slices"
	"time"

	"surfstick-sms/hw"
)

func (e ProbeStarted) apply(f Facts) Facts {
	if f.Session.Connected {
		return f
	}
	f.Jobs[JobProbe], f.Boot.Held = Work{true, f.Now}, false
	f.Boot.Speed = 0
	f.Boot.Quiet = e.Unasked && len(f.Boot.Probes) > 0 && !f.booting()
	return f
}

func (e Probed) apply(f Facts) Facts {
	probes := slices.Clone(f.Boot.Probes)
	i := slices.IndexFunc(probes, func(p Probe) bool { return p.Line.Name == e.Probe.Line.Name })
	if i < 0 {
		probes = append(probes, e.Probe)
	} else {
		probes[i] = e.Probe
	}
	slices.SortStableFunc(probes, func(a, b Probe) int { return b.Line.Rank - a.Line.Rank })
	f.Boot.Probes = probes
	return f
}

func (ProbeEnded) apply(f Facts) Facts {
	if !f.Runs(JobProbe) {
		return f
	}
	f.Jobs[JobProbe], f.Boot.ProbeEnd, f.Boot.Speed = Work{}, f.Now, 0
	if !f.Session.Connected && !f.booting() {
		f.Boot.Rounds++
	}
	return f
}

func (e LineChosen) apply(f Facts) Facts {
	lines := f.Lines()
	i := slices.Index(lineNames(lines), e.Name)
	if i < 0 {
		return f
	}
	f.Boot.LineAt, f.Intent.LinePick, f.Boot.Held = e.Name, lines[i], false
	return f
}

// ToAsk returns the lines in the order in which they are asked: the one that the user chose earlier
// first, under whatever name the system has it now, then the best.
func (f Facts) ToAsk() []hw.Line {
	lines := slices.Clone(f.Lines())
	slices.SortStableFunc(lines, func(a, b hw.Line) int { return f.pick(b) - f.pick(a) })
	return lines
}

// pick is 1 for the line that the user chose. Port numbers change with the USB socket, interface
// numbers do not.
func (f Facts) pick(l hw.Line) int {
	p := f.Intent.LinePick
	same := p.Location == l.Location && p.Interface == l.Interface && p.Kind == l.Kind
	if p.Name != "" && (p.Name == l.Name || same && l.Location != "" && l.Interface >= 0) {
		return 1
	}
	return 0
}

func (e LineFixed) apply(f Facts) Facts {
	line := e.Line
	f.Intent.Fixed, f.Boot.LineAt = &line, line.Name
	return f
}

func (e SessionStarted) apply(f Facts) Facts {
	f = f.disconnected()
	f.Session = Session{Connected: true, Identity: e.Modem, Since: f.Now}
	f.Boot.LineAt, f.Boot.Speed = e.Line.Name, 0
	f = f.answeredAt(e.Line)
	f.Jobs[JobProbe], f.Boot.Lost, f.Boot.ProbeEnd = Work{}, false, f.Now
	f.Restart = Restart{At: f.Restart.At}
	if f.Test.IMEI != e.Modem.IMEI {
		f.Test = Test{IMEI: e.Modem.IMEI}
	}
	return f
}

func (e ModemRead) apply(f Facts) Facts {
	if !f.Session.Connected {
		return f
	}
	f.Session.Identity = e.Modem
	if f.Test.IMEI == "" {
		f.Test.IMEI = e.Modem.IMEI
	}
	return f
}

func (e SessionEnded) apply(f Facts) Facts {
	f = f.at(e.At)
	if !f.Session.Connected {
		return f
	}
	if f.since(f.Session.Since) >= steadyTime {
		f.Boot.Rounds = 0
	}
	f.Boot.Rounds++
	f.Boot.Lost, f.Boot.ProbeEnd = true, f.Now
	return f.disconnected()
}

// dropLines forgets lines that are not there any more.
func (f Facts) dropLines() Facts {
	if f.Session.Connected {
		return f
	}
	names := lineNames(f.Lines())
	if !slices.Contains(names, f.Boot.LineAt) {
		f.Boot.LineAt = ""
	}
	gone := func(p Probe) bool { return !slices.Contains(names, p.Line.Name) }
	if slices.ContainsFunc(f.Boot.Probes, gone) {
		f.Boot.Probes = slices.DeleteFunc(slices.Clone(f.Boot.Probes), gone)
	}
	return f
}

// booting reports whether the ports of the stick may still be silent because it starts. A device that the
// user has just let be tried was there before.
func (f Facts) booting() bool {
	return f.Intent.Fixed == nil && f.Plug.Trial == "" && !f.Chosen.Since.IsZero() && f.since(f.Chosen.Since) < bootTime
}

// retryAt is when the lines may be asked again: soon while the stick starts, else ever more
// seldom.
func (f Facts) retryAt() time.Time {
	switch {
	case f.Boot.ProbeEnd.IsZero():
		return time.Time{}
	case f.booting() && !f.Boot.Lost:
		return f.Boot.ProbeEnd.Add(500 * time.Millisecond)
	default:
		return f.Boot.ProbeEnd.Add(BackOff(f.Boot.Rounds))
	}
}

// BackOff is how long to wait after the n-th failure in a row: 1, 2, 5, 10, then 30 seconds.
func BackOff(n int) time.Duration {
	waits := [...]time.Duration{1, 2, 5, 10, 30}
	return waits[min(max(n-1, 0), len(waits)-1)] * time.Second
}
