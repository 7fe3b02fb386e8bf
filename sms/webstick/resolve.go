package webstick

import (
	"context"
	"fmt"
	"time"

	"surfstick-sms/sms"
)

// How long it takes until the stick can tell.
const (
	settleTime  = 60 * time.Second // after which a text that the stick never took is not in its boxes
	pendingTime = time.Hour        // after which a text that is still under way will stay so
	// uptimeSlack is by how much the stick's clock may have run slower than ours before a restart is
	// supposed, beside the second to which it is told. A restart takes longer than that.
	uptimeSlack = 5 * time.Second
)

// Resolve finds out what became of a text whose fate SendText left unknown; see sms.TextBackend. The
// stick's boxes tell when it keeps a copy with our date. Where they have none, a text counts as not sent
// only when the stick would have kept one, has not restarted, and has sent nothing else since. What
// somebody else sent at the stick's own page is never taken for it.
func (s *Stick) Resolve(ctx context.Context, t sms.WholeText, raw []byte) (sms.Fate, error) {
	n, ok := readNote(raw)
	if !ok {
		return sms.FateUnknown, nil
	}
	fate, err := s.fate(ctx, t, n)
	if err != nil {
		return sms.FatePending, s.seen(err)
	}
	return fate, nil
}

// fate is Resolve with a note that was read.
func (s *Stick) fate(ctx context.Context, t sms.WholeText, n note) (sms.Fate, error) {
	imei, uptime, err := s.c.Present(ctx)
	if err != nil {
		return sms.FatePending, err
	}
	switch imei = First(imei, s.Identity().IMEI); {
	case imei == "" && n.IMEI != "":
		return sms.FatePending, fmt.Errorf("which stick this is: %w", ErrLogin)
	case imei != n.IMEI, imei == "" && n.Session != s.outbox.session:
		return sms.FateUnknown, nil
	}
	status, err := s.sendStatus(ctx)
	if err != nil {
		return sms.FatePending, err
	}
	age := time.Since(time.UnixMilli(n.At))
	if status.Phone != "" {
		if age > s.w.Wait(pendingTime) {
			return sms.FateUnknown, nil
		}
		return sms.FatePending, nil
	}
	ev := evidence{note: n, status: status, mark: s.markOf(t, n.Date)}
	if err := s.gather(ctx, &ev); err != nil {
		return sms.FatePending, err
	}
	ev.restarted = s.restarted(n, uptime)
	ev.alone = n.Session == s.outbox.session && n.Before+1 >= int(s.outbox.handed.Load())
	ev.settled = age >= s.w.Wait(settleTime) || age < -s.w.Wait(settleTime)
	return ev.fate(), nil
}

// gather reads the boxes of what was sent, and of drafts.
func (s *Stick) gather(ctx context.Context, ev *evidence) (err error) {
	if ev.counts, err = s.readCounts(ctx); err != nil {
		return err
	}
	if ev.counts.Sent != 0 {
		if ev.sent, err = s.c.List(ctx, BoxSent); err != nil {
			return err
		}
	}
	if ev.counts.Draft != 0 {
		ev.drafts, err = s.c.List(ctx, BoxDraft)
	}
	return err
}

// restarted reports whether the stick may have restarted since a note was made: how long it runs tells, or
// that this Stick has never lost it since.
func (s *Stick) restarted(n note, uptime int) bool {
	same := n.Session == s.outbox.session
	if n.Uptime < 0 || uptime < 0 {
		return !same || n.Losses != s.watch.lossCount()
	}
	passed := time.Since(time.UnixMilli(n.At))
	least := time.Duration(n.Uptime)*time.Second + passed - s.w.Wait(uptimeSlack)
	return passed < 0 || time.Duration(uptime+1)*time.Second <= least || uptime < n.Uptime
}
