package messenger_test

import (
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
)

// TestReportsByNumber: a report that names only the number counts when there is one text that it can be
// about.
func TestReportsByNumber(t *testing.T) {
	status := func(b *bench, want ...sms.Status) {
		b.t.Helper()
		for i, m := range b.with(anna) {
			if m.Status != want[i] {
				b.t.Fatalf("text %d is %v, want %v", i, m.Status, want[i])
			}
		}
	}
	whole(t, func(b *bench, s *textStick) {
		b.send(anna, "one")
		s.keep(t, reportOn(bert, 7, 1).delivery()) // somebody else's
		status(b, sms.Sent)
		d := reportOn(anna, 7, 2).delivery()
		s.keep(t, d)
		status(b, sms.Delivered)
		b.send(anna, "two")
		status(b, sms.Delivered, sms.Sent)
		s.keep(t, d) // the same report once more
		status(b, sms.Delivered, sms.Sent)
		s.keep(t, reportOn("01711234567", 8, 3).delivery())
		status(b, sms.Delivered, sms.DeliveryFailed)
		if all := b.with(bert); len(all) != 0 {
			t.Errorf("reports are shown as texts: %+v", all)
		}
		b.send(anna, "three")
		b.send(anna, "four")
		synctest.Wait()
		s.keep(t, reportOn(anna, 7, 4).delivery()) // of which?
		status(b, sms.Delivered, sms.DeliveryFailed, sms.Sent, sms.Sent)
		if err := b.Delete(b.t.Context(), b.with(anna)[3].ID); err != nil {
			t.Fatal(err)
		}
		after(time.Hour) // nothing is guessed afterwards
		status(b, sms.Delivered, sms.DeliveryFailed, sms.Sent)
	})
}

// TestReportsOnALongText: each is about one part, even when they come in the same second.
func TestReportsOnALongText(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		b.send(anna, longText)
		synctest.Wait()
		s.keep(t, reportOn(anna, 7, 1).delivery())
		b.wantStatus(anna, sms.Sent, sms.ReasonNone)
		s.keep(t, reportOn(anna, 7, 2).delivery())
		b.wantStatus(anna, sms.Delivered, sms.ReasonNone)
	})
}

// TestReportOvertakesTheStick: a report that comes before the stick says that it has sent the text waits
// for that, and is not taken for that of an earlier text.
func TestReportOvertakesTheStick(t *testing.T) {
	for _, before := range []bool{false, true} {
		whole(t, func(b *bench, s *textStick) {
			if before {
				b.send(anna, "earlier")
				synctest.Wait()
			}
			s.answer = func(int) error { time.Sleep(2 * time.Minute); return nil }
			b.send(anna, "hello")
			synctest.Wait()
			s.keep(t, reportOn(anna, 7, 1).delivery())
			after(3 * time.Minute)
			want := sms.Delivered
			if before {
				want = sms.Sent // of the two, nobody knows which
			}
			for _, m := range b.with(anna) {
				if m.Status != want {
					t.Errorf("%+v", m)
				}
			}
		})
	}
}

// TestReportConfirmsWhole: a report on the only text that it can be about ends the doubt.
func TestReportConfirmsWhole(t *testing.T) {
	whole(t, func(b *bench, s *textStick) {
		s.losing()
		s.fates(sms.FatePending)
		b.send(anna, "hello")
		b.wantStatus(anna, sms.Unconfirmed, sms.ReasonNoAnswer)
		s.keep(t, reportOn(anna, 7, 1).delivery())
		b.wantStatus(anna, sms.Delivered, sms.ReasonNone)
		asked := len(s.questions())
		after(time.Hour)
		if len(s.questions()) != asked {
			t.Error("asked on")
		}
		s.wantSent(t, "hello")
	})
}
