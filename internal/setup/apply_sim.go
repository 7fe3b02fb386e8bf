package setup

import (
	"time"

	"surfstick-sms/sms"
)

func (e SIMSeen) apply(f Facts) Facts {
	f = f.at(e.At)
	if f.Session.Connected && !f.Runs(JobUnlock) {
		f = f.withSIM(e.SIM)
	}
	return f
}

// withSIM takes over what the card wants. Wrong codes of earlier are forgotten once the card wants
// something else.
func (f Facts) withSIM(s sms.SIM) Facts {
	if s.State != sms.SIMNeedsPIN {
		f.Session.PINWrong, f.Session.PINStale = false, false
	}
	if s.State != sms.SIMNeedsPUK {
		f.Session.PUKWrong = false
	}
	if s.State == sms.SIMReady {
		f.Session.CodeErr = nil
	} else {
		f.Session.Link = sms.Link{}
	}
	f.Session.SIM = s
	return f
}

func (e PINKeeping) apply(f Facts) Facts {
	f.Session.PINOffer = f.Session.Connected && e.Possible && !e.On
	return f
}

func (UnlockStarted) apply(f Facts) Facts {
	if !f.Session.Connected {
		return f
	}
	f.Jobs[JobUnlock], f.Session.CodeErr = Work{true, f.Now}, nil
	return f
}

func (e UnlockEnded) apply(f Facts) Facts {
	f = f.at(e.At)
	if !f.Session.Connected || !f.Runs(JobUnlock) {
		return f
	}
	f.Jobs[JobUnlock] = Work{}
	f.Session.PINWrong = e.Refused && !e.PUK
	f.Session.PINStale = f.Session.PINWrong && e.Kept
	f.Session.PUKWrong = e.Refused && e.PUK
	if e.SIM.State != sms.SIMUnknown || e.Err == nil && !e.Refused {
		f = f.withSIM(e.SIM)
	}
	if e.Err != nil {
		f.Session.CodeErr = e.Err
	}
	return f
}

func (e LinkSeen) apply(f Facts) Facts {
	f = f.at(e.At)
	if f.simReady() {
		f.Session.Link = e.Link
	}
	return f
}

func (e TestChanged) apply(f Facts) Facts {
	if !f.Session.Connected && e.State != TestSkipped {
		return f
	}
	f.Test.State, f.Test.Err = e.State, e.Err
	switch e.State {
	case TestRunning:
		f.Test.At = f.Now
	case TestPassed, TestSkipped:
		f.Test.Done, f.Test.At = true, time.Time{}
		if f.Intent.TestWanted {
			f.Intent.TestWanted, f.Intent.Asked = false, false
		}
		if e.Found != sms.ReceiveUnknown {
			f.Test.Found = e.Found
		}
	case TestOpen, TestFailed, TestLost:
		f.Test.At = time.Time{}
	}
	return f
}

func (TestAsked) apply(f Facts) Facts {
	if !f.CanTest() {
		return f
	}
	f.Intent.TestWanted, f.Intent.Asked, f.Test.Done = true, true, false
	f.Test.State, f.Test.Err = TestOpen, nil
	return f
}

// CanTest reports whether a text to one's own number can be sent now.
func (f Facts) CanTest() bool {
	return f.simReady() && f.Session.Link.Registered() && f.Test.State != TestRunning
}

func (TestRemembered) apply(f Facts) Facts {
	f.Test.Done = true
	return f
}

func (f Facts) simReady() bool { return f.Session.Connected && f.Session.SIM.State == sms.SIMReady }
