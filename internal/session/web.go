package session

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/card"
	"surfstick-sms/internal/pinstore"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
	"surfstick-sms/sms/goform"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/webstick"
	"surfstick-sms/sms/wire"
)

// languages open a stick in the language of its web server.
var languages = map[hw.WebKind]func(context.Context, wire.Options) (*webstick.Stick, error){
	hw.WebHiLink: hilink.Open, hw.WebGoform: goform.Open,
}

// openWeb opens the stick behind a line to a web server. Nothing is changed or sent before it is known to
// be a stick.
func (c Connector) openWeb(ctx context.Context, line hw.Line) (*webstick.Stick, error) {
	if c.Web == nil {
		return nil, hw.ErrUnsupported
	}
	dial, err := c.Web(line)
	if err != nil {
		return nil, err
	}
	open, known := languages[line.Web]
	if !known {
		return nil, hw.ErrUnsupported
	}
	stick, err := open(ctx, wire.Options{
		Address: line.Address, Dial: dial, Log: c.Log, Trace: c.Trace, SubmitTimeout: c.SubmitTimeout,
	})
	switch {
	case errors.Is(err, webstick.ErrRouter):
		return nil, fmt.Errorf("%w: %w", runner.ErrRouter, err)
	case errors.Is(err, webstick.ErrNotStick):
		return nil, fmt.Errorf("%w: %w", runner.ErrNoStick, err)
	case err != nil:
		return nil, err
	}
	return stick, nil
}

// connectWeb gets a session with a stick in network mode.
func (c Connector) connectWeb(ctx context.Context, line hw.Line) (runner.Session, error) {
	stick, err := c.openWeb(ctx, line)
	if err == nil && ctx.Err() != nil {
		_ = stick.Close()
		err = ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", line.Name, err)
	}
	id := stick.Identity()
	return &webSession{
		Stick: stick, texts: c.Texts, card: c.Card, passwords: c.Passwords,
		key: pinstore.PasswordAccount(id.IMEI, id.Model, line.Location),
	}, nil
}

// restartWeb restarts a stick without a session.
func (c Connector) restartWeb(ctx context.Context, line hw.Line) error {
	stick, err := c.openWeb(ctx, line)
	if err != nil {
		return err
	}
	defer stick.Close()
	return stick.Restart(ctx)
}

// webSession is one stick in network mode, as internal/setup/runner drives it.
type webSession struct {
	*webstick.Stick
	texts     *messenger.Messenger
	card      *card.Card
	passwords *pinstore.Store
	key       string      // under which its password is kept, as known before the first log-in
	given     atomic.Bool // the stick took a password in this session
}

var (
	_ runner.Guarded      = (*webSession)(nil)
	_ runner.NetworkStick = (*webSession)(nil)
	_ runner.Described    = (*webSession)(nil)
)

// EnterPIN implements runner.Session.
func (s *webSession) EnterPIN(ctx context.Context, pin string) (sms.SIM, error) {
	return s.card.EnterPIN(ctx, s.Stick, pin)
}

// KeptPIN implements runner.Session.
func (s *webSession) KeptPIN(ctx context.Context) string { return s.card.KeptPIN(ctx, s.Stick) }

// CanKeepPIN implements runner.Session.
func (s *webSession) CanKeepPIN(ctx context.Context) (possible, on bool) {
	return s.card.CanKeepPIN(ctx, s.Stick)
}

// KeepPIN implements runner.Session.
func (s *webSession) KeepPIN(ctx context.Context) error { return s.card.Remember(ctx, true) }

// Start implements runner.Session: from here on texts flow.
func (s *webSession) Start(ctx context.Context) error {
	if err := s.Ready(ctx); err != nil {
		return err
	}
	s.texts.Attach(s.Stick)
	s.card.Use(s.Stick)
	return nil
}

// trialTime is how long a text to oneself may be on its way.
const trialTime = 90 * time.Second

// Test implements runner.Session. Texts come in in one way only, so that there is no receive mode to find.
func (s *webSession) Test(ctx context.Context, number string) (sms.ReceiveMode, error) {
	trial, err := beginTest(ctx, s.texts, number)
	if err != nil {
		return sms.ReceiveUnknown, err
	}
	defer trial.Close()
	if err := trial.Send(ctx); err != nil {
		return sms.ReceiveUnknown, err
	}
	came, err := trial.Came(ctx, trialTime)
	switch {
	case err != nil:
		return sms.ReceiveUnknown, err
	case !came:
		return sms.ReceiveUnknown, fmt.Errorf("self-test: %w", sms.ErrCannotReceive)
	}
	return sms.ReceiveUnknown, nil
}

// Traits implements runner.Described.
func (s *webSession) Traits(ctx context.Context) []setup.Trait {
	all := s.Stick.Traits(ctx)
	traits := make([]setup.Trait, len(all))
	for i, t := range all {
		traits[i] = setup.Trait(t)
	}
	return traits
}

// LoginState implements runner.Guarded. A stick that took the password in this session is not asked
// again before it refuses texts.
func (s *webSession) LoginState(ctx context.Context) (setup.LoginState, error) {
	refused := s.WantsPassword()
	if s.given.Load() && !refused {
		return setup.LoginState{}, nil
	}
	st, err := s.Stick.LoginState(ctx)
	if err != nil {
		return setup.LoginState{}, err
	}
	return setup.LoginState{Wanted: (st.Wanted || refused) && !st.LoggedIn, Wait: st.Wait}, nil
}

// Login implements runner.Guarded.
func (s *webSession) Login(
	ctx context.Context, password string,
) (setup.LoginResult, time.Duration, error) {
	err := s.Stick.Login(ctx, "", password)
	wait := webstick.LockTime(err)
	switch {
	case err == nil:
		s.given.Store(true)
		if s.key != "" {
			s.passwords.Accepted(s.key, password)
		}
		return setup.LoginTaken, 0, nil
	case errors.Is(err, webstick.ErrPassword):
		s.passwords.Refused(ctx, s.key, password)
		return setup.LoginRefused, wait, err
	case errors.Is(err, webstick.ErrLocked):
		return setup.LoginLocked, wait, err
	case errors.Is(err, webstick.ErrInUse):
		return setup.LoginInUse, wait, err
	case errors.Is(err, webstick.ErrNewPassword):
		return setup.LoginRenew, wait, err
	}
	return setup.LoginFailed, wait, err
}

// PasswordKey implements runner.Guarded.
func (s *webSession) PasswordKey() string { return s.key }

// KeptPassword implements runner.Guarded.
func (s *webSession) KeptPassword(ctx context.Context) string {
	return s.passwords.PIN(ctx, s.key)
}

// CanKeepPassword implements runner.Guarded. The password of a stick that nothing tells from another is
// not kept.
func (s *webSession) CanKeepPassword(ctx context.Context) (possible, on bool) {
	on, possible = s.passwords.Remembered(ctx)
	return possible && s.key != "", on
}

// KeepPassword implements runner.Guarded.
func (s *webSession) KeepPassword(ctx context.Context) error { return s.passwords.Remember(ctx, true) }
