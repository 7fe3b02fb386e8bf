package hilink_test

import (
	"errors"
	"slices"
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
				if n := len(k.Deliveries()); n != 10 || len(stick.Sent()) != 5 || s.WantsPassword() {
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

// TestLackingFirmware: firmware without some of the questions around a text sends and receives all the same.
func TestLackingFirmware(t *testing.T) {
	for _, lack := range []string{"sms/config", "sms/send-status", "sms/sms-count", "device/information", "monitoring/status"} {
		inBubble(t, lack, func(t *testing.T) {
			p := fakehilink.E3372h320
			p.Lacks = append(slices.Clone(p.Lacks), lack)
			stick, s, k := listening(t, fakehilink.Options{Personality: p, Quirks: fakehilink.Quirks{NoReports: true}})
			for range 2 {
				if _, err := sendNoted(t, s, greeting); err != nil {
					t.Errorf("send: %v", err)
				}
			}
			stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "x"})
			time.Sleep(10 * time.Second)
			if wantTexts(t, k, "x"); len(stick.Sent()) != 2 || len(stick.In(1)) != 0 {
				t.Errorf("%d sent, %d left", len(stick.Sent()), len(stick.In(1)))
			}
			if lacks := k.LastLink().Lacks.Has(sms.LackReports); lacks != (lack == "sms/config") {
				t.Errorf("reports missing: %t", lacks)
			}
		})
	}
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
