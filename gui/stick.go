package gui

import (
	"surfstick-sms/gui/chat"
	"surfstick-sms/internal/setup"
)

// stickOf returns what the chat shows of the set-up's facts.
func stickOf(f setup.Facts) chat.Stick {
	s := chat.Stick{
		Away: awayOf(f), Silent: f.Hangs() && !f.OnSerial(), Restarting: f.Restarts(),
		RestartFailed: f.Restart.Err != nil,
		AsksData:      f.AsksData() && !f.Runs(setup.JobData), DataStays: f.DataStays(),
	}
	if f.Test.State == setup.TestPassed {
		s.Found = f.Test.Found
	}
	return s
}

// awayOf returns why there is no stick to send with. The problem says more than the step; the test
// is optional.
func awayOf(f setup.Facts) chat.Away {
	step := f.Step()
	if step == setup.StepTest {
		return chat.AwayNot
	}
	switch f.Problem() {
	case setup.ProblemPIN, setup.ProblemPINWrong, setup.ProblemPINLast:
		return chat.AwayPIN
	case setup.ProblemPassword, setup.ProblemPasswordWrong, setup.ProblemPasswordLocked,
		setup.ProblemPasswordInUse, setup.ProblemPasswordNew:
		return chat.AwayLogin
	case setup.ProblemPUK, setup.ProblemPUKWrong:
		return chat.AwayPUK
	case setup.ProblemNoSIM:
		return chat.AwayNoSIM
	case setup.ProblemSIMDead, setup.ProblemSIMFault, setup.ProblemSIMLock:
		return chat.AwaySIM
	case setup.ProblemNoNetwork:
		return chat.AwaySignal
	case setup.ProblemNetworkDenied:
		return chat.AwayDenied
	default: // the step says enough
	}
	switch step {
	case setup.StepStick:
		return chat.AwayStick
	case setup.StepDriver, setup.StepSwitch, setup.StepConnection:
		if f.OnSerial() {
			return chat.AwayPort
		}
		return chat.AwaySetup
	case setup.StepSIM:
		return chat.AwayCheck
	case setup.StepUnknown, setup.StepTest, setup.StepChat:
	}
	return chat.AwayNot
}
