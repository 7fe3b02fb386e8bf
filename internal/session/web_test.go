package session

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"surfstick-sms/hw"
	"surfstick-sms/internal/card"
	"surfstick-sms/internal/pinstore"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// webBench is a Connector with a simulated stick in network mode.
type webBench struct {
	Connector
	stick *fakehilink.Server
	line  hw.Line
}

func newWebBench(t *testing.T, o fakehilink.Options) *webBench {
	t.Helper()
	keyring.MockInit()
	st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	texts := messenger.New(st, messenger.Options{Region: "DE"})
	t.Cleanup(func() { texts.Close() })
	stick := fakehilink.New(o)
	t.Cleanup(func() { stick.Close() })
	log := slog.New(slog.DiscardHandler)
	b := &webBench{stick: stick, line: hw.Line{
		Kind: hw.LineWeb, Name: "hilink:1-1", Location: "1-1", Address: stick.Address(),
	}}
	b.Connector = Connector{
		Texts: texts, Card: card.New(pinstore.New(texts, pinstore.SystemKeys{}, log)), Log: log,
		Passwords: pinstore.NewPasswords(texts, pinstore.SystemKeys{}, log),
		Web:       func(hw.Line) (hilink.Dial, error) { return stick.Dial, nil },
	}
	return b
}

// connect gets a session, which the test closes at its end.
func (b *webBench) connect(t *testing.T) runner.Session {
	t.Helper()
	s, err := b.Connect(t.Context(), b.line)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func end(s runner.Session) {
	_ = s.Close()
	<-s.Done()
}

// TestWebSession: by the kind of line it is a stick in network mode, whose PIN is entered, and which sends
// and receives.
func TestWebSession(t *testing.T) {
	for _, p := range fakehilink.Personalities {
		if p.Locked {
			continue // TestWebPassword
		}
		t.Run(p.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newWebBench(t, fakehilink.Options{
					Personality: p, Card: fakehilink.Card{PIN: "1234"}, Echo: true,
				})
				s := b.connect(t)
				defer end(s)
				if st, err := s.(runner.Guarded).LoginState(t.Context()); err != nil || st.Wanted {
					t.Fatalf("password: %+v, %v", st, err)
				}
				if sim, err := s.SIM(t.Context()); err != nil || sim.State != sms.SIMNeedsPIN {
					t.Fatalf("%v, %v", sim, err)
				}
				if sim, err := s.EnterPIN(t.Context(), "1234"); err != nil || sim.State != sms.SIMReady {
					t.Fatalf("%v, %v", sim, err)
				}
				if err := s.Start(t.Context()); err != nil {
					t.Fatal(err)
				}
				if id := s.Identity(); id.Model == "" || id.IMEI == "" {
					t.Errorf("identity %+v", id)
				}
				if link, err := s.Link(t.Context()); err != nil || !link.Registered() {
					t.Errorf("%+v, %v", link, err)
				}
				const to = "+491713920077"
				if _, err := b.Texts.Send(t.Context(), to, "hello"); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute)
				all, err := b.Texts.Messages(t.Context(), to, 0, 9)
				if err != nil || len(all) != 2 {
					t.Errorf("%+v, %v", all, err)
				}
				if _, err := b.Card.Contacts(t.Context(), nil); !errors.Is(err, sms.ErrNotHere) {
					t.Errorf("contacts: %v", err)
				}
			})
		})
	}
}

// TestWebPassword: a stick that wants its password takes it once and is asked nothing more; one that it
// took is kept on request only.
func TestWebPassword(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newWebBench(t, fakehilink.Options{Personality: fakehilink.E8372h153, Password: "hunter2"})
		s := b.connect(t)
		defer end(s)
		g := s.(runner.Guarded)
		if st, err := g.LoginState(t.Context()); err != nil || !st.Wanted {
			t.Fatalf("%+v, %v", st, err)
		}
		if r, _, err := g.Login(t.Context(), "wrong"); r != setup.LoginRefused || err == nil {
			t.Errorf("%v, %v", r, err)
		}
		if n := b.stick.Posts("user/login"); n != 1 {
			t.Errorf("%d passwords sent for one that was typed", n)
		}
		if possible, on := g.CanKeepPassword(t.Context()); !possible || on {
			t.Errorf("possible %v, on %v", possible, on)
		}
		if err := g.KeepPassword(t.Context()); err != nil {
			t.Fatal(err)
		}
		if r, _, err := g.Login(t.Context(), "hunter2"); r != setup.LoginTaken || err != nil {
			t.Fatalf("%v, %v", r, err)
		}
		if st, err := g.LoginState(t.Context()); err != nil || st.Wanted {
			t.Errorf("%+v, %v", st, err)
		}
		if err := s.Start(t.Context()); err != nil {
			t.Error(err)
		}
		b.Passwords.Close() // waits for what is being kept
		if got := g.KeptPassword(t.Context()); got != "hunter2" {
			t.Errorf("kept %q", got)
		}
	})
}

// TestWebPasswordLocked: after too many wrong ones the stick says how long it takes none.
func TestWebPasswordLocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newWebBench(t, fakehilink.Options{Personality: fakehilink.E3372h153, Password: "hunter2"})
		s := b.connect(t)
		defer end(s)
		g := s.(runner.Guarded)
		var r setup.LoginResult
		var wait time.Duration
		for range 6 {
			r, wait, _ = g.Login(t.Context(), "wrong")
		}
		if r != setup.LoginLocked || wait < time.Minute {
			t.Errorf("%v, wait %v", r, wait)
		}
		if st, err := g.LoginState(t.Context()); err != nil || !st.Wanted || st.Wait < time.Minute {
			t.Errorf("%+v, %v", st, err)
		}
	})
}

func TestWebPasswordInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newWebBench(t, fakehilink.Options{Personality: fakehilink.E3372h153, Password: "hunter2"})
		s := b.connect(t)
		defer end(s)
		b.stick.SetOtherUser(true)
		if r, _, err := s.(runner.Guarded).Login(t.Context(), "hunter2"); r != setup.LoginInUse || err == nil {
			t.Errorf("%v, %v", r, err)
		}
	})
}

// TestKeptPasswordIsForgotten: a kept password that the stick does not take is deleted.
func TestKeptPasswordIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newWebBench(t, fakehilink.Options{Personality: fakehilink.E8372h153, Password: "new"})
		s := b.connect(t)
		defer end(s)
		g := s.(runner.Guarded)
		if err := b.Passwords.Remember(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		b.Passwords.Accepted(g.PasswordKey(), "old")
		synctest.Wait()
		if got := g.KeptPassword(t.Context()); got != "old" {
			t.Fatalf("kept %q", got)
		}
		if r, _, _ := g.Login(t.Context(), "old"); r != setup.LoginRefused {
			t.Errorf("%v", r)
		}
		if got := g.KeptPassword(t.Context()); got != "" {
			t.Errorf("still kept %q", got)
		}
	})
}

// TestWebRefusals: a router, something else and nothing at the address are told apart, and none of them
// gets anything but questions.
func TestWebRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		options fakehilink.Options
		dialErr error
		want    error
	}{
		"router":         {options: fakehilink.Options{Class: "cpe"}, want: runner.ErrRouter},
		"something else": {options: fakehilink.Options{Class: "toaster"}, want: runner.ErrNoStick},
		"gone":           {dialErr: hw.ErrGone, want: hw.ErrGone},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newWebBench(t, c.options)
				if c.dialErr != nil {
					b.Web = func(hw.Line) (hilink.Dial, error) {
						return func(context.Context, string, string) (net.Conn, error) { return nil, c.dialErr }, nil
					}
				}
				s, err := b.Connect(t.Context(), b.line)
				if s != nil || !errors.Is(err, c.want) {
					t.Errorf("%v, %v, want %v", s, err, c.want)
				}
				for _, r := range b.stick.Requests() {
					if r.Method != "GET" {
						t.Errorf("%s %s", r.Method, r.Path)
					}
				}
			})
		})
	}
}

func TestNoWeb(t *testing.T) {
	if s, err := (Connector{}).Connect(t.Context(), hw.Line{Kind: hw.LineWeb}); s != nil ||
		!errors.Is(err, hw.ErrUnsupported) {
		t.Errorf("%v, %v", s, err)
	}
}

// TestWebSelfTest: it finds no receive mode, as there is only the one.
func TestWebSelfTest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newWebBench(t, fakehilink.Options{Echo: true})
		s := b.connect(t)
		defer end(s)
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		if found, err := s.Test(t.Context(), "0171 3920055"); found != sms.ReceiveUnknown || err != nil {
			t.Errorf("%v, %v", found, err)
		}
		if _, err := s.Test(t.Context(), "0171 3920001"); err == nil {
			t.Error("a text to nobody comes back")
		}
	})
}

// TestWebRestart: with and without a session.
func TestWebRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newWebBench(t, fakehilink.Options{})
		s := b.connect(t)
		if err := s.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		<-s.Done()
		time.Sleep(time.Minute)
		if err := b.Restart(t.Context(), b.line); err != nil {
			t.Fatal(err)
		}
		if n := b.stick.Posts("device/control"); n != 2 {
			t.Errorf("%d restarts", n)
		}
		time.Sleep(time.Minute)
	})
}

// TestWebCard: what the window asks of the SIM card works for a stick in internet mode: balance, and the
// PIN on, off and changed, with a kept one that follows.
func TestWebCard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newWebBench(t, fakehilink.Options{
			Card: fakehilink.Card{PIN: "1234"}, Balance: "Balance: 12,34 EUR",
		})
		s := b.connect(t)
		defer end(s)
		if err := s.KeepPIN(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.EnterPIN(t.Context(), "1234"); err != nil {
			t.Fatal(err)
		}
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		if a, err := b.Card.SendUSSD(t.Context(), "*100#"); err != nil || a.Text != "Balance: 12,34 EUR" {
			t.Errorf("%+v, %v", a, err)
		}
		if err := b.Card.EndUSSD(t.Context()); err != nil {
			t.Error(err)
		}
		if state, err := b.Card.ChangePIN(t.Context(), "1234", "4321", false); err != nil || !state.Wanted {
			t.Errorf("%+v, %v", state, err)
		}
		if state, err := b.Card.SetPINWanted(t.Context(), false, "4321", false); err != nil || state.Wanted {
			t.Errorf("%+v, %v", state, err)
		}
		if _, err := b.Card.SetOwnNumber(t.Context(), "+491713920055"); !errors.Is(err, sms.ErrNotInMode) {
			t.Errorf("own number: %v", err)
		}
		synctest.Wait()
		if got := s.KeptPIN(t.Context()); got != "4321" {
			t.Errorf("kept %q", got)
		}
	})
}
