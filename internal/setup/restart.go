package setup

import "time"

// returnTime is how long a stick that was told to restart is expected back by itself: it enumerates
// anew, perhaps as a CD drive (up to 30 s), and starts (10 to 20 s).
const returnTime = 60 * time.Second

// Restart is the present or last restart that the user asked for. The stick may come back in
// storage mode, so that it outlives Plug and Boot; it ends with the next session or with time.
type Restart struct {
	At        time.Time
	Err       error // why the stick could not be told to restart
	Returning bool  // it was told to and has not been connected to since
}

func (e RestartBegun) apply(f Facts) Facts {
	f = f.at(e.At)
	f.Restart, f.Boot.Held = Restart{At: f.Now}, false
	f.Jobs[JobRestart], f.Jobs[JobProbe] = Work{true, f.Now}, Work{}
	return f
}

func (e RestartEnded) apply(f Facts) Facts {
	f = f.at(e.At)
	if !f.Runs(JobRestart) {
		return f
	}
	f.Jobs[JobRestart], f.Restart.Err = Work{}, e.Err
	if e.Err != nil {
		return f
	}
	f.Restart.Returning, f.Boot.Lost, f.Boot.Rounds, f.Boot.ProbeEnd = true, true, 0, f.Now
	f.Boot.Probes = nil
	return f
}

// endReturn ends the waiting for a stick to come back from its restart, and the word that it cannot
// be told to.
func (f Facts) endReturn() Facts {
	if !f.Runs(JobRestart) && f.since(f.Restart.At) >= returnTime {
		f.Restart = Restart{}
	}
	return f
}

// Restarts reports whether the stick is beginning anew: it is told to, or is not back yet.
func (f Facts) Restarts() bool {
	return f.Runs(JobRestart) || f.Restart.Returning && !f.Session.Connected
}

// CanRestart reports whether there is a stick that can be told to begin anew. Without a modem that
// answers, only lines that are known to be those of a stick, or of a modem that answered before, are
// written to, and no device that is only being tried.
func (f Facts) CanRestart() bool {
	_, likely := f.likelyLines()
	likely = likely && !f.Tried() && (!f.OnSerial() || f.serialWorks())
	return !f.Restarts() && !f.Switching() && (f.Session.Connected || likely)
}

// Hangs reports whether the stick takes a connection and says nothing, so that telling it to begin
// anew is worth trying.
func (f Facts) Hangs() bool {
	p := f.Problem()
	return (p == ProblemPortSilent || p == ProblemPortStuck) && f.CanRestart()
}
