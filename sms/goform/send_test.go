package goform_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakeweb"
	"surfstick-sms/sms/webstick"
)

// TestSend: what goes over the wire and what the network has: number, words in either alphabet, one copy.
func TestSend(t *testing.T) {
	for _, c := range []struct{ text, alphabet string }{
		{"Grüße [1] & 2 + 3", "GSM7_default"},
		{"schön 😀 привет", "UNICODE"},
		{"zwei\nZeilen", "GSM7_default"},
		{strings.Repeat("lang ", 120), "GSM7_default"},
	} {
		inBubble(t, c.alphabet+" "+c.text[:4], func(t *testing.T) {
			stick, s, _ := listening(t, fakegoform.Options{Personality: fakegoform.MF79U})
			if _, err := sendNoted(t, s, sms.WholeText{To: partner, Text: c.text}); err != nil {
				t.Fatal(err)
			}
			sent := stick.Sent()
			if len(sent) != 1 || sent[0].Content != c.text || sent[0].Phone != string(partner) || sent[0].Alphabet != c.alphabet {
				t.Errorf("the network has %+v", sent)
			}
			for _, r := range stick.Requests() {
				if r.Name == "SEND_SMS" && (r.Values.Get("ID") != "-1" || r.Values.Get("notCallback") != "true" ||
					strings.Count(r.Values.Get("sms_time"), ";") != 6 || r.Values.Get("isTest") != "false") {
					t.Errorf("form %v", r.Values)
				}
			}
			if stick.MostTogether() != 1 {
				t.Errorf("%d requests at once", stick.MostTogether())
			}
		})
	}
}

// TestSendEnds: what the stick says in the end, whatever it keeps and however late it says it.
func TestSendEnds(t *testing.T) {
	for name, c := range map[string]struct {
		quirks fakegoform.Quirks
		to     sms.Number
		want   sms.SubmitError // zero for none
	}{
		"sent":                 {fakegoform.Quirks{}, partner, sms.SubmitError{}},
		"own dates":            {fakegoform.Quirks{Outbox: fakegoform.OutboxOwnDate}, partner, sms.SubmitError{}},
		"no copies":            {fakegoform.Quirks{Outbox: fakegoform.OutboxNothing}, partner, sms.SubmitError{}},
		"no status":            {fakegoform.Quirks{NoStatus: true}, partner, sms.SubmitError{}},
		"late status":          {fakegoform.Quirks{LateStatus: 1500 * time.Millisecond}, partner, sms.SubmitError{}},
		"numbers as numbers":   {fakegoform.Quirks{NumbersAsNumbers: true}, partner, sms.SubmitError{}},
		"reused numbers":       {fakegoform.Quirks{ReuseIndex: true}, partner, sms.SubmitError{}},
		"cannot be reached":    {fakegoform.Quirks{}, "+491713920001", sms.SubmitError{Code: -1, Written: true, Class: sms.ClassPermanent, Reason: sms.ReasonStick}},
		"never done":           {fakegoform.Quirks{}, "+491713920002", sms.SubmitError{Code: -1, Written: true}},
		"no copies, no status": {fakegoform.Quirks{Outbox: fakegoform.OutboxNothing, NoStatus: true}, partner, sms.SubmitError{Code: -1, Written: true}},
	} {
		inBubble(t, name, func(t *testing.T) {
			_, s, _ := listening(t, fakegoform.Options{Quirks: c.quirks})
			_, err := sendNoted(t, s, sms.WholeText{To: c.to, Text: "hello"})
			if c.want == (sms.SubmitError{}) {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantRefused(t, err, c.want)
		})
	}
}

// TestStatusOfAnother: for a moment the stick still tells of the text before, and somebody else may send at
// its own page. Neither is taken for ours.
func TestStatusOfAnother(t *testing.T) {
	inBubble(t, "the text before", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{Quirks: fakegoform.Quirks{LateStatus: 3 * time.Second}, SendTime: 8 * time.Second})
		if _, err := sendNoted(t, s, greeting); err != nil {
			t.Fatal(err)
		}
		_, err := sendNoted(t, s, sms.WholeText{To: "+491713920001", Text: "fails"})
		wantRefused(t, err, sms.SubmitError{Code: -1, Written: true, Class: sms.ClassPermanent, Reason: sms.ReasonStick})
		if len(stick.Sent()) != 1 {
			t.Errorf("%d sent", len(stick.Sent()))
		}
	})
	inBubble(t, "somebody at the page", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{SendTime: 5 * time.Second})
		time.AfterFunc(time.Second, func() { stick.PageSends(string(partner), "of somebody else") })
		_, err := sendNoted(t, s, sms.WholeText{To: "+491713920001", Text: "fails"})
		if err == nil {
			t.Error("taken for sent")
		}
	})
}

