package goform_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakeweb"
	"surfstick-sms/sms/webstick"
)

// TestLogin: each firmware gets its password in its own way, at the first try; a wrong one costs one try.
func TestLogin(t *testing.T) {
	for _, p := range fakegoform.Personalities {
		for name, q := range map[string]fakegoform.Quirks{
			"": {}, ", other numbers": {OtherLoginCodes: true}, ", numbers as numbers": {NumbersAsNumbers: true},
		} {
			inBubble(t, p.Name+name, func(t *testing.T) {
				stick := plugged(t, fakegoform.Options{Personality: p, Password: "schwertfisch ß", Quirks: q})
				s := reach(t, stick)
				st, err := s.LoginState(t.Context())
				if err != nil || st.Wanted != p.Login || st.LoggedIn || st.Wait != 0 {
					t.Fatalf("%+v, %v", st, err)
				}
				if !p.Login {
					return
				}
				if err := s.Ready(t.Context()); !errors.Is(err, webstick.ErrLogin) || !s.WantsPassword() {
					t.Errorf("ready: %v", err)
				}
				_, err = sendNoted(t, s, greeting)
				wantRefused(t, err, sms.SubmitError{Code: -1, Class: sms.ClassUser, Reason: sms.ReasonPassword})
				if err := s.Login(t.Context(), "", "wrong"); !errors.Is(err, webstick.ErrPassword) || stick.Posts("LOGIN") != 1 {
					t.Errorf("wrong: %v, %d tries", err, stick.Posts("LOGIN"))
				}
				if err := s.Login(t.Context(), "", "schwertfisch ß"); err != nil || stick.Posts("LOGIN") != 2 {
					t.Errorf("right: %v, %d tries", err, stick.Posts("LOGIN"))
				}
				if st, err := s.LoginState(t.Context()); err != nil || !st.LoggedIn {
					t.Errorf("%+v, %v", st, err)
				}
				if s.WantsPassword() || s.Identity().IMEI == "" {
					t.Errorf("wants password %t, identity %+v", s.WantsPassword(), s.Identity())
				}
			})
		}
	}
}

// TestLoginAnswers: what the numbers in the answer mean, and those that nobody knows.
func TestLoginAnswers(t *testing.T) {
	for result, want := range map[string]error{
		"1": webstick.ErrPassword, "3": webstick.ErrPassword, "5": webstick.ErrPassword, "2": webstick.ErrInUse,
		"13": webstick.ErrUnknown, "failure": webstick.ErrUnknown,
	} {
		inBubble(t, result, func(t *testing.T) {
			stick := plugged(t, fakegoform.Options{Personality: fakegoform.MF833})
			s := reach(t, stick)
			stick.Disturb("LOGIN", fakeweb.Disturbance{How: fakeweb.Instead, Body: `{"result":"` + result + `"}`})
			if err := s.Login(t.Context(), "", "swordfish"); !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
		})
	}
}

// TestLocked: after five wrong ones no password is sent for as long as the stick takes none.
func TestLocked(t *testing.T) {
	inBubble(t, "locked", func(t *testing.T) {
		stick := plugged(t, fakegoform.Options{Personality: fakegoform.MF833, Password: "swordfish"})
		s := reach(t, stick)
		var err error
		for i := range 5 {
			err = s.Login(t.Context(), "", fmt.Sprint("wrong ", i))
		}
		if !errors.Is(err, webstick.ErrLocked) || webstick.LockTime(err) < 4*time.Minute {
			t.Errorf("fifth: %v for %v", err, webstick.LockTime(err))
		}
		for range 3 {
			if err := s.Login(t.Context(), "", "swordfish"); !errors.Is(err, webstick.ErrLocked) {
				t.Errorf("while locked: %v", err)
			}
		}
		if n := stick.Posts("LOGIN"); n != 5 {
			t.Errorf("%d tries", n)
		}
		time.Sleep(6 * time.Minute)
		if err := s.Login(t.Context(), "", "swordfish"); err != nil {
			t.Errorf("later: %v", err)
		}
	})
}

