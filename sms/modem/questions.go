package modem

import (
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/at"
	"surfstick-sms/sms/manners"
)

// questionPause is the least time between two times that notices have the modem asked the same. Some
// firmware sends a notice with every answer: without the pause it would be asked without end.
const questionPause = 4 * time.Second

// question is something to ask because a notice came.
type question struct {
	ask   func()
	asked time.Time // when it was last
	due   bool      // a notice came since, and the pause is not over
}

// ask asks something because a notice came: at once, or when the pause after the last time is over. It
// reports whether it was at once.
func (r *receiver) ask(key string, f func()) bool {
	q := r.questions[key]
	if q == nil {
		q = &question{}
		r.questions[key] = q
	}
	q.ask = f
	if !q.asked.IsZero() && time.Since(q.asked) < questionPause {
		q.due = true
		return false
	}
	q.put()
	return true
}

// put asks it now. The pause begins when it was answered.
func (q *question) put() {
	q.due = false
	q.ask()
	q.asked = time.Now()
}

// nextQuestion returns when the next question is due that had to wait; zero for none.
func (r *receiver) nextQuestion() (at time.Time) {
	for _, q := range r.questions {
		if due := q.asked.Add(questionPause); q.due && (at.IsZero() || due.Before(at)) {
			at = due
		}
	}
	return at
}

// askDue asks what had to wait.
func (r *receiver) askDue(now time.Time) {
	for _, q := range r.questions {
		if q.due && !now.Before(q.asked.Add(questionPause)) {
			q.put()
		}
	}
}

// askLink has the link asked for because of a notice.
func (r *receiver) askLink() { r.ask("link", r.queryLink) }

// askTexts has all memories read because of a notice.
func (r *receiver) askTexts() { r.ask("texts", func() { r.scanAll() }) }

// askFull has a memory looked at that a notice calls full, or all of them when it names none that is
// looked into.
func (r *receiver) askFull(memory string) {
	for _, name := range r.m.memories {
		if name == memory {
			r.ask("full "+name, func() { r.memoryFull(name) })
			return
		}
	}
	r.askTexts()
}

// endFlood asks what ends a flood of notices.
func (r *receiver) endFlood(c manners.Command) {
	r.ask("flood", func() {
		_, err := r.m.ch.TryExclusive(func(s at.Sequence) error {
			_, err := s.Do(r.m.ctx, command(c).WithTimeout(cardTimeout))
			return err
		})
		r.resync(err)
	})
}

// registrationNotice takes in a notice about one domain: <stat> and more. A stick that left GSM and
// UMTS may be registered in LTE or 5G all the same, so these are asked before that is reported.
func (r *receiver) registrationNotice(d domain, value string) {
	stat := noticedStatus(value)
	if stat < 0 {
		return
	}
	l := r.m.link.register(d, registrationOf(stat))
	if l.Registration == sms.RegUnknown {
		r.askLink()
		return
	}
	known := r.m.link.known()
	if len(known.untold()) > 0 && r.ask("domains", r.queryUntold) {
		return
	}
	r.linkChanged(l)
}

// queryUntold asks whether the stick is registered in the domains that it sends no notices of, unless the
// channel is in use.
func (r *receiver) queryUntold() {
	ran, err := r.m.ch.TryExclusive(func(s at.Sequence) (err error) {
		known := r.m.link.known()
		for _, d := range known.untold() {
			l, err := r.m.queryDomain(r.m.ctx, s, d, r.m.link.get())
			if err != nil || l.Registered() {
				return err
			}
		}
		return nil
	})
	if !ran || err != nil {
		r.resync(err)
	}
	r.linkChanged(r.m.link.joined())
}