// TestRefusedText: a text that the stick refuses is not sent, and later may help; a number that no stick takes
// never goes to it.
func TestRefusedText(t *testing.T) {
	inBubble(t, "no network", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{NoNetwork: true})
		_, err := sendNoted(t, s, greeting)
		wantRefused(t, err, sms.SubmitError{Code: -1, Written: true, Class: sms.ClassSoon, Reason: sms.ReasonStick})
		if n := stick.Posts("SEND_SMS"); n != 1 {
			t.Errorf("%d requests", n)
		}
	})
	inBubble(t, "number", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{})
		_, err := sendNoted(t, s, sms.WholeText{To: "Bank", Text: "x"})
		wantRefused(t, err, sms.SubmitError{Code: -1, Class: sms.ClassPermanent, Reason: sms.ReasonNumber})
		if n := stick.Posts("SEND_SMS"); n != 0 {
			t.Errorf("%d requests", n)
		}
	})
	inBubble(t, "somebody else sends", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{})
		stick.Disturb("sms_cmd_status_info", repeated(200, fakeweb.Disturbance{
			How: fakeweb.Instead, Body: `{"sms_cmd":"4","sms_cmd_status_result":"1"}`,
		})...)
		_, err := sendNoted(t, s, greeting)
		wantRefused(t, err, sms.SubmitError{Code: -1, Class: sms.ClassSoon, Reason: sms.ReasonBusy})
		if n := stick.Posts("SEND_SMS"); n != 0 {
			t.Errorf("%d requests", n)
		}
	})
}

// TestEmptyAnswer: an MF79 answers some texts with nothing at all. Whether it has them, only its boxes tell; and
// so with any other answer that makes no sense.
func TestEmptyAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		taken bool
		body  string
	}{
		"taken": {true, ""}, "not taken": {false, ""}, "a number, taken": {true, `{"result":"5"}`},
		"a number, not taken": {false, `{"result":"5"}`}, "half, taken": {true, `{"result":"fail`},
	} {
		inBubble(t, name, func(t *testing.T) {
			taken := c.taken
			stick, s, _ := listening(t, fakegoform.Options{})
			if _, err := sendNoted(t, s, greeting); err != nil { // so that it is known to keep copies
				t.Fatal(err)
			}
			stick.Disturb("SEND_SMS", fakeweb.Disturbance{How: fakeweb.Instead, Taken: taken, Body: c.body})
			note, err := sendNoted(t, s, sms.WholeText{To: "+491713920077", Text: "second"})
			if taken {
				if err != nil || len(stick.Sent()) != 2 {
					t.Errorf("%v, %d sent", err, len(stick.Sent()))
				}
				return
			}
			wantRefused(t, err, sms.SubmitError{Code: -1, Written: true, Class: sms.ClassSoon, Reason: sms.ReasonNoAnswer})
			fate, err := s.Resolve(t.Context(), sms.WholeText{To: "+491713920077", Text: "second"}, note)
			if fate != sms.FateNotSent || err != nil {
				t.Errorf("fate %v, %v", fate, err)
			}
		})
	}
}

