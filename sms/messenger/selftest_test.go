package messenger_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/modem"
)

// ownNumber is that of the simulated card.
const ownNumber = "+491700000000"

// TestSelfTestDecides: firmwares that receive in one way only, and which way a test with texts to
// oneself settles on, with how many texts.
func TestSelfTestDecides(t *testing.T) {
	for name, c := range map[string]struct {
		quirks fakemodem.Quirks
		begin  sms.ReceiveMode // remembered from earlier, WayUnknown for nothing
		want   sms.ReceiveMode
		texts  int
		err    error
	}{
		"notices": {want: sms.ReceiveNotified, texts: 1},
		"direct":  {begin: sms.ReceiveDirect, want: sms.ReceiveDirect, texts: 1},
		"looking": {begin: sms.ReceivePolling, want: sms.ReceivePolling, texts: 1},
		"silent notices": {
			quirks: fakemodem.Quirks{SilentStore: true}, want: sms.ReceivePolling, texts: 1,
		},
		"lists only without notices": {
			quirks: fakemodem.Quirks{SilentStore: true, HideUntilSilent: true},
			want:   sms.ReceivePolling, texts: 1,
		},
		"storage blind": {
			quirks: fakemodem.Quirks{BlindList: true, BlindRead: true},
			want:   sms.ReceiveDirect, texts: 2,
		},
		"storage blind and silent": {
			quirks: fakemodem.Quirks{BlindList: true, BlindRead: true, SilentStore: true},
			want:   sms.ReceiveDirect, texts: 2,
		},
		"direct gets lost": {
			quirks: fakemodem.Quirks{DirectLost: true}, begin: sms.ReceiveDirect,
			want: sms.ReceiveNotified, texts: 2,
		},
		"looking is of no use any more": {
			quirks: fakemodem.Quirks{BlindList: true, BlindRead: true}, begin: sms.ReceivePolling,
			want: sms.ReceiveDirect, texts: 2,
		},
		"nothing works": {
			quirks: fakemodem.Quirks{
				BlindList: true, BlindRead: true, SilentStore: true, DirectLost: true,
			},
			want: sms.ReceiveNotified, texts: 2, err: sms.ErrCannotReceive,
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(b *bench) {
				s := newStick(b, fakemodem.Options{
					MESlots: -1, Quirks: c.quirks,
					Latency: fakemodem.Latency{Send: time.Second, Echo: 4 * time.Second},
				})
				defer s.Close()
				m := s.plugAs(c.begin)
				time.Sleep(10 * time.Second)
				got, err := findWay(b, m)
				if got != c.want || m.ReceiveMode() != c.want || !errors.Is(err, c.err) {
					b.t.Errorf("found %v (is %v), %v; want %v, %v", got, m.ReceiveMode(), err, c.want, c.err)
				}
				if n := len(s.Sent()); n != c.texts {
					b.t.Errorf("took %d texts, want %d", n, c.texts)
				}
				if c.err == nil {
					s.receives(c.want)
				}
				if left := b.with(ownNumber); len(left) != 0 {
					b.t.Errorf("%d texts of the test are left: %q", len(left), left[0].Text)
				}
				m.Close()
				<-m.Done()
			})
		})
	}
}

// findWay is the self-test.
func findWay(b *bench, m *modem.Modem) (sms.ReceiveMode, error) {
	b.t.Helper()
	test, err := b.BeginTest(b.t.Context(), ownNumber)
	if err != nil {
		b.t.Fatal(err)
	}
	defer test.Close()
	return m.FindReceiveMode(b.t.Context(), test)
}

// TestCancelledTestLeavesNothing: the text of a test that was cancelled comes back later, and is not
// left as a conversation with something unread.
func TestCancelledTestLeavesNothing(t *testing.T) {
	bubble(t, func(b *bench) {
		s := newStick(b, fakemodem.Options{
			Latency: fakemodem.Latency{Send: time.Second, Echo: 20 * time.Second},
		})
		defer s.Close()
		m := s.plugAs(sms.ReceiveNotified)
		time.Sleep(10 * time.Second)
		test, err := b.BeginTest(b.t.Context(), ownNumber)
		if err != nil {
			b.t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(b.t.Context(), 5*time.Second)
		defer cancel()
		if _, err := m.FindReceiveMode(ctx, test); err == nil {
			b.t.Fatal("it was not cancelled")
		}
		test.Close()
		for range 3 {
			time.Sleep(15 * time.Second)
			if left := b.with(ownNumber); len(left) != 0 {
				b.t.Errorf("%d texts of the test are left: %q", len(left), left[0].Text)
			}
		}
		if n := len(s.Sent()); n != 1 {
			b.t.Errorf("%d texts were sent", n)
		}
		m.Close()
		<-m.Done()
	})
}

// receives wants a text soon after it arrives.
func (s *stick) receives(w sms.ReceiveMode) {
	s.b.t.Helper()
	if err := s.Arrive(string(anna), "after the test"); err != nil {
		s.b.t.Fatal(err)
	}
	wait := 2 * time.Second
	if w == sms.ReceivePolling {
		wait = 12 * time.Second
	}
	time.Sleep(wait)
	if n := len(s.b.with(anna)); n != 1 {
		s.b.t.Errorf("%d texts after %v", n, wait)
	}
}

// plugAs is plug in a receive mode that was kept.
func (s *stick) plugAs(mode sms.ReceiveMode) *modem.Modem {
	s.b.t.Helper()
	line, err := s.Dial()
	if err != nil {
		s.b.t.Fatal(err)
	}
	m, err := modem.Open(s.b.t.Context(), line, modem.Options{})
	if err != nil {
		s.b.t.Fatal(err)
	}
	if err := m.Ready(s.b.t.Context(), mode); err != nil {
		s.b.t.Fatal(err)
	}
	s.b.Attach(m)
	return m
}

// TestSelfTestUnsent: a test that cannot be sent decides nothing.
func TestSelfTestUnsent(t *testing.T) {
	bubble(t, func(b *bench) {
		s := newStick(b, fakemodem.Options{})
		defer s.Close()
		m := s.plugAs(sms.ReceiveUnknown)
		s.FailNextSubmit(21)
		way, err := findWay(b, m)
		if way != sms.ReceiveNotified || !errors.Is(err, messenger.ErrUnsent) {
			b.t.Errorf("found %v, %v", way, err)
		}
		m.Close()
		<-m.Done()
	})
}
