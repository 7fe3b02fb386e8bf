package hilink_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakehilink"
	"surfstick-sms/sms/hilink"
)

// taken is a request to send that is done although the answer goes wrong.
func takenBut(how fakehilink.How, wait time.Duration) fakehilink.Disturbance {
	return fakehilink.Disturbance{How: how, Taken: true, Wait: wait}
}

// unknownFate is the error of a text that may have gone out.
var unknownFate = sms.SubmitError{Written: true, Code: -1}

// TestSendTextFaults: what comes of a text when something goes wrong, and that it never goes out twice.
func TestSendTextFaults(t *testing.T) {
	notTaken := sms.SubmitError{Written: true, Code: -1, Class: sms.ClassSoon, Reason: sms.ReasonNoAnswer}
	type fault = fakehilink.Disturbance
	for _, c := range []struct {
		name string
		what []fault
		want *sms.SubmitError // nil for success
		sent int
	}{
		{"token refused", []fault{{Code: 125003}}, nil, 1},
		{"busy for a moment", []fault{{Code: 100004}, {Code: 100004}}, nil, 1},
		{"the text before is still being sent", []fault{{Code: 113004}, {Code: 113004}}, nil, 1},
		{"it always says so", repeated(99, fault{Code: 113004}), &sms.SubmitError{
			Written: true, Code: 113004, Class: sms.ClassSoon, Reason: sms.ReasonBusy,
		}, 0},
		{"no room", []fault{{Code: 113053}}, &sms.SubmitError{
			Written: true, Code: 113053, Class: sms.ClassUser, Reason: sms.ReasonFull,
		}, 0},
		{"taken, overtime", []fault{{Code: 113018, Taken: true}}, nil, 1},
		{"not taken, overtime", []fault{{Code: 113018}}, &notTaken, 0},
		{"not taken, no cause", []fault{{Code: 100001}}, &notTaken, 0},
		{"taken, reset", []fault{takenBut(fakehilink.Reset, 0)}, nil, 1},
		{"taken, half an answer", []fault{takenBut(fakehilink.Half, 0)}, nil, 1},
		{"taken, status 500", []fault{takenBut(fakehilink.InternalError, 0)}, nil, 1},
		{"taken, a page", []fault{takenBut(fakehilink.PageInstead, 0)}, nil, 1},
		{"taken, another host", []fault{takenBut(fakehilink.Redirected, 0)}, nil, 1},
		{"taken, headers without an end", []fault{takenBut(fakehilink.SlowHeaders, 0)}, nil, 1},
		{"taken, an answer without an end", []fault{takenBut(fakehilink.Endless, 0)}, nil, 1},
		{"taken, answered after 40 s", []fault{takenBut(fakehilink.Answered, 40*time.Second)}, nil, 1},
		{"taken, answered after 90 s", []fault{takenBut(fakehilink.Answered, 90*time.Second)}, nil, 1},
		{"not taken, reset", []fault{{How: fakehilink.Reset}}, &notTaken, 0},
		{"not taken, half an answer", []fault{{How: fakehilink.Half}}, &notTaken, 0},
		{"not taken, status 500", []fault{{How: fakehilink.InternalError}}, &notTaken, 0},
		{"not taken, a page", []fault{{How: fakehilink.PageInstead}}, &notTaken, 0},
		{"not taken, silence", []fault{{How: fakehilink.Reset, Wait: 90 * time.Second}}, &notTaken, 0},
	} {
		inBubble(t, c.name, func(t *testing.T) {
			stick, s, _ := listening(t, fakehilink.Options{})
			stick.Disturb("sms/send-sms", c.what...)
			_, err := sendNoted(t, s, greeting)
			if c.want != nil {
				wantRefused(t, err, *c.want)
			} else if err != nil {
				t.Errorf("got %v", err)
			}
			if n := len(stick.Sent()); n != c.sent {
				t.Errorf("the network has %d texts, want %d", n, c.sent)
			}
			wantStillWorks(t, stick, s, c.sent)
		})
	}
}

// TestSendTextBefore: what a stick answers to the questions before the text leaves no doubt about it.
func TestSendTextBefore(t *testing.T) {
	inBubble(t, "overtime", func(t *testing.T) {
		stick, s, _ := listening(t, fakehilink.Options{})
		stick.Disturb("sms/sms-count", fakehilink.Disturbance{Code: 113018})
		note, err := sendNoted(t, s, greeting)
		wantRefused(t, err, sms.SubmitError{Code: 113018, Class: sms.ClassSoon, Reason: sms.ReasonNoAnswer})
		if note != nil || stick.Posts("sms/send-sms") != 0 {
			t.Errorf("note %q, %d requests to send", note, stick.Posts("sms/send-sms"))
		}
	})
}

