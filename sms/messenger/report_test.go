package messenger_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
)

func TestDelivered(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		b.send(anna, "hello")
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		now := time.Now()
		modem.keep(b.t, report(1, "491727654321", 0, now)) // another number
		modem.keep(b.t, report(9, annaDigits, 0, now))     // another reference
		modem.keep(b.t, report(1, annaDigits, 0x30, now))  // still trying
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		modem.keep(b.t, report(1, annaDigits, 0, now.Add(time.Second)))
		b.wantStatus(anna, sms.Delivered, sms.ReasonNone)
		modem.keep(b.t, report(1, annaDigits, 0x46, now.Add(2*time.Second)))
		b.wantStatus(anna, sms.Delivered, sms.ReasonNone)
		if all := b.with(bert); len(all) != 0 {
			b.t.Fatalf("reports are shown as texts: %v", all)
		}
	})
}

func TestNotDelivered(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		b.send(anna, "hello")
		synctest.Wait()
		modem.keep(b.t, report(1, annaDigits, 0x46, time.Now()))
		b.wantStatus(anna, sms.DeliveryFailed, sms.ReasonNotReached)
		if m := b.one(anna); m.Code != 0x46 {
			b.t.Fatalf("code %#x", m.Code)
		}
	})
}

// TestCase34ReportOvertakesTheAnswer keeps a report until the answer has its reference.
func TestCase34ReportOvertakesTheAnswer(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.answer = func(int) (int, error) { time.Sleep(70 * time.Second); return 5, nil }
		b.send(anna, "hello")
		synctest.Wait()
		modem.keep(b.t, report(5, annaDigits, 0, time.Now()))
		b.wantStatus(anna, sms.Sending, sms.ReasonNone)
		time.Sleep(71 * time.Second)
		b.wantStatus(anna, sms.Delivered, sms.ReasonNone)
	})
}

func TestReportConfirms(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.answer = func(int) (int, error) { return 0, refusal(-1, true) }
		b.send(anna, "hello")
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		modem.keep(b.t, report(200, annaDigits, 0, time.Now()))
		b.wantStatus(anna, sms.Delivered, sms.ReasonNone)
	})
}

// TestReportBetweenParts must not be lost when the next part is written.
func TestReportBetweenParts(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.answer = func(n int) (int, error) {
			time.Sleep(time.Duration(n-1) * time.Minute)
			return n, nil
		}
		b.send(anna, longText)
		synctest.Wait()
		modem.keep(b.t, report(1, annaDigits, 0, time.Now()))
		time.Sleep(2 * time.Minute)
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		modem.keep(b.t, report(2, annaDigits, 0, time.Now()))
		b.wantStatus(anna, sms.Delivered, sms.ReasonNone)
	})
}

// longText has two parts.
const longText = "0123456789012345678901234567890123456789012345678901234567890123456789" +
	"0123456789012345678901234567890123456789012345678901234567890123456789" +
	"0123456789012345678901234567890123456789"

func TestCase34StrayReportIsDropped(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.keep(b.t, report(5, annaDigits, 0, time.Now()))
		time.Sleep(2 * time.Minute)
		modem.answer = func(int) (int, error) { return 5, nil }
		b.send(anna, "later")
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
	})
}
