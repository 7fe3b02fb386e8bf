package setup

import (
	"slices"
	"time"
)

// How long things may take before they are a problem.
const (
	// transition is how long a stick may be away without being unplugged: it re-enumerates.
	transition = 3 * time.Second
	// pickedPatience is the same for one of several sticks that the user picked, before another
	// is taken for it.
	pickedPatience = 30 * time.Second
	// reactionTime is how long a stick may show its old mode after a message, restartTime how
	// long it may be away, relapseTime how long it must be back in storage mode to count as
	// switched back.
	reactionTime = 20 * time.Second
	restartTime  = 30 * time.Second
	relapseTime  = 5 * time.Second
	// patientTime is the same as restartTime for a message upon which the stick left before and was
	// not seen again: it may only be slow.
	patientTime = 90 * time.Second
	// refusedTime is the same as reactionTime for a stick that said it does not know the command.
	refusedTime = 3 * time.Second
	// findTime is how long a stick and its CD drive may take to appear.
	findTime = 10 * time.Second
	// driverTime is how long Windows may look for drivers where it does not tell whether it does,
	// bareTime how long a stick may have none when it says that it installs nothing.
	driverTime = 90 * time.Second
	bareTime   = 5 * time.Second
	// portTime is how long serial ports may take to appear before the stick is talked to without.
	portTime = 5 * time.Second
	// bootTime is how long the ports of a stick may stay silent: 10 to 20 s are common.
	bootTime = 25 * time.Second
	// searchTime is how long a modem may look for a network, denyTime how long it may be denied.
	searchTime = 60 * time.Second
	denyTime   = 10 * time.Second
	// steadyTime is how long a session must last to count as a success.
	steadyTime = 60 * time.Second
)

// New returns the facts before anything happened.
func New(p Platform, t Table) Facts { return Facts{Platform: p, table: t} }

// Apply takes in an event and returns the changed facts; f stays as it is.
func (f Facts) Apply(e Event) Facts {
	if e == nil {
		return f
	}
	return e.apply(f).settle()
}

// at notes when an event happened. Time that goes backwards is taken as it comes.
func (f Facts) at(t time.Time) Facts {
	if t.IsZero() {
		return f
	}
	if f.Started.IsZero() {
		f.Started = t
	}
	f.Now = t
	return f
}

// since returns how long ago t was; a time that is not known was just now.
func (f Facts) since(t time.Time) time.Duration {
	if t.IsZero() {
		return 0
	}
	return f.Now.Sub(t)
}

// settle derives what follows from the facts whatever the event was.
func (f Facts) settle() Facts {
	f = f.endWait().endReturn().settleWay().settleTrial().markOdd()
	searching := f.simReady() && !f.Session.Link.Registered()
	f.Session.SearchingSince = f.mark(f.Session.SearchingSince, searching)
	f.Scan.EmptySince = f.mark(f.Scan.EmptySince, f.Scan.Done && len(f.Scan.Snapshot.Sticks) == 0)
	f.Scan.BareSince = f.mark(f.Scan.BareSince, f.bare())
	f = f.markCard()
	if f.Step() == StepChat {
		f.Run.Arrived = true
	}
	return f
}

// mark keeps the time since when something holds.
func (f Facts) mark(since time.Time, holds bool) time.Time {
	switch {
	case !holds:
		return time.Time{}
	case since.IsZero():
		return f.Now
	default:
		return since
	}
}

func (e Ticked) apply(f Facts) Facts { return f.at(e.At) }

func (e AutoSet) apply(f Facts) Facts {
	f.Intent.Auto = e.On
	return f
}

func (e WizardAsked) apply(f Facts) Facts {
	f.Intent.Asked, f.Intent.TestWanted = e.On, false
	f.Intent.Reading = !e.On && !f.Run.Arrived
	return f
}

func (e Cancelled) apply(f Facts) Facts {
	f = f.at(e.At)
	if f.Switching() || f.Boot.Switch.Phase == SwitchNotBack {
		f.Boot.Switch.Phase = SwitchIdle
	}
	f.Jobs, f.Restart.Returning, f.Boot.Held = Jobs{}, false, true
	f.Change = Change{}
	if f.Test.State == TestRunning {
		f.Test.State = TestOpen
	}
	return f
}

// appended returns a new slice with one more element; the old one is left alone.
func appended[T any](list []T, more T) []T { return append(slices.Clip(slices.Clone(list)), more) }
