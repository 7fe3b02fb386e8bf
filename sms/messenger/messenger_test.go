package messenger_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
)

func TestSendWithoutBackend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		b.send(anna, "hello")
		time.Sleep(time.Hour)
		b.wantStatus(anna, sms.Queued, sms.ReasonNone)

		b = b.restart()
		defer b.close()
		modem := newBackend()
		b.Attach(modem)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		if modem.submitted() != 1 {
			t.Fatalf("submitted %d times", modem.submitted())
		}
	})
}

func TestReceive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		defer b.close()
		modem := newBackend()
		b.Attach(modem)
		modem.keep(t, incoming("491711234567", nil, "grüß dich", time.Now()))
		m := b.one(anna)
		if m.Text != "grüß dich" || m.Status != sms.Received || m.Read {
			t.Fatalf("got %+v", m)
		}
	})
}
