package hilink_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// aFault draws something that goes wrong.
func aFault() *rapid.Generator[fakehilink.Disturbance] {
	return rapid.Custom(func(t *rapid.T) fakehilink.Disturbance {
		d := fakehilink.Disturbance{
			Code: rapid.SampledFrom([]int{
				0, 0, 0, 125001, 125002, 125003, 100001, 100003, 100004, 113004, 113018, 108006, 100002,
			}).Draw(t, "code"),
			How: fakehilink.How(rapid.IntRange(0, 8).Draw(t, "how")), Taken: rapid.Bool().Draw(t, "taken"),
			Wait: rapid.SampledFrom([]time.Duration{0, 0, 40 * time.Second, 70 * time.Second}).Draw(t, "wait"),
			Body: rapid.SampledFrom([]string{"", "OK", "<response>", "<response>OK", "<error><code>x</code></error>"}).
				Draw(t, "body"),
		}
		if d.Code != 0 && d.Code != 100001 && d.Code != 113018 {
			d.Taken = false // these are given before anything is done
		}
		return d
	})
}

// script is a run: a stick, what goes wrong on which endpoint, and after how long it is pulled out.
type script struct {
	options fakehilink.Options
	faults  map[string][]fakehilink.Disturbance
	unplug  time.Duration // 0 for never
}

func aScript(t *rapid.T) script {
	s := script{
		options: fakehilink.Options{
			Personality: rapid.SampledFrom(fakehilink.Personalities).Draw(t, "personality"),
			Password:    rapid.SampledFrom([]string{"", "secret"}).Draw(t, "password"),
			Quirks: fakehilink.Quirks{
				SessionRequests: rapid.SampledFrom([]int{0, 0, 7, 20}).Draw(t, "requests"),
				NoNextToken:     rapid.Bool().Draw(t, "no next token"),
			},
		},
		faults: map[string][]fakehilink.Disturbance{},
		unplug: time.Duration(rapid.IntRange(-60, 60).Draw(t, "unplug")) * time.Second / 2,
	}
	if s.options.Personality.Name == "e3131" {
		s.options.Password = "" // it has none
	}
	for _, endpoint := range []string{
		"sms/send-sms", "sms/send-sms", "webserver/token", "webserver/SesTokInfo", "/", "user/state-login",
		"user/login", "user/authentication_login", "device/basic_information", "sms/send-status",
	} {
		s.faults[endpoint] = rapid.SliceOfN(aFault(), 0, 3).Draw(t, endpoint)
	}
	return s
}

// fate is what became of one text.
type fate struct {
	err  error
	sent int
}

// run sends five texts and returns what became of each.
func (s script) run(t *testing.T) (fates []fate) {
	synctest.Test(t, func(t *testing.T) {
		stick, c := open(t, s.options)
		for endpoint, faults := range s.faults {
			stick.Disturb(endpoint, faults...)
		}
		if s.unplug > 0 {
			time.AfterFunc(s.unplug, func() { stick.Restart(20 * time.Second) })
		}
		for i := range 5 {
			err := c.Send(t.Context(), hilink.Text{Phone: "10010", Content: fmt.Sprint(i), Date: time.Now()}, nil)
			fates = append(fates, fate{err: err})
			time.Sleep(10 * time.Second)
		}
		time.Sleep(time.Minute)
		for _, sent := range stick.Sent() {
			var i int
			if _, err := fmt.Sscan(sent.Content, &i); err == nil {
				fates[i].sent++
			}
		}
	})
	return fates
}

// TestNeverTwice: whatever goes wrong, no text goes out twice, and none goes out of which Send says
// that the stick has not taken it.
func TestNeverTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := aScript(rt)
		for i, f := range s.run(t) {
			var failed *hilink.SendError
			switch {
			case f.sent > 1:
				rt.Fatalf("text %d went out %d times: %v", i, f.sent, f.err)
			case f.err != nil && !errors.As(f.err, &failed):
				rt.Fatalf("text %d: %v is no SendError", i, f.err)
			case f.err != nil && !failed.Perhaps && f.sent > 0:
				rt.Fatalf("text %d went out although: %v", i, f.err)
			case f.err == nil && f.sent == 0 && s.unplug <= 0:
				rt.Fatalf("text %d did not go out", i)
			}
		}
	})
}

// TestPasswordOnce: whatever goes wrong, a password that a person typed is sent at most once.
func TestPasswordOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := aScript(rt)
		if s.options.Password = "secret"; s.options.Personality.Name == "e3131" {
			s.options.Personality = fakehilink.E3372h153 // the other one has no password
		}
		synctest.Test(t, func(t *testing.T) {
			stick := fakehilink.New(s.options)
			c := connect(t, stick)
			if _, err := c.Prove(t.Context()); err != nil {
				t.Fatal(err)
			}
			for endpoint, faults := range s.faults {
				stick.Disturb(endpoint, faults...)
			}
			for i := range 4 {
				err := c.Login(t.Context(), "", "wrong")
				posts := stick.Posts("user/login") + stick.Posts("user/authentication_login")
				if posts > i+1 {
					rt.Errorf("%d requests with a password after %d were typed: %v", posts, i+1, err)
				}
				_ = c.Send(t.Context(), aText(), nil)
			}
		})
	})
}
