package hilink_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// TestWorkAcrossSessions: sessions and tokens that end at any moment are renewed by themselves; the password that
// the stick took is given again, and nothing is sent or shown twice.
func TestWorkAcrossSessions(t *testing.T) {
	for _, p := range fakehilink.Personalities {
		for name, q := range map[string]fakehilink.Quirks{
			"after 12 requests": {SessionRequests: 12}, "after 5 s": {SessionLife: 5 * time.Second}, "no next token": {NoNextToken: true},
		} {
			if p.Tokens == fakehilink.NoTokens {
				continue // it has no sessions
			}
			inBubble(t, p.Name+", "+name, func(t *testing.T) {
				stick, s, k := listening(t, fakehilink.Options{Personality: p, Password: "swordfish", Quirks: q})
				for i := range 5 {
					if _, err := sendNoted(t, s, greeting); err != nil {
						t.Fatalf("text %d: %v", i, err)
					}
					stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "x"})
					stick.ForgetTokens()
					time.Sleep(time.Minute)
				}
				if n := len(k.deliveries()); n != 10 || len(stick.Sent()) != 5 || s.WantsPassword() {
					t.Errorf("%d delivered, %d sent, password wanted %t", n, len(stick.Sent()), s.WantsPassword())
				}
			})
		}
	}
}

// TestPasswordWanted: a stick that wants its password is opened, says so, and works once it got it.
func TestPasswordWanted(t *testing.T) {
	inBubble(t, "wanted", func(t *testing.T) {
		stick := fakehilink.New(fakehilink.Options{Personality: fakehilink.E8372h153, Password: "swordfish"})
		defer stick.Close()
		s := reach(t, stick)
		if err := s.Ready(t.Context()); !errors.Is(err, hilink.ErrLogin) || !s.WantsPassword() {
			t.Errorf("ready: %v", err)
		}
		if sim, err := s.SIM(t.Context()); err != nil || sim.State != sms.SIMReady {
			t.Errorf("SIM %+v, %v", sim, err)
		}
		if st, err := s.LoginState(t.Context()); err != nil || !st.Wanted || st.LoggedIn {
			t.Errorf("login state %+v, %v", st, err)
		}
		_, err := sendNoted(t, s, greeting)
		wantRefused(t, err, sms.SubmitError{Code: 100003, Class: sms.ClassUser, Reason: sms.ReasonPassword})
		if err := s.Login(t.Context(), "", "wrong"); !errors.Is(err, hilink.ErrPassword) || stick.Posts("user/login") != 1 {
			t.Errorf("login: %v after %d tries", err, stick.Posts("user/login"))
		}
		if id := s.Identity(); id.IMEI != "" {
			t.Errorf("identity %+v", id)
		}
		if err := s.Login(t.Context(), "", "swordfish"); err != nil || s.WantsPassword() || s.Identity().IMEI == "" {
			t.Errorf("login: %v, identity %+v", err, s.Identity())
		}
		if err := s.Ready(t.Context()); err != nil {
			t.Errorf("ready: %v", err)
		}
	})
}

// TestPasswordChanged: the stick forgets who was logged in and does not take the password any more: that is
// tried once, and told. Texts come in when it has the new one.
func TestPasswordChanged(t *testing.T) {
	inBubble(t, "changed", func(t *testing.T) {
		stick, s, k := listening(t, fakehilink.Options{Personality: fakehilink.E8372h153, Password: "old"})
		tries := stick.Posts("user/login")
		stick.SetPassword("new")
		stick.EndSessions()
		stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "x"})
		time.Sleep(10 * time.Minute)
		if _, err := s.Link(t.Context()); !errors.Is(err, hilink.ErrLogin) || !s.WantsPassword() {
			t.Errorf("link: %v", err)
		}
		if n := stick.Posts("user/login") - tries; n != 1 {
			t.Errorf("%d tries", n)
		}
		_, err := sendNoted(t, s, greeting)
		wantRefused(t, err, sms.SubmitError{Code: 100003, Class: sms.ClassUser, Reason: sms.ReasonPassword})
		if err := s.Login(t.Context(), "", "new"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		wantTexts(t, k, "x")
		if _, err := s.Link(t.Context()); err != nil {
			t.Errorf("link: %v", err)
		}
	})
}

