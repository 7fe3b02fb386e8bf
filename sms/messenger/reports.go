package messenger

import (
	"errors"
	"slices"
	"time"

	"surfstick-sms/sms/inbox"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

// pendingReport is a status report that matches nothing yet. Its PDU stays new in the store, so
// that it is looked at again after a restart.
type pendingReport struct {
	outbox.Report
	raw  int64
	hash inbox.Hash
}

func (r pendingReport) settled() store.Outcome {
	return store.Outcome{Raw: r.raw, Hash: r.hash[:], State: store.RawSettled}
}

// report applies a status report, or keeps it for a while when it overtook the answer that tells
// its reference.
func (m *Messenger) report(r pendingReport) error {
	done, err := m.apply(r)
	if err != nil || done {
		return err
	}
	known := slices.ContainsFunc(m.reports, func(o pendingReport) bool { return o.raw == r.raw })
	if !known {
		m.reports = append(m.reports, r)
	}
	return nil
}

// apply looks for the part that a report is about and commits what it says. The answer is false
// when there is none.
func (m *Messenger) apply(r pendingReport) (bool, error) {
	candidates, err := m.st.Candidates(m.ctx, r.At.Add(-outbox.Window), r.Ref)
	if err != nil {
		return false, err
	}
	var inFlight int64
	if m.flight != nil {
		inFlight = m.flight.text.ID
	}
	c, ok := outbox.Match(r.Report, candidates, inFlight)
	if !ok {
		return false, nil
	}
	t, err := m.st.Text(m.ctx, c.Text)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if t.ID == inFlight {
		return true, m.reportInFlight(r, c.Part)
	}
	t, changed := t.Reported(c.Part, r.Status, m.o.Now())
	if !changed {
		return true, m.drop(r)
	}
	return true, m.saveReport(t, r.settled())
}

// reportInFlight applies a report on an early part of a text whose later part is in flight, where
// the owner's copy is the one that will be written next.
func (m *Messenger) reportInFlight(r pendingReport, part int) error {
	t, _ := m.flight.text.Reported(part, r.Status, m.o.Now())
	if err := m.saveReport(t, r.settled()); err != nil {
		return err
	}
	m.flight.text = t
	return nil
}

// drop settles a report that says nothing new.
func (m *Messenger) drop(r pendingReport) error {
	_, err := m.st.Settle(m.ctx, store.Incoming{Raws: []store.Outcome{r.settled()}})
	return err
}

// matchReports tries the reports that were kept; something was sent.
func (m *Messenger) matchReports() {
	m.reports = slices.DeleteFunc(m.reports, func(r pendingReport) bool {
		done, err := m.apply(r)
		m.stored(err)
		return done && err == nil
	})
}

// expireReports drops the reports that were kept long enough. While an answer is awaited all are
// kept.
func (m *Messenger) expireReports(now time.Time) {
	if m.flight != nil {
		return
	}
	m.reports = slices.DeleteFunc(m.reports, func(r pendingReport) bool {
		if now.Sub(r.At).Abs() < outbox.Buffer {
			return false
		}
		err := m.drop(r)
		m.stored(err)
		return err == nil
	})
}

// reportsWake is when the oldest of them is dropped.
func (m *Messenger) reportsWake() time.Time {
	if len(m.reports) == 0 || m.flight != nil {
		return time.Time{}
	}
	return m.reports[0].At.Add(outbox.Buffer)
}
