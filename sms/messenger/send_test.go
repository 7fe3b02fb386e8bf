package messenger_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/pdu"
	"surfstick-sms/sms/store"
)

// bubble runs a test with a messenger of its own, in its own time.
func bubble(t *testing.T, f func(b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		defer func() { b.close() }()
		f(b)
	})
}

func TestSendWithoutBackend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		b.send(anna, "hello")
		time.Sleep(time.Hour)
		b.wantStatus(anna, sms.Queued, sms.ReasonNone)

		b = b.restart()
		defer b.close()
		modem := newBackend()
		b.Attach(modem)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		if modem.submitted() != 1 {
			t.Fatalf("submitted %d times", modem.submitted())
		}
	})
}

func TestCase28SendRefuses(t *testing.T) {
	bubble(t, func(b *bench) {
		for _, c := range []struct {
			name string
			to   sms.Number
			text string
			want error
		}{
			{"empty", anna, "", pdu.ErrEmpty},
			{"white space", anna, " \n\t ", pdu.ErrEmpty},
			{"eleven parts", anna, strings.Repeat("x", 153*10+1), pdu.ErrTooLong},
			{"name", "o2", "hello", messenger.ErrNoReply},
			{"no number", "", "hello", messenger.ErrNoReply},
			{"injection", "+49\"\rATD+49900;", "hello", messenger.ErrNoReply},
			{"code", "*100#", "hello", pdu.ErrNumber},
		} {
			if _, err := b.Send(b.t.Context(), c.to, c.text); !errors.Is(err, c.want) {
				b.t.Errorf("%s: %v, want %v", c.name, err, c.want)
			}
		}
		if list, err := b.Conversations(b.t.Context()); err != nil || len(list) != 0 {
			b.t.Errorf("something was stored: %v, %v", list, err)
		}
	})
}

func TestSendLongText(t *testing.T) {
	bubble(t, func(b *bench) {
		modem := newBackend()
		b.Attach(modem)
		b.send(anna, strings.Repeat("0123456789", 40))
		if m := b.one(anna); m.Status != sms.Sent || m.Parts != 3 || m.Done != 3 {
			b.t.Fatalf("got %+v", m)
		}
		if modem.submitted() != 3 {
			b.t.Fatalf("submitted %d times", modem.submitted())
		}
	})
}

func TestCase32QueueWaitsForTheNetwork(t *testing.T) {
	bubble(t, func(b *bench) {
		modem := newBackend()
		b.Attach(modem)
		modem.sink.LinkChanged(sms.Link{Registration: sms.RegSearching})
		b.send(anna, "hello")
		time.Sleep(time.Hour)
		b.wantStatus(anna, sms.Queued, sms.ReasonNone)
		modem.sink.LinkChanged(sms.Link{Registration: sms.RegRoaming})
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		if l := b.Link(); !l.Up || l.Registration != sms.RegRoaming {
			b.t.Fatalf("link %+v", l)
		}
	})
}

func TestSendFails(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    error
		status sms.Status
		reason sms.Reason
	}{
		{"wrong number", refusal(28, true), sms.Failed, sms.ReasonNumber},
		{"no credit", refusal(21, true), sms.Failed, sms.ReasonBarred},
		{"busy", refusal(42, true), sms.Waiting, sms.ReasonBusy},
		{"no answer", refusal(-1, true), sms.Unconfirmed, sms.ReasonNoAnswer},
		{"no PIN", refusal(311, false), sms.Queued, sms.ReasonSIM},
		{
			"backend breaks its contract", errors.New("surprise"), sms.Unconfirmed,
			sms.ReasonNoAnswer,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(b *bench) {
				modem := newBackend()
				modem.answer = func(int) (int, error) { return 0, c.err }
				b.Attach(modem)
				b.send(anna, "hello")
				b.wantStatus(anna, c.status, c.reason)
			})
		})
	}
}

func TestBusyNetworkIsTriedAgain(t *testing.T) {
	bubble(t, func(b *bench) {
		modem := newBackend()
		modem.answer = func(int) (int, error) { return 0, refusal(42, true) }
		b.Attach(modem)
		due := time.Now()
		b.send(anna, "hello")
		for i, wait := range []time.Duration{30 * time.Second, 2 * time.Minute, 10 * time.Minute} {
			b.wantStatus(anna, sms.Waiting, sms.ReasonBusy)
			due = due.Add(wait)
			time.Sleep(time.Until(due) - time.Millisecond)
			synctest.Wait()
			if n := modem.submitted(); n != i+1 {
				b.t.Fatalf("submitted %d times before the time, want %d", n, i+1)
			}
			time.Sleep(10 * time.Millisecond)
			synctest.Wait()
			if n := modem.submitted(); n != i+2 {
				b.t.Fatalf("submitted %d times, want %d", n, i+2)
			}
		}
		b.wantStatus(anna, sms.Failed, sms.ReasonBusy)
		modem.answer = func(n int) (int, error) { return n, nil }
		if err := b.Retry(b.t.Context(), b.one(anna).ID); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}

func TestUnconfirmedIsNotSentAgainByItself(t *testing.T) {
	bubble(t, func(b *bench) {
		modem := newBackend()
		modem.answer = func(n int) (int, error) {
			if n == 2 {
				return 0, refusal(-1, true)
			}
			return n, nil
		}
		b.Attach(modem)
		b.send(anna, strings.Repeat("0123456789", 40))
		time.Sleep(24 * time.Hour)
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		if err := b.Retry(b.t.Context(), b.one(anna).ID); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		if modem.submitted() != 4 {
			b.t.Fatalf("submitted %d times, want 4: parts 1, 2, and again 2, 3", modem.submitted())
		}
		if string(modem.sent[1]) != string(modem.sent[2]) {
			b.t.Fatal("the part that is sent again is another one")
		}
	})
}

func TestRetryRefuses(t *testing.T) {
	bubble(t, func(b *bench) {
		modem := newBackend()
		b.Attach(modem)
		id := b.send(anna, "hello").ID
		synctest.Wait()
		if err := b.Retry(b.t.Context(), id); !errors.Is(err, messenger.ErrNotNow) {
			b.t.Errorf("sent: %v", err)
		}
		if err := b.Retry(b.t.Context(), 99); !errors.Is(err, store.ErrNotFound) {
			b.t.Errorf("unknown: %v", err)
		}
		release := make(chan struct{})
		modem.answer = func(n int) (int, error) { <-release; return n, nil }
		id = b.send(bert, "hello").ID
		synctest.Wait()
		if err := b.Retry(b.t.Context(), id); !errors.Is(err, messenger.ErrNotNow) {
			b.t.Errorf("in flight: %v", err)
		}
		close(release)
		b.wantStatus(bert, sms.Sent, sms.ReasonNone)
	})
}
