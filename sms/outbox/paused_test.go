package outbox_test

import (
	"reflect"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// TestPaused: what waits gets the reason and is due when the pause ends; nothing else changes.
func TestPaused(t *testing.T) {
	for status := sms.StatusUnknown; status <= sms.Unconfirmed; status++ {
		text := outbox.Text{Status: status, Reason: sms.ReasonBusy, Code: 42, NextTry: time.Unix(9, 0), Tries: 1}
		want := text
		if status == sms.Queued || status == sms.Waiting {
			want.Status, want.NextTry = sms.Queued, time.Time{}
			want.Reason, want.Code = sms.ReasonSIM, 311
		}
		if got := text.Paused(sms.ReasonSIM, 311); !reflect.DeepEqual(got, want) {
			t.Errorf("%v became %+v", status, got)
		}
	}
}

// TestSlow: only a text that is being sent can have no answer yet, and the answer ends that.
func TestSlow(t *testing.T) {
	now := time.Unix(1000, 0)
	text := outbox.New("+491711234567", "", [][]byte{{1}, {2}})
	if got := text.Slow(); got.Reason != sms.ReasonNone {
		t.Errorf("queued: %+v", got)
	}
	sending, _ := text.Hand(now)
	slow := sending.Slow()
	if slow.Status != sms.Sending || slow.Reason != sms.ReasonNoAnswer {
		t.Errorf("sending: %+v", slow)
	}
	if got := slow.Accepted(1, now); got.Status != sms.Sending || got.Reason != sms.ReasonNone {
		t.Errorf("accepted: %+v", got)
	}
	if got := slow.Accepted(1, now).Recover(now); got.Status != sms.Queued || got.Reason != sms.ReasonNone {
		t.Errorf("recovered: %+v", got)
	}
}