// TestSessionsEnd: a stick that forgets who was logged in gets the password again that it took, and nothing is
// sent or shown twice. One that it does not take any more is tried once, and told.
func TestSessionsEnd(t *testing.T) {
	for _, p := range fakegoform.Personalities {
		if !p.Login {
			continue
		}
		inBubble(t, p.Name, func(t *testing.T) {
			stick, s, k := listening(t, fakegoform.Options{Personality: p, Quirks: fakegoform.Quirks{NoReports: true}})
			for i := range 4 {
				stick.EndSessions()
				if _, err := sendNoted(t, s, sms.WholeText{To: partner, Text: fmt.Sprint("out ", i)}); err != nil {
					t.Fatalf("text %d: %v", i, err)
				}
				stick.EndSessions()
				stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: fmt.Sprint("in ", i)})
				time.Sleep(time.Minute)
			}
			if wantTexts(t, k, "in 0", "in 1", "in 2", "in 3"); len(stick.Sent()) != 4 || s.WantsPassword() {
				t.Errorf("%d sent, password wanted %t", len(stick.Sent()), s.WantsPassword())
			}
		})
		inBubble(t, p.Name+", changed", func(t *testing.T) {
			stick, s, k := listening(t, fakegoform.Options{Personality: p})
			tries := stick.Posts("LOGIN")
			stick.SetPassword("new")
			stick.EndSessions()
			stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: "x"})
			time.Sleep(10 * time.Minute)
			if n := stick.Posts("LOGIN") - tries; n != 1 || !s.WantsPassword() {
				t.Errorf("%d tries, password wanted %t", n, s.WantsPassword())
			}
			if _, err := s.Link(t.Context()); !errors.Is(err, webstick.ErrLogin) {
				t.Errorf("link: %v", err)
			}
			if err := s.Login(t.Context(), "", "new"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(15 * time.Second)
			wantTexts(t, k, "x")
		})
	}
}

// TestHiddenLogin: a stick that says that it wants no password, and refuses for want of it, is believed the
// second.
func TestHiddenLogin(t *testing.T) {
	inBubble(t, "hidden", func(t *testing.T) {
		stick := plugged(t, fakegoform.Options{
			Personality: fakegoform.MF79U, Password: "swordfish", Quirks: fakegoform.Quirks{HidesLogin: true},
		})
		s := reach(t, stick)
		_ = s.Ready(t.Context())
		_, err := sendNoted(t, s, greeting)
		if err == nil || len(stick.Sent()) != 0 {
			t.Fatalf("sent: %v", err)
		}
		if st, err := s.LoginState(t.Context()); err != nil || !st.Wanted {
			t.Fatalf("%+v, %v", st, err)
		}
		if err := s.Login(t.Context(), "", "swordfish"); err != nil {
			t.Fatal(err)
		}
		makeReady(t, s, "swordfish")
		if _, err := sendNoted(t, s, greeting); err != nil {
			t.Error(err)
		}
	})
}

// TestSigning: requests are signed as the firmware wants it. The way is found out by what is refused, and
// without a second text.
func TestSigning(t *testing.T) {
	for name, p := range map[string]fakegoform.Personality{
		"SHA-256, pages tell": fakegoform.MF833,
		"SHA-256, pages do not tell": {
			Name: "x", Software: "BD_MF833V1", Release: "CR_1", Hash: 2, Login: true, Sign: fakegoform.SignSHA256,
		},
		"MD5, no password": {Name: "y", Software: "BD_MF833V1", Pages: true, Sign: fakegoform.SignMD5},
	} {
		inBubble(t, name, func(t *testing.T) {
			stick, s, _ := listening(t, fakegoform.Options{Personality: p})
			for range 2 {
				if _, err := sendNoted(t, s, greeting); err != nil {
					t.Fatal(err)
				}
			}
			if n := stick.Posts("SEND_SMS"); len(stick.Sent()) != 2 || n > 3 {
				t.Errorf("%d sent with %d requests", len(stick.Sent()), n)
			}
		})
	}
}
