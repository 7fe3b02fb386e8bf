package chat_test

import (
	"slices"
	"testing"
	"time"

	"surfstick-sms/sms"
)

// TestSendingPaused: the banner says why nothing is sent and until when, and tries at once when asked.
func TestSendingPaused(t *testing.T) {
	for reason, want := range map[sms.Reason][2]string{
		sms.ReasonNoCentre: {"SMS-Zentrale", "Anbieter"},
		sms.ReasonFull:     {"Speicher", "Löschen"},
		sms.ReasonSIM:      {"bereit", "Ziehen"},
	} {
		b := newBench(t, "de", "light", fillDay)
		b.seesNot("Das Senden pausiert", want[0], want[1])
		until := b.now.Add(10 * time.Minute)
		b.chat.Handle(sms.SendingPaused{Reason: reason, Code: 330, Until: until})
		b.sees("Das Senden pausiert", want[0], want[1], until.Format("15:04"))
		b.tap("Jetzt versuchen")
		if !b.fake.resumed {
			t.Errorf("%v: not tried", reason)
		}
		b.chat.Handle(sms.SendingPaused{})
		b.seesNot("Das Senden pausiert")
	}
}

// TestWaitingTextSaysWhy: the bubble of a text that waits for a pause to end says why, with a button;
// one that has no answer yet says that.
func TestWaitingTextSaysWhy(t *testing.T) {
	var waits sms.Message
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		fillDay(f)
		waits = f.out(anna, "First", sms.Queued, time.Hour)
		foreign := f.out(anna, "Second", sms.Queued, time.Hour)
		sending := f.out(anna, "Third", sms.Sending, time.Hour)
		f.msgs[waits.ID-1].Reason = sms.ReasonNoCentre
		f.msgs[foreign.ID-1].Reason = sms.ReasonOtherSIM
		f.msgs[sending.ID-1].Reason = sms.ReasonNoAnswer
	})
	b.open("Anna")
	b.sees("waiting: the SIM card lacks the number of the SMS centre", "Try now",
		"sending: the stick has not answered yet")
	b.tap("Try now")
	b.settle()
	if got := b.fake.retried; !slices.Equal(got, []int64{waits.ID}) {
		t.Errorf("tried %v, want %d", got, waits.ID)
	}
}

// TestBegunTextWaits: a text whose first part went out in modem mode says why it waits; trying again would
// not help.
func TestBegunTextWaits(t *testing.T) {
	b := newBench(t, "en", "light", func(f *fakeMessenger) {
		fillDay(f)
		begun := f.out(anna, "Begun", sms.Queued, time.Hour)
		f.msgs[begun.ID-1].Reason = sms.ReasonBegun
	})
	b.open("Anna")
	b.sees("waiting: a part went out in modem mode")
	b.seesNot("Try now")
}
