package setup

import (
	"errors"
	"slices"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/sms"
)

const (
	// settleTime is how long a stick must look the same before it is written to unasked: newer
	// firmware switches by itself and would be raced.
	settleTime = 2 * time.Second
	// settlingRetry is the pause while Windows finishes installing a driver.
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
		if f.Scan.Err != nil {
			return DoScan{}
		}
	case StepDriver:
		return f.recommendedTransport()
	case StepSwitch:
		return f.recommendedSwitch()
	case StepConnection:
		if f.Session.Connected {
			return nil // the password is the user's
		}
		if _, likely := f.likelyLines(); f.Boot.LineAt != "" {
			return DoConnect{Name: f.Boot.LineAt}
		} else if likely {
			return DoProbe{}
		}
	case StepSIM, StepTest, StepChat, StepUnknown:
	}
	return nil
}

func (f Facts) recommendedSwitch() Action {
	switch {
	case f.Chooses():
		return DoChooseWay{Way: f.PreferredWay()}
	case f.CanSwitch() && f.AsksConsent():
		return DoAgree{Device: DeviceKey(f.Chosen.Stick)}
	case f.CanSwitch():
		return DoSwitch{}
	case f.Problem() == ProblemFirmwareRefuses:
		return DoStartOver{}
	}
	return nil
}

func (f Facts) recommendedTransport() Action {
	problem := f.driverProblem()
	if problem == ProblemCDMode {
		return DoChooseTransport{Transport: TransportPassThrough}
	}
	if denied := problem == ProblemPassDenied || problem == ProblemPassDeniedRemote; denied &&
		f.Platform.Libusb {
		return DoChooseTransport{Transport: TransportLibusb}
	}
	return nil
}

// running reports whether something runs that must not be started twice.
func (f Facts) running() bool {
	return f.Switching() || f.Runs(JobProbe) || f.Runs(JobUnlock) || f.Test.State == TestRunning ||
		f.Runs(JobRestart) || f.Runs(JobMode) || f.Runs(JobLogin)
}

// CanSwitch reports whether a message is left and can be sent now: DoSwitch would do something.
func (f Facts) CanSwitch() bool {
	_, left := f.NextMessage()
	return !f.running() && f.Present() && left && !f.Chooses() && len(f.Transports()) > 0
}

// Next is what the program does by itself now; nil for nothing. It never enters a PIN, never
// touches a stick or port that the user has not settled on where there are several, and waits for
// the user after a DoCancel.
func (f Facts) Next() Action {
	if f.Boot.Held || f.running() || f.astray() {
		return nil
	}
	switch f.Step() {
	case StepDriver:
		if f.unasked() && f.driverProblem() == ProblemCDMode && f.Intent.Transport == TransportAuto {
			return DoChooseTransport{Transport: TransportPassThrough}
		}
	case StepSwitch:
		return f.nextSwitch()
	case StepConnection:
		if f.probeDue() && !f.Changing() {
			return DoProbe{}
		}
	case StepStick, StepSIM, StepTest, StepChat, StepUnknown:
	}
	return nil
}

func (f Facts) nextSwitch() Action {
	switch {
	case f.wayDue():
		return DoChooseWay{Way: f.PreferredWay()}
	case f.CanSwitch() && f.since(f.Chosen.Since) >= settleTime && f.switchDue():
		return DoSwitch{}
	}
	return nil
}

// unasked reports whether recommended actions are taken without asking.
func (f Facts) unasked() bool { return f.Intent.Auto || f.Run.Arrived || f.Restart.Returning }

// wayDue reports whether the preferred way may be taken unasked. What it is depends on what can be sent:
// the CD drive of a stick appears a moment after it.
func (f Facts) wayDue() bool {
	waited := f.since(f.Chosen.Since)
	return f.Chooses() && f.unasked() && f.table.Unasked(f.Chosen.Stick) && waited >= settleTime &&
		(len(f.Transports()) > 0 || waited >= findTime)
}

// switchDue reports whether the next message may go out unasked. Choosing the way without a driver, or
// internet or modem mode, is asking for the first message. Some devices are only ever written to at the
// press of a button; those of other makers than Huawei get one message unasked for each time that they are
// plugged in, and none once that led nowhere.
func (f Facts) switchDue() bool {
	last := f.Boot.Switch
	if f.Foreign() {
		return f.foreignDue()
	}
	asked := f.Intent.Transport == TransportPassThrough || f.Plug.Way != WayNone
	first := len(f.Plug.Tried) == 0 && last.Fails == 0
	switch {
	case !f.table.Unasked(f.Chosen.Stick):
		return false
	case first && asked:
		return true
	case !f.unasked():
		return false
	case last.Err == nil:
		return true
	case last.Fails > sendRetries || errors.Is(last.Err, hw.ErrNotOurs):
		return false
	case refusedBySystem(last.Err):
		return len(f.Transports()) > 0 && last.Transport == TransportPassThrough && f.Plug.PassDenied
	case errors.Is(last.Err, hw.ErrNoDriver):
		return f.since(last.End) >= settlingRetry
	default:
		return f.since(last.End) >= BackOff(last.Fails)
	}
}

