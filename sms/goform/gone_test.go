package goform_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms/fakegoform"
	"surfstick-sms/sms/fakeweb"
	"surfstick-sms/sms/goform"
)

// TestGone: a stick that cannot be reached is gone after some seconds; one whose answers fail for a while is not.
func TestGone(t *testing.T) {
	inBubble(t, "unplugged", func(t *testing.T) {
		stick, s, _ := listening(t, fakegoform.Options{})
		time.Sleep(time.Minute)
		began := time.Now()
		stick.Unplug()
		<-s.Done()
		if took := time.Since(began); took < 5*time.Second || took > 15*time.Second {
			t.Errorf("after %v", took)
		}
	})
	for name, d := range map[string]fakeweb.Disturbance{
		"busy": {Wait: 30 * time.Second}, "resets": {How: fakeweb.Reset}, "half": {How: fakeweb.Half},
		"a page": {How: fakeweb.PageInstead}, "another host": {How: fakeweb.Redirected},
		"no end": {How: fakeweb.Endless}, "error": {How: fakeweb.InternalError}, "slow": {How: fakeweb.SlowHeaders},
		"null": {How: fakeweb.Instead, Body: "null"}, "a list": {How: fakeweb.Instead, Body: "[[[[]]]]"},
		"deep": {How: fakeweb.Instead, Body: strings.Repeat(`{"a":`, 100000)},
	} {
		inBubble(t, name, func(t *testing.T) {
			stick, s, k := listening(t, fakegoform.Options{})
			stick.Disturb("sms_capacity_info", repeated(3, d)...)
			stick.Disturb("sms_data_total", repeated(2, d)...)
			time.Sleep(3 * time.Minute)
			stick.Arrive(fakegoform.Entry{Phone: "Bank", Content: "x"})
			time.Sleep(3 * time.Minute)
			if wantTexts(t, k, "x"); s.Err() != nil {
				t.Errorf("gone: %v", s.Err())
			}
		})
	}
}

// TestTraceIsClean: neither the trace nor what the stick says of itself holds anything secret or private.
func TestTraceIsClean(t *testing.T) {
	inBubble(t, "clean", func(t *testing.T) {
		stick := plugged(t, fakegoform.Options{
			Personality: fakegoform.MF833, Password: "swordfish", IMEI: "861234567890123",
			Card: fakegoform.Card{PIN: "4711", IMSI: "262011234567890"},
		})
		stick.Arrive(fakegoform.Entry{Phone: "+491713920042", Content: "secret"})
		var lines []string
		s, err := goform.Open(t.Context(), goform.Options{
			Address: stick.Address(), Dial: stick.Dial, Trace: func(line string) { lines = append(lines, line) },
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Login(t.Context(), "", "swordfish"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.EnterPIN(t.Context(), "4711"); err != nil {
			t.Fatal(err)
		}
		makeReady(t, s, "swordfish")
		s.Listen(&sink{})
		if _, err := sendNoted(t, s, greeting); err != nil {
			t.Fatal(err)
		}
		said := strings.Join(lines, "\n") + fmt.Sprint(s.Traits(t.Context()))
		_ = s.Close()
		<-s.Done()
		for _, want := range []string{"> GET get sms_data_total", "> POST set SEND_SMS", "< result success", "MF833V"} {
			if !strings.Contains(said, want) {
				t.Errorf("no %q", want)
			}
		}
		for _, secret := range []string{
			"swordfish", "4711", "secret", "0073006500630072", "491713920042", string(partner), "861234567890123", "262011234567890",
			"Grüße", "stok", "AD=",
		} {
			if strings.Contains(said, secret) {
				t.Errorf("%q in the trace", secret)
			}
		}
	})
}
