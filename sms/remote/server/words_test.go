package server

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/budget"
	"surfstick-sms/sms/remote"
)

// TestEveryStateHasAWord: a number is how String writes what it has no name for.
func TestEveryStateHasAWord(t *testing.T) {
	for s := sms.Status(0); s.String()[0] > '9'; s++ {
		if states[s] == "" {
			t.Errorf("no word for %v", s)
		}
	}
	for r := sms.Reason(1); r.String()[0] > '9'; r++ {
		if causes[r] == "" {
			t.Errorf("no word for %v", r)
		}
	}
	stopped := sms.Message{Direction: sms.Outgoing, Status: sms.Failed, Reason: sms.ReasonStopped}
	if got := stateOf(stopped); got != remote.Cancelled {
		t.Errorf("a text that was stopped is %s", got)
	}
}

func TestEveryRefusalHasASentence(t *testing.T) {
	c := &connection{Server: New(Config{})}
	check := func(err error, want remote.Reason) {
		t.Helper()
		got := c.refusal(fmt.Errorf("wrapped: %w", err))
		if got.Reason != want || !strings.HasSuffix(got.Message, ".") || strings.Contains(got.Message, "%!") || got.Message[0] >= 'a' {
			t.Errorf("%v: %+v", err, got)
		}
	}
	for _, r := range refusals {
		check(r.err, r.reason)
	}
	check(errors.New("the disk is full"), remote.ReasonInternal)
	for reason, want := range map[budget.Reason]remote.Reason{
		budget.ReasonRecipients: remote.ReasonRecipients, budget.ReasonTooLong: remote.ReasonTooLong, budget.ReasonCost: remote.ReasonCost,
		budget.ReasonRoaming: remote.ReasonRoaming, budget.ReasonLoop: remote.ReasonLoop, budget.ReasonRepeat: remote.ReasonRepeat,
		budget.ReasonLimit: remote.ReasonLimit,
	} {
		check(&budget.Refusal{
			Reason: reason, Number: "80850", Rate: sms.RateShort, Limit: 5, Within: time.Minute, Parts: 4, RetryAfter: 90 * time.Second,
		}, want)
	}
	got := c.refusal(&budget.Refusal{Reason: budget.ReasonLimit, Limit: 30, Within: time.Hour, RetryAfter: 90 * time.Second})
	if got.RetryAfter != 90 || got.Message != "Programs may send 30 SMS an hour, and this would be more." {
		t.Errorf("%+v", got)
	}
}
