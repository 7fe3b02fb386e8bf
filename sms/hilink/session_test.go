package hilink_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// sendMany sends texts one after the other.
func sendMany(t *testing.T, stick *fakehilink.Server, c *hilink.Client, n int) {
	t.Helper()
	before := len(stick.Sent())
	for i := range n {
		if err := c.Send(t.Context(), aText(), nil); err != nil {
			t.Fatalf("text %d: %v", i, err)
		}
		untilSent(t, c)
	}
	if got := len(stick.Sent()) - before; got != n {
		t.Errorf("%d texts went out, want %d", got, n)
	}
}

// TestTokensInOrder: after a log-in there are 30 tokens. Each is used once, in their order, and when
// they are used up there are new ones, whether answers bring them or not.
func TestTokensInOrder(t *testing.T) {
	for _, quirks := range []fakehilink.Quirks{{}, {NoNextToken: true}} {
		for _, p := range []fakehilink.Personality{fakehilink.E8372h153, fakehilink.E3372h320} {
			inBubble(t, fmt.Sprintf("%s %t", p.Name, quirks.NoNextToken), func(t *testing.T) {
				stick, c := open(t, fakehilink.Options{Personality: p, Password: "secret", Quirks: quirks})
				sendMany(t, stick, c, 40)
				used := map[string]bool{}
				for _, r := range stick.Requests() {
					if r.Method == "POST" && used[r.Token] {
						t.Errorf("token %s was used twice", r.Token)
					}
					used[r.Token] = true
				}
				if n := stick.Posts("sms/send-sms"); n != 40 {
					t.Errorf("%d requests for 40 texts", n)
				}
			})
		}
	}
}

// TestSessionsEnd: a session that ends, by its age or after a number of requests, costs nothing that
// anybody would notice.
func TestSessionsEnd(t *testing.T) {
	for name, quirks := range map[string]fakehilink.Quirks{
		"after five minutes": {SessionLife: 5 * time.Minute}, "after 30 requests": {SessionRequests: 30},
	} {
		for _, p := range fakehilink.Personalities {
			inBubble(t, p.Name+" "+name, func(t *testing.T) {
				o := fakehilink.Options{Personality: p, Quirks: quirks}
				if p.SCRAM {
					o.Password = "secret"
				}
				stick, c := open(t, o)
				for range 5 {
					time.Sleep(6 * time.Minute)
					sendMany(t, stick, c, 3)
				}
			})
		}
	}
}

// TestForgottenTokens: the log-in stays, and is not made again.
func TestForgottenTokens(t *testing.T) {
	inBubble(t, "tokens forgotten", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{Personality: fakehilink.E3372h153})
		sendMany(t, stick, c, 1)
		stick.ForgetTokens()
		sendMany(t, stick, c, 1)
		if n := stick.Posts("sms/send-sms"); n != 3 {
			t.Errorf("%d requests, want one refused", n)
		}
	})
}

// TestCookieForAll: firmware that answers nobody without a session.
func TestCookieForAll(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		if p.Tokens == fakehilink.NoTokens {
			return // it has no sessions either
		}
		stick, c := open(t, fakehilink.Options{Personality: p, Quirks: fakehilink.Quirks{CookieForAll: true}})
		sendMany(t, stick, c, 2)
	})
}

// TestTokensInPage: tokens stand in the start page only.
func TestTokensInPage(t *testing.T) {
	inBubble(t, "in the page", func(t *testing.T) {
		p := fakehilink.E3372h153
		p.Tokens = fakehilink.InPageOnly
		p.Lacks = append(p.Lacks, "webserver/SesTokInfo")
		stick, c := open(t, fakehilink.Options{Personality: p, Quirks: fakehilink.Quirks{NoNextToken: true}})
		sendMany(t, stick, c, 5)
	})
}

