package messenger

import (
	"context"
	"errors"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

const (
	storeRetry  = 30 * time.Second // between two looks at a store that refuses
	firstBackup = time.Minute      // after the start, when the window is up
	backupEvery = time.Hour        // how often to look whether today's is there
)

// health follows whether the store can be written. The store itself reports how every change went;
// after a failure only a probe, which needs as much room as some texts do, may say that it works
// again: a change that happened to fit into a full file does not.
type health struct {
	*shared
	failed     bool
	nextProbe  time.Time
	nextBackup time.Time
	copying    bool // a copy is in the making
}

// committed takes in how a change to the store went.
func (h *health) committed(err error) {
	switch {
	case err != nil:
		h.fail(err)
	case h.failed: // something could be written: look at once
		h.nextProbe = h.o.Now()
	}
}

// fail takes in that the store could not be written, or not be read by the loop.
func (h *health) fail(err error) {
	if h.failed || err == nil || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrDone) {
		return
	}
	h.failed, h.nextProbe = true, h.o.Now().Add(storeRetry)
	h.log.Error("store failed", "err", err)
	h.events.add(sms.StoreFailed{Err: err})
}

// step probes a store that refused and reports whether it works again as of now.
func (h *health) step(now time.Time) bool {
	if !h.failed || now.Before(h.nextProbe) {
		return false
	}
	if err := h.st.Probe(context.Background()); err != nil {
		h.nextProbe = h.o.Now().Add(storeRetry)
		return false
	}
	h.failed = false
	h.log.Info("store works again")
	h.events.add(sms.StoreFailed{})
	return true
}

// wake returns when to step next, zero for no need.
func (h *health) wake() time.Time {
	if h.failed {
		return h.nextProbe
	}
	return h.nextBackup
}

// backup makes the daily copy beside the loop when nothing is being sent.
func (m *Messenger) backup(now time.Time) {
	h := m.health
	if h.copying || now.Before(h.nextBackup) || m.sender.flight != nil {
		return
	}
	h.copying, h.nextBackup = true, now.Add(backupEvery)
	m.copies.Go(func() {
		if err := m.st.Backup(m.ctx); err != nil && m.ctx.Err() == nil {
			m.log.Warn("backup failed", "err", err)
		}
		m.post(func() { h.copying = false })
	})
}
