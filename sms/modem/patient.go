package modem

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/sms/at"
)

// Waits between tries while the SIM card is busy: 6.2 s in all.
const (
	firstWait = 200 * time.Millisecond
	lastWait  = 3200 * time.Millisecond
)

// cardTimeout is how long a command may take that reads or writes the SIM card. Old cards need
// seconds to delete a text.
const cardTimeout = 20 * time.Second

// isBusy tells whether a refusal only means "not yet": SIM busy (CME 14, CMS 314), or Huawei's
// "please wait, initialising" (CME 515).
func isBusy(e *at.Error) bool {
	return e.Class == at.ClassCME && (e.Code == 14 || e.Code == 515) ||
		e.Class == at.ClassCMS && e.Code == 314
}

// patient runs a command, again after growing waits while the SIM card is busy.
func (m *Modem) patient(ctx context.Context, s at.Sequence, c at.Command) (a at.Response, err error) {
	m.again(ctx, func() bool {
		a, err = s.Do(ctx, c)
		var refused *at.Error
		return errors.As(err, &refused) && isBusy(refused)
	})
	return a, err
}

// settle is patient for a command by itself, and tells whether the modem took it.
func (m *Modem) settle(ctx context.Context, c at.Command) bool {
	err := m.ch.Exclusive(ctx, func(s at.Sequence) error {
		_, err := m.patient(ctx, s, c)
		return err
	})
	return err == nil
}

// insist runs a command that every modem must know, again after growing waits while the modem
// refuses it: for some seconds after the PIN there are any number of reasons.
func (m *Modem) insist(ctx context.Context, c at.Command) (a at.Response, err error) {
	m.again(ctx, func() bool {
		a, err = m.ch.Do(ctx, c)
		return isRefusal(err)
	})
	return a, err
}

// again calls f until it does not want to be called again, or it has been long enough.
func (m *Modem) again(ctx context.Context, f func() bool) {
	for wait := firstWait; f() && wait <= lastWait && m.pause(ctx, wait); wait *= 2 {
	}
}