// TestSendTextGivenUp: a stick that did not answer the request gets as long to show that it has the text as
// any other, counted from when the request was given up.
func TestSendTextGivenUp(t *testing.T) {
	inBubble(t, "silence", func(t *testing.T) {
		stick, s, _ := listening(t, fakehilink.Options{})
		stick.Disturb("sms/send-sms", fakehilink.Disturbance{How: fakehilink.Reset, Wait: 90 * time.Second})
		began := time.Now()
		err := s.SendText(t.Context(), greeting, nil)
		wantRefused(t, err, sms.SubmitError{
			Written: true, Code: -1, Class: sms.ClassSoon, Reason: sms.ReasonNoAnswer,
		})
		if took := time.Since(began); took < 2*time.Minute {
			t.Errorf("known after %v, a minute of which was the request", took)
		}
	})
}

// TestSendTextNeverWithoutNote: a stick that says "still sending" when it is asked for a token has not got the
// text yet, and its note was not committed; before it goes out, it is.
func TestSendTextNeverWithoutNote(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, s, _ := listening(t, fakehilink.Options{Personality: p})
		stick.EndSessions()
		for _, path := range []string{"webserver/token", "webserver/SesTokInfo"} {
			stick.Disturb(path, repeated(2, fakehilink.Disturbance{Code: 113004})...)
		}
		for range 3 { // the first one finds that its session has ended, the second one that there is no token
			before := len(stick.Sent())
			if note, err := sendNoted(t, s, greeting); len(stick.Sent()) > before && note == nil {
				t.Errorf("went out without a note: %v", err)
			}
		}
		if len(stick.Sent()) == 0 {
			t.Error("nothing went out")
		}
	})
}

// wantStillWorks sends another text to the same number.
func wantStillWorks(t *testing.T, stick *fakehilink.Server, s *hilink.Stick, before int) {
	t.Helper()
	stick.Calm()
	if _, err := sendNoted(t, s, greeting); err != nil || len(stick.Sent()) != before+1 {
		t.Errorf("the next one: %v, %d in the network", err, len(stick.Sent()))
	}
}

// TestSendTextFails: the stick took it and could not send it, and does not say why.
func TestSendTextFails(t *testing.T) {
	everyPersonality(t, func(t *testing.T, p fakehilink.Personality) {
		stick, s, _ := listening(t, fakehilink.Options{Personality: p, Quirks: fakehilink.Quirks{Fail: true}})
		failed := sms.SubmitError{Written: true, Code: -1, Class: sms.ClassPermanent, Reason: sms.ReasonStick}
		for range 2 { // the second time the send-status is the same as before
			_, err := sendNoted(t, s, greeting)
			wantRefused(t, err, failed)
		}
		stick.Disturb("sms/send-sms", takenBut(fakehilink.Reset, 0))
		_, err := sendNoted(t, s, greeting)
		wantRefused(t, err, failed)
	})
}

// TestSendTextWithoutEnd: the stick never says what became of it.
func TestSendTextWithoutEnd(t *testing.T) {
	inBubble(t, "no end", func(t *testing.T) {
		stick, s, k := listening(t, fakehilink.Options{Quirks: fakehilink.Quirks{NeverDone: true}})
		began := time.Now()
		time.AfterFunc(time.Minute, func() { stick.Arrive(fakehilink.Entry{Phone: "Bank", Content: "meanwhile"}) })
		note, err := sendNoted(t, s, greeting)
		wantRefused(t, err, unknownFate)
		if took := time.Since(began); took < 290*time.Second || took > 7*time.Minute {
			t.Errorf("took %v", took)
		}
		if got := k.KeptAt(); len(got) != 1 || got[0].Sub(began) > time.Minute+8*time.Second {
			t.Errorf("received after %v", got)
		}
		if fate, err := s.Resolve(t.Context(), greeting, note); fate != sms.FatePending || err != nil {
			t.Errorf("fate %v, %v", fate, err)
		}
		time.Sleep(2 * time.Hour)
		if fate, err := s.Resolve(t.Context(), greeting, note); fate != sms.FateUnknown || err != nil {
			t.Errorf("fate %v, %v", fate, err)
		}
	})
}

