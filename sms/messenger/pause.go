package messenger

import (
	"context"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// userPause is how long nothing is sent when the user must do something first.
const userPause = 10 * time.Minute

// pause is a time in which nothing is sent, because the stick refuses every text for the same reason.
// The zero value is none.
type pause struct {
	reason sms.Reason
	code   int
	until  time.Time
}

// pauseFor has nothing sent for a while, and says why, on every text that waits.
func (s *sender) pauseFor(reason sms.Reason, code int, now time.Time) {
	s.setPause(pause{reason, code, now.Add(userPause)})
}

// resume ends the pause, if there is one.
func (s *sender) resume() {
	if s.pause != (pause{}) {
		s.setPause(pause{})
	}
}

// memoryFree ends a pause because of a full memory.
func (s *sender) memoryFree() {
	if s.pause.reason == sms.ReasonFull {
		s.resume()
	}
}

func (s *sender) setPause(p pause) {
	s.pause = p
	s.log.Info("sending pauses", "reason", p.reason.String(), "code", p.code)
	s.events.add(sms.SendingPaused{Reason: p.reason, Code: p.code, Until: p.until})
	s.markWaiting()
}

// markWaiting brings why the texts of the queue wait up to date: for another SIM card, for a stick that
// sends part by part, or because sending pauses.
func (s *sender) markWaiting() {
	var texts []outbox.Text
	for _, t := range s.queue {
		if marked := s.marked(t); marked.Reason != t.Reason || marked.Code != t.Code ||
			marked.Status != t.Status {
			texts = append(texts, marked)
		}
	}
	_ = s.save(context.Background(), texts...) // only the words shown depend on it
}

// marked returns a text with the reason for which it waits, if it does.
func (s *sender) marked(t outbox.Text) outbox.Text {
	bar := s.way().Bars(t)
	switch {
	case t.Status != sms.Queued && t.Status != sms.Waiting:
	case bar != sms.ReasonNone:
		t.Reason, t.Code = bar, 0
	case s.pause.reason != sms.ReasonNone:
		return t.Paused(s.pause.reason, s.pause.code)
	case t.Status == sms.Queued || t.Reason == sms.ReasonOtherSIM || t.Reason == sms.ReasonBegun:
		t.Reason, t.Code = sms.ReasonNone, 0
	}
	return t
}

// Resume tries at once what waits because sending pauses.
func (m *Messenger) Resume(ctx context.Context) error {
	return m.change(ctx, func() error {
		m.sender.resume()
		return nil
	})
}
