package messenger_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// TestWholeText: a long text goes to the stick in one piece, as it was written, and only when it is on
// disk as handed over, with its note.
func TestWholeText(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		text := strings.Repeat("ünd “so” weiter 😀\n", 20)
		s.answer = func(int) error {
			copied, err := store.Open(copyOf(b.t, b.path), store.Options{})
			if err != nil {
				b.t.Fatal(err)
			}
			defer copied.Close()
			onDisk, err := copied.Pending(b.t.Context())
			if err != nil || len(onDisk) != 1 || onDisk[0].Status != sms.Sending || string(onDisk[0].Note) != "note 1" {
				b.t.Errorf("on disk: %+v, %v", onDisk, err)
			}
			return nil
		}
		m := b.send(anna, text)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		if got := b.one(anna); got.Done != m.Parts || m.Parts < 5 || got.DoneAt.IsZero() {
			b.t.Errorf("done %+v", got)
		}
		s.wantSent(b.t, text)
		if to := s.sent[0].To; to != anna {
			b.t.Errorf("sent to %s", to)
		}
		after(time.Hour)
		s.wantAsked(b.t) // nothing is in doubt
	})
}

func TestWholeTextFails(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    error
		status sms.Status
		reason sms.Reason
	}{
		{"could not", classed(sms.ClassPermanent, sms.ReasonStick), sms.Failed, sms.ReasonStick},
		{"too long", classed(sms.ClassPermanent, sms.ReasonTooLong), sms.Failed, sms.ReasonTooLong},
		{"busy", classed(sms.ClassSoon, sms.ReasonBusy), sms.Waiting, sms.ReasonBusy},
		{"later", classed(sms.ClassLong, sms.ReasonLater), sms.Waiting, sms.ReasonLater},
		{"no PIN", classed(sms.ClassUser, sms.ReasonSIM), sms.Queued, sms.ReasonSIM},
		{"a code of a modem", refusal(28, true), sms.Failed, sms.ReasonNumber},
		{"not reached", refusal(-1, false), sms.Waiting, sms.ReasonNoAnswer},
		{"no answer", refusal(-1, true), sms.Unconfirmed, sms.ReasonNoAnswer},
		{"unclear", classed(sms.ClassAmbiguous, sms.ReasonNone), sms.Unconfirmed, sms.ReasonNoAnswer},
		{"breaks its contract", errors.New("surprise"), sms.Unconfirmed, sms.ReasonNoAnswer},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole(t, func(b *bench, s *textStick) {
				s.answer = func(int) error { return c.err }
				b.send(anna, "hello")
				b.wantStatus(anna, c.status, c.reason)
			})
		})
	}
}

// TestWholeWithoutNote: a note that nothing can be asked by is no note, and the text does not go.
func TestWholeWithoutNote(t *testing.T) {
	for name, note := range map[string][]byte{"none": nil, "too long": make([]byte, 4097)} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(b *bench) {
				s := newTextStick()
				s.note = func() []byte { return note }
				b.Attach(s)
				b.send(anna, "hello")
				b.wantStatus(anna, sms.Waiting, sms.ReasonNoAnswer)
				s.wantSent(b.t)
			})
		})
	}
}

// TestWholeBusyIsTriedAgain: a stick that refuses for a while is tried again, three times.
func TestWholeBusyIsTriedAgain(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.answer = func(int) error { return classed(sms.ClassSoon, sms.ReasonBusy) }
		b.send(anna, "hello")
		after(24 * time.Hour)
		b.wantStatus(anna, sms.Failed, sms.ReasonBusy)
		s.wantSent(b.t, "hello", "hello", "hello", "hello")
		s.answer = func(int) error { return nil }
		if err := b.Retry(b.t.Context(), b.one(anna).ID); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

// TestWholePauses: a stick that wants its password has every text wait, until the user has entered it.
func TestWholePauses(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.answer = func(n int) error {
			if n == 1 {
				return classed(sms.ClassUser, sms.ReasonPassword)
			}
			return nil
		}
		b.send(anna, "one")
		b.send(bert, "two")
		after(time.Minute)
		b.wantStatus(anna, sms.Queued, sms.ReasonPassword)
		b.wantStatus(bert, sms.Queued, sms.ReasonPassword)
		paused := seen(b, func(e sms.SendingPaused) bool { return e.Reason == sms.ReasonPassword })
		if paused != 1 {
			b.t.Errorf("told %d times", paused)
		}
		s.wantSent(b.t, "one")
		if err := b.Resume(b.t.Context()); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		s.wantSent(b.t, "one", "one", "two")
	})
}