// TestSendTextImpatient: where the caller has less patience, a text is given up after that, and the next one goes
// once the stick is done with it.
func TestSendTextImpatient(t *testing.T) {
	inBubble(t, "given up", func(t *testing.T) {
		const patience = 15 * time.Second
		stick := fakehilink.New(fakehilink.Options{NoAnswer: 2 * patience})
		defer stick.Close()
		s, err := hilink.Open(t.Context(), hilink.Options{
			Address: stick.Address(), Dial: stick.Dial, SubmitTimeout: patience,
		})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close(); <-s.Done() }()
		makeReady(t, s, fakehilink.Options{})
		s.Listen(&sink{})
		began := time.Now()
		_, err = sendNoted(t, s, sms.WholeText{To: "+491701234502", Text: "x"})
		wantRefused(t, err, unknownFate)
		if took := time.Since(began); took < patience || took > patience+10*time.Second {
			t.Errorf("took %v", took)
		}
		if _, err := sendNoted(t, s, greeting); err != nil || len(stick.Sent()) != 1 {
			t.Errorf("the next one: %v; sent %+v", err, stick.Sent())
		}
	})
}

// TestSendTextCancelled: before the request nothing is sent; afterwards only the waiting ends.
func TestSendTextCancelled(t *testing.T) {
	inBubble(t, "cancelled", func(t *testing.T) {
		stick, s, _ := listening(t, fakehilink.Options{SendTime: 20 * time.Second})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		var note []byte
		err := s.SendText(ctx, greeting, func(n []byte) error { note = n; return nil })
		wantRefused(t, err, unknownFate)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		time.Sleep(time.Minute)
		if fate, err := s.Resolve(t.Context(), greeting, note); fate != sms.FateSent || err != nil || len(stick.Sent()) != 1 {
			t.Errorf("fate %v, %v", fate, err)
		}
	})
}

// TestSendTextBadNumber: what no stick takes is not offered to it.
func TestSendTextBadNumber(t *testing.T) {
	inBubble(t, "number", func(t *testing.T) {
		stick, s, _ := listening(t, fakehilink.Options{})
		_, err := sendNoted(t, s, sms.WholeText{To: "Free Mobile", Text: "x"})
		wantRefused(t, err, sms.SubmitError{Code: -1, Class: sms.ClassPermanent, Reason: sms.ReasonNumber})
		if stick.Posts("sms/send-sms") != 0 {
			t.Error("it was offered")
		}
	})
}

// TestSendTextTooLong: a text of many parts is offered, and its length is the reason when it is refused.
func TestSendTextTooLong(t *testing.T) {
	inBubble(t, "long", func(t *testing.T) {
		stick, s, _ := listening(t, fakehilink.Options{})
		long := sms.WholeText{To: partner, Text: strings.Repeat("x", 1000)}
		if _, err := sendNoted(t, s, long); err != nil {
			t.Errorf("got %v", err)
		}
		stick.Disturb("sms/send-sms", repeated(2, fakehilink.Disturbance{Code: 113054})...)
		_, err := sendNoted(t, s, long)
		wantRefused(t, err, sms.SubmitError{Written: true, Code: 113054, Class: sms.ClassPermanent, Reason: sms.ReasonTooLong})
		_, err = sendNoted(t, s, greeting)
		wantRefused(t, err, sms.SubmitError{Written: true, Code: 113054, Class: sms.ClassPermanent, Reason: sms.ReasonNumber})
	})
}

// TestDatesAreMarks: two texts in one second have two dates, and one that lies there already is not used.
func TestDatesAreMarks(t *testing.T) {
	inBubble(t, "dates", func(t *testing.T) {
		stick, s, _ := listening(t, fakehilink.Options{SendTime: time.Nanosecond})
		stick.PageSends("10010", "somebody else's")
		for range 3 {
			if _, err := sendNoted(t, s, greeting); err != nil {
				t.Fatal(err)
			}
		}
		dates := map[string]bool{}
		for _, e := range stick.Sent() {
			dates[e.Date] = true
		}
		if len(dates) != 4 {
			t.Errorf("dates %v", dates)
		}
	})
}

// TestOwnCopies: the stick's copy of a text is deleted once the next one is committed, so that they do not
// fill the stick. Nothing else is.
func TestOwnCopies(t *testing.T) {
	inBubble(t, "copies", func(t *testing.T) {
		stick, s, _ := listening(t, fakehilink.Options{})
		stick.PageSends(string(partner), greeting.Text)
		for range 5 {
			if _, err := sendNoted(t, s, greeting); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
		}
		sent := stick.Sent()
		if left := stick.In(2); len(left) != 2 || left[0].Date != sent[0].Date || left[1].Date != sent[5].Date {
			t.Errorf("left %+v; want somebody else's and the last one", left)
		}
		_ = s.SendText(t.Context(), greeting, func([]byte) error { return errors.New("disk full") })
		time.Sleep(time.Minute)
		if left := stick.In(2); len(left) != 2 {
			t.Errorf("left %+v although nothing was committed", left)
		}
	})
}
