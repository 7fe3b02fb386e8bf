package messenger_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
)

func TestWholeOtherSIM(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		b.Attach(nil)
		b.send(anna, "for the first card")
		other := newTextStick()
		other.id.IMSI = "262071111111111"
		b.Attach(other)
		b.wantStatus(anna, sms.Queued, sms.ReasonOtherSIM)
		other.wantSent(b.t)
		if err := b.Release(b.t.Context()); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

// TestQueuedForEitherWay: what was written without a stick goes in parts through one stick, and whole
// through the other.
func TestQueuedForEitherWay(t *testing.T) {
	bubble(t, func(b *bench) {
		b.send(anna, longText)
		s := newTextStick()
		b.Attach(s)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		s.wantSent(b.t, longText)
		b.Attach(nil)
		b.send(bert, longText)
		modem := newBackend()
		b.Attach(modem)
		after(time.Minute)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		if n := modem.submitted(); n != 2 {
			b.t.Errorf("%d parts", n)
		}
		s.wantSent(b.t, longText)
	})
}

// TestWholeRefusedThenInParts: a text that a stick could not send goes in parts when the user tries
// again with another one.
func TestWholeRefusedThenInParts(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.answer = func(int) error { return classed(sms.ClassPermanent, sms.ReasonTooLong) }
		b.send(anna, longText)
		b.wantStatus(anna, sms.Failed, sms.ReasonTooLong)
		modem := newBackend()
		b.Attach(modem)
		if err := b.Retry(b.t.Context(), b.one(anna).ID); err != nil {
			b.t.Fatal(err)
		}
		after(time.Minute)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		if n := modem.submitted(); n != 2 {
			b.t.Errorf("%d parts", n)
		}
	})
}

// TestBegunInParts: the rest of a text whose first part is out waits for a modem, says so, and keeps no
// other text back.
func TestBegunInParts(t *testing.T) {
	bubble(t, func(b *bench) {
		modem := newBackend()
		modem.answer = func(n int) (int, error) {
			if n == 1 {
				return n, nil
			}
			return -1, refusal(42, true)
		}
		b.Attach(modem)
		b.send(anna, longText)
		b.wantStatus(anna, sms.Waiting, sms.ReasonBusy)
		s := newTextStick()
		b.Attach(s)
		b.send(bert, "hello")
		after(time.Hour)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		if m := b.one(anna); m.Reason != sms.ReasonBegun || m.Done != 1 {
			b.t.Fatalf("waits as %+v", m)
		}
		if err := b.Retry(b.t.Context(), b.one(anna).ID); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Queued, sms.ReasonBegun)
		s.wantSent(b.t, "hello")
		b.Attach(nil)
		modem = newBackend()
		b.Attach(modem)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		if n := modem.submitted(); n != 1 {
			b.t.Errorf("%d parts", n)
		}
	})
}
