package messenger_test

import (
	"errors"
	"testing"
	"time"

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
		begin  modem.Way // remembered from earlier, WayUnknown for nothing
		want   modem.Way
		texts  int
		err    error
	}{
		"notices": {want: modem.WayNotices, texts: 1},
		"direct":  {begin: modem.WayDirect, want: modem.WayDirect, texts: 1},
		"looking": {begin: modem.WayLooking, want: modem.WayLooking, texts: 1},
		"silent notices": {
			quirks: fakemodem.Quirks{SilentStore: true}, want: modem.WayLooking, texts: 1,
		},
		"lists only without notices": {
			quirks: fakemodem.Quirks{SilentStore: true, ShyList: true},
			want:   modem.WayLooking, texts: 1,
		},
		"storage blind": {
			quirks: fakemodem.Quirks{BlindList: true, BlindRead: true},
			want:   modem.WayDirect, texts: 2,
		},
		"storage blind and silent": {
			quirks: fakemodem.Quirks{BlindList: true, BlindRead: true, SilentStore: true},
			want:   modem.WayDirect, texts: 2,
		},
		"direct gets lost": {
			quirks: fakemodem.Quirks{DirectLost: true}, begin: modem.WayDirect,
			want: modem.WayNotices, texts: 2,
		},
		"looking is of no use any more": {
			quirks: fakemodem.Quirks{BlindList: true, BlindRead: true}, begin: modem.WayLooking,
			want: modem.WayDirect, texts: 2,
		},
		"nothing works": {
			quirks: fakemodem.Quirks{
				BlindList: true, BlindRead: true, SilentStore: true, DirectLost: true,
			},
			want: modem.WayNotices, texts: 2, err: modem.ErrNoWay,
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
				if got != c.want || m.Way() != c.want || !errors.Is(err, c.err) {
					b.t.Errorf("found %v (is %v), %v; want %v, %v", got, m.Way(), err, c.want, c.err)
				}
				if n := len(s.Sent()); n != c.texts {
					b.t.Errorf("took %d texts, want %d", n, c.texts)
				}
				if c.err == nil {
					s.receives(c.want)
				}
				m.Close()
				<-m.Done()
			})
		})
	}
}

// findWay is the self-test.
func findWay(b *bench, m *modem.Modem) (modem.Way, error) {
	b.t.Helper()
	test, err := b.BeginTest(b.t.Context(), ownNumber)
	if err != nil {
		b.t.Fatal(err)
	}
	defer test.Close()
	return m.FindWay(b.t.Context(), test)
}

// receives wants a text soon after it arrives.
func (s *stick) receives(w modem.Way) {
	s.b.t.Helper()
	if err := s.Arrive(string(anna), "after the test"); err != nil {
		s.b.t.Fatal(err)
	}
	wait := 2 * time.Second
	if w == modem.WayLooking {
		wait = 12 * time.Second
	}
	time.Sleep(wait)
	if n := len(s.b.with(anna)); n != 1 {
		s.b.t.Errorf("%d texts after %v", n, wait)
	}
}

// plugAs is plug with the way of receiving of earlier.
func (s *stick) plugAs(w modem.Way) *modem.Modem {
	s.b.t.Helper()
	line, err := s.Dial()
	if err != nil {
		s.b.t.Fatal(err)
	}
	m, err := modem.Open(s.b.t.Context(), line, modem.Options{})
	if err != nil {
		s.b.t.Fatal(err)
	}
	m.Use(w)
	if err := m.Ready(s.b.t.Context()); err != nil {
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
		m := s.plugAs(modem.WayUnknown)
		s.FailNextSubmit(21)
		way, err := findWay(b, m)
		if way != modem.WayNotices || !errors.Is(err, messenger.ErrUnsent) {
			b.t.Errorf("found %v, %v", way, err)
		}
		m.Close()
		<-m.Done()
	})
}
