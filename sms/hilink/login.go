package hilink

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
)

// account is a user name with its password.
type account struct{ user, password string }

// String keeps the password out of logs.
func (account) String() string { return "account" }

// loginState is what a stick says about its password, with how it wants it.
type loginState struct {
	LoginState
	kind  int  // password_type
	scram bool // it offers the challenge
}

// LoginState asks whether the stick wants its password. Sticks come with none or with admin/admin, an
// E8372 with one on its label.
func (c *Client) LoginState(ctx context.Context) (st LoginState, err error) {
	how, err := c.askLogin(ctx)
	return how.LoginState, err
}

// askLogin is loginState when it is its turn.
func (c *Client) askLogin(ctx context.Context) (st loginState, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) (err error) {
		st, err = c.loginState(ctx)
		return err
	})
	return st, err
}

func (c *Client) loginState(ctx context.Context) (loginState, error) {
	r, err := c.do(ctx, &call{path: "user/state-login"})
	if errors.Is(err, sms.ErrNotHere) { // the sticks of 2012
		return loginState{LoginState: LoginState{LoggedIn: true}}, nil
	}
	if err != nil {
		return loginState{}, err
	}
	st := loginState{
		LoginState: LoginState{LoggedIn: r.num("State", -1) == 0, User: r.trimmed("Username")},
		kind:       r.num("password_type", 0), scram: r.num("extern_password_type", 0) == 1,
	}
	if wait := r.num("remainwaittime", 0); wait > 0 || r.num("lockstatus", 0) == 1 {
		st.Wait = time.Duration(max(wait, 1)) * time.Minute
	}
	wanted, err := c.do(ctx, &call{path: "user/hilink_login"})
	switch {
	case errors.Is(err, sms.ErrNotHere):
		st.Wanted = true
	case err != nil:
		return st, err
	default:
		st.Wanted = wanted.num("hilink_login", 0) == 1 || c.device.alwaysLocked() || c.locked
	}
	return st, nil
}

// Login gives the stick its password, in the one way that this stick wants, and once: after a refusal
// nothing else is tried, because a few wrong passwords lock the stick (ErrPassword, ErrLocked). user
// may be "". A stick that wants none, or has it already, is not asked. It is remembered in memory, so
// that it can be given again when the stick has forgotten the session.
func (c *Client) Login(ctx context.Context, user, password string) error {
	return c.wire.Taking(ctx, func(ctx context.Context) error {
		if c.device == nil {
			return fmt.Errorf("user/login: %w", ErrUnproved)
		}
		st, err := c.loginState(ctx)
		switch {
		case err != nil:
			return err
		case st.LoggedIn || !st.Wanted:
			return nil
		}
		a := account{webstick.First(user, st.User, "admin"), password}
		if err := c.login(ctx, st, a); err != nil {
			return err
		}
		c.account = &a
		return nil
	})
}

// hasPassword reports whether there is a password to log in again with.
func (c *Client) hasPassword(ctx context.Context) (has bool) {
	_ = c.wire.Taking(ctx, func(context.Context) error {
		has = c.account != nil
		return nil
	})
	return has
}

// Logout gives the session back, so that somebody else can log in. The password is forgotten.
func (c *Client) Logout(ctx context.Context) error {
	return c.wire.Taking(ctx, func(ctx context.Context) error {
		if c.account == nil {
			return nil
		}
		c.account = nil
		_, err := c.do(ctx, &call{path: "user/logout", body: request(digits("Logout", 1)), single: true})
		c.forget(false)
		return err
	})
}

// loginAgain gives the password that the stick took before. One that it does not take any more is
// forgotten.
func (c *Client) loginAgain(ctx context.Context) error {
	a := *c.account
	c.account = nil // so that nothing in here logs in again
	st, err := c.loginState(ctx)
	if err == nil && !st.LoggedIn {
		c.forget(false) // its tokens are those of a session that has ended
		err = c.login(ctx, st, a)
	}
	if err == nil || !errors.Is(err, ErrPassword) && !errors.Is(err, ErrLocked) {
		c.account = &a
	}
	return err
}

// login sends the password once.
func (c *Client) login(ctx context.Context, st loginState, a account) error {
	if st.Wait > 0 {
		return &Error{Path: "user/login", Code: codeLocked, Locked: st.Wait}
	}
	var err error
	if st.kind == passwordHashed && st.scram {
		err = c.loginByChallenge(ctx, a)
	} else {
		err = c.loginByPassword(ctx, st.kind, a)
	}
	var refused *Error
	if errors.As(err, &refused) && refused.Code == codeLocked {
		if st, stateErr := c.loginState(ctx); stateErr == nil {
			refused.Locked = st.Wait
		}
	}
	return err
}

// loginByPassword sends the password, or what is made of it.
func (c *Client) loginByPassword(ctx context.Context, kind int, a account) error {
	if kind != passwordPlain && kind != passwordPlain3 && kind != passwordHashed {
		return fmt.Errorf("password of type %d: %w", kind, sms.ErrNotHere)
	}
	_, err := c.do(ctx, &call{path: "user/login", single: true, makeBody: func(token string) []byte {
		value := plainPassword(a.password)
		if kind == passwordHashed {
			value = hashedPassword(a.user, a.password, token)
		}
		return request(leaf("Username", a.user), leaf("Password", value), digits("password_type", kind))
	}})
	return err
}

// loginByChallenge proves the password to the stick without sending it. The challenge is no try: a
// stick that does not know it after all gets the password in the other way.
func (c *Client) loginByChallenge(ctx context.Context, a account) error {
	nonce := make([]byte, 32)
	_, _ = rand.Read(nonce) // never fails
	ch := challenge{first: hex.EncodeToString(nonce)}
	r, err := c.do(ctx, &call{path: "user/challenge_login", body: request(
		leaf("username", a.user), leaf("firstnonce", ch.first), digits("mode", 1))})
	if errors.Is(err, sms.ErrNotHere) || errors.Is(err, ErrFormat) {
		return c.loginByPassword(ctx, passwordHashed, a)
	}
	if err != nil {
		return err
	}
	ch.server, ch.iterations = r.trimmed("servernonce"), r.num("iterations", 0)
	if ch.salt, err = hex.DecodeString(r.trimmed("salt")); err != nil || !strings.HasPrefix(ch.server, ch.first) {
		return fmt.Errorf("user/challenge_login: salt or nonce is wrong: %w", sms.ErrNotHere)
	}
	proof, err := ch.proof(a.password)
	if err != nil {
		return fmt.Errorf("user/challenge_login: %w", err)
	}
	_, err = c.do(ctx, &call{path: "user/authentication_login", single: true, body: request(
		leaf("clientproof", proof), leaf("finalnonce", ch.server))})
	return err
}
