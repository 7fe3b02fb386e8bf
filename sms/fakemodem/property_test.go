package fakemodem_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"surfstick-sms/sms/fakemodem"
)

// TestAnyTextComesBack sends whatever can be written and wants the echo of exactly that. The escape
// character is left out: the codec takes it for the one of GSM 7 bit.
func TestAnyTextComesBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		said := rapid.StringN(1, 300, 1200).Filter(func(s string) bool {
			return !strings.Contains(s, "\x1b")
		}).Draw(r, "text")
		m := fakemodem.New(fakemodem.Options{
			Echo: true, MESlots: 40, Latency: fakemodem.Latency{Idle: 100 * time.Microsecond},
		})
		defer m.Close()
		l, err := m.Dial()
		if err != nil {
			r.Fatal(err)
		}
		defer l.Close()
		k := &talker{t, l}
		k.ask("ATE0")
		for _, p := range submits(t, 0x91, "491713920077", said) {
			k.submit(p)
		}
		if s := m.Sent(); len(s) != 1 || s[0].Text != said || !s[0].Complete {
			r.Fatalf("sent %+v, want %q", s, said)
		}
		got := received(t, m.Stored("ME"))
		if len(got) != 1 || got[0].text != `"`+said+`"` {
			r.Fatalf("came back as %+v, want %q", got, said)
		}
	})
}