// TestOtherUser: while somebody is logged in at the stick's own page, texts wait.
func TestOtherUser(t *testing.T) {
	inBubble(t, "other user", func(t *testing.T) {
		stick, s, _ := listening(t, fakehilink.Options{Personality: fakehilink.E8372h153})
		stick.EndSessions()
		stick.SetOtherUser(true)
		_, err := sendNoted(t, s, greeting)
		var refused *sms.SubmitError
		if !errors.As(err, &refused) || refused.Written || refused.Class == sms.ClassUnknown || refused.Class == sms.ClassPermanent {
			t.Errorf("got %v", err)
		}
		stick.SetOtherUser(false)
		if _, err := sendNoted(t, s, greeting); err != nil {
			t.Errorf("later: %v", err)
		}
	})
}

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

// TestCardStates: the state of the card is asked for, and a change of it is seen.
func TestCardStates(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		o := fakehilink.Options{Personality: p, Card: fakehilink.Card{PIN: "1234"}}
		stick := fakehilink.New(o)
		defer stick.Close()
		s := reach(t, stick)
		if p.Locked {
			if err := s.Login(t.Context(), "", "admin"); err != nil {
				t.Fatal(err)
			}
		}
		if sim, err := s.SIM(t.Context()); err != nil || sim.State != sms.SIMNeedsPIN || sim.PINTries != 3 {
			t.Errorf("%+v, %v", sim, err)
		}
		if sim, err := s.EnterPIN(t.Context(), "9999"); !errors.Is(err, sms.ErrPINRefused) || sim.PINTries != 2 {
			t.Errorf("%+v, %v", sim, err)
		}
		if sim, err := s.EnterPIN(t.Context(), "1234"); err != nil || sim.State != sms.SIMReady {
			t.Errorf("%+v, %v", sim, err)
		}
		if err := s.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Listen(&sink{})
		time.Sleep(5 * time.Minute)
		stick.SetCardOut(true)
		time.Sleep(2 * time.Minute)
		if sim, err := s.SIM(t.Context()); err != nil || sim.State != sms.SIMMissing {
			t.Errorf("without the card %+v, %v", sim, err)
		}
		if l, err := s.Link(t.Context()); err != nil || l.Registered() {
			t.Errorf("without the card %+v, %v", l, err)
		}
	})
}

// TestRestartEnds: a restart ends the Stick.
func TestRestartEnds(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		_, s, _ := listening(t, fakehilink.Options{Personality: p})
		if err := s.Restart(t.Context()); err != nil {
			t.Error(err)
		}
		<-s.Done()
	})
}

// TestNoPhoneBook: what the web interface does not have is said so.
func TestNoPhoneBook(t *testing.T) {
	inBubble(t, "phone book", func(t *testing.T) {
		_, s, _ := listening(t, fakehilink.Options{})
		_, err1 := s.Contacts(t.Context(), nil)
		_, err2 := s.SaveContact(t.Context(), sms.Contact{})
		_, err3 := s.SetOwnNumber(t.Context(), "")
		for _, err := range []error{err1, err2, err3, s.DeleteContact(t.Context(), 1)} {
			if !errors.Is(err, sms.ErrNotHere) {
				t.Errorf("got %v", err)
			}
		}
	})
}

// TestTrace: requests and answers are traced, without anything private.
func TestTrace(t *testing.T) {
	inBubble(t, "trace", func(t *testing.T) {
		stick := fakehilink.New(fakehilink.Options{Personality: fakehilink.E8372h153, Password: "swordfish"})
		defer stick.Close()
		var mu sync.Mutex
		var lines []string
		s, err := hilink.Open(t.Context(), hilink.Options{
			Address: stick.Address(), Dial: stick.Dial,
			Trace: func(line string) {
				mu.Lock()
				defer mu.Unlock()
				lines = append(lines, line)
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close(); <-s.Done() }()
		makeReady(t, s, fakehilink.Options{Password: "swordfish"})
		if _, err := sendNoted(t, s, greeting); err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		all := strings.Join(lines, "\n")
		for _, want := range []string{"> POST /api/sms/send-sms", "< error 100003", "> GET /api/sms/sms-count"} {
			if !strings.Contains(all, want) {
				t.Errorf("%q is not in the trace:\n%s", want, all)
			}
		}
		for _, secret := range []string{"swordfish", "170123", "Grüße", "SessionID", "8600000"} {
			if strings.Contains(all, secret) {
				t.Errorf("%s is in the trace", secret)
			}
		}
	})
}
