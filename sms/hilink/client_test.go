package hilink_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// TestProvedAgain: the stick goes, and something else answers at its address. Nothing is sent to it.
func TestProvedAgain(t *testing.T) {
	for name, o := range map[string]fakehilink.Options{
		"router":        {Class: "cpe"},
		"another stick": {IMEI: "860000000000099"},
		"another model": {Personality: fakehilink.E3372v325},
	} {
		inBubble(t, name, func(t *testing.T) {
			first, second := fakehilink.New(fakehilink.Options{}), fakehilink.New(o)
			at := first
			client, err := hilink.New(hilink.Options{
				Address: first.Address(),
				Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
					return at.Dial(ctx, network, address)
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer first.Close()
			defer second.Close()
			defer client.Close()
			if _, err := client.Prove(t.Context()); err != nil {
				t.Fatal(err)
			}
			sendMany(t, first, client, 1)
			first.Unplug()
			if _, err := client.Counts(t.Context()); err == nil {
				t.Error("counted without a stick")
			}
			at = second
			wantSendError(t, client.Send(t.Context(), aText(), nil), false, hilink.ErrNotHiLink)
			if _, err := client.List(t.Context(), hilink.BoxIn); !errors.Is(err, hilink.ErrUnproved) {
				t.Errorf("afterwards: %v", err)
			}
			for _, r := range second.Requests() {
				if r.Method != "GET" {
					t.Errorf("%s %s was sent", r.Method, r.Path)
				}
			}
		})
	}
}

// TestTurns: however many ask at the same time, the stick gets one request after the other.
func TestTurns(t *testing.T) {
	inBubble(t, "turns", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{Personality: fakehilink.E8372h153})
		stick.EndSessions()
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 5 {
					if _, err := c.Counts(t.Context()); err != nil {
						t.Error(err)
					}
					if _, err := c.List(t.Context(), hilink.BoxIn); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Go(func() {
			if _, err := c.SendUSSD(t.Context(), "*100#"); err != nil {
				t.Error(err)
			}
		})
		all.Wait()
		if n := stick.MostTogether(); n != 1 {
			t.Errorf("%d at the same time", n)
		}
	})
}

// TestQuestionsBesideUSSD: a code that the network is slow to answer holds nobody up.
func TestQuestionsBesideUSSD(t *testing.T) {
	inBubble(t, "beside", func(t *testing.T) {
		_, c := open(t, fakehilink.Options{})
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, _ = c.SendUSSD(t.Context(), "*199#")
		}()
		time.Sleep(5 * time.Second)
		began := time.Now()
		if _, err := c.Notices(t.Context()); err != nil || time.Since(began) > time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		<-done
	})
}

// TestLogHoldsNothing: neither text nor number, password or PIN is in the log.
func TestLogHoldsNothing(t *testing.T) {
	inBubble(t, "log", func(t *testing.T) {
		stick := fakehilink.New(fakehilink.Options{
			Personality: fakehilink.E3372h153, Password: "swordfish", Card: fakehilink.Card{PIN: "4711"},
		})
		defer stick.Close()
		var out bytes.Buffer
		log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
		c, err := hilink.New(hilink.Options{Address: stick.Address(), Dial: stick.Dial, Log: log})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := c.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		_ = c.Login(t.Context(), "", "swordfish")
		_, _ = c.EnterPIN(t.Context(), "4711")
		stick.Disturb("sms/send-sms", fakehilink.Disturbance{How: fakehilink.Reset})
		_ = c.Send(t.Context(), aText(), nil)
		_, _ = c.List(t.Context(), hilink.BoxSent)
		if !strings.Contains(out.String(), "sms/send-sms") {
			t.Errorf("nothing is logged: %s", out.String())
		}
		for _, secret := range []string{"swordfish", "4711", "170123", "Grüße", "SessionID"} {
			if strings.Contains(out.String(), secret) {
				t.Errorf("%s is in the log", secret)
			}
		}
	})
}

// BenchmarkSend is our own share of sending one text, with the status asked once.
func BenchmarkSend(b *testing.B) {
	stick := fakehilink.New(fakehilink.Options{SendTime: time.Nanosecond})
	defer stick.Close()
	c, err := hilink.New(hilink.Options{Address: stick.Address(), Dial: stick.Dial})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Prove(b.Context()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := c.Send(b.Context(), hilink.Text{Phone: "10010", Content: "x"}, nil); err != nil {
			var refused *hilink.Error
			if !errors.As(err, &refused) || refused.Code != 113053 {
				b.Fatal(err)
			}
		}
		if _, err := c.SendStatus(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
