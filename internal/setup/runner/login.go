package runner

import (
	"context"
	"fmt"
	"time"

	"surfstick-sms/internal/setup"
)

// Guarded is a Session of a stick that may want a password of its own before anything else. A Session
// that is none never wants one.
type Guarded interface {
	// LoginState asks whether the stick wants its password now.
	LoginState(ctx context.Context) (setup.LoginState, error)
	// Login gives the stick a password, once. wait is how long it takes none afterwards; err is why a
	// password was not taken.
	Login(ctx context.Context, password string) (
		result setup.LoginResult, wait time.Duration, err error)
	// PasswordKey is the name of the stick for which a password is good, "" where it is not known.
	PasswordKey() string
	// KeptPassword returns the password that the user had kept for the stick, "" when there is none.
	KeptPassword(ctx context.Context) string
	// CanKeepPassword reports whether a password could be kept, and whether the user wants that
	// already.
	CanKeepPassword(ctx context.Context) (possible, on bool)
	// KeepPassword has the next password kept that the stick takes.
	KeepPassword(ctx context.Context) error
}

// Described is a Session of a stick that says more about itself than its Identity, for those who help.
type Described interface {
	// Traits returns it, as far as the stick answers; nothing in it says whose it is.
	Traits(ctx context.Context) []setup.Trait
}

// describe notes what a stick says about itself.
func (r *Runner) describe(ctx context.Context, s Session, j *job) {
	if d, ok := s.(Described); ok {
		r.report(jobPoll, j, setup.TraitsSeen{Traits: d.Traits(ctx)})
	}
}

// passwords are those of this run, in memory only. They are only touched on the goroutine of Run.
type passwords struct {
	typed password // that a stick took
	// refused is the one that was tried unasked and not taken, so that it never is again.
	refused password
}

// password is a password and the stick that it is for.
type password struct{ key, text string }

// String keeps the password out of logs.
func (password) String() string { return "password" }

// guarded returns the session as one that may want a password.
func (c *connection) guarded() (Guarded, bool) {
	if c == nil {
		return nil, false
	}
	g, ok := c.session.(Guarded)
	return g, ok
}

// loginState asks a new session whether the stick wants its password.
func loginState(ctx context.Context, s Session) (state setup.LoginState, err error) {
	defer recoverPanic(&err)
	if g, ok := s.(Guarded); ok {
		return g.LoginState(ctx)
	}
	return setup.LoginState{}, nil
}

// barred asks whether the stick wants its password, while it did or when something went wrong, and
// reports whether nothing else can be asked therefore.
func (r *Runner) barred(ctx context.Context, s Session, doubt bool, j *job) (bool, error) {
	g, ok := s.(Guarded)
	if !ok || !doubt {
		return false, nil
	}
	state, err := g.LoginState(ctx)
	if err != nil {
		return false, err
	}
	r.report(jobPoll, j, setup.LoginSeen{State: state, At: time.Now()})
	return state.Wanted, nil
}

// doLogin gives the stick a password. It is tried once, whatever comes back.
func (r *Runner) doLogin(ctx context.Context, text string, keep, kept bool) bool {
	g, ok := r.conn.guarded()
	if !ok || text == "" || !r.facts.Session.Login.Wanted || r.facts.Runs(setup.JobLogin) ||
		r.facts.Locked() {
		return false
	}
	r.apply(setup.LoginStarted{})
	conn := r.conn
	r.run(ctx, jobLogin, func(ctx context.Context) func() {
		end := setup.LoginEnded{Result: setup.LoginFailed, Kept: kept}
		err := conn.ask(ctx, func() (err error) {
			if keep {
				if err := g.KeepPassword(ctx); err != nil {
					return fmt.Errorf("have the password remembered: %w", err)
				}
			}
			end.Result, end.Wait, err = g.Login(ctx, text)
			return err
		})
		return func() {
			end.Err, end.At = err, time.Now()
			r.loggedIn(password{g.PasswordKey(), text}, end)
		}
	})
	return true
}

// loggedIn takes in how the stick took a password.
func (r *Runner) loggedIn(p password, end setup.LoginEnded) {
	r.log.Info("login", "result", end.Result.String(), "kept", end.Kept, "err", end.Err)
	switch end.Result {
	case setup.LoginTaken:
		r.passwords = passwords{typed: p}
	case setup.LoginRefused:
		r.passwords = passwords{refused: p}
	default:
	}
	r.apply(end)
	r.conn.pollAt = time.Now()
}

// loginUnasked finds out once in a session whether the password can be kept, and gives the stick the one
// that it took earlier in this run, or the one that is kept for it.
func (r *Runner) loginUnasked(ctx context.Context) {
	login := r.facts.Session.Login
	g, ok := r.conn.guarded()
	if !ok || !login.Wanted || login.Result != setup.LoginNone || r.conn.passwordAsked ||
		r.facts.Boot.Held || r.facts.Locked() {
		return
	}
	r.conn.passwordAsked = true
	conn, key, typed := r.conn, g.PasswordKey(), r.passwords.typed
	r.run(ctx, jobPassword, func(asking context.Context) func() {
		possible, on := g.CanKeepPassword(asking)
		known := password{key, ""}
		switch {
		case typed.text != "" && typed.key == key && key != "":
			known = typed
		case on:
			known.text = g.KeptPassword(asking)
		}
		return func() {
			if r.conn != conn {
				return
			}
			r.apply(setup.LoginKeeping{Possible: possible, On: on})
			if known != r.passwords.refused && known.text != "" {
				r.doLogin(ctx, known.text, false, true)
			}
		}
	})
}
