package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/modem"
)

// starter is how internal/setup/runner gets a modem on a line: probing, SIM card and network are AT, which
// hw knows nothing about.
type starter struct {
	texts *messenger.Messenger
	card  *simCard
	log   *slog.Logger
	trace func(string)
	// answer is how long the network may take to accept a text; 0 is the modem's own.
	answer time.Duration
}

// Start implements runner.Starter.
func (s starter) Start(ctx context.Context, rw io.ReadWriteCloser) (runner.Session, error) {
	sn := &session{texts: s.texts, card: s.card}
	m, err := modem.Open(ctx, rw, modem.Options{
		Log: s.log, Trace: s.trace, AnswerWait: s.answer, Found: sn.remember,
	})
	if err != nil {
		return nil, translate(err)
	}
	sn.modem = m
	return sn, nil
}

// Restart implements runner.Starter.
func (s starter) Restart(ctx context.Context, rw io.ReadWriteCloser) error {
	return modem.RestartSilent(ctx, rw, modem.Options{Trace: s.trace})
}

// session is one modem on one line, as internal/setup/runner wants it.
type session struct {
	modem *modem.Modem
	texts *messenger.Messenger
	card  *simCard
}

var _ runner.PINKeeper = (*session)(nil)

// Modem implements runner.Session.
func (s *session) Modem() setup.Modem {
	id := s.modem.Info()
	return setup.Modem{
		Manufacturer: id.Manufacturer, Model: id.Model, Firmware: id.Firmware, IMEI: id.IMEI,
	}
}

// SIM implements runner.Session.
func (s *session) SIM(ctx context.Context) (setup.SIM, error) {
	return card(s.modem.SIM(ctx))
}

// Unlock implements runner.Session.
func (s *session) Unlock(ctx context.Context, pin string) (setup.SIM, error) {
	state, err := s.modem.EnterPIN(ctx, pin)
	switch {
	case errors.Is(err, modem.ErrRefused):
		s.card.refused(ctx, s.modem, pin)
	case err == nil && state.State == modem.SIMReady:
		s.card.taken(ctx, s.modem, pin)
	}
	return card(state, err)
}

// KeptPIN implements runner.PINKeeper.
func (s *session) KeptPIN(ctx context.Context) string { return s.card.kept(ctx, s.modem) }

// KeepingPIN implements runner.PINKeeper.
func (s *session) KeepingPIN(ctx context.Context) (possible, on bool) {
	on, possible = s.card.Remembered(ctx)
	return possible, on
}

// KeepPIN implements runner.PINKeeper.
func (s *session) KeepPIN(ctx context.Context) error { return s.card.Remember(ctx, true) }

// Unblock implements runner.Session.
func (s *session) Unblock(ctx context.Context, puk, pin string) (setup.SIM, error) {
	return card(s.modem.EnterPUK(ctx, puk, pin))
}

// Network implements runner.Session.
func (s *session) Network(ctx context.Context) (setup.Network, error) {
	link, err := s.modem.Link(ctx)
	if err != nil {
		return setup.Network{}, translate(err)
	}
	n := setup.Network{Operator: link.Operator, Signal: link.Signal}
	switch {
	case link.Registered && link.Roaming:
		n.Registration = setup.RegRoaming
	case link.Registered:
		n.Registration = setup.RegHome
	case link.Denied:
		n.Registration = setup.RegDenied
	case link.Searching:
		n.Registration = setup.RegSearching
	default:
		n.Registration = setup.RegOff
	}
	return n, nil
}

// Start implements runner.Session: from here on texts flow.
func (s *session) Start(ctx context.Context) error {
	s.recall(ctx)
	if err := s.modem.Ready(ctx); err != nil {
		return translate(err)
	}
	s.texts.Attach(s.modem)
	s.card.ready(s.modem)
	return nil
}

// Test implements runner.Session.
func (s *session) Test(ctx context.Context, number string) (setup.Receiving, error) {
	to, err := sms.ParseNumber(number, s.texts.Region())
	if err != nil {
		return setup.ReceivingUnknown, err
	}
	trial, err := s.texts.BeginTest(ctx, to)
	if err != nil {
		return setup.ReceivingUnknown, err
	}
	defer trial.Close()
	way, err := s.modem.FindWay(ctx, trial)
	if err != nil {
		return setup.ReceivingUnknown, translate(err)
	}
	s.remember(way)
	return receivings[way], nil
}

var receivings = map[modem.Way]setup.Receiving{
	modem.WayNotices: setup.ReceivingNotices,
	modem.WayDirect:  setup.ReceivingDirect,
	modem.WayLooking: setup.ReceivingLooking,
}

// Restart implements runner.Session.
func (s *session) Restart(ctx context.Context) error { return s.modem.Restart(ctx) }

// Done implements runner.Session.
func (s *session) Done() <-chan struct{} { return s.modem.Done() }

// Close implements runner.Session.
func (s *session) Close() error { return s.modem.Close() }

// card turns the words of sms/modem into those of internal/setup.
func card(m modem.SIM, err error) (setup.SIM, error) {
	state, ok := cardStates[m.State]
	if !ok {
		state = setup.SIMUnknown
	}
	return setup.SIM{State: state, PINTries: m.PINTries, PUKTries: m.PUKTries}, translate(err)
}

var cardStates = map[modem.SIMState]setup.SIMState{
	modem.SIMReady:            setup.SIMReady,
	modem.SIMNeedsPIN:         setup.SIMNeedsPIN,
	modem.SIMNeedsPUK:         setup.SIMNeedsPUK,
	modem.SIMMissing:          setup.SIMMissing,
	modem.SIMFaulty:           setup.SIMFaulty,
	modem.SIMLockedToOperator: setup.SIMLockedToOperator,
	modem.SIMDead:             setup.SIMDead,
}

// translate wraps an error of sms in the one that internal/setup/runner knows for it.
func translate(err error) error {
	for theirs, ours := range errorWords {
		if errors.Is(err, theirs) {
			return fmt.Errorf("%w: %w", ours, err)
		}
	}
	return err
}

var errorWords = map[error]error{
	modem.ErrSilent:   runner.ErrSilent,
	modem.ErrNotModem: runner.ErrNotModem,
	modem.ErrStuck:    runner.ErrStuck,
	modem.ErrRefused:  runner.ErrRefused,
	modem.ErrNoWay:    runner.ErrTestLost,
}
