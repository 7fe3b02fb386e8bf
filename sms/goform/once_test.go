package goform_test

import (
	"errors"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakeweb"
)

// TestPINOnce: a PIN that the card refused is not given again in the hope that the refusal had another cause,
// with firmware that makes up a number for a signature and does not look at it.
func TestPINOnce(t *testing.T) {
	inBubble(t, "wrong", func(t *testing.T) {
		p := fakegoform.MF833
		p.Sign, p.Login = fakegoform.SignUnchecked, false
		stick := plugged(t, fakegoform.Options{Personality: p, Card: fakegoform.Card{PIN: "1234"}})
		s := reach(t, stick)
		sim, err := s.EnterPIN(t.Context(), "1111")
		if !errors.Is(err, sms.ErrPINRefused) || sim.PINTries != 2 || stick.Posts("ENTER_PIN") != 1 {
			t.Errorf("%+v, %v, %d requests", sim, err, stick.Posts("ENTER_PIN"))
		}
	})
}

// TestFirstTextLost: when no answer comes to the first text since the stick was plugged in, nobody knows yet
// whether it keeps copies or says what becomes of texts: that it does neither proves nothing.
func TestFirstTextLost(t *testing.T) {
	inBubble(t, "lost", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{
			Quirks: fakegoform.Quirks{Outbox: fakegoform.OutboxNothing, NoStatus: true},
		})
		stick.Disturb("SEND_SMS", fakeweb.Disturbance{How: fakeweb.Instead, Taken: true})
		note, err := sendNoted(t, s, greeting)
		wantRefused(t, err, sms.SubmitError{Code: -1, Written: true})
		time.Sleep(time.Hour)
		if fate, err := s.Resolve(t.Context(), greeting, note); fate != sms.FateUnknown || err != nil || len(stick.Sent()) != 1 {
			t.Errorf("fate %v, %v, %d sent", fate, err, len(stick.Sent()))
		}
	})
}

// TestBusyAtTheLastMoment: a text that somebody began to send at the stick's page after the last look is let
// end first, so that what becomes of it is not taken for ours.
func TestBusyAtTheLastMoment(t *testing.T) {
	inBubble(t, "busy", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{})
		busy := fakeweb.Disturbance{How: fakeweb.Instead, Body: `{"sms_cmd":"4","sms_cmd_status_result":"1"}`}
		done := fakeweb.Disturbance{How: fakeweb.Instead, Body: `{"sms_cmd":"4","sms_cmd_status_result":"3"}`}
		stick.Disturb("sms_cmd_status_info", fakeweb.Disturbance{}, busy, busy, done, done)
		_, err := sendNoted(t, s, sms.WholeText{To: "+491713920001", Text: "fails"})
		wantRefused(t, err, sms.SubmitError{Code: -1, Written: true, Class: sms.ClassPermanent, Reason: sms.ReasonStick})
		asked := 0
		for _, r := range stick.Requests() {
			if r.Name == "SEND_SMS" {
				break
			}
			if r.Name == "sms_cmd_status_info" {
				asked++
			}
		}
		if asked != 5 || stick.Posts("SEND_SMS") != 1 {
			t.Errorf("handed over after %d questions, %d times", asked, stick.Posts("SEND_SMS"))
		}
	})
}

// TestStatusOfAnyNumber: the stick's status is the same after texts to different numbers, so that it proves nothing
// about one without an answer as long as no copy of ours was ever seen.
func TestStatusOfAnyNumber(t *testing.T) {
	inBubble(t, "lost", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{Quirks: fakegoform.Quirks{Outbox: fakegoform.OutboxNothing}})
		stick.Keep(fakegoform.Entry{Phone: "10010", Content: "of long ago"}, fakegoform.TagSent)
		if _, err := sendNoted(t, s, greeting); err != nil {
			t.Fatal(err)
		}
		stick.Disturb("SEND_SMS", fakeweb.Disturbance{How: fakeweb.Reset, Taken: true, Wait: 10 * time.Second})
		second := sms.WholeText{To: "+491713920077", Text: "second"}
		note, err := sendNoted(t, s, second)
		wantRefused(t, err, sms.SubmitError{Code: -1, Written: true})
		time.Sleep(time.Hour)
		if fate, err := s.Resolve(t.Context(), second, note); fate != sms.FateUnknown || err != nil || len(stick.Sent()) != 2 {
			t.Errorf("fate %v, %v, %d sent", fate, err, len(stick.Sent()))
		}
	})
}

// TestOtherStore: a text on the SIM card is not deleted by a number that another text in the stick bears, too.
func TestOtherStore(t *testing.T) {
	inBubble(t, "same number", func(t *testing.T) {
		stick, _, k := listening(t, fakegoform.Options{Quirks: fakegoform.Quirks{StoresApart: true}})
		stick.Keep(fakegoform.Entry{Phone: "10010", Content: "of somebody else"}, fakegoform.TagSent)
		stick.ArriveOnCard(fakegoform.Entry{Phone: string(partner), Content: "on the card"})
		time.Sleep(5 * time.Minute)
		wantTexts(t, k, "on the card")
		if left := stick.Tagged(fakegoform.TagSent); len(left) != 1 {
			t.Errorf("left among the sent ones: %+v", left)
		}
	})
}
