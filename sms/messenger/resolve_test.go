package messenger_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
)

// TestResolved: what the stick says later decides what becomes of a text whose answer was lost.
func TestResolved(t *testing.T) {
	for _, c := range []struct {
		name   string
		fates  []sms.Fate
		status sms.Status
		reason sms.Reason
		asked  int
		sent   int // how often the stick got it
	}{
		{"sent", []sms.Fate{sms.FateSent}, sms.Sent, sms.ReasonNone, 1, 1},
		{"not sent", []sms.Fate{sms.FateNotSent}, sms.Sent, sms.ReasonNone, 1, 2},
		{"failed", []sms.Fate{sms.FateFailed}, sms.Failed, sms.ReasonStick, 1, 1},
		{"unknown for good", []sms.Fate{sms.FateUnknown}, sms.Unconfirmed, sms.ReasonNoAnswer, 1, 1},
		{
			"known after a while",
			[]sms.Fate{sms.FatePending, sms.FatePending, sms.FateSent},
			sms.Sent, sms.ReasonNone, 3, 1,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole(t, func(b *bench, s *textStick) {
				s.losing()
				s.fates(c.fates...)
				b.send(anna, "hello")
				after(24 * time.Hour)
				b.wantStatus(anna, c.status, c.reason)
				if len(s.questions()) != c.asked || s.count() != c.sent {
					b.t.Errorf("asked about %q, sent %d times", s.questions(), s.count())
				}
			})
		})
	}
}

// TestAskedEveryTenSeconds: a stick that does not know yet, or cannot be asked, is asked again.
func TestAskedEveryTenSeconds(t *testing.T) {
	for name, err := range map[string]error{"pending": nil, "busy": errors.New("busy")} {
		t.Run(name, func(t *testing.T) {
			whole(t, func(b *bench, s *textStick) {
				s.losing()
				s.fate = func(context.Context, int) (sms.Fate, error) { return sms.FatePending, err }
				b.send(anna, "hello")
				for n := 1; n <= 30; n++ {
					synctest.Wait()
					if len(s.questions()) != n {
						b.t.Fatalf("asked %d times after %d s", len(s.questions()), 10*(n-1))
					}
					after(10 * time.Second)
				}
				b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
			})
		})
	}
}

// TestDoubtHoldsBack: the texts behind one in doubt wait until the stick knows what became of it, which
// it may forget with the next one, but not for ever.
func TestDoubtHoldsBack(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.losing()
		s.fates(sms.FatePending)
		b.send(anna, "first")
		b.send(bert, "second")
		after(119 * time.Second)
		b.wantStatus(bert, sms.Queued, sms.ReasonNone)
		after(2 * time.Second)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		asked := len(s.questions())
		after(time.Minute)
		if more := len(s.questions()) - asked; more < 5 {
			b.t.Errorf("asked only %d times more", more)
		}
	})
	whole(t, func(b *bench, s *textStick) {
		s.losing()
		s.fates(sms.FatePending, sms.FateSent)
		b.send(anna, "first")
		b.send(bert, "second")
		after(9 * time.Second)
		b.wantStatus(bert, sms.Queued, sms.ReasonNone)
		after(2 * time.Second)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
	})
}

// TestAskedOneAtATime: the oldest first, each once, before anything else is sent; the fake panics when
// it is asked for two things at once.
func TestAskedOneAtATime(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.answer = func(int) error { return refusal(-1, true) }
		s.fate = func(context.Context, int) (sms.Fate, error) { return sms.FatePending, errors.New("busy") }
		b.send(anna, "one")
		b.send(anna, "two")
		b.send(anna, "three")
		after(10 * time.Minute)
		s.wantSent(b.t, "one", "two", "three")
		next := newTextStick()
		next.fate = func(context.Context, int) (sms.Fate, error) {
			time.Sleep(5 * time.Second)
			return sms.FateSent, nil
		}
		b.Attach(next)
		b.send(bert, "four")
		after(14 * time.Second)
		next.wantAsked(b.t, "note 1: one", "note 2: two", "note 3: three")
		next.wantSent(b.t)
		after(2 * time.Second)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		for _, m := range b.with(anna) {
			if m.Status != sms.Sent {
				b.t.Errorf("%+v", m)
			}
		}
	})
}

// TestNotAskedWhileSending: a question waits for the text in flight.
func TestNotAskedWhileSending(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.answer = func(n int) error {
			if n == 1 {
				return refusal(-1, true)
			}
			time.Sleep(5 * time.Minute)
			return nil
		}
		s.fates(sms.FatePending)
		b.send(anna, "first")
		b.send(bert, "second")
		after(2*time.Minute + time.Second)
		b.wantStatus(bert, sms.Sending, sms.ReasonNone)
		asked := len(s.questions())
		after(4 * time.Minute)
		if len(s.questions()) != asked {
			b.t.Errorf("asked %d times meanwhile", len(s.questions())-asked)
		}
		after(2 * time.Minute)
		if len(s.questions()) == asked {
			b.t.Error("not asked any more")
		}
	})
}

