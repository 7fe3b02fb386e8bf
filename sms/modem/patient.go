package modem

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/sms/at"
)

// Waits between tries while the SIM card is busy: 6 s in all.
const (
	firstWait = 200 * time.Millisecond
	lastWait  = 3200 * time.Millisecond
)

// isBusy tells whether a refusal only means "not yet": SIM busy (CME 14, CMS 314), or Huawei's
// "please wait, initialising" (CME 515).
func isBusy(e *at.Error) bool {
	return e.Class == at.ClassCME && (e.Code == 14 || e.Code == 515) ||
		e.Class == at.ClassCMS && e.Code == 314
}

// patient runs a command, again after growing waits while the SIM card is busy.
func (m *Modem) patient(ctx context.Context, s at.Sequence, c at.Command) (at.Answer, error) {
	for wait := firstWait; ; wait *= 2 {
		a, err := s.Do(ctx, c)
		var refused *at.Error
		if err == nil || !errors.As(err, &refused) || !isBusy(refused) || wait > lastWait {
			return a, err
		}
		if !m.pause(ctx, wait) {
			return a, err
		}
	}
}

// insist is patient for a single command.
func (m *Modem) insist(ctx context.Context, c at.Command) (a at.Answer, err error) {
	xerr := m.ch.Exclusive(ctx, func(s at.Sequence) error {
		a, err = m.patient(ctx, s, c)
		return err
	})
	return a, xerr
}
