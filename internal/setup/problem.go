package setup

import (
	"errors"

	"surfstick-sms/hw"
	"surfstick-sms/sms"
)

// Windows' problem codes that have a remedy of their own (cfg.h, CM_PROB_*).
const (
	codeFailedStart = 10
	codeRestart     = 14
	codeDisabled    = 22
	codeNoDriver    = 28
	codeFailedAdd   = 31
	codeLoadFailed  = 39
	codeBlocked     = 48
	codeUnsigned    = 52
	codeDescriptors = 43
)

// Problem is what keeps the present step from holding, as far as it is more than waiting. In the
// chat it is what keeps texts from going out.
func (f Facts) Problem() Problem {
	if f.astray() {
		return ProblemOtherDriver
	}
	switch f.Step() {
	case StepStick:
		return f.stickProblem()
	case StepDriver:
		return f.driverProblem()
	case StepSwitch:
		return f.switchProblem()
	case StepConnection:
		return f.lineProblem()
	case StepSIM:
		return f.simProblem()
	case StepTest:
		return f.testProblem()
	case StepChat:
		return f.networkProblem()
	case StepUnknown:
	}
	return ProblemNone
}

func (f Facts) stickProblem() Problem {
	switch {
	case f.Scan.Err != nil:
		return ProblemScanFailed
	case f.Present():
		return f.uselessProblem()
	case !f.Scan.Done:
		return ProblemNone
	case len(f.Scan.Snapshot.Sticks) > 1:
		return ProblemSeveral
	case f.Scan.Snapshot.Broken:
		return ProblemUSBFault
	case f.oddProblem() != ProblemNone:
		return f.oddProblem()
	case len(f.Scan.Snapshot.Sticks) == 0 && f.since(f.Scan.EmptySince) >= findTime:
		return ProblemNoStick
	}
	return ProblemNone
}

// uselessProblem is why nothing can be done with the stick that is plugged in. A card reader may be
// the memory card of a stick whose CD drive appears a moment later.
func (f Facts) uselessProblem() Problem {
	switch cardReader := f.Chosen.Stick.CD == hw.CDNone && f.Chosen.Stick.Mode == hw.ModeUnknown; {
	case f.Chosen.Stick.Mode == hw.ModeRescue:
		return ProblemRescue
	case f.Chosen.Stick.Problem == codeDescriptors:
		return ProblemUSBFault
	case cardReader && f.since(f.Chosen.Since) >= settleTime:
		return ProblemCardReader
	case !cardReader && f.since(f.Chosen.Since) >= findTime:
		return ProblemUnsupported // no mode that anything is known of
	}
	return ProblemNone
}

// driverProblem is about a stick in storage mode that no message can be sent to yet.
func (f Facts) driverProblem() Problem {
	switch {
	case f.Chosen.Stick.Problem == codeDisabled:
		return ProblemDisabled
	case f.Chosen.Stick.Problem == codeRestart:
		return ProblemRestart
	case f.Chosen.Stick.Problem == codeBlocked || f.Chosen.Stick.Problem == codeUnsigned:
		return ProblemDriverBlocked
	case f.incomplete():
		return ProblemDriverIncomplete
	case f.Plug.PassDenied && f.Intent.Transport != TransportLibusb:
		return f.denied()
	case f.canPass():
		return ProblemCDMode
	case f.boundProblem() != ProblemNone:
		return f.boundProblem()
	case f.Intent.Transport == TransportLibusb:
		return ProblemNone // the help for the driver is on the page
	case !f.Platform.PassThrough || !f.passes():
		return ProblemWrongDriver
	case f.since(f.Chosen.Since) >= findTime:
		return ProblemCDNotReady
	}
	return ProblemNone
}

// boundProblem is what is wrong with the driver that is bound in storage mode, when no message can
// be sent through it. The system's own storage driver is not wrong.
func (f Facts) boundProblem() Problem {
	switch d := f.Chosen.Stick.Driver; {
	case d.Libusb() && f.Chosen.Stick.Problem == 0:
		return ProblemLibusbFailed
	case d == hw.DriverNone || noDriver(f.Chosen.Stick.Problem):
		return ProblemNoStorageDriver
	case d.Libusb():
		return ProblemDriverSettling
	case d != hw.DriverStorage && d != hw.DriverUnknown:
		return ProblemWrongDriver
	}
	return ProblemNone
}

func noDriver(code int) bool {
	return code == codeNoDriver || code == codeFailedAdd || code == codeLoadFailed
}

// incomplete reports whether there is a libusb0 or libusbK driver that came without libusbK.dll:
// Windows binds it, but opening the stick is denied.
func (f Facts) incomplete() bool {
	return f.Platform.DriverPage && f.partMissing(f.Chosen.Stick.Driver) &&
		f.Boot.Switch.Transport == TransportLibusb && errors.Is(f.Boot.Switch.Err, hw.ErrAccess)
}

