package hilink_test

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// TestGone: a stick that cannot be reached is gone after some seconds, one that is busy is not.
func TestGone(t *testing.T) {
	inBubble(t, "unplugged", func(t *testing.T) {
		stick, s, _ := listening(t, fakehilink.Options{})
		time.Sleep(time.Minute)
		began := time.Now()
		stick.Unplug()
		<-s.Done()
		if took := time.Since(began); took < 5*time.Second || took > 15*time.Second || s.Err() == nil {
			t.Errorf("after %v, %v", took, s.Err())
		}
	})
	inBubble(t, "away for a moment", func(t *testing.T) {
		stick, s, k := listening(t, fakehilink.Options{})
		for range 10 {
			stick.Unplug()
			time.Sleep(3 * time.Second)
			stick.Plug()
			time.Sleep(20 * time.Second)
		}
		stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "x"})
		time.Sleep(10 * time.Second)
		if wantTexts(t, k, "x"); s.Err() != nil {
			t.Errorf("gone: %v", s.Err())
		}
	})
	for name, d := range map[string]fakehilink.Disturbance{
		"busy": {Wait: 30 * time.Second}, "resets": {How: fakehilink.Reset}, "a page": {How: fakehilink.PageInstead},
		"another host": {How: fakehilink.Redirected}, "no end": {How: fakehilink.Endless},
	} {
		inBubble(t, name, func(t *testing.T) {
			stick, s, k := listening(t, fakehilink.Options{})
			stick.Disturb("monitoring/check-notifications", repeated(4, d)...)
			time.Sleep(3 * time.Minute)
			stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "x"})
			time.Sleep(10 * time.Second)
			if wantTexts(t, k, "x"); s.Err() != nil {
				t.Errorf("gone: %v", s.Err())
			}
		})
	}
	inBubble(t, "silent for good", func(t *testing.T) {
		stick, s, _ := listening(t, fakehilink.Options{})
		for _, path := range []string{"monitoring/check-notifications", "sms/sms-count", "monitoring/status", "device/basic_information"} {
			stick.Disturb(path, repeated(99, fakehilink.Disturbance{Wait: time.Hour})...)
		}
		began := time.Now()
		<-s.Done()
		if took := time.Since(began); took > 5*time.Minute {
			t.Errorf("after %v", took)
		}
	})
}

// switchboard leads to one of several sticks.
type switchboard struct {
	mu sync.Mutex
	at *fakehilink.Server
}

func (b *switchboard) lead(to *fakehilink.Server) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at = to
}

func (b *switchboard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	b.mu.Lock()
	at := b.at
	b.mu.Unlock()
	return at.Dial(ctx, network, address)
}

// TestAnotherAnswers: another stick, or a router, answers at the address: this one is gone, and the other
// gets nothing but questions.
func TestAnotherAnswers(t *testing.T) {
	for name, o := range map[string]fakehilink.Options{
		"router": {Class: "cpe"}, "another stick": {IMEI: "860000000000099"},
	} {
		for _, after := range []time.Duration{0, 3 * time.Second} {
			inBubble(t, name, func(t *testing.T) {
				first, second := fakehilink.New(fakehilink.Options{}), fakehilink.New(o)
				defer first.Close()
				defer second.Close()
				board := switchboard{at: first}
				s, err := hilink.Open(t.Context(), hilink.Options{Address: first.Address(), Dial: board.dial})
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = s.Close(); <-s.Done() }()
				if err := s.Ready(t.Context()); err != nil {
					t.Fatal(err)
				}
				s.Listen(&sink{})
				time.Sleep(time.Minute)
				second.Arrive(fakehilink.Entry{Phone: "Bank", Content: "not ours"})
				first.Unplug()
				time.AfterFunc(after, func() { board.lead(second) })
				select {
				case <-s.Done():
				case <-time.After(5 * time.Minute):
					t.Fatal("not gone")
				}
				if !errors.Is(s.Err(), hilink.ErrNotHiLink) && !errors.Is(s.Err(), hilink.ErrRouter) {
					t.Errorf("gone: %v", s.Err())
				}
				_, err = sendNoted(t, s, greeting)
				wantRefused(t, err, sms.SubmitError{Code: -1, Gone: true})
				for _, r := range second.Requests() {
					if r.Method != "GET" {
						t.Errorf("%s %s", r.Method, r.Path)
					}
				}
			})
		}
	}
}