// TestUserDecidesMeanwhile: what the user does while the stick is being asked wins.
func TestUserDecidesMeanwhile(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.losing()
		known := make(chan sms.Fate)
		s.fate = func(context.Context, int) (sms.Fate, error) { return <-known, nil }
		b.send(anna, "hello")
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		if err := b.Retry(b.t.Context(), b.one(anna).ID); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Queued, sms.ReasonNone) // until the stick is free
		known <- sms.FateFailed
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		s.wantSent(b.t, "hello", "hello")
		after(time.Hour)
		s.wantAsked(b.t, "note 1: hello")
	})
	whole(t, func(b *bench, s *textStick) {
		s.losing()
		known := make(chan sms.Fate)
		s.fate = func(context.Context, int) (sms.Fate, error) { return <-known, nil }
		b.send(anna, "hello")
		if err := b.Delete(b.t.Context(), b.one(anna).ID); err != nil {
			b.t.Fatal(err)
		}
		known <- sms.FateNotSent
		after(time.Hour)
		if all := b.with(anna); len(all) != 0 {
			b.t.Errorf("there again: %+v", all)
		}
		s.wantSent(b.t, "hello")
		s.wantAsked(b.t, "note 1: hello")
	})
}

// TestDetachedAnswerIsDropped: what a stick says that is no longer there does not count, and the next one
// is asked anew.
func TestDetachedAnswerIsDropped(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.losing()
		var withdrawn time.Time
		s.fate = func(ctx context.Context, _ int) (sms.Fate, error) {
			<-ctx.Done()
			withdrawn = time.Now()
			return sms.FateFailed, nil
		}
		b.send(anna, "hello")
		synctest.Wait()
		b.Attach(nil)
		synctest.Wait()
		if !withdrawn.Equal(time.Now()) {
			b.t.Error("the question is not withdrawn")
		}
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		after(time.Hour)
		s.wantAsked(b.t, "note 1: hello")
		modem := newBackend()
		b.Attach(modem) // a modem cannot be asked, and holds nothing back
		b.send(bert, "hello")
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		next := newTextStick()
		next.fates(sms.FateSent)
		b.Attach(next)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		next.wantAsked(b.t, "note 1: hello")
	})
}

// TestQuestionThatHangs is given up, and asked again.
func TestQuestionThatHangs(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.losing()
		s.fate = func(ctx context.Context, n int) (sms.Fate, error) {
			if n > 1 {
				return sms.FateSent, nil
			}
			<-ctx.Done()
			return sms.FateUnknown, ctx.Err()
		}
		b.send(anna, "hello")
		after(2*time.Minute + 9*time.Second)
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		after(2 * time.Second)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

// TestResolvedAfterRestart: the note is on disk, so that the stick is asked after the next start, too;
// a stick that cannot know is not asked again.
func TestResolvedAfterRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		defer func() { b.close() }()
		s := newTextStick()
		s.losing()
		s.fates(sms.FatePending)
		b.Attach(s)
		b.send(anna, "hello")
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		b = b.restart()
		after(time.Hour)
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		other := newTextStick()
		other.fates(sms.FateUnknown)
		b.Attach(other)
		after(time.Hour)
		other.wantAsked(t, "note 1: hello")
		b = b.restart()
		b.Attach(newTextStick()) // to which every question is a surprise
		after(time.Hour)
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
	})
}

// TestClosedWhileSending: a text without an answer when the program ends is in doubt at the next start,
// and asked about.
func TestClosedWhileSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		defer func() { b.close() }()
		s := newTextStick()
		s.answer = func(int) error { time.Sleep(time.Minute); return nil }
		b.Attach(s)
		b.send(anna, "hello")
		synctest.Wait()
		b = b.restart()
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		next := newTextStick()
		next.fates(sms.FateNotSent)
		b.Attach(next)
		b.wantStatus(anna, sms.Waiting, sms.ReasonNoAnswer)
		after(time.Minute)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		next.wantSent(t, "hello")
	})
}

// TestResolvedWhenTheStoreRefuses: an answer that cannot be written is asked for again.
func TestResolvedWhenTheStoreRefuses(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.losing()
		known := make(chan struct{})
		s.fate = func(context.Context, int) (sms.Fate, error) { <-known; return sms.FateSent, nil }
		b.send(anna, "hello")
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		unlock := lock(b)
		close(known)
		after(20 * time.Second)
		unlock()
		after(2 * time.Minute)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}