// refusedBySystem reports whether the system did not let a message be sent, or cannot send any.
func refusedBySystem(err error) bool {
	return errors.Is(err, hw.ErrAccess) || errors.Is(err, hw.ErrUnsupported)
}

// probeDue reports whether the lines may be asked now: each once, again while the stick starts, and
// ever more seldom when a connection is sought that was there before, or on a line that was named.
func (f Facts) probeDue() bool {
	lines, likely := f.likelyLines()
	if !likely || f.Session.Connected || f.Intent.Fixed == nil && !f.Present() ||
		f.askedFor(lines[0]) {
		return false
	}
	if f.since(f.Boot.ProbeEnd) >= 250*time.Millisecond || f.Boot.ProbeEnd.IsZero() {
		for _, l := range lines {
			if !f.asked(l) && !f.Boot.Lost {
				return true
			}
		}
	}
	seeking := f.booting() || f.Boot.Lost || f.unasked() || f.Intent.Fixed != nil
	return seeking && !f.Now.Before(f.retryAt())
}

// askedFor reports whether a line is only asked at the press of a button: something else than a stick
// answered there, a modem for CDMA networks answered, or nothing ever did on a serial port that the user
// picked.
func (f Facts) askedFor(l hw.Line) bool {
	cdma := func(p Probe) bool { return p.Result == ProbeCDMA }
	return f.routerAnswers(l) || f.OnSerial() && !f.serialWorks() || slices.ContainsFunc(f.Boot.Probes, cdma)
}

func (f Facts) asked(l hw.Line) bool {
	for _, p := range f.Boot.Probes {
		if p.Line.Name == l.Name {
			return true
		}
	}
	return false
}

// Busy reports whether something runs or is waited for: since when, and how long it usually takes.
func (f Facts) Busy() (since time.Time, usual time.Duration, busy bool) {
	switch {
	case f.Restarts():
		return f.Restart.At, 25 * time.Second, true
	case f.Switching():
		return f.Boot.Switch.Start, 15 * time.Second, true
	case f.Runs(JobUnlock):
		return f.Jobs[JobUnlock].Since, 5 * time.Second, true
	case f.Runs(JobLogin):
		return f.Jobs[JobLogin].Since, 5 * time.Second, true
	case f.Test.State == TestRunning:
		return f.Test.At, 20 * time.Second, true
	}
	switch f.Step() {
	case StepDriver, StepSwitch:
		waits := f.Problem() == ProblemNone && len(f.Transports()) == 0 &&
			f.Intent.Transport != TransportLibusb
		return f.Chosen.Since, findTime, waits && f.Present()
	case StepConnection:
		return f.lineBusy()
	case StepSIM:
		if f.Session.SIM.State == sms.SIMUnknown {
			return f.Session.Since, 5 * time.Second, true
		}
		return f.Session.SearchingSince, 20 * time.Second, !f.Session.SearchingSince.IsZero()
	case StepStick, StepTest, StepChat, StepUnknown:
	}
	return time.Time{}, 0, false
}

// Counts reports whether a time runs on the page: that of what is waited for, or how long the stick takes no
// password.
func (f Facts) Counts() bool {
	_, _, busy := f.Busy()
	return busy || f.Problem() == ProblemPasswordLocked
}

func (f Facts) lineBusy() (since time.Time, usual time.Duration, busy bool) {
	switch {
	case f.Session.Connected:
		return time.Time{}, 0, false
	case f.CardAwaited():
		return f.Scan.CardSince, cardUsual, f.Problem() == ProblemNone && !f.Scan.CardSince.IsZero()
	case f.Problem() == ProblemDriverSearch:
		return f.Chosen.Since, driverTime, true
	case f.booting() && f.Problem() == ProblemNone && !f.Boot.Held:
		return f.Chosen.Since, 15 * time.Second, true
	case f.Runs(JobProbe):
		usual := 5 * time.Second
		if f.Boot.Speed != 0 {
			usual = 10 * time.Second
		}
		return f.Jobs[JobProbe].Since, usual, true
	}
	return time.Time{}, 0, false
}
