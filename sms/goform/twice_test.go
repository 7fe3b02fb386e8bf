package goform_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakeweb"
	"surfstick-sms/sms/goform"
	"surfstick-sms/sms/webstick"
)

// aFault draws something that goes wrong.
func aFault() *rapid.Generator[fakeweb.Disturbance] {
	return rapid.Custom(func(t *rapid.T) fakeweb.Disturbance {
		d := fakeweb.Disturbance{
			Code: rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "refused"),
			How:  fakeweb.How(rapid.IntRange(0, 8).Draw(t, "how")), Taken: rapid.Bool().Draw(t, "taken"),
			Wait: rapid.SampledFrom([]time.Duration{0, 0, 40 * time.Second, 70 * time.Second}).Draw(t, "wait"),
			Body: rapid.SampledFrom([]string{"", "{}", `{"result":"success"`, `{"result":""}`, `{"result":"5"}`, "null"}).
				Draw(t, "body"),
		}
		if d.Code != 0 {
			d.Taken = false // that is said before anything is done
		}
		return d
	})
}

// script is a run: a stick, what goes wrong with which request, and after how long it is pulled out.
type script struct {
	options fakegoform.Options
	faults  map[string][]fakeweb.Disturbance
	unplug  time.Duration // 0 or less for never
}

func aScript(t *rapid.T) script {
	s := script{
		options: fakegoform.Options{
			Personality: rapid.SampledFrom(fakegoform.Personalities).Draw(t, "personality"),
			Quirks: fakegoform.Quirks{
				Outbox:      fakegoform.Outbox(rapid.IntRange(0, 2).Draw(t, "outbox")),
				LateStatus:  rapid.SampledFrom([]time.Duration{0, 500 * time.Millisecond, 3 * time.Second}).Draw(t, "late"),
				LateCopy:    rapid.Bool().Draw(t, "late copy"),
				NoStatus:    rapid.IntRange(0, 3).Draw(t, "status") == 0,
				ReuseIndex:  rapid.Bool().Draw(t, "reuse"),
				SessionLife: rapid.SampledFrom([]time.Duration{0, 0, 5 * time.Second}).Draw(t, "session"),
			},
			SendTime: rapid.SampledFrom([]time.Duration{time.Second, 2 * time.Second, 20 * time.Second}).Draw(t, "send time"),
		},
		faults: map[string][]fakeweb.Disturbance{},
		unplug: time.Duration(rapid.IntRange(-60, 120).Draw(t, "unplug")) * time.Second / 2,
	}
	for _, name := range []string{
		"SEND_SMS", "RD", "LD", "LOGIN", "loginfo", "sms_cmd_status_info", "sms_data_total", "sms_capacity_info", "modem_main_state",
	} {
		s.faults[name] = rapid.SliceOfN(aFault(), 0, 3).Draw(t, name)
	}
	return s
}

// outcome is what became of one text.
type outcome struct {
	err   error
	fate  sms.Fate // as found out later by the note; FateUnknown when that was not asked
	tries int
	sent  int
}

// run sends texts as the messenger does, again when they were surely not sent, and returns what became of each.
func (s script) run(t *testing.T) (all []outcome) {
	synctest.Test(t, func(t *testing.T) {
		stick, b, _ := listening(t, s.options)
		for name, faults := range s.faults {
			stick.Disturb(name, faults...)
		}
		if s.unplug > 0 {
			time.AfterFunc(s.unplug, func() { stick.Restart(20 * time.Second) })
		}
		for i := range 3 {
			all = append(all, deliver(t, stick, &b, sms.WholeText{To: partner, Text: fmt.Sprint("text ", i)}))
			time.Sleep(10 * time.Second)
		}
		time.Sleep(2 * time.Minute)
		for _, sent := range stick.Sent() {
			var i int
			if _, err := fmt.Sscanf(sent.Content, "text %d", &i); err == nil {
				all[i].sent++
			}
		}
	})
	return all
}

// deliver sends a text until it is sent, or nobody knows; a stick that was lost is opened anew.
func deliver(t *testing.T, stick *fakegoform.Server, b **webstick.Stick, text sms.WholeText) (o outcome) {
	t.Helper()
	for o.tries = 1; o.tries <= 4; o.tries++ {
		var note []byte
		note, o.err = sendNoted(t, *b, text)
		o.fate = sms.FateUnknown
		var failed *sms.SubmitError
		if !errors.As(o.err, &failed) {
			return o
		}
		if failed.Gone {
			*b = anew(t, stick)
		}
		switch {
		case failed.Written && failed.Class == sms.ClassUnknown && failed.Code < 0:
			if o.fate = resolve(t, *b, text, note); o.fate != sms.FateNotSent {
				return o
			}
		case failed.Class == sms.ClassPermanent:
			return o
		}
		time.Sleep(30 * time.Second)
	}
	return o
}

// anew opens a stick that comes back.
func anew(t *testing.T, stick *fakegoform.Server) *webstick.Stick {
	t.Helper()
	for range 60 {
		s, err := goform.Open(t.Context(), goform.Options{Address: stick.Address(), Dial: stick.Dial})
		if err == nil {
			t.Cleanup(func() {
				_ = s.Close()
				<-s.Done()
			})
			if s.Login(t.Context(), "", "admin") == nil && s.Ready(t.Context()) == nil {
				return s
			}
			_ = s.Close()
		}
		time.Sleep(5 * time.Second)
	}
	t.Fatal("the stick does not come back")
	return nil
}

// resolve finds out what became of a text.
func resolve(t *testing.T, s *webstick.Stick, text sms.WholeText, note []byte) sms.Fate {
	t.Helper()
	for range 60 {
		fate, err := s.Resolve(t.Context(), text, note)
		if err == nil && fate != sms.FatePending {
			return fate
		}
		time.Sleep(10 * time.Second)
	}
	return sms.FateUnknown
}

// TestNeverTwice: whatever goes wrong and whenever the stick is pulled out, no text goes out twice, none that
// counts as sent is lost, and none that counts as failed or not sent went out.
func TestNeverTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		for i, o := range aScript(rt).run(t) {
			switch {
			case o.sent > 1:
				rt.Fatalf("text %d went out %d times in %d tries: %v, %v", i, o.sent, o.tries, o.err, o.fate)
			case o.err == nil && o.sent == 0, o.fate == sms.FateSent && o.sent == 0:
				rt.Fatalf("text %d counts as sent, and is not: %v, %v", i, o.err, o.fate)
			case o.fate == sms.FateFailed && o.sent > 0:
				rt.Fatalf("text %d counts as failed, and went out", i)
			}
		}
	})
}

// TestPasswordOnce: whatever goes wrong, a password that a person typed is sent at most once.
func TestPasswordOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := aScript(rt)
		if !s.options.Personality.Login {
			s.options.Personality = fakegoform.MF79U
		}
		synctest.Test(t, func(t *testing.T) {
			stick := plugged(t, s.options)
			b := reach(t, stick)
			for name, faults := range s.faults {
				stick.Disturb(name, faults...)
			}
			for i := range 4 {
				err := b.Login(t.Context(), "", "wrong")
				if posts := stick.Posts("LOGIN"); posts > i+1 {
					rt.Errorf("%d requests with a password after %d were typed: %v", posts, i+1, err)
				}
				_, _ = sendNoted(t, b, greeting)
			}
		})
	})
}
