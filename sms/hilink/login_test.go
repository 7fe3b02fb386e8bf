package hilink_test

import (
	"errors"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// withPassword are the sticks that have one, in every way to give it.
var withPassword = []struct {
	name string
	o    fakehilink.Options
	post string // where the password goes
}{
	{"hashed", fakehilink.Options{Personality: fakehilink.E3372h153, Password: "Süß&1"}, "user/login"},
	{"wingle", fakehilink.Options{Personality: fakehilink.E8372h153, Password: "label123"}, "user/login"},
	{
		"challenge", fakehilink.Options{
			Personality: fakehilink.E3372h320, Password: "Süß&1",
			Quirks: fakehilink.Quirks{OnlySCRAM: true},
		}, "user/authentication_login",
	},
	{
		"no challenge after all", fakehilink.Options{
			Personality: fakehilink.E3372h320, Password: "secret",
			Quirks: fakehilink.Quirks{NoChallenge: true},
		}, "user/login",
	},
	{"in base64", fakehilink.Options{Personality: plainPassword(), Password: "secret"}, "user/login"},
}

// plainPassword is an E3372h-153 that wants its password in base64.
func plainPassword() fakehilink.Personality {
	p := fakehilink.E3372h153
	p.PasswordType = 3
	return p
}

func TestLogin(t *testing.T) {
	for _, c := range withPassword {
		inBubble(t, c.name, func(t *testing.T) {
			stick := fakehilink.New(c.o)
			client := connect(t, stick)
			if _, err := client.Prove(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := client.List(t.Context(), hilink.BoxIn); !errors.Is(err, hilink.ErrLogin) {
				t.Errorf("without the password: %v", err)
			}
			st, err := client.LoginState(t.Context())
			if err != nil || !st.Wanted || st.LoggedIn {
				t.Errorf("before: %+v, %v", st, err)
			}
			if err := client.Login(t.Context(), "", c.o.Password); err != nil {
				t.Fatalf("log in: %v", err)
			}
			st, err = client.LoginState(t.Context())
			if err != nil || !st.LoggedIn {
				t.Errorf("after: %+v, %v", st, err)
			}
			if err := client.Send(t.Context(), aText(), nil); err != nil {
				t.Errorf("send: %v", err)
			}
			if n := stick.Posts(c.post); n != 1 {
				t.Errorf("the password was sent %d times", n)
			}
		})
	}
}

// TestLoginOnce: whatever comes of a password, it is sent once. A stick that wants none is not asked.
func TestLoginOnce(t *testing.T) {
	for _, c := range withPassword {
		inBubble(t, c.name, func(t *testing.T) {
			stick := fakehilink.New(c.o)
			client := connect(t, stick)
			if _, err := client.Prove(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := client.Login(t.Context(), "", "wrong"); !errors.Is(err, hilink.ErrPassword) {
				t.Errorf("a wrong one: %v", err)
			}
			wantPosts(t, stick, c.post, 1)
			_, _ = client.List(t.Context(), hilink.BoxIn)
			_ = client.Send(t.Context(), aText(), nil)
			wantPosts(t, stick, c.post, 1)
			for i, d := range []fakehilink.Disturbance{
				{How: fakehilink.Reset, Taken: true},
				{How: fakehilink.Half},
				{Code: 125003},
				{Code: 100004},
				{How: fakehilink.InternalError},
				{How: fakehilink.PageInstead},
				{Code: 108003},
			} {
				stick.Disturb(c.post, d)
				if err := client.Login(t.Context(), "", "wrong"); err == nil {
					t.Errorf("disturbance %d: no error", i)
				}
				wantPosts(t, stick, c.post, i+2)
			}
		})
	}
	inBubble(t, "none wanted", func(t *testing.T) {
		stick, client := open(t, fakehilink.Options{})
		if err := client.Login(t.Context(), "", "something"); err != nil {
			t.Error(err)
		}
		wantPosts(t, stick, "user/login", 0)
		wantPosts(t, stick, "user/challenge_login", 0)
	})
}

func wantPosts(t *testing.T, stick *fakehilink.Server, endpoint string, want int) {
	t.Helper()
	if n := stick.Posts(endpoint); n != want {
		t.Errorf("%s got %d requests, want %d", endpoint, n, want)
	}
}

// TestLoginLocked: after five wrong passwords the stick says how long it takes none, and gets none.
func TestLoginLocked(t *testing.T) {
	for _, c := range withPassword {
		inBubble(t, c.name, func(t *testing.T) {
			stick := fakehilink.New(c.o)
			client := connect(t, stick)
			if _, err := client.Prove(t.Context()); err != nil {
				t.Fatal(err)
			}
			var err error
			for range 5 {
				err = client.Login(t.Context(), "", "wrong")
			}
			var locked *hilink.Error
			if !errors.As(err, &locked) || !errors.Is(err, hilink.ErrLocked) || locked.Locked != time.Minute {
				t.Errorf("the fifth: %v", err)
			}
			err = client.Login(t.Context(), "", c.o.Password)
			if !errors.As(err, &locked) || !errors.Is(err, hilink.ErrLocked) || locked.Locked != time.Minute {
				t.Errorf("while locked: %v", err)
			}
			wantPosts(t, stick, c.post, 5)
			time.Sleep(locked.Locked)
			if err := client.Login(t.Context(), "", c.o.Password); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

// TestLoginInUse: nobody who is logged in is pushed out.
func TestLoginInUse(t *testing.T) {
	inBubble(t, "in use", func(t *testing.T) {
		stick := fakehilink.New(withPassword[0].o)
		client := connect(t, stick)
		if _, err := client.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		stick.SetOtherUser(true)
		if err := client.Login(t.Context(), "", "Süß&1"); !errors.Is(err, hilink.ErrInUse) {
			t.Errorf("got %v", err)
		}
		wantPosts(t, stick, "user/login", 1)
	})
}

// TestLoginAgain: a session that the stick forgets is opened again, with the password that it took.
func TestLoginAgain(t *testing.T) {
	for _, c := range withPassword {
		inBubble(t, c.name, func(t *testing.T) {
			stick, client := open(t, c.o)
			stick.EndSessions()
			if err := client.Send(t.Context(), aText(), nil); err != nil {
				t.Errorf("after the end of the session: %v", err)
			}
			wantPosts(t, stick, c.post, 2)
			untilSent(t, client)
			if n := len(stick.Sent()); n != 1 {
				t.Errorf("%d texts went out", n)
			}
			stick.EndSessions()
			stick.Disturb(c.post, fakehilink.Disturbance{Code: 108006})
			for range 3 { // the password was changed: it is not tried again
				if _, err := client.List(t.Context(), hilink.BoxIn); err == nil {
					t.Error("listed without a password")
				}
			}
			wantPosts(t, stick, c.post, 3)
		})
	}
}

// TestLoginHidden: a stick says that it wants no password, and refuses texts for want of it.
func TestLoginHidden(t *testing.T) {
	inBubble(t, "hidden", func(t *testing.T) {
		stick := fakehilink.New(fakehilink.Options{
			Personality: fakehilink.E3372h153, Password: "secret", Quirks: fakehilink.Quirks{HidesLogin: true},
		})
		client := connect(t, stick)
		if _, err := client.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		if st, err := client.LoginState(t.Context()); err != nil || st.Wanted {
			t.Errorf("at first %+v, %v", st, err)
		}
		if _, err := client.List(t.Context(), hilink.BoxIn); !errors.Is(err, hilink.ErrLogin) {
			t.Errorf("listed: %v", err)
		}
		if st, err := client.LoginState(t.Context()); err != nil || !st.Wanted {
			t.Errorf("then %+v, %v", st, err)
		}
		if err := client.Login(t.Context(), "", "secret"); err != nil {
			t.Error(err)
		}
		sendMany(t, stick, client, 1)
	})
}

func TestLogout(t *testing.T) {
	inBubble(t, "logged out", func(t *testing.T) {
		stick, client := open(t, withPassword[0].o)
		if err := client.Logout(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := client.List(t.Context(), hilink.BoxIn); !errors.Is(err, hilink.ErrLogin) {
			t.Errorf("afterwards: %v", err)
		}
		if err := client.Logout(t.Context()); err != nil {
			t.Error(err)
		}
		wantPosts(t, stick, "user/logout", 1)
		wantPosts(t, stick, "user/login", 1)
	})
}

// TestLoginUnknownWay: a way to give the password that nobody knows is not tried.
func TestLoginUnknownWay(t *testing.T) {
	inBubble(t, "type 9", func(t *testing.T) {
		p := fakehilink.E3372h153
		p.PasswordType = 9
		stick := fakehilink.New(fakehilink.Options{Personality: p, Password: "secret"})
		client := connect(t, stick)
		if _, err := client.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := client.Login(t.Context(), "", "secret"); !errors.Is(err, sms.ErrNotHere) {
			t.Errorf("got %v", err)
		}
		wantPosts(t, stick, "user/login", 0)
	})
}
