// Package session joins the layers for one stick that is plugged in: a line (hw) carries a modem
// (sms/modem) or leads to the web server of a stick in network mode (sms/hilink, sms/goform), that sends and receives
// for the messenger, and its SIM card is what the window shows (internal/card). It is the half of
// internal/setup/runner that speaks to the stick.
package session

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/card"
	"surfstick-sms/internal/pinstore"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/modem"
	"surfstick-sms/sms/wire"
)

// Connector gets a modem on a line, by AT commands, or a stick in network mode by its web server. It
// implements runner.Connector.
type Connector struct {
	Opener hw.Opener
	// Web returns what opens connections to the stick behind a hw.LineWeb, and to nothing else; nil where
	// there is no such line.
	Web func(line hw.Line) (wire.Dial, error)
	// Passwords keeps those of sticks in network mode; needed with Web.
	Passwords *pinstore.Store
	Texts     *messenger.Messenger
	Card      *card.Card
	Log       *slog.Logger
	Trace     func(string) // gets every line of the modem, nil for none
	// SubmitTimeout is how long the network may take to accept a text; 0 is 300 s.
	SubmitTimeout time.Duration
}

// Connect implements runner.Connector. When ctx ends, or when something below panics, the line is
// closed under whoever hangs on it.
func (c Connector) Connect(ctx context.Context, line hw.Line) (runner.Session, error) {
	if line.Kind == hw.LineWeb {
		return c.connectWeb(ctx, line)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	rw, err := c.Opener.Open(ctx, line)
	if err != nil {
		return nil, err
	}
	return c.start(ctx, rw, line)
}

// start gets a modem on an open line, or closes it.
func (c Connector) start(
	ctx context.Context, rw io.ReadWriteCloser, line hw.Line,
) (runner.Session, error) {
	stop := context.AfterFunc(ctx, func() { _ = rw.Close() })
	sn := &session{texts: c.Texts, card: c.Card}
	var err error
	sn.Modem, err = modem.Open(ctx, rw, modem.Options{
		Log: c.Log, Trace: c.Trace, SubmitTimeout: c.SubmitTimeout, ModeChanged: sn.remember,
	})
	stop()
	if err == nil && ctx.Err() != nil {
		_ = sn.Close()
	}
	if err := cmp.Or(ctx.Err(), err); err != nil {
		return nil, fmt.Errorf("connect to %s: %w", line.Name, err)
	}
	return sn, nil
}

// Restart implements runner.Connector.
func (c Connector) Restart(ctx context.Context, line hw.Line) error {
	if line.Kind == hw.LineWeb {
		return c.restartWeb(ctx, line)
	}
	rw, err := c.Opener.Open(ctx, line)
	if err != nil {
		return err
	}
	return modem.RestartSilent(ctx, rw, modem.Options{Trace: c.Trace})
}

// session is one modem on one line, as internal/setup/runner drives it.
type session struct {
	*modem.Modem
	texts *messenger.Messenger
	card  *card.Card
}

// EnterPIN implements runner.Session. A PIN that the user wants kept is noted, one that is kept and
// wrong is forgotten.
func (s *session) EnterPIN(ctx context.Context, pin string) (sms.SIM, error) {
	return s.card.EnterPIN(ctx, s.Modem, pin)
}

// KeptPIN implements runner.Session.
func (s *session) KeptPIN(ctx context.Context) string { return s.card.KeptPIN(ctx, s.Modem) }

// CanKeepPIN implements runner.Session.
func (s *session) CanKeepPIN(ctx context.Context) (possible, on bool) {
	return s.card.CanKeepPIN(ctx, s.Modem)
}

// KeepPIN implements runner.Session.
func (s *session) KeepPIN(ctx context.Context) error { return s.card.Remember(ctx, true) }

// Start implements runner.Session: from here on texts flow.
func (s *session) Start(ctx context.Context) error {
	if err := s.Ready(ctx, s.recall(ctx)); err != nil {
		return err
	}
	s.texts.Attach(s.Modem)
	s.card.Use(s.Modem)
	return nil
}

// Test implements runner.Session.
func (s *session) Test(ctx context.Context, number string) (sms.ReceiveMode, error) {
	trial, err := beginTest(ctx, s.texts, number)
	if err != nil {
		return sms.ReceiveUnknown, err
	}
	defer trial.Close()
	mode, err := s.FindReceiveMode(ctx, trial)
	if err != nil {
		return sms.ReceiveUnknown, err
	}
	s.remember(mode)
	return mode, nil
}

// beginTest begins a test with texts to a number that a person typed.
func beginTest(
	ctx context.Context, texts *messenger.Messenger, number string,
) (*messenger.SelfTest, error) {
	to, err := sms.ParseNumber(number, texts.Region())
	if err != nil {
		return nil, err
	}
	return texts.BeginTest(ctx, to)
}

// receiveKey is the setting that holds how texts come in on this stick with its present firmware.
func (s *session) receiveKey() string {
	id := s.Identity()
	return "receive." + id.IMEI + "." + id.Model + "." + id.Firmware
}

// recall returns the receive mode that worked before.
func (s *session) recall(ctx context.Context) sms.ReceiveMode {
	name, err := s.texts.Setting(ctx, s.receiveKey())
	if err != nil {
		return sms.ReceiveUnknown
	}
	return sms.ParseReceiveMode(name)
}

// remember keeps a receive mode that was found at run time.
func (s *session) remember(mode sms.ReceiveMode) {
	// One that is not kept is found again.
	_ = s.texts.SetSetting(context.Background(), s.receiveKey(), mode.String())
}
