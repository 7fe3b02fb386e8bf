package messenger

import (
	"context"
	"errors"
	"slices"
	"time"

	"surfstick-sms/sms"
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

// expires is when it is dropped.
func (p pendingReport) expires() time.Time { return p.At.Add(outbox.Buffer) }

// report applies a status report, or keeps it for a while when it overtook the answer that has its
// reference.
func (r *receiver) report(p pendingReport) error {
	done, err := r.apply(p)
	if err != nil || done {
		return err
	}
	known := slices.ContainsFunc(r.reports, func(o pendingReport) bool { return o.raw == p.raw })
	if !known {
		r.reports = append(r.reports, p)
	}
	return nil
}

// apply looks for the part that a report is about and has committed what it says. It returns false
// when there is none.
func (r *receiver) apply(p pendingReport) (bool, error) {
	ctx := context.Background()
	var inFlight int64
	if r.sender.flight != nil {
		inFlight = r.sender.flight.text.ID
	}
	c, certainty, err := r.match(p, inFlight)
	switch {
	case err != nil || certainty == outbox.Undecided:
		return false, err
	case certainty == outbox.Nobody:
		r.drop(p)
		return true, nil
	}
	if slices.ContainsFunc(r.batch.Texts, func(t outbox.Text) bool { return t.ID == c.Text }) {
		if err := r.flush(ctx); err != nil {
			return false, err
		}
		return r.apply(p) // on what the one before it says
	}
	if c.Text == inFlight {
		return true, r.reportInFlight(p, c.Part)
	}
	t, err := r.st.Text(ctx, c.Text)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	t, changed := t.Reported(c.Part, p.Status, r.o.Now())
	r.drop(p)
	if !changed {
		return true, nil
	}
	r.batch.Texts = append(r.batch.Texts, t)
	if t.Status == sms.Queued || t.Status == sms.Waiting {
		return true, r.flush(ctx) // its next part may go at any moment
	}
	return true, nil
}

// match finds the part that a report is about, by its reference or, when it has none, by the number.
func (r *receiver) match(p pendingReport, inFlight int64) (outbox.Candidate, outbox.Certainty, error) {
	ctx, since := context.Background(), p.At.Add(-outbox.Window)
	if p.Ref == noRef {
		if err := r.flush(ctx); err != nil { // each report before this one closes a part
			return outbox.Candidate{}, outbox.Undecided, err
		}
		open, err := r.st.OpenParts(ctx, since)
		if err != nil {
			return outbox.Candidate{}, outbox.Undecided, err
		}
		c, certainty := outbox.MatchNumber(p.Report, open, inFlight)
		return c, certainty, nil
	}
	candidates, err := r.st.Candidates(ctx, since, p.Ref)
	if err != nil {
		return outbox.Candidate{}, outbox.Undecided, err
	}
	if c, ok := outbox.Match(p.Report, candidates, inFlight); ok {
		return c, outbox.Certain, nil
	}
	return outbox.Candidate{}, outbox.Undecided, nil // the answer with its reference may come later
}

// reportInFlight applies a report on an early part of a text whose later part is in flight, where
// the sender's copy is the one that will be written next.
func (r *receiver) reportInFlight(p pendingReport, part int) error {
	f := r.sender.flight
	t, _ := f.text.Reported(part, p.Status, r.o.Now())
	r.drop(p)
	r.batch.Texts = append(r.batch.Texts, t)
	if err := r.flush(context.Background()); err != nil {
		return err
	}
	f.text = t
	return nil
}

// drop has a report settled that says nothing more.
func (r *receiver) drop(p pendingReport) {
	r.collect(store.Incoming{Raws: []store.Outcome{settled(p.raw, p.hash)}})
}

// matchReports tries the reports that were kept when a part has got its reference.
func (r *receiver) matchReports() {
	if !r.sender.referenced {
		return
	}
	r.sender.referenced = false
	r.reports = slices.DeleteFunc(r.reports, func(p pendingReport) bool {
		done, err := r.apply(p)
		r.health.fail(err)
		return done && err == nil
	})
}

// expireReports drops the reports that were kept long enough. While an answer is awaited all are
// kept.
func (r *receiver) expireReports(now time.Time) {
	if r.sender.flight != nil {
		return
	}
	r.reports = slices.DeleteFunc(r.reports, func(p pendingReport) bool {
		if now.Sub(p.At).Abs() < outbox.Buffer {
			return false
		}
		r.drop(p)
		return true
	})
}