// TestWholePace: each part of a whole text counts, since the stick sends them one after the other.
func TestWholePace(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		b.send(anna, strings.Repeat("0123456789", 100)) // 7 parts
		b.send(bert, "short")
		after(8 * time.Second)
		b.wantStatus(bert, sms.Queued, sms.ReasonNone)
		after(time.Second) // 7 parts less the 4 that may be ahead
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
	})
}

// TestWholeSlow: after a minute the text says that there is no answer yet.
func TestWholeSlow(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.answer = func(int) error { time.Sleep(7 * time.Minute); return nil }
		b.send(anna, "hello")
		after(59 * time.Second)
		b.wantStatus(anna, sms.Sending, sms.ReasonNone)
		after(2 * time.Second)
		b.wantStatus(anna, sms.Sending, sms.ReasonNoAnswer)
		after(7 * time.Minute)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

// TestWholeAbandoned: a stick that went away and owes an answer does not stop the queue. An answer that
// comes late is still the answer, unless the user has sent the text again.
func TestWholeAbandoned(t *testing.T) {
	for _, again := range []bool{false, true} {
		bubble(t, func(b *bench) {
			s := newTextStick()
			stuck := make(chan struct{})
			s.answer = func(int) error { <-stuck; return nil }
			b.Attach(s)
			b.send(anna, "hello")
			b.wantStatus(anna, sms.Sending, sms.ReasonNone)
			s.Close()
			next := newTextStick()
			next.fates(sms.FatePending)
			b.Attach(next)
			b.send(bert, "hello")
			b.wantStatus(bert, sms.Queued, sms.ReasonNone)
			after(11 * time.Second)
			b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
			if again {
				next.losing()
				if err := b.Retry(b.t.Context(), b.one(anna).ID); err != nil {
					b.t.Fatal(err)
				}
				next.fates(sms.FateUnknown)
				b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
			}
			close(stuck)
			want := sms.Sent
			if again {
				want = sms.Unconfirmed
			}
			b.wantStatus(anna, want, b.one(anna).Reason)
			b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		})
	}
}

// TestWholePulledOut: before the commit the text is queued again, after it nobody knows, and the next
// stick is asked.
func TestWholePulledOut(t *testing.T) {
	for _, before := range []bool{true, false} {
		bubble(t, func(b *bench) {
			s := newTextStick()
			if before {
				s.prompt = func() { <-s.done }
			}
			s.answer = func(int) error {
				<-s.done
				return &sms.SubmitError{Written: true, Code: -1, Gone: true, Err: errGone}
			}
			b.Attach(s)
			b.send(anna, "hello")
			handed := map[bool]sms.Status{true: sms.Queued, false: sms.Sending}
			b.wantStatus(anna, handed[before], sms.ReasonNone)
			s.Close()
			next := newTextStick()
			if before {
				b.wantStatus(anna, sms.Queued, sms.ReasonNone)
				b.Attach(next)
				b.wantStatus(anna, sms.Sent, sms.ReasonNone)
				next.wantSent(b.t, "hello")
				return
			}
			b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
			next.fates(sms.FateSent)
			b.Attach(next)
			b.wantStatus(anna, sms.Sent, sms.ReasonNone)
			next.wantAsked(b.t, "note 1: hello")
			next.wantSent(b.t)
		})
	}
}

// TestWholeStickHangs: two texts in a row without an answer are told; what the stick says is one.
func TestWholeStickHangs(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.fates(sms.FateUnknown)
		s.answer = func(n int) error {
			if n <= 2 {
				return refusal(-1, true)
			}
			return classed(sms.ClassPermanent, sms.ReasonStick)
		}
		b.send(anna, "one")
		b.send(anna, "two")
		after(time.Minute)
		if n := hangs(b, true); n != 1 {
			b.t.Fatalf("told %d times", n)
		}
		b.send(anna, "three")
		if n := hangs(b, false); n != 1 {
			b.t.Fatalf("told %d times that it is over", n)
		}
	})
}

// TestWholeStoreRefuses: what cannot be written as handed over does not go.
func TestWholeStoreRefuses(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		locked := make(chan struct{})
		s.prompt = func() { <-locked }
		b.send(anna, "hello")
		unlock := lock(b)
		close(locked)
		after(20 * time.Second)
		s.wantSent(b.t)
		unlock()
		after(10 * time.Minute)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		s.wantSent(b.t, "hello")
	})
}

// TestWholeRetryRefuses: a text that the stick has cannot be sent again.
func TestWholeRetryRefuses(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		release := make(chan struct{})
		s.answer = func(int) error { <-release; return nil }
		id := b.send(anna, "hello").ID
		synctest.Wait()
		if err := b.Retry(b.t.Context(), id); !errors.Is(err, messenger.ErrNotNow) {
			b.t.Errorf("in flight: %v", err)
		}
		close(release)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}
