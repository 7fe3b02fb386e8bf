package webstick

import (
	"context"
	"errors"

	"surfstick-sms/sms"
)

// Firmware of 2012, and ZTE's of all years, lacks some of the questions around a text. It goes on without: what is not known is then
// found out in another way, or not at all.

// sendStatus is Server.SendStatus; that of nothing for firmware without it.
func (s *Stick) sendStatus(ctx context.Context) (SendStatus, error) {
	st, err := s.c.SendStatus(ctx)
	if errors.Is(err, sms.ErrNotHere) {
		return SendStatus{}, nil
	}
	return st, err
}

// readSettings is Server.Settings; firmware without them says nothing about copies, and known is false.
func (s *Stick) readSettings(ctx context.Context) (now Settings, known bool, err error) {
	now, err = s.c.Settings(ctx)
	if errors.Is(err, sms.ErrNotHere) {
		return Settings{SendType: -1}, false, nil
	}
	return now, err == nil, err
}

// readCounts is Server.Counts; without them everything is -1.
func (s *Stick) readCounts(ctx context.Context) (Counts, error) {
	c, err := s.c.Counts(ctx)
	if errors.Is(err, sms.ErrNotHere) {
		return NoCounts(), nil
	}
	return c, err
}
