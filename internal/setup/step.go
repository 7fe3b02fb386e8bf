package setup

import (
	"slices"

	"surfstick-sms/hw"
)

// Steps returns the pages that exist, in order, without StepChat: no Driver page where drivers do
// not matter, nothing about the stick when the line is given.
func (f Facts) Steps() []Step {
	switch {
	case f.Intent.Fixed != nil:
		return []Step{StepConnection, StepSIM, StepTest}
	case f.Platform.DriverPage && !f.skipsDriver():
		return []Step{StepStick, StepDriver, StepSwitch, StepConnection, StepSIM, StepTest}
	default:
		return []Step{StepStick, StepSwitch, StepConnection, StepSIM, StepTest}
	}
}

// Step is the first page that does not hold; StepChat when all do.
func (f Facts) Step() Step {
	for _, s := range f.Steps() {
		if !f.Holds(s) && (s != StepTest || !f.passTest()) {
			return s
		}
	}
	return StepChat
}

// passTest reports whether the optional test is not insisted on: whoever names the line wants no
// wizard.
func (f Facts) passTest() bool {
	if f.Intent.TestWanted {
		return false
	}
	unasked := f.Intent.Auto || f.Intent.Fixed != nil && !f.OnSerial()
	return f.Run.Arrived && !f.Intent.Asked || unasked && f.Test.State == TestOpen
}

// InChat reports whether the chat is shown, with a banner for whatever Step says: it was reached
// once, or the user wants to read, and did not ask for the wizard since.
func (f Facts) InChat() bool { return (f.Run.Arrived || f.Intent.Reading) && !f.Intent.Asked }

// Holds reports whether a page has a tick.
func (f Facts) Holds(s Step) bool {
	switch s {
	case StepStick:
		return f.holdsStick()
	case StepDriver:
		return f.holdsDriver()
	case StepSwitch:
		return f.holdsSwitch()
	case StepConnection:
		return f.Session.Connected && !f.Session.Login.Wanted
	case StepSIM:
		return f.simReady() && (f.Session.Link.Registered() || f.Run.Arrived)
	case StepTest:
		return f.Test.Done
	case StepChat:
		return f.Step() == StepChat
	case StepUnknown:
	}
	return false
}

// holdsSwitch reports whether the stick is in a mode in which it can be used here.
func (f Facts) holdsSwitch() bool {
	usable := f.InNetworkMode() || f.Chosen.Stick.Mode == hw.ModeModem
	return f.Intent.Fixed != nil || f.holdsStick() && usable
}

// holdsStick reports whether a stick that can be worked with is there, or is expected back.
func (f Facts) holdsStick() bool {
	switch {
	case f.Intent.Fixed != nil || f.Chosen.Location != "" && f.awaited():
		return true
	case f.Chosen.Location == "" || f.Chosen.Missing > 0 && f.since(f.Chosen.LastSeen) >= transition:
		return false
	default:
		usable := []hw.Mode{hw.ModeStorage, hw.ModeModem, hw.ModeNetwork}
		return slices.Contains(usable, f.Chosen.Stick.Mode)
	}
}

// holdsDriver reports whether there is a stick that needs no driver for a message.
func (f Facts) holdsDriver() bool { return f.holdsStick() && f.pastDriver() }

// pastDriver reports whether the stick is past storage mode, or something can be sent to it.
func (f Facts) pastDriver() bool {
	return f.Chosen.Stick.Mode != hw.ModeStorage || f.awaited() || f.driverReady()
}

// awaited reports whether the stick is expected to come back after a message, or after its restart.
func (f Facts) awaited() bool {
	return f.Switching() || f.Boot.Switch.Phase == SwitchNotBack ||
		f.Chosen.Missing > 0 && f.Restart.Returning
}

// driverReady reports whether a message can be sent the way that was settled on. A stick of another maker
// than Huawei has its page of consent; where its message needs no driver there is nothing to settle on.
func (f Facts) driverReady() bool {
	if f.incomplete() {
		return false
	}
	chosen := f.Intent.Transport == TransportPassThrough || !f.Platform.DriverPage ||
		f.Plug.Way != WayNone || f.Foreign()
	return f.canUSB() || chosen && f.canPass()
}

// Present reports whether the last scan saw the chosen stick.
func (f Facts) Present() bool {
	return f.Chosen.Location != "" && f.Chosen.Missing == 0 && f.Chosen.Stick.Location != ""
}

// Stick returns the chosen stick as it was last seen.
func (f Facts) Stick() (hw.Stick, bool) {
	return f.Chosen.Stick, f.Chosen.Location != "" && f.Chosen.Stick.Location != ""
}

// Line returns the chosen line.
func (f Facts) Line() (hw.Line, bool) {
	for _, l := range append(f.Lines(), f.Scan.Snapshot.Lines...) {
		if l.Name == f.Boot.LineAt && f.Boot.LineAt != "" {
			return l, true
		}
	}
	return hw.Line{}, false
}

// Lines returns the lines of the chosen stick, best first; without one the lines that look like a
// stick's, and without these every line that is not known to be another stick's.
func (f Facts) Lines() []hw.Line {
	if f.Intent.Fixed != nil {
		return []hw.Line{*f.Intent.Fixed}
	}
	if f.InNetworkMode() {
		return f.webLines()
	}
	lines, _ := f.likelyLines()
	if len(lines) > 0 {
		return lines
	}
	return f.linesThat(func(l hw.Line) bool {
		_, other := stickAt(f.Scan.Snapshot, l.Location)
		return !other || l.Location == f.Chosen.Location
	})
}

// likelyLines returns the lines that may be asked without asking the user.
func (f Facts) likelyLines() ([]hw.Line, bool) {
	if f.Intent.Fixed != nil {
		return []hw.Line{*f.Intent.Fixed}, !f.OnSerial() || f.serialThere()
	}
	if f.InNetworkMode() {
		lines := f.webLines()
		return lines, len(lines) > 0
	}
	at := f.Chosen.Location
	lines := f.linesThat(func(l hw.Line) bool {
		return l.Location == at && at != "" && (l.Kind == hw.LineSerial || f.direct())
	})
	if len(lines) == 0 {
		lines = f.linesThat(func(l hw.Line) bool { return l.Location == "" && l.Rank > 0 })
	}
	return lines, len(lines) > 0
}

// direct reports whether a line by libusb may be used: not while the system may still make serial
// ports of the interfaces. Where it needs a driver of its own it was bound on purpose.
func (f Facts) direct() bool {
	return f.Platform.DriverPage || f.since(f.Chosen.Since) >= portTime
}

func (f Facts) linesThat(fit func(hw.Line) bool) []hw.Line {
	var lines []hw.Line
	for _, l := range f.Scan.Snapshot.Lines {
		if fit(l) {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b hw.Line) int { return b.Rank - a.Rank })
	return lines
}

func lineNames(lines []hw.Line) []string {
	names := make([]string, len(lines))
	for i, l := range lines {
		names[i] = l.Name
	}
	return names
}
