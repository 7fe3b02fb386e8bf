package goform

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"time"

	"surfstick-sms/sms/webstick"
)

// loginID is the goformId of a log-in.
const loginID = "LOGIN"

// account is a password.
type account struct{ password string }

// String keeps the password out of logs.
func (account) String() string { return "account" }

// What LOGIN answers; 0 and 4, logged in already, are success.
const (
	loginFailed  = "1"
	loginInUse   = "2"
	loginWrong   = "3"
	loginAlready = "4"
	loginBadUser = "5"
)

// What a stick says of its log-in: loginfo when somebody is logged in, and psw_fail_num_str after too many
// wrong passwords.
const (
	loggedInReply = "ok"
	noTriesLeft   = "0"
)

// How long a stick takes no password after these: lockUsual when it does not say, or says more than lockMost.
const (
	lockUsual = 5 * time.Minute
	lockMost  = time.Hour
)

// LoginState implements webstick.Server. Whether the password is wanted is what the stick's pages go by;
// where they do not say, a stick wants it that does not tell how many texts it has.
func (c *Client) LoginState(ctx context.Context) (st webstick.LoginState, err error) {
	err = c.wire.Taking(ctx, func(ctx context.Context) (err error) {
		st, err = c.loginState(ctx)
		return err
	})
	return st, err
}

func (c *Client) loginState(ctx context.Context) (st webstick.LoginState, err error) {
	f, err := c.get(ctx, "loginfo,psw_fail_num_str,login_lock_time")
	if err != nil {
		return st, err
	}
	st.LoggedIn = f["loginfo"] == loggedInReply
	if f["psw_fail_num_str"] == noTriesLeft {
		// Some firmware counts here how long the session lasts, but not while nobody is logged in.
		st.Wait = time.Duration(f.num("login_lock_time", 0)) * time.Second
		if st.Wait <= 0 || st.Wait > lockMost {
			st.Wait = lockUsual
		}
	}
	switch {
	case c.locked || c.flags.login == yes:
		st.Wanted = true
	case c.flags.login == unsaid && !st.LoggedIn:
		counts, err := c.get(ctx, countCmd)
		st.Wanted = err == nil && !counts.has(countFields...)
		return st, err
	}
	return st, nil
}

// loggedIn reports whether somebody is.
func (c *Client) loggedIn(ctx context.Context) (bool, error) {
	f, err := c.get(ctx, "loginfo")
	return f["loginfo"] == loggedInReply, err
}

// mustLogIn reports whether a refusal can be for want of the password.
func (c *Client) mustLogIn(ctx context.Context) bool {
	st, err := c.loginState(ctx)
	return err == nil && st.Wanted && !st.LoggedIn
}

// HasPassword implements webstick.Server.
func (c *Client) HasPassword(ctx context.Context) (has bool) {
	_ = c.wire.Taking(ctx, func(context.Context) error {
		has = c.account != nil
		return nil
	})
	return has
}

// Login gives the stick its password, in the one way that its pages have, and once: five wrong ones lock
// it. These sticks have no user names. A stick that wants none, or has it already, is not asked.
func (c *Client) Login(ctx context.Context, _, password string) error {
	return c.wire.Taking(ctx, func(ctx context.Context) error {
		if c.device == nil {
			return &Error{What: loginID, Meaning: webstick.ErrUnproved}
		}
		st, err := c.loginState(ctx)
		switch {
		case err != nil:
			return err
		case st.LoggedIn || !st.Wanted:
			return nil
		}
		a := account{password}
		if err := c.logIn(ctx, st, a); err != nil {
			return err
		}
		c.account = &a
		return nil
	})
}

// loginAgain gives the password that the stick took before. One that it does not take any more is forgotten.
func (c *Client) loginAgain(ctx context.Context) error {
	if c.account == nil {
		c.locked = true
		return &Error{What: loginID, Meaning: webstick.ErrLogin}
	}
	a := *c.account
	c.account = nil
	st, err := c.loginState(ctx)
	if err == nil && !st.LoggedIn {
		err = c.logIn(ctx, st, a)
	}
	switch {
	case errors.Is(err, webstick.ErrPassword), errors.Is(err, webstick.ErrLocked):
		c.locked = true
		return &Error{What: loginID, Meaning: webstick.ErrLogin}
	default:
		c.account = &a
	}
	return err
}

// logIn sends the password once. Clients disagree about what the numbers in the answer mean, so the stick is
// asked whether it took it after all.
func (c *Client) logIn(ctx context.Context, st webstick.LoginState, a account) error {
	if st.Wait > 0 {
		return &Error{What: loginID, Meaning: webstick.ErrLocked, Locked: st.Wait}
	}
	value, err := c.encoded(ctx, a)
	if err != nil {
		return err
	}
	err = c.do(ctx, &command{id: loginID, params: []param{{"password", value}}, bare: true})
	var said *Error
	switch {
	case !errors.As(err, &said): // taken, or no answer
		return err
	case said.Result == loginAlready:
		return nil
	}
	after, stateErr := c.loginState(ctx)
	switch {
	case stateErr == nil && after.LoggedIn:
		return nil
	case stateErr == nil && after.Wait > 0:
		said.Meaning, said.Locked = webstick.ErrLocked, after.Wait
	case said.Result == loginInUse:
		said.Meaning = webstick.ErrInUse
	case slices.Contains([]string{loginFailed, loginWrong, loginBadUser}, said.Result):
		said.Meaning = webstick.ErrPassword
	}
	return said
}

// encoded returns the password as the stick's pages send it. Where they do not say, a stick that makes up an
// LD wants the hash with it.
func (c *Client) encoded(ctx context.Context, a account) (string, error) {
	in64 := base64.StdEncoding.EncodeToString([]byte(a.password))
	if c.flags.hash == 1 {
		return shaHex(in64), nil
	}
	if c.flags.hash != 0 {
		f, err := c.get(ctx, "LD")
		if err != nil {
			return "", err
		}
		if f["LD"] != "" {
			return shaHex(shaHex(a.password) + f["LD"]), nil
		}
	}
	if c.flags.encodes == no {
		return a.password, nil
	}
	return in64, nil
}
