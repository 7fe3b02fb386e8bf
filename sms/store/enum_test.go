package store_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/store"
)

// TestNumbersInTheFile pins the numbers that files hold, whatever order the code has them in, and
// compares those that the schema mentions.
func TestNumbersInTheFile(t *testing.T) {
	for what, c := range map[string]struct{ got, want []int }{
		"direction": {numbers(sms.Incoming, sms.Outgoing), []int{0, 1}},
		"status": {numbers(sms.StatusUnknown, sms.Received, sms.Incomplete, sms.Damaged, sms.Service,
			sms.Queued, sms.Sending, sms.Waiting, sms.Sent, sms.Delivered, sms.DeliveryFailed,
			sms.Failed, sms.Unconfirmed, sms.Called), []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}},
		"reason": {
			numbers(sms.ReasonNone, sms.ReasonNumber, sms.ReasonBarred, sms.ReasonBusy,
				sms.ReasonLater, sms.ReasonNoAnswer, sms.ReasonSIM, sms.ReasonFull, sms.ReasonNoCentre,
				sms.ReasonOurs, sms.ReasonVendor, sms.ReasonOtherSIM, sms.ReasonNotReached,
				sms.ReasonStick, sms.ReasonBegun, sms.ReasonPassword, sms.ReasonTooLong,
				sms.ReasonStopped),
			[]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17},
		},
		"format": {numbers(sms.FormatPDU, sms.FormatHiLink, sms.FormatGoform), []int{0, 1, 2}},
		"route":  {numbers(sms.RouteStored, sms.RouteDirect), []int{0, 1}},
		"part": {
			numbers(outbox.Unsent, outbox.Handed, outbox.Sent, outbox.Delivered, outbox.Failed),
			[]int{0, 1, 2, 3, 4},
		},
		"repeat": {
			numbers(plan.Once, plan.Daily, plan.Weekdays, plan.Weekly, plan.Monthly), []int{0, 1, 2, 3, 4},
		},
		"job": {
			numbers(bulk.Running, bulk.Paused, bulk.Stopped, bulk.Done), []int{1, 2, 3, 4},
		},
		"pause of a job": {
			numbers(bulk.PausedByUser, bulk.PausedFailing, bulk.PausedOtherSIM, bulk.PausedRestored), []int{0, 1, 2, 3},
		},
		"PDU": {numbers(store.RawNew, store.RawHeld, store.RawSettled), []int{0, 1, 2}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %v, files hold %v", what, c.got, c.want)
		}
	}
	schema := strings.Join(store.Migrations(), "\n")
	for _, c := range []struct {
		pattern string
		want    []int
	}{
		{`status IN \((\d+), (\d+), (\d+)\)`, numbers(sms.Queued, sms.Sending, sms.Waiting)},
		{`state <> (\d+)`, numbers(store.RawSettled)},
		{`\bstate INTEGER NOT NULL DEFAULT (\d+),\n\thash`, numbers(store.RawNew)},
		{`\bstate INTEGER NOT NULL DEFAULT (\d+),\n\tref`, numbers(outbox.Unsent)},
		{`\bformat INTEGER NOT NULL DEFAULT (\d+)`, numbers(sms.FormatPDU)},
		{`\breason INTEGER NOT NULL DEFAULT (\d+)`, numbers(sms.ReasonNone)},
	} {
		found := regexp.MustCompile(c.pattern).FindAllStringSubmatch(schema, -1)
		if len(found) != 1 || fmt.Sprint(found[0][1:]) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v in the schema, want %v", c.pattern, found, c.want)
		}
	}
}

func numbers[E ~int](values ...E) []int {
	all := make([]int, len(values))
	for i, v := range values {
		all[i] = int(v)
	}
	return all
}
