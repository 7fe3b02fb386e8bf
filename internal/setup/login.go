package setup

import "time"

// LoginResult is how a stick took its password.
type LoginResult int

// The results. LoginTaken is the only good one.
const (
	LoginNone    LoginResult = iota // not tried in this session
	LoginTaken                      // right, or none is wanted any more
	LoginRefused                    // wrong
	LoginLocked                     // too many wrong ones: the stick takes none for a while
	LoginInUse                      // somebody else is logged in, such as the user in a browser
	LoginRenew                      // a new one must be chosen on the stick's own page first
	LoginFailed                     // nobody knows
)

var loginNames = [...]string{"none", "taken", "refused", "locked", "in use", "renew", "failed"}

// String names the result for logs.
func (r LoginResult) String() string { return name(loginNames[:], int(r)) }

// LoginState is what a stick says about its password.
type LoginState struct {
	Wanted bool          // it does nothing more without
	Wait   time.Duration // how long it takes none, after too many wrong ones; it counts in minutes
}

// Login is what is known of the password of a stick in network mode, in this session.
type Login struct {
	Wanted bool
	Result LoginResult // of the last try
	Stale  bool        // that was the remembered one, which is forgotten now
	Offer  bool        // it can be remembered here, and nobody has asked for it yet
	Until  time.Time   // it takes none before; zero for no wait
	Err    error       // why the last try failed
}

// Trait is one thing that a stick says about itself, for those who help. Nothing in it says whose it is.
type Trait struct{ Name, Value string }

func (e TraitsSeen) apply(f Facts) Facts {
	if f.Session.Connected {
		f.Session.Traits = e.Traits
	}
	return f
}

func (e LoginSeen) apply(f Facts) Facts {
	f = f.at(e.At)
	if !f.Session.Connected || f.Runs(JobLogin) {
		return f
	}
	if f.Session.Login.Wanted = e.State.Wanted; !e.State.Wanted {
		f.Session.Login = Login{}
		return f
	}
	f.Session.Login.Until = f.lockedUntil(e.State.Wait)
	return f
}

// lockedUntil is until when the stick takes no password. It says so in whole minutes, again and again,
// so that a time that is known already stays unless the stick names an earlier one.
func (f Facts) lockedUntil(wait time.Duration) time.Time {
	if wait <= 0 {
		return time.Time{}
	}
	until, known := f.Now.Add(wait), f.Session.Login.Until
	if f.Now.Before(known) && known.Before(until) {
		return known
	}
	return until
}

func (e LoginKeeping) apply(f Facts) Facts {
	f.Session.Login.Offer = f.Session.Connected && e.Possible && !e.On
	return f
}

func (LoginStarted) apply(f Facts) Facts {
	if !f.Session.Connected {
		return f
	}
	f.Jobs[JobLogin], f.Session.Login.Err = Work{true, f.Now}, nil
	return f
}

func (e LoginEnded) apply(f Facts) Facts {
	f = f.at(e.At)
	if !f.Session.Connected || !f.Runs(JobLogin) {
		return f
	}
	f.Jobs[JobLogin] = Work{}
	if e.Result == LoginTaken {
		f.Session.Login = Login{}
		return f
	}
	l := &f.Session.Login
	l.Wanted, l.Result, l.Err = true, e.Result, e.Err
	l.Stale = e.Kept && e.Result == LoginRefused
	l.Until = f.lockedUntil(e.Wait)
	return f
}

// loginProblem is what is to be said of the password of a stick that answers.
func (f Facts) loginProblem() Problem {
	switch l := f.Session.Login; {
	case !l.Wanted || f.Runs(JobLogin):
		return ProblemNone
	case f.Locked():
		return ProblemPasswordLocked
	case l.Result == LoginRefused:
		return ProblemPasswordWrong
	case l.Result == LoginInUse:
		return ProblemPasswordInUse
	case l.Result == LoginRenew:
		return ProblemPasswordNew
	}
	return ProblemPassword
}

// Locked reports whether the stick takes no password now, after too many wrong ones.
func (f Facts) Locked() bool { return f.Now.Before(f.Session.Login.Until) }
