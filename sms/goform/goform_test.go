package goform_test

import (
	"testing"
	"time"

	"surfstick-sms/bench/contract"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakeweb"
	"surfstick-sms/sms/goform"
	"surfstick-sms/sms/webstick"
	"surfstick-sms/sms/webstick/webtest"
)

const partner = sms.Number("+491713920000")

var greeting = sms.WholeText{To: partner, Text: "Grüße über das Netz 😀"}

// What the tests of both makers' web servers have in common.
type sink = webtest.Sink

var (
	inBubble    = webtest.InBubble
	repeated    = webtest.Repeated
	sendNoted   = webtest.SendNoted
	wantRefused = webtest.WantRefused
)

// entries returns what was kept so far, as it is read.
func entries(k *sink) []webstick.Entry { return k.Entries(goform.Parse) }

// wantTexts checks what was kept so far, in order.
func wantTexts(t *testing.T, k *sink, want ...string) {
	t.Helper()
	webtest.WantContents(t, entries(k), want...)
}

// plugged returns a simulated stick, which is taken away at the end of the test.
func plugged(t *testing.T, o fakegoform.Options) *fakegoform.Server {
	t.Helper()
	stick := fakegoform.New(o)
	t.Cleanup(func() { _ = stick.Close() })
	return stick
}

// reach opens a stick.
func reach(t *testing.T, stick *fakegoform.Server) *webstick.Stick {
	t.Helper()
	s, err := goform.Open(t.Context(), goform.Options{Address: stick.Address(), Dial: stick.Dial})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.Close()
		<-s.Done()
	})
	return s
}

// makeReady gives a stick its password if it wants one, and makes it ready.
func makeReady(t *testing.T, s *webstick.Stick, password string) {
	t.Helper()
	st, err := s.LoginState(t.Context())
	if err == nil && st.Wanted && !st.LoggedIn {
		err = s.Login(t.Context(), "", password)
	}
	if err == nil {
		err = s.Ready(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// listening returns a stick that is ready and delivers into a sink.
func listening(t *testing.T, o fakegoform.Options) (*fakegoform.Server, *webstick.Stick, *sink) {
	t.Helper()
	stick := plugged(t, o)
	s := reach(t, stick)
	makeReady(t, s, "admin")
	k := &sink{}
	s.Listen(k)
	return stick, s, k
}

// TestBackend runs the contract of sms.Backend on every firmware.
func TestBackend(t *testing.T) {
	for _, p := range fakegoform.Personalities {
		t.Run(p.Name, func(t *testing.T) {
			open := func(t *testing.T) contract.BackendSetup { return backend(t, p) }
			contract.RunBackendSending(t, open)
			contract.RunBackendReceiving(t, open)
			contract.RunTextBackend(t, open)
		})
	}
}

func backend(t *testing.T, p fakegoform.Personality) contract.BackendSetup {
	t.Helper()
	stick := plugged(t, fakegoform.Options{Personality: p})
	stick.Arrive(fakegoform.Entry{Phone: string(partner), Content: "stored"})
	stick.Keep(fakegoform.Entry{Phone: "10010", Content: "so that it is known to keep copies"}, fakegoform.TagSent)
	s := reach(t, stick)
	makeReady(t, s, "admin")
	return contract.BackendSetup{
		Backend: s, Text: greeting, Busy: -1, Refused: sms.ReasonStick,
		Sent: func() int { return len(stick.Sent()) },
		RefuseNext: func(int) {
			stick.Disturb("SEND_SMS", fakeweb.Disturbance{Code: 1})
		},
		IgnoreNext: func() {
			stick.Disturb("SEND_SMS", fakeweb.Disturbance{Taken: true, Wait: 40 * time.Second})
		},
		Unplug: stick.Unplug,
		Arrive: func() { stick.Arrive(fakegoform.Entry{Phone: string(partner), Content: "hello"}) },
		Held:   func() int { return len(stick.Tagged(fakegoform.TagRead, fakegoform.TagNew)) },
	}
}
