package runner

import (
	"context"
	"time"

	"surfstick-sms/internal/setup"
)

// autoKey and testedKey are what is remembered between starts; testedKey is followed by the IMEI.
const (
	autoKey   = "auto"
	autoOn    = "on" // "" is off
	testedKey = "tested:"
)

// act does what an action asks for, as far as it makes sense now, and reports whether it did.
func (r *Runner) act(ctx context.Context, a setup.Action) bool {
	switch a := a.(type) {
	case setup.DoSwitch:
		return r.doSwitch(ctx)
	case setup.DoAgree:
		r.apply(setup.SwitchAgreed(a))
		return r.doSwitch(ctx)
	case setup.DoTry:
		r.apply(setup.TryAllowed(a))
	case setup.DoEndTry:
		r.drop(jobProbe)
		r.apply(setup.TryEnded{})
	case setup.DoProbe:
		return r.doProbe(ctx, r.facts.ToAsk(), false)
	case setup.DoConnect:
		return r.doConnect(ctx, a.Name)
	case setup.DoUnlock, setup.DoUnblock, setup.DoLogin:
		return r.open(ctx, a)
	case setup.DoRestart:
		return r.doRestart(ctx)
	case setup.DoTest:
		return r.doTest(ctx, a.Number)
	case setup.DoInstallDriver:
		return r.doInstall(ctx, a)
	case setup.DoCheckDriverFile:
		return r.doCheckFile(ctx, a.Path)
	case setup.DoInstallRule:
		return r.doRule(ctx)
	case setup.DoCancel:
		r.drop(jobSwitch, jobProbe, jobUnlock, jobTest, jobInstall, jobFile, jobRule,
			jobRestart, jobMode, jobLogin)
		r.apply(setup.Cancelled{At: time.Now()})
	case setup.DoScan:
		r.scanNow()
	default:
		return r.actMode(ctx, a)
	}
	return true
}

// actMode does the actions about internet and modem mode, and leaves the others to note.
func (r *Runner) actMode(ctx context.Context, a setup.Action) bool {
	switch a := a.(type) {
	case setup.DoChooseWay:
		return r.doChooseWay(ctx, a.Way, false)
	case setup.DoMobileData:
		return r.doMobileData(ctx, a.On)
	}
	return r.doSerial(ctx, a)
}

// open gives the stick or its SIM card what the user typed.
func (r *Runner) open(ctx context.Context, a setup.Action) bool {
	switch a := a.(type) {
	case setup.DoUnlock:
		return r.doUnlock(ctx, code{pin: a.PIN, keep: a.Keep})
	case setup.DoUnblock:
		return r.doUnlock(ctx, code{pin: a.PIN, puk: a.PUK})
	case setup.DoLogin:
		return r.doLogin(ctx, a.Password, a.Keep, false)
	}
	return false
}

// actUnasked does what the facts say comes next.
func (r *Runner) actUnasked(ctx context.Context, a setup.Action) bool {
	switch a := a.(type) {
	case setup.DoProbe:
		return r.doProbe(ctx, r.facts.ToAsk(), true)
	case setup.DoChooseWay:
		return r.doChooseWay(ctx, a.Way, true)
	}
	return r.act(ctx, a)
}

// note does the actions that only change the facts.
func (r *Runner) note(a setup.Action) bool {
	switch a := a.(type) {
	case setup.DoStartOver:
		r.apply(setup.SwitchReset{})
	case setup.DoChooseStick:
		r.apply(setup.StickChosen(a))
	case setup.DoChooseTransport:
		r.apply(setup.TransportChosen(a))
	case setup.DoShowSetup:
		r.apply(setup.WizardAsked(a))
	case setup.DoHideData:
		r.apply(setup.DataHidden{})
	case setup.DoNoteDrivers:
		r.apply(setup.DriversNoted(a))
	case setup.DoSkipTest:
		r.tested(setup.TestChanged{State: setup.TestSkipped})
	case setup.DoAskTest:
		r.apply(setup.TestAsked{})
	case setup.DoAuto:
		r.apply(setup.AutoSet(a))
		r.cfg.Memory.Set(autoKey, map[bool]string{true: autoOn}[a.On])
	default:
		return false
	}
	return true
}