// TestResolveElsewhere: another program, or this one after a crash, finds out by the note what became of a
// text as far as the boxes tell; what they do not tell is unknown, and never "not sent".
func TestResolveElsewhere(t *testing.T) {
	for name, c := range map[string]struct {
		to     sms.Number
		change func(*fakegoform.Server)
		want   sms.Fate
	}{
		"sent":    {partner, func(*fakegoform.Server) {}, sms.FateSent},
		"failed":  {"+491713920001", func(*fakegoform.Server) {}, sms.FateFailed},
		"emptied": {partner, func(s *fakegoform.Server) { s.Empty(fakegoform.TagSent) }, sms.FateUnknown},
	} {
		inBubble(t, name, func(t *testing.T) {
			stick := plugged(t, fakegoform.Options{})
			s := reach(t, stick)
			makeReady(t, s, "admin")
			text := sms.WholeText{To: c.to, Text: "hello"}
			note, _ := sendNoted(t, s, text)
			_ = s.Close()
			<-s.Done()
			c.change(stick)
			time.Sleep(2 * time.Minute)
			later := reach(t, stick)
			if fate, err := later.Resolve(t.Context(), text, note); fate != c.want || err != nil {
				t.Errorf("fate %v, %v; want %v", fate, err, c.want)
			}
		})
	}
}

// TestOtherStick: a note says nothing to another stick.
func TestOtherStick(t *testing.T) {
	inBubble(t, "other", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{})
		note, err := sendNoted(t, s, greeting)
		if err != nil {
			t.Fatal(err)
		}
		_ = stick
		other := reach(t, plugged(t, fakegoform.Options{IMEI: "860000000000099"}))
		if fate, err := other.Resolve(t.Context(), greeting, note); fate != sms.FateUnknown || err != nil {
			t.Errorf("fate %v, %v", fate, err)
		}
	})
}

// TestTidy: the stick's own copy of a text is deleted once the next one is committed, and nothing else that was
// sent is.
func TestTidy(t *testing.T) {
	inBubble(t, "tidy", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{})
		stick.Keep(fakegoform.Entry{Phone: "10010", Content: "of somebody else"}, fakegoform.TagSent)
		for range 4 {
			if _, err := sendNoted(t, s, greeting); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Minute)
		if left := stick.Tagged(fakegoform.TagSent); len(left) != 2 || left[0].Phone != "10010" {
			t.Errorf("left %+v", left)
		}
	})
}

// TestUnproved: nothing is changed before a stick was met, nor in another device that answers later.
func TestUnproved(t *testing.T) {
	inBubble(t, "another device", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{})
		stick.Disturb("modem_main_state", repeated(9, fakeweb.Disturbance{
			How: fakeweb.Instead, Body: `{"modem_main_state":"modem_init_complete","wa_inner_version":"OTHER"}`,
		})...)
		before := stick.Posts("")
		_, err := sendNoted(t, s, greeting)
		<-s.Done()
		if stick.Posts("") != before || !errors.Is(s.Err(), webstick.ErrNotStick) {
			t.Errorf("%v, gone because %v, %d changes", err, s.Err(), stick.Posts("")-before)
		}
	})
}

// TestSilentStick: of a stick that neither keeps copies nor says what became of texts nothing follows from their
// absence.
func TestSilentStick(t *testing.T) {
	inBubble(t, "silent", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{
			Quirks: fakegoform.Quirks{Outbox: fakegoform.OutboxNothing, NoStatus: true},
		})
		_, _ = sendNoted(t, s, greeting)
		stick.Disturb("SEND_SMS", fakeweb.Disturbance{How: fakeweb.Instead, Taken: true})
		second := sms.WholeText{To: "+491713920077", Text: "second"}
		note, err := sendNoted(t, s, second)
		wantRefused(t, err, sms.SubmitError{Code: -1, Written: true})
		time.Sleep(time.Hour)
		if fate, err := s.Resolve(t.Context(), second, note); fate != sms.FateUnknown || err != nil || len(stick.Sent()) != 2 {
			t.Errorf("fate %v, %v, %d sent", fate, err, len(stick.Sent()))
		}
	})
}
