package messenger_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
)

// TestCalls: a call is an unread entry without a text in the conversation with who called.
func TestCalls(t *testing.T) {
	for from, want := range map[string]sms.Number{
		annaDigits: anna, "+491711234567": "+491711234567", "": sms.UnknownSender,
		"+49\x001\u202e<b>": sms.SenderNumber("+49\x001\u202e<b>", "DE"),
	} {
		receiving(t, func(b *bench, modem *backend) {
			at := time.Now().Add(-20 * time.Second)
			modem.sink.Called(sms.Call{From: from, At: at})
			m := b.one(want)
			if m.Status != sms.Called || m.Text != "" || m.Read || !m.Time.Equal(at) || m.Direction != sms.Incoming {
				b.t.Fatalf("got %+v", m)
			}
			if n := seen(b, func(e sms.MessageChanged) bool { return e.New && e.Message == m }); n != 1 {
				b.t.Fatalf("told %d times", n)
			}
		})
	}
}

// TestCallWhileStoreIsLocked: the network tells of a call once; a store that refuses gets it later.
func TestCallWhileStoreIsLocked(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		unlock := lock(b)
		modem.sink.Called(sms.Call{From: annaDigits, At: time.Now()})
		time.Sleep(time.Minute)
		unlock()
		time.Sleep(time.Minute)
		if m := b.one(anna); m.Status != sms.Called {
			b.t.Fatalf("got %+v", m)
		}
	})
}
