package goform_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/bench/contract"
	"surfstick-sms/sms"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakeweb"
	"surfstick-sms/sms/goform"
	"surfstick-sms/sms/webstick"
)

const partner = sms.Number("+491713920000")

var greeting = sms.WholeText{To: partner, Text: "Grüße über das Netz 😀"}

// sink notes what is delivered.
type sink struct {
	refuse func(sms.Delivery) error // nil takes everything

	mu    sync.Mutex
	kept  []sms.Delivery
	links []sms.Link
	fills []sms.MemoryChanged
}

func (k *sink) Keep(d sms.Delivery) error {
	if k.refuse != nil {
		if err := k.refuse(d); err != nil {
			return err
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = append(k.kept, d)
	return nil
}

func (k *sink) LinkChanged(l sms.Link) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.links = append(k.links, l)
}

func (k *sink) MemoryChanged(m sms.MemoryChanged) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.fills = append(k.fills, m)
}

// deliveries, told and lastLink return what was handed over so far.
func (k *sink) deliveries() []sms.Delivery {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.kept)
}

func (k *sink) told() []sms.MemoryChanged {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.fills)
}

func (k *sink) lastLink() sms.Link {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.links[len(k.links)-1]
}

// entries returns what was kept, decoded, in order.
func (k *sink) entries() []webstick.Entry {
	var all []webstick.Entry
	for _, d := range k.deliveries() {
		all = append(all, goform.Parse([]byte(d.Raw)))
	}
	return all
}

func (k *sink) texts() []string {
	var all []string
	for _, e := range k.entries() {
		all = append(all, e.Content)
	}
	return all
}

func wantTexts(t *testing.T, k *sink, want ...string) {
	t.Helper()
	if got := k.texts(); !slices.Equal(got, want) {
		t.Errorf("kept %q, want %q", got, want)
	}
}

func inBubble(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, f) })
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

// sendNoted sends a text and returns the note about it.
func sendNoted(t *testing.T, s *webstick.Stick, text sms.WholeText) (note []byte, err error) {
	t.Helper()
	err = s.SendText(t.Context(), text, func(n []byte) error {
		note = slices.Clone(n)
		return nil
	})
	return note, err
}

func repeated(n int, d fakeweb.Disturbance) []fakeweb.Disturbance {
	return slices.Repeat([]fakeweb.Disturbance{d}, n)
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

// wantRefused checks the kind of a SubmitError.
func wantRefused(t *testing.T, err error, want sms.SubmitError) {
	t.Helper()
	var got *sms.SubmitError
	if !errors.As(err, &got) || got.Written != want.Written || got.Class != want.Class || got.Reason != want.Reason ||
		got.Gone != want.Gone {
		t.Errorf("got %v (%+v), want %+v", err, got, want)
	}
}
