package setup

import (
	"errors"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/sms"
)

const (
	// settleTime is how long a stick must look the same before it is written to unasked: newer
	// firmware switches by itself and would be raced (facts, switching, 3.1).
	settleTime = 2 * time.Second
	// settlingRetry is the pause while Windows finishes installing a driver (failure table 10).
	settlingRetry = 5 * time.Second
	// sendRetries is how often a message that could not be sent is sent again unasked.
	sendRetries = 3
)

// Recommended is what the primary button of the page does; nil when the page needs input, a
// choice or an administrator, or when something runs already.
func (f Facts) Recommended() Action {
	if f.running() || f.astray() {
		return nil
	}
	switch f.Step() {
	case StepStick:
		if f.ScanErr != "" {
			return DoScan{}
		}
	case StepDriver:
		return f.recommendedWay()
	case StepSwitch:
		switch {
		case f.CanSwitch():
			return DoSwitch{}
		case f.Problem() == ProblemFirmwareRefuses:
			return DoStartOver{}
		}
	case StepConnection:
		if _, likely := f.likelyLines(); f.LineAt != "" {
			return DoConnect{Name: f.LineAt}
		} else if likely {
			return DoProbe{}
		}
	case StepSIM, StepTest, StepChat, StepUnknown:
	}
	return nil
}

func (f Facts) recommendedWay() Action {
	problem := f.driverProblem()
	if problem == ProblemCDMode {
		return DoChooseWay{Way: WayPassThrough}
	}
	if denied := problem == ProblemPassDenied || problem == ProblemPassDeniedRemote; denied &&
		f.Platform.Libusb {
		return DoChooseWay{Way: WayLibusb}
	}
	return nil
}

// running tells that something runs that must not be started twice.
func (f Facts) running() bool {
	return f.Switching || f.Probing || f.Unlocking || f.Test == TestRunning || f.Restarting
}

// CanSwitch tells that a message is left and can be sent now: DoSwitch would do something.
func (f Facts) CanSwitch() bool {
	_, left := f.NextMessage()
	return !f.running() && f.Present() && left && len(f.Ways()) > 0
}

// Next is what the program does by itself now; nil for nothing. It never enters a PIN, never
// touches a stick or port that the user has not settled on where there are several, and waits for
// the user after a DoCancel.
func (f Facts) Next() Action {
	if f.Held || f.running() || f.astray() {
		return nil
	}
	switch f.Step() {
	case StepDriver:
		if f.unasked() && f.driverProblem() == ProblemCDMode && f.Way == WayAuto {
			return DoChooseWay{Way: WayPassThrough}
		}
	case StepSwitch:
		if f.CanSwitch() && f.since(f.SeenSince) >= settleTime && f.switchDue() {
			return DoSwitch{}
		}
	case StepConnection:
		if f.probeDue() {
			return DoProbe{}
		}
	case StepStick, StepSIM, StepTest, StepChat, StepUnknown:
	}
	return nil
}

// unasked tells that recommended actions are taken without asking.
func (f Facts) unasked() bool { return f.Auto || f.Arrived || f.Returning }

// switchDue tells that the next message may go out unasked. Choosing the way without a driver is
// asking for the first message. Some devices are only ever written to at the press of a button.
func (f Facts) switchDue() bool {
	first := len(f.Tried) == 0 && f.SwitchFails == 0
	switch {
	case f.table == nil || !f.table.Unasked(f.Last.ID):
		return false
	case first && f.Way == WayPassThrough:
		return true
	case !f.unasked():
		return false
	case f.SwitchErr == nil:
		return true
	case f.SwitchFails > sendRetries || errors.Is(f.SwitchErr, hw.ErrNotOurs):
		return false
	case errors.Is(f.SwitchErr, hw.ErrAccess) || errors.Is(f.SwitchErr, hw.ErrUnsupported):
		return len(f.Ways()) > 0 && f.SwitchWay == WayPassThrough && f.PassDenied
	case errors.Is(f.SwitchErr, hw.ErrNoDriver):
		return f.since(f.SwitchEnd) >= settlingRetry
	default:
		return f.since(f.SwitchEnd) >= BackOff(f.SwitchFails)
	}
}

// probeDue tells that the lines may be asked now: each once, again while the stick starts, and
// ever more seldom when a connection is sought that was there before, or on a line that was named.
func (f Facts) probeDue() bool {
	lines, likely := f.likelyLines()
	if !likely || f.Fixed == nil && !f.Present() {
		return false
	}
	if f.since(f.ProbeEnd) >= 250*time.Millisecond || f.ProbeEnd.IsZero() {
		for _, l := range lines {
			if !f.asked(l) && !f.Lost {
				return true
			}
		}
	}
	seeking := f.booting() || f.Lost || f.unasked() || f.Fixed != nil
	return seeking && !f.Now.Before(f.retryAt())
}

func (f Facts) asked(l hw.Line) bool {
	for _, p := range f.Probes {
		if p.Line.Name == l.Name {
			return true
		}
	}
	return false
}

// Busy tells that something runs or is waited for: since when, and how long it usually takes.
func (f Facts) Busy() (since time.Time, usual time.Duration, busy bool) {
	switch {
	case f.Restarts():
		return f.RestartAt, 25 * time.Second, true
	case f.Switching:
		return f.SwitchStart, 15 * time.Second, true
	case f.Unlocking:
		return f.UnlockAt, 5 * time.Second, true
	case f.Test == TestRunning:
		return f.TestAt, 20 * time.Second, true
	}
	switch f.Step() {
	case StepDriver, StepSwitch:
		waits := f.Problem() == ProblemNone && len(f.Ways()) == 0 && f.Way != WayLibusb
		return f.SeenSince, findTime, waits && f.Present()
	case StepConnection:
		return f.lineBusy()
	case StepSIM:
		if f.SIM.State == sms.SIMUnknown {
			return f.ConnectedAt, 5 * time.Second, true
		}
		return f.SearchingSince, 20 * time.Second, !f.SearchingSince.IsZero()
	case StepStick, StepTest, StepChat, StepUnknown:
	}
	return time.Time{}, 0, false
}

func (f Facts) lineBusy() (since time.Time, usual time.Duration, busy bool) {
	switch {
	case f.Problem() == ProblemDriverSearch:
		return f.SeenSince, driverTime, true
	case f.booting() && f.Problem() == ProblemNone && !f.Held:
		return f.SeenSince, 15 * time.Second, true
	case f.Probing:
		return f.ProbeStart, 5 * time.Second, true
	}
	return time.Time{}, 0, false
}
