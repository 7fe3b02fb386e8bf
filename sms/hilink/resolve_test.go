package hilink_test

import (
	"errors"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// untilFate asks what became of a text until that is decided, as the messenger does.
func untilFate(t *testing.T, s *hilink.Stick, note []byte) sms.Fate {
	t.Helper()
	for range 30 {
		fate, err := s.Resolve(t.Context(), greeting, note)
		if err != nil {
			t.Fatalf("resolve: %v", err)
		}
		if fate != sms.FatePending {
			return fate
		}
		time.Sleep(10 * time.Second)
	}
	return sms.FatePending
}

// killed hands a text over and has the program end at once: nobody hears what comes of it. It returns
// the note, and another Stick, as at the next start.
func killed(t *testing.T, stick *fakehilink.Server, o fakehilink.Options, s *hilink.Stick) ([]byte, *hilink.Stick) {
	t.Helper()
	var note []byte
	_ = s.SendText(t.Context(), greeting, func(n []byte) error {
		note = append([]byte(nil), n...)
		time.AfterFunc(time.Millisecond, func() { _ = s.Close() })
		return nil
	})
	<-s.Done()
	next := reach(t, stick)
	makeReady(t, next, o)
	return note, next
}

// TestResolveAfterCrash: the program ended while the stick had the text. Whatever the stick keeps of it,
// the fate is the true one, or unknown.
func TestResolveAfterCrash(t *testing.T) {
	for _, c := range []struct {
		name string
		o    fakehilink.Options
		want sms.Fate
	}{
		{"our date", fakehilink.Options{}, sms.FateSent},
		{"its own date", fakehilink.Options{Quirks: fakehilink.Quirks{Outbox: fakehilink.OutboxOwnDate}}, sms.FateUnknown},
		{"nothing", fakehilink.Options{Quirks: fakehilink.Quirks{Outbox: fakehilink.OutboxNothing}}, sms.FateUnknown},
		{"drafts, although sent", fakehilink.Options{Quirks: fakehilink.Quirks{Outbox: fakehilink.OutboxDrafts}}, sms.FateUnknown},
		{"failed", fakehilink.Options{Quirks: fakehilink.Quirks{Fail: true}}, sms.FateFailed},
		{"password", fakehilink.Options{Personality: fakehilink.E8372h153}, sms.FateSent},
		{"old firmware", fakehilink.Options{Personality: fakehilink.E3131}, sms.FateSent},
	} {
		inBubble(t, c.name, func(t *testing.T) {
			c.o.SendTime = 30 * time.Second
			stick, s, _ := listening(t, c.o)
			note, next := killed(t, stick, c.o, s)
			if fate := untilFate(t, next, note); fate != c.want {
				t.Errorf("fate %v, want %v", fate, c.want)
			}
		})
	}
}

// TestResolveOtherUser: somebody sends the same text to the same number at the stick's own page while ours
// is lost. It is never taken for ours. That ours was not sent is known only on a stick that was seen to keep
// copies with our date.
func TestResolveOtherUser(t *testing.T) {
	for _, c := range []struct {
		name   string
		habit  fakehilink.Outbox
		before int
		want   sms.Fate
	}{
		{"our date", fakehilink.OutboxOurDate, 0, sms.FateUnknown},
		{"our date, known", fakehilink.OutboxOurDate, 2, sms.FateNotSent},
		{"its own date", fakehilink.OutboxOwnDate, 0, sms.FateUnknown},
		{"its own date, twice", fakehilink.OutboxOwnDate, 2, sms.FateUnknown},
		{"nothing", fakehilink.OutboxNothing, 0, sms.FateUnknown},
		{"nothing, twice", fakehilink.OutboxNothing, 2, sms.FateUnknown},
	} {
		inBubble(t, c.name, func(t *testing.T) {
			stick, s, _ := listening(t, fakehilink.Options{Quirks: fakehilink.Quirks{Outbox: c.habit}})
			for range c.before {
				if _, err := sendNoted(t, s, greeting); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute)
			}
			stick.Disturb("sms/send-sms", fakehilink.Disturbance{
				How: fakehilink.Reset, Do: func() { stick.PageSends(string(partner), greeting.Text) },
			})
			note, err := sendNoted(t, s, greeting)
			if err == nil {
				t.Error("taken for ours")
			}
			if fate := untilFate(t, s, note); fate != c.want {
				t.Errorf("fate %v, want %v", fate, c.want)
			}
			if n := stick.Posts("sms/send-sms"); n != c.before+1 {
				t.Errorf("%d requests to send", n)
			}
		})
	}
}

