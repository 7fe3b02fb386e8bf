package setup

import (
	"slices"
	"time"

	"surfstick-sms/hw"
)

// oddity is a device that is not supported, and what is to be said of it.
type oddity struct {
	stick   hw.Stick
	problem Problem
	late    bool // it is said only when no stick comes
}

// refusal returns why no message may go to a device.
func (f Facts) refusal(s hw.Stick) hw.Refusal {
	if f.table == nil {
		return hw.RefusalUnknown
	}
	return f.table.Refusal(s)
}

// noSticks are refusals of devices that nobody takes for a surfstick: they are spoken of only when none
// comes.
var noSticks = []hw.Refusal{
	hw.RefusalPhone, hw.RefusalLeftPhone, hw.RefusalLeftNoModem, hw.RefusalLeftModule,
}

// slow are refusals that may only mean that the system has not finished looking at a device.
var slow = []hw.Refusal{hw.RefusalNotStorage, hw.RefusalNoCD}

// oddityOf returns what is to be said of a device that is not supported.
func (f Facts) oddityOf(s hw.Stick) oddity {
	refusal := f.refusal(s)
	switch {
	case f.CanTry(s):
		return oddity{s, ProblemTry, false}
	case s.Mode == hw.ModeNetwork:
		return oddity{s, ProblemOwnPage, false}
	case slices.Contains(noSticks, refusal):
		return oddity{s, ProblemRefused, true}
	case refusal == hw.RefusalUnknown || refusal == hw.RefusalNone:
		return oddity{s, ProblemUnsupported, false}
	}
	return oddity{s, ProblemRefused, false}
}

// ranks are the problems of devices that are not supported, the one that a person can do most about first.
var ranks = []Problem{ProblemTry, ProblemOwnPage, ProblemRefused, ProblemUnsupported}

// oddest returns the device that is not supported of which most can be said.
func (f Facts) oddest() (best oddity, ok bool) {
	rank := func(o oddity) int {
		if o.late {
			return len(ranks)
		}
		return slices.Index(ranks, o.problem)
	}
	for _, s := range f.Scan.Snapshot.Unsupported {
		if o := f.oddityOf(s); !ok || rank(o) < rank(best) {
			best, ok = o, true
		}
	}
	return best, ok
}

// Odd returns the device that is not supported which the page of the stick is about, and why no message
// may go to it.
func (f Facts) Odd() (hw.Stick, hw.Refusal, bool) {
	if r := f.barred(); r != hw.RefusalNone {
		return f.Chosen.Stick, r, true
	}
	o, ok := f.oddest()
	return o.stick, f.refusal(o.stick), ok
}

// barred returns why no message goes to the chosen stick: what a scan sees of one of another maker, or what
// more turned out on the way to it.
func (f Facts) barred() hw.Refusal {
	if f.table != nil && f.Boot.Switch.Phase == SwitchUnsent {
		return f.table.RefusalOf(f.Boot.Switch.Err)
	}
	if f.Foreign() && f.Present() && f.Chosen.Stick.Mode == hw.ModeStorage {
		return f.refusal(f.Chosen.Stick)
	}
	return hw.RefusalNone
}

// refusedProblem is about a stick of another maker that no message may go to. Its CD drive may still come.
func (f Facts) refusedProblem() Problem {
	if slices.Contains(slow, f.refusal(f.Chosen.Stick)) && f.since(f.Chosen.Since) < findTime {
		return ProblemNone
	}
	return ProblemRefused
}

// barredProblem is what is to be said of a stick that a switcher sends nothing to.
func (f Facts) barredProblem() Problem {
	if f.Foreign() && f.barred() != hw.RefusalNone {
		return ProblemRefused
	}
	return ProblemUnsupported
}

// oddProblem is what is to be said of a device that is not supported, when there is no stick.
func (f Facts) oddProblem() Problem {
	o, ok := f.oddest()
	switch {
	case !ok:
		return ProblemNone
	case o.late && f.since(f.Scan.EmptySince) < findTime:
		return ProblemNone
	case slices.Contains(slow, f.refusal(o.stick)) && f.since(f.Scan.OddSince) < findTime:
		return ProblemNone
	}
	return o.problem
}

// markOdd keeps the time since when that device is as it is.
func (f Facts) markOdd() Facts {
	o, ok := f.oddest()
	if is := o.stick.Location + " " + o.stick.ID.String(); is != f.Scan.odd {
		f.Scan.odd, f.Scan.OddSince = is, time.Time{}
	}
	f.Scan.OddSince = f.mark(f.Scan.OddSince, ok)
	return f
}
