package messenger_test

import (
	"fmt"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/messenger"
)

// TestValidity follows the choice down to the octet that the network reads, TP-VP (3GPP TS 23.040
// clause 9.2.3.12.1): 5 minutes up to 143, half hours up to 167, days up to 196, weeks up to 255.
func TestValidity(t *testing.T) {
	const numberOctets = 6 // of the 12 digits of the test's numbers
	for word, want := range map[string]struct {
		octet byte
		span  time.Duration
	}{
		"":         {168, 48 * time.Hour},
		"hour":     {11, time.Hour},
		"hours":    {71, 6 * time.Hour},
		"day":      {167, 24 * time.Hour},
		"week":     {173, 7 * 24 * time.Hour},
		"most":     {255, 63 * 7 * 24 * time.Hour},
		"for good": {168, 48 * time.Hour},
	} {
		t.Run(word, func(t *testing.T) {
			over(t, fakemodem.Options{}, func(b *bench, s *stick) {
				if err := b.SetSetting(b.t.Context(), messenger.KeyValidity, word); err != nil {
					b.t.Fatal(err)
				}
				b.send(anna, "hello")
				time.Sleep(10 * time.Second)
				sent := s.Sent()
				if len(sent) != 1 {
					b.t.Fatalf("%d texts went out", len(sent))
				}
				tpdu := sent[0].TPDUs[0]
				// First octet, reference, length and type of the number, number, PID, DCS, VP.
				if format := tpdu[0] >> 3 & 3; format != 2 {
					b.t.Errorf("format of the validity %d, want relative", format)
				}
				if got := tpdu[4+numberOctets+2]; got != want.octet {
					b.t.Errorf("TP-VP %d, want %d", got, want.octet)
				}
				if sent[0].Validity != want.span {
					b.t.Errorf("the network reads %v, want %v", sent[0].Validity, want.span)
				}
			})
		})
	}
}

// TestValidityIsThatOfTheQueue: a text keeps the time that was chosen when it was written.
func TestValidityIsThatOfTheQueue(t *testing.T) {
	bubble(t, func(b *bench) {
		for i, word := range []string{"hour", "week"} {
			if err := b.SetSetting(b.t.Context(), messenger.KeyValidity, word); err != nil {
				b.t.Fatal(err)
			}
			b.send(anna, fmt.Sprint("text ", i))
		}
		s := newStick(b, fakemodem.Options{})
		defer s.Close()
		m := s.plug()
		time.Sleep(time.Minute)
		var got []time.Duration
		for _, sent := range s.Sent() {
			got = append(got, sent.Validity)
		}
		if want := fmt.Sprint([]time.Duration{time.Hour, 7 * 24 * time.Hour}); fmt.Sprint(got) != want {
			b.t.Errorf("sent with %v, want %v", got, want)
		}
		for _, text := range b.with(anna) {
			if text.Status != sms.Sent && text.Status != sms.Delivered {
				b.t.Errorf("%q is %v", text.Text, text.Status)
			}
		}
		m.Close()
		<-m.Done()
	})
}