// partMissing reports whether a driver needs libusbK.dll, and there is none.
func (f Facts) partMissing(d hw.Driver) bool {
	return (d == hw.DriverLibusb0 || d == hw.DriverLibusbK) && f.Scan.Snapshot.LibusbKMissing
}

func (f Facts) denied() Problem {
	if f.Scan.Snapshot.Remote {
		return ProblemPassDeniedRemote
	}
	return ProblemPassDenied
}

func (f Facts) switchProblem() Problem {
	switch {
	case f.Switching():
		return ProblemNone
	case f.Boot.Switch.Phase == SwitchNotBack:
		return ProblemNotBack
	case f.Platform.DriverPage && f.Chooses():
		return ProblemNone // what keeps a message from being sent is part of what a way costs
	case f.Chosen.Stick.Mode == hw.ModeNetwork && !f.Plug.SentByUs && f.Scan.Snapshot.Service != "":
		return ProblemService
	case f.Chosen.Stick.Mode == hw.ModeNetwork:
		return ProblemHiLink
	case f.Boot.Switch.Phase == SwitchUnsent:
		return f.sendProblem()
	case len(f.Untried()) == 0:
		return ProblemFirmwareRefuses
	case f.Boot.Switch.Phase == SwitchNoReaction:
		return ProblemNoReaction
	case f.Boot.Switch.Phase == SwitchRelapsed:
		return ProblemSwitchedToStorage
	case len(f.Transports()) == 0:
		return f.noTransport()
	}
	return ProblemNone
}

// sendProblem is why the last message could not be sent.
func (f Facts) sendProblem() Problem {
	err := f.Boot.Switch.Err
	switch {
	case errors.Is(err, hw.ErrNoLibusb):
		return ProblemLibusbFailed
	case errors.Is(err, hw.ErrBusy):
		return ProblemStickBusy
	case errors.Is(err, hw.ErrNoDriver) && f.Platform.DriverPage:
		return f.sendDriverProblem()
	case errors.Is(err, hw.ErrAccess) && f.Platform.Udev:
		return ProblemNoPermission
	case errors.Is(err, hw.ErrAccess) && f.Boot.Switch.Transport == TransportPassThrough &&
		f.Platform.DriverPage:
		return f.denied()
	case errors.Is(err, hw.ErrAccess):
		return ProblemStickBusy
	case errors.Is(err, hw.ErrNotOurs):
		return f.barredProblem()
	case errors.Is(err, hw.ErrGone) && (!f.Present() || f.since(f.Boot.Switch.End) < transition):
		return ProblemNone // the next scan shows it, unless only the CD drive cannot be opened
	default:
		return ProblemNotSent
	}
}

// sendDriverProblem is what is wrong with a driver of Windows that libusb cannot send through.
func (f Facts) sendDriverProblem() Problem {
	if f.Chosen.Stick.Driver.Libusb() {
		return ProblemDriverSettling
	}
	return ProblemWrongDriver
}

// noTransport is why nothing can send a message where there is no Driver page.
func (f Facts) noTransport() Problem {
	libusb := f.Platform.Libusb && !f.Scan.Snapshot.LibusbMissing
	switch {
	case f.Foreign() && f.refusal(f.Chosen.Stick) != hw.RefusalNone:
		return f.refusedProblem()
	case f.Platform.Udev && (libusb && !f.Chosen.Stick.Accessible || f.Plug.PassDenied):
		return ProblemNoPermission
	case f.looking(), f.Platform.PassThrough && f.since(f.Chosen.Since) < findTime:
		return ProblemNone // the CD drive may still come
	default:
		return ProblemLibusbFailed
	}
}

func (f Facts) simProblem() Problem {
	switch f.Session.SIM.State {
	case sms.SIMMissing:
		return ProblemNoSIM
	case sms.SIMNeedsPIN:
		switch {
		case f.Session.SIM.PINTries == 1:
			return ProblemPINLast
		case f.Session.PINWrong:
			return ProblemPINWrong
		}
		return ProblemPIN
	case sms.SIMNeedsPUK:
		if f.Session.PUKWrong {
			return ProblemPUKWrong
		}
		return ProblemPUK
	case sms.SIMDead:
		return ProblemSIMDead
	case sms.SIMFaulty:
		return ProblemSIMFault
	case sms.SIMLockedToOperator:
		return ProblemSIMLock
	case sms.SIMReady:
		return f.networkProblem()
	case sms.SIMUnknown:
	}
	return ProblemNone
}

func (f Facts) networkProblem() Problem {
	switch searched := f.since(f.Session.SearchingSince); {
	case f.Session.Link.Registration == sms.RegDenied && searched >= denyTime:
		return ProblemNetworkDenied
	case searched >= searchTime:
		return ProblemNoNetwork
	}
	return ProblemNone
}

func (f Facts) testProblem() Problem {
	switch f.Test.State {
	case TestFailed:
		return ProblemTestFailed
	case TestLost:
		return ProblemTestLost
	case TestOpen, TestRunning, TestPassed, TestSkipped:
	}
	return ProblemNone
}
