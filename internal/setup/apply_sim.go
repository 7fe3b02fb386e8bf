package setup

import (
	"time"

	"surfstick-sms/sms"
)

func (e SIMSeen) apply(f Facts) Facts {
	f = f.at(e.At)
	if f.Connected && !f.Unlocking {
		f = f.withSIM(e.SIM)
	}
	return f
}

// withSIM takes over what the card wants. Wrong codes of earlier are forgotten once the card wants
// something else.
func (f Facts) withSIM(s sms.SIM) Facts {
	if s.State != sms.SIMNeedsPIN {
		f.PINWrong, f.PINStale = false, false
	}
	if s.State != sms.SIMNeedsPUK {
		f.PUKWrong = false
	}
	if s.State == sms.SIMReady {
		f.SIMErr = ""
	} else {
		f.Link = sms.Link{}
	}
	f.SIM = s
	return f
}

func (e PINKeeping) apply(f Facts) Facts {
	f.PINOffer = f.Connected && e.Possible && !e.On
	return f
}

func (UnlockStarted) apply(f Facts) Facts {
	if !f.Connected {
		return f
	}
	f.Unlocking, f.UnlockAt, f.SIMErr = true, f.Now, ""
	return f
}

func (e UnlockEnded) apply(f Facts) Facts {
	f = f.at(e.At)
	if !f.Connected || !f.Unlocking {
		return f
	}
	f.Unlocking = false
	f.PINWrong = e.Refused && !e.PUK
	f.PINStale = f.PINWrong && e.Kept
	f.PUKWrong = e.Refused && e.PUK
	if e.SIM.State != sms.SIMUnknown || e.Err == nil && !e.Refused {
		f = f.withSIM(e.SIM)
	}
	if e.Err != nil {
		f.SIMErr = e.Err.Error()
	}
	return f
}

func (e LinkSeen) apply(f Facts) Facts {
	f = f.at(e.At)
	if f.simReady() {
		f.Link = e.Link
	}
	return f
}

func (e TestChanged) apply(f Facts) Facts {
	if !f.Connected && e.State != TestSkipped {
		return f
	}
	f.Test, f.TestDetail = e.State, e.Detail
	switch e.State {
	case TestRunning:
		f.TestAt = f.Now
	case TestPassed, TestSkipped:
		f.TestDone, f.TestAt = true, time.Time{}
		if f.TestWanted {
			f.TestWanted, f.Asked = false, false
		}
		if e.Found != sms.ReceiveUnknown {
			f.TestFound = e.Found
		}
	case TestOpen, TestFailed, TestLost:
		f.TestAt = time.Time{}
	}
	return f
}

func (TestAsked) apply(f Facts) Facts {
	if !f.CanTest() {
		return f
	}
	f.TestWanted, f.Asked, f.TestDone = true, true, false
	f.Test, f.TestDetail = TestOpen, ""
	return f
}

// CanTest tells that a text to one's own number can be sent now.
func (f Facts) CanTest() bool {
	return f.simReady() && f.Link.Registered() && f.Test != TestRunning
}

func (TestRemembered) apply(f Facts) Facts {
	f.TestDone = true
	return f
}

func (f Facts) simReady() bool { return f.Connected && f.SIM.State == sms.SIMReady }