// TestTokensOfNoUse: a stick gives tokens in the first way and takes only those of another.
func TestTokensOfNoUse(t *testing.T) {
	inBubble(t, "of no use", func(t *testing.T) {
		stick := fakehilink.New(fakehilink.Options{Personality: fakehilink.E3372h153})
		bad := "<response><token>" + strings.Repeat("0", 64) + "</token></response>"
		stick.Disturb("webserver/token", repeated(4, fakehilink.Disturbance{How: fakehilink.Instead, Body: bad})...)
		c := connect(t, stick)
		if _, err := c.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		sendMany(t, stick, c, 2)
	})
}

// TestHeaders: what the stick's own pages send, in their letters.
func TestHeaders(t *testing.T) {
	inBubble(t, "strict", func(t *testing.T) {
		stick, c := open(t, fakehilink.Options{Personality: fakehilink.E3372h320})
		sendMany(t, stick, c, 1)
		for _, r := range stick.Requests() {
			if r.Method == "POST" && len(r.Token) != 32 {
				t.Errorf("%s with token %q", r.Path, r.Token)
			}
			if strings.ContainsAny(r.Body, "\r\t") || strings.Contains(r.Body, "> <") || strings.Contains(r.Body, "/>") {
				t.Errorf("%s with body %q", r.Path, r.Body)
			}
		}
	})
}

// TestWire: what a wire and a web server can do to a question.
func TestWire(t *testing.T) {
	for _, c := range []struct {
		name string
		what []fakehilink.Disturbance
		want error // nil when the second try helps
	}{
		{"broken once", []fakehilink.Disturbance{{How: fakehilink.Reset}}, nil},
		{"half once", []fakehilink.Disturbance{{How: fakehilink.Half}}, nil},
		{"broken twice", repeated(2, fakehilink.Disturbance{How: fakehilink.Reset}), sms.ErrSilent},
		{"slow", []fakehilink.Disturbance{{Wait: 30 * time.Second}}, nil},
		{"headers without an end", repeated(2, fakehilink.Disturbance{How: fakehilink.SlowHeaders}), sms.ErrSilent},
		{"body without an end", repeated(2, fakehilink.Disturbance{How: fakehilink.Endless}), sms.ErrSilent},
		{"page", []fakehilink.Disturbance{{How: fakehilink.PageInstead}}, sms.ErrNotHere},
		{"another host", []fakehilink.Disturbance{{How: fakehilink.Redirected}}, sms.ErrNotHere},
		{"status 500", []fakehilink.Disturbance{{How: fakehilink.InternalError}}, hilink.ErrUnknown},
		{"busy", repeated(3, fakehilink.Disturbance{Code: 100004}), nil},
		{"not supported", []fakehilink.Disturbance{{Code: 100002}}, sms.ErrNotHere},
		{"needs the password", []fakehilink.Disturbance{{Code: 100003}}, hilink.ErrLogin},
	} {
		inBubble(t, c.name, func(t *testing.T) {
			stick, client := open(t, fakehilink.Options{})
			stick.Disturb("sms/sms-count", c.what...)
			began := time.Now()
			counts, err := client.Counts(t.Context())
			if !errors.Is(err, c.want) || err == nil && counts.Max != 500 {
				t.Errorf("%+v, %v; want %v", counts, err, c.want)
			}
			if took := time.Since(began); took > 75*time.Second {
				t.Errorf("it took %s", took)
			}
			if _, err := client.Counts(t.Context()); err != nil {
				t.Errorf("the next question: %v", err)
			}
		})
	}
}

// TestOtherHostIsNotAsked: every connection goes to the one address, whatever the stick says.
func TestOtherHostIsNotAsked(t *testing.T) {
	inBubble(t, "one host", func(t *testing.T) {
		stick := fakehilink.New(fakehilink.Options{})
		dialled := map[string]bool{}
		client := connectBy(t, stick, dialled)
		if _, err := client.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		stick.Disturb("sms/sms-count", fakehilink.Disturbance{How: fakehilink.Redirected})
		_, _ = client.Counts(t.Context())
		_ = client.Send(t.Context(), aText(), nil)
		if len(dialled) != 1 || !dialled["192.168.8.1:80"] {
			t.Errorf("connections to %v", dialled)
		}
	})
}
