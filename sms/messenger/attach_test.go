package messenger_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
)

func TestPulledOut(t *testing.T) {
	for _, c := range []struct {
		name    string
		written bool
		want    sms.Status
		after   int // submits to the next backend
	}{
		{"before the PDU was handed over", false, sms.Queued, 1},
		{"after it", true, sms.Unconfirmed, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(b *bench) {
				modem := newBackend()
				modem.answer = func(int) (int, error) {
					<-modem.done
					return 0, refusal(-1, c.written)
				}
				b.Attach(modem)
				b.send(anna, "hello")
				b.wantStatus(anna, sms.Sending, sms.ReasonNone)
				modem.Close()
				b.wantStatus(anna, c.want, b.one(anna).Reason)
				if b.Link().Up {
					b.t.Error("still attached")
				}
				next := newBackend()
				b.Attach(next)
				synctest.Wait()
				if next.submitted() != c.after {
					b.t.Fatalf("submitted %d times, want %d", next.submitted(), c.after)
				}
			})
		})
	}
}

// TestSubmitThatNeverReturns must not stop the queue for ever.
func TestSubmitThatNeverReturns(t *testing.T) {
	bubble(t, func(b *bench) {
		modem := newBackend()
		stuck := make(chan struct{})
		modem.answer = func(n int) (int, error) { <-stuck; return 77, nil }
		b.Attach(modem)
		b.send(anna, "hello")
		synctest.Wait()
		modem.Close()
		next := newBackend()
		b.Attach(next)
		b.send(bert, "hello")
		b.wantStatus(bert, sms.Queued, sms.ReasonNone)
		time.Sleep(11 * time.Second)
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		close(stuck) // a late answer is still the answer to this text
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

func TestPausedUntilTheUserActs(t *testing.T) {
	bubble(t, func(b *bench) {
		modem := newBackend()
		modem.answer = func(n int) (int, error) { return 0, refusal(330, true) }
		b.Attach(modem)
		b.send(anna, "one")
		b.send(bert, "two")
		time.Sleep(time.Minute)
		b.wantStatus(anna, sms.Queued, sms.ReasonNoCentre)
		b.wantStatus(bert, sms.Queued, sms.ReasonNoCentre)
		if modem.submitted() != 1 {
			b.t.Fatalf("submitted %d times", modem.submitted())
		}
		modem.answer = func(n int) (int, error) { return n, nil }
		if err := b.Retry(b.t.Context(), b.one(anna).ID); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
	})
}

func TestCase05OtherSIM(t *testing.T) {
	bubble(t, func(b *bench) {
		b.Attach(newBackend()) // from now on texts are for this card
		b.Attach(nil)
		b.send(anna, "for the first card")
		other := newBackend()
		other.id.IMSI = "262071111111111"
		b.Attach(other)
		b.send(bert, "for the second card")
		b.wantStatus(anna, sms.Queued, sms.ReasonOtherSIM)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		asked := seen(b, func(e sms.OtherSIM) bool { return e.Waiting == 1 })
		if asked != 1 {
			b.t.Fatalf("asked %d times", asked)
		}
		if err := b.Release(b.t.Context()); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

func TestRightSIMAgain(t *testing.T) {
	bubble(t, func(b *bench) {
		b.Attach(newBackend())
		b.Attach(nil)
		b.send(anna, "for the first card")
		other := newBackend()
		other.id.IMSI = "262071111111111"
		b.Attach(other)
		b.wantStatus(anna, sms.Queued, sms.ReasonOtherSIM)
		other.Close()
		synctest.Wait()
		b.Attach(newBackend())
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

func TestClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		b.close()
		if _, err := b.Send(t.Context(), anna, "hello"); !errors.Is(err, messenger.ErrClosed) {
			t.Errorf("send: %v", err)
		}
		b.Attach(newBackend()) // must not hang
		if err := b.Close(); err != nil {
			t.Errorf("close again: %v", err)
		}
	})
}

// TestCloseWaitsForTheAnswer leaves a text that is in flight a moment to become sent.
func TestCloseWaitsForTheAnswer(t *testing.T) {
	for _, c := range []struct {
		name string
		wait time.Duration
		want sms.Status
	}{
		{"answer in time", 2 * time.Second, sms.Sent},
		{"answer too late", time.Minute, sms.Unconfirmed},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t)
				modem := newBackend()
				modem.answer = func(n int) (int, error) { time.Sleep(c.wait); return n, nil }
				b.Attach(modem)
				b.send(anna, "hello")
				synctest.Wait()
				b = b.restart()
				defer b.close()
				b.wantStatus(anna, c.want, b.one(anna).Reason)
				time.Sleep(time.Minute) // the modem answers nobody
			})
		})
	}
}

func TestCancelledSendIsNotQueued(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx, cancel := context.WithCancel(b.t.Context())
		cancel()
		for range 20 { // whichever way the select falls, error and queue agree
			_, err := b.Send(ctx, anna, "hello")
			queued := len(b.with(anna))
			if (err == nil) != (queued == 1) {
				b.t.Fatalf("error %v, %d queued", err, queued)
			}
			if _, err := b.DeleteConversation(b.t.Context(), anna); err != nil {
				b.t.Fatal(err)
			}
		}
	})
}

// TestStoreRefusesTheAnswer keeps what the modem answered until the store takes it, and sends
// nothing else meanwhile.
func TestStoreRefusesTheAnswer(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		answer := make(chan struct{})
		modem.answer = func(n int) (int, error) { <-answer; return n, nil }
		b.send(anna, "hello")
		b.send(bert, "hello")
		synctest.Wait()
		unlock := lock(b)
		close(answer)
		time.Sleep(2 * time.Minute)
		if n := modem.submitted(); n != 1 {
			b.t.Fatalf("submitted %d times while the store was locked", n)
		}
		unlock()
		time.Sleep(2 * time.Minute)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
		if n := modem.submitted(); n != 2 {
			b.t.Fatalf("submitted %d times", n)
		}
	})
}
