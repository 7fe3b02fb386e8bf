package messenger

import (
	"fmt"
	"time"
)

// The times of its own clockwork.
const (
	storeRetry  = 30 * time.Second // facts, reliability, C.10 case 9
	userPause   = 10 * time.Minute
	goneGrace   = 10 * time.Second // for a Submit to return after its backend has gone
	closeGrace  = 3 * time.Second  // for a Submit to be answered when the program ends
	firstBackup = time.Minute      // after the start, when the window is up
	backupEvery = time.Hour        // how often to look whether today's is there
)

// step does what is due.
func (m *Messenger) step() {
	if m.st.ReadOnly() {
		return
	}
	now := m.o.Now()
	m.retryStore(now)
	m.receive()
	m.expire(now)
	m.abandon(now)
	m.expireReports(now)
	m.takeNext(now)
	m.backup(now)
}

// overdue is how soon to look again at what should have been done already and was not.
const overdue = time.Second

// untilWake is how long nothing is due.
func (m *Messenger) untilWake() time.Duration {
	now := m.o.Now()
	due := []time.Time{
		m.nextBackup, m.nextTry, m.pausedUntil, m.tryStore, m.flightWake(),
	}
	if m.tryStore.IsZero() { // else the store is tried first
		due = append(due, m.inbox.Wake(), m.reportsWake())
	}
	wait := backupEvery
	if !m.nextLook.IsZero() { // which is never overdue: the next step looks
		wait = max(m.nextLook.Sub(now), 0)
	}
	for _, t := range due {
		switch left := t.Sub(now); {
		case t.IsZero():
		case left > 0:
			wait = min(wait, left)
		default:
			wait = min(wait, overdue)
		}
	}
	return wait
}

// retryStore looks whether a store that failed works again, and makes up for what it refused when
// it does, whoever found that out.
func (m *Messenger) retryStore(now time.Time) {
	m.mu.Lock()
	failed := m.failed
	m.mu.Unlock()
	switch {
	case !failed:
		m.tryStore = time.Time{}
	case m.tryStore.IsZero():
		m.tryStore = now.Add(storeRetry)
	case !now.Before(m.tryStore):
		m.tryStore = now.Add(storeRetry)
		m.stored(m.st.SetSetting(m.ctx, settingProbe, fmt.Sprint(now.Unix())))
	}
	m.mu.Lock()
	healed := m.healed
	m.healed = false
	m.mu.Unlock()
	if healed {
		m.seen = 0 // what could not be settled is looked at again
		m.landed()
		m.recover()
	}
}

// backup makes the daily copy when nothing else is going on.
func (m *Messenger) backup(now time.Time) {
	if now.Before(m.nextBackup) || m.flight != nil {
		return
	}
	m.nextBackup = now.Add(backupEvery)
	if err := m.st.Backup(m.ctx); err != nil {
		m.log.Warn("backup failed", "err", err)
	}
}
