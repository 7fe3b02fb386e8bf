package modem

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/sms/at"
)

// Waits between tries while the SIM card is busy: they double, 6.2 s in all.
const (
	firstWait = 200 * time.Millisecond
	lastWait  = 3200 * time.Millisecond
)

// cardTimeout is how long a command may take that reads or writes the SIM card. Old cards need
// seconds to delete a text.
const cardTimeout = 20 * time.Second

// isRefusal reports whether the modem answered, but not with OK.
func isRefusal(err error) bool {
	var refused *at.Error
	return errors.As(err, &refused)
}

// isBusy reports whether a refusal is temporary: SIM busy (CME 14, CMS 314), or Huawei's "please
// wait, initialising" (CME 515).
func isBusy(e *at.Error) bool {
	return e.Class == at.ClassCME && (e.Code == 14 || e.Code == 515) ||
		e.Class == at.ClassCMS && e.Code == 314
}

// doUnlessBusy runs a command, and repeats it after growing waits while the SIM card is busy.
func (m *Modem) doUnlessBusy(
	ctx context.Context, s at.Sequence, c at.Command,
) (r at.Response, err error) {
	m.retry(ctx, func() bool {
		r, err = s.Do(ctx, c)
		var refused *at.Error
		return errors.As(err, &refused) && isBusy(refused) && len(r.Lines) == 0
	})
	return r, err
}

// doUntilAccepted runs a command that every modem must know, and repeats it after growing waits
// while the modem refuses it: for some seconds after the PIN it may do so with any error.
func (m *Modem) doUntilAccepted(ctx context.Context, c at.Command) (r at.Response, err error) {
	m.retry(ctx, func() bool {
		r, err = m.ch.Do(ctx, c)
		return isRefusal(err)
	})
	return r, err
}

// retry calls f after growing waits until it returns false, or 6.2 s have passed.
func (m *Modem) retry(ctx context.Context, f func() (again bool)) {
	for wait := firstWait; f() && wait <= lastWait && m.pause(ctx, wait); wait *= 2 {
	}
}

// try runs a command that the modem may refuse, and reports whether it did not.
func (m *Modem) try(ctx context.Context, c at.Command) bool {
	_, err := m.ch.Do(ctx, c)
	if err != nil {
		m.log.Debug("modem refuses", "command", c.Name, "err", err)
	}
	return err == nil
}

// quick returns a command that some modems never answer: it has 2 s.
func quick(name string, args ...any) at.Command {
	return at.Cmd(name, args...).WithTimeout(2 * time.Second)
}
