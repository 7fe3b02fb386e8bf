package session

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/hw"
	"surfstick-sms/internal/setup"
	"surfstick-sms/internal/setup/runner"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/wire"
)

// newZTEBench is a Connector with a simulated stick of ZTE's in network mode.
func newZTEBench(t *testing.T, o fakegoform.Options) (*webBench, *fakegoform.Server) {
	t.Helper()
	b := newWebBench(t, fakehilink.Options{})
	stick := fakegoform.New(o)
	t.Cleanup(func() { _ = stick.Close() })
	b.line = hw.Line{
		Kind: hw.LineWeb, Web: hw.WebGoform, Name: "zte:1-1", Location: "1-1", Address: stick.Address(),
	}
	b.Web = func(hw.Line) (wire.Dial, error) { return stick.Dial, nil }
	return b, stick
}

// TestZTESession: by the line's language it is a stick of ZTE's, which gets its password and its PIN, sends
// and receives, and says that it cannot become a modem.
func TestZTESession(t *testing.T) {
	for _, p := range fakegoform.Personalities {
		t.Run(p.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, stick := newZTEBench(t, fakegoform.Options{
					Personality: p, Password: "swordfish", Card: fakegoform.Card{PIN: "1234"}, Echo: true,
				})
				s := b.connect(t)
				defer end(s)
				g := s.(runner.Guarded)
				st, err := g.LoginState(t.Context())
				if err != nil || st.Wanted != p.Login {
					t.Fatalf("password: %+v, %v", st, err)
				}
				if p.Login {
					passwords(t, g)
				}
				if sim, err := s.EnterPIN(t.Context(), "1234"); err != nil || sim.State != sms.SIMReady {
					t.Fatalf("%v, %v", sim, err)
				}
				if err := s.Start(t.Context()); err != nil {
					t.Fatal(err)
				}
				const to = "+491713920077"
				if _, err := b.Texts.Send(t.Context(), to, "hello"); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute)
				all, err := b.Texts.Messages(t.Context(), to, 0, 9)
				if err != nil || len(all) != 2 || len(stick.Sent()) != 1 {
					t.Errorf("%+v, %v", all, err)
				}
				n := s.(runner.NetworkStick)
				if err := n.SwitchToModem(t.Context()); !errors.Is(err, sms.ErrNotHere) {
					t.Errorf("switch to modem: %v", err)
				}
			})
		})
	}
}

// passwords gives a stick a wrong password and the right one: each once.
func passwords(t *testing.T, g runner.Guarded) {
	t.Helper()
	if r, _, err := g.Login(t.Context(), "wrong"); r != setup.LoginRefused {
		t.Errorf("wrong: %v, %v", r, err)
	}
	if r, _, err := g.Login(t.Context(), "swordfish"); r != setup.LoginTaken {
		t.Fatalf("right: %v, %v", r, err)
	}
	if st, err := g.LoginState(t.Context()); err != nil || st.Wanted {
		t.Errorf("password: %+v, %v", st, err)
	}
}

// TestZTERouter: a home router of ZTE's and a stick of Huawei's at the address are told, and nothing is sent
// to them.
func TestZTERouter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, stick := newZTEBench(t, fakegoform.Options{Personality: fakegoform.Router})
		if _, err := b.Connect(t.Context(), b.line); !errors.Is(err, runner.ErrRouter) {
			t.Errorf("router: %v", err)
		}
		b.Web = func(hw.Line) (wire.Dial, error) { return b.stick.Dial, nil }
		if _, err := b.Connect(t.Context(), b.line); !errors.Is(err, runner.ErrNoStick) {
			t.Errorf("Huawei's: %v", err)
		}
		b.line.Web = hw.WebHiLink
		b.Web = func(hw.Line) (wire.Dial, error) { return stick.Dial, nil }
		if _, err := b.Connect(t.Context(), b.line); !errors.Is(err, runner.ErrNoStick) {
			t.Errorf("ZTE's for Huawei's: %v", err)
		}
		posts := stick.Posts("")
		for _, r := range b.stick.Requests() {
			if r.Method != "GET" {
				posts++
			}
		}
		if posts != 0 {
			t.Errorf("%d requests that change something", posts)
		}
	})
}

// TestZTERestart: a stick is restarted without a session, and has nothing else done to it.
func TestZTERestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		restarted := false
		b, _ := newZTEBench(t, fakegoform.Options{Restarted: func() { restarted = true }})
		if err := b.Restart(t.Context(), b.line); err != nil || !restarted {
			t.Errorf("%v, restarted %t", err, restarted)
		}
	})
}