// TestResolveUnplugged: the stick is pulled out or restarts while it has the text. Unless its box tells,
// nobody knows.
func TestResolveUnplugged(t *testing.T) {
	for _, c := range []struct {
		name  string
		after time.Duration
		late  bool
		sent  int
		want  sms.Fate
	}{
		{"before it was sent", 5 * time.Second, false, 0, sms.FateUnknown},
		{"when the network had it", 5 * time.Second, true, 1, sms.FateUnknown},
		{"when it was sent", 31 * time.Second, false, 1, sms.FateSent},
	} {
		for _, p := range []fakehilink.Personality{fakehilink.E3131, fakehilink.E3372h320} {
			inBubble(t, c.name+", "+p.Name, func(t *testing.T) {
				o := fakehilink.Options{
					Personality: p, SendTime: 30 * time.Second, Quirks: fakehilink.Quirks{LateCopy: c.late},
				}
				stick, s, _ := listening(t, o)
				time.Sleep(time.Hour)
				// No answer to a question, so that the end is not heard of.
				stick.Disturb("sms/send-status", append([]fakehilink.Disturbance{{}}, repeated(99, fakehilink.Disturbance{How: fakehilink.Reset})...)...)
				time.AfterFunc(c.after, func() { stick.Restart(20 * time.Second) })
				note, err := sendNoted(t, s, greeting)
				wantRefused(t, err, sms.SubmitError{Written: true, Code: -1, Gone: true})
				<-s.Done()
				time.Sleep(time.Minute)
				stick.Calm()
				next := reach(t, stick)
				makeReady(t, next, o)
				if fate := untilFate(t, next, note); fate != c.want || len(stick.Sent()) != c.sent {
					t.Errorf("fate %v, %d sent; want %v, %d", fate, len(stick.Sent()), c.want, c.sent)
				}
			})
		}
	}
}

// TestResolveNotTaken: the program ended between the commit and the request. That the stick has not taken
// it can only be known when it has not restarted and keeps copies.
func TestResolveNotTaken(t *testing.T) {
	for _, c := range []struct {
		name   string
		before int
		then   func(stick *fakehilink.Server)
		p      fakehilink.Personality
		want   sms.Fate
	}{
		{"at once", 1, nil, fakehilink.E3372h320, sms.FateNotSent},
		{"no copy was ever seen", 0, nil, fakehilink.E3372h320, sms.FateUnknown},
		{"restarted", 1, func(k *fakehilink.Server) { k.Unplug(); k.Plug() }, fakehilink.E3372h320, sms.FateUnknown},
		{"restarted long ago", 1, func(k *fakehilink.Server) {
			k.Unplug()
			k.Plug()
			time.Sleep(10 * time.Minute)
		}, fakehilink.E3372h320, sms.FateUnknown},
		{"it does not say how long it runs", 1, nil, fakehilink.E3131, sms.FateUnknown},
	} {
		inBubble(t, c.name, func(t *testing.T) {
			o := fakehilink.Options{Personality: c.p}
			stick, s, _ := listening(t, o)
			time.Sleep(2 * time.Minute)
			for range c.before {
				if _, err := sendNoted(t, s, sms.WholeText{To: "10010", Text: "before"}); err != nil {
					t.Fatal(err)
				}
			}
			note := []byte(nil)
			_ = s.SendText(t.Context(), greeting, func(n []byte) error { note = n; return errors.New("killed") })
			_ = s.Close()
			<-s.Done()
			if c.then != nil {
				c.then(stick)
			}
			next := reach(t, stick)
			makeReady(t, next, o)
			if fate := untilFate(t, next, note); fate != c.want {
				t.Errorf("fate %v, want %v", fate, c.want)
			}
		})
	}
}

// TestResolveOtherStick: a note says nothing about another stick, and a locked one is asked later.
func TestResolveOtherStick(t *testing.T) {
	inBubble(t, "another", func(t *testing.T) {
		_, s, _ := listening(t, fakehilink.Options{Personality: fakehilink.E8372h153})
		note, err := sendNoted(t, s, greeting)
		if err != nil {
			t.Fatal(err)
		}
		_, other, _ := listening(t, fakehilink.Options{IMEI: "860000000000099"})
		if fate, err := other.Resolve(t.Context(), greeting, note); fate != sms.FateUnknown || err != nil {
			t.Errorf("another stick: %v, %v", fate, err)
		}
		locked := fakehilink.New(fakehilink.Options{Personality: fakehilink.E8372h153})
		defer locked.Close()
		if fate, err := reach(t, locked).Resolve(t.Context(), greeting, note); !errors.Is(err, hilink.ErrLogin) {
			t.Errorf("a locked stick: %v, %v", fate, err)
		}
	})
}
