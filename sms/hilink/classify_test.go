package hilink

import (
	"errors"
	"fmt"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/webstick"
)

// TestClassify: what each code means for a text, before the stick has taken it.
func TestClassify(t *testing.T) {
	for _, c := range []struct {
		codes  []int
		class  sms.Class
		reason sms.Reason
	}{
		{[]int{100003, 108001, 108002, 108006, 108007, 115002}, sms.ClassUser, sms.ReasonPassword},
		{[]int{100004, 103008, 108003, 108005, 108009, 108010, 112008, 113004, 113020, 113036, 113047}, sms.ClassSoon, sms.ReasonBusy},
		{[]int{125001, 125002, 125003}, sms.ClassSoon, sms.ReasonBusy},
		{[]int{100005, 100006}, sms.ClassPermanent, sms.ReasonOurs},
		{[]int{101001, 101002, 101009, 103002, 103004, 103011}, sms.ClassUser, sms.ReasonSIM},
		{[]int{112005}, sms.ClassLong, sms.ReasonLater},
		{[]int{113017, 113054}, sms.ClassPermanent, sms.ReasonNumber},
		{[]int{113018}, sms.ClassSoon, sms.ReasonNoAnswer},
		{[]int{113031}, sms.ClassUser, sms.ReasonNoCentre},
		{[]int{113053}, sms.ClassUser, sms.ReasonFull},
		{[]int{100002}, sms.ClassPermanent, sms.ReasonVendor},
		{[]int{-1, 100001, 999999}, sms.ClassSoon, sms.ReasonVendor},
	} {
		for _, code := range c.codes {
			err := fmt.Errorf("send: %w", &Error{Path: "sms/send-sms", Code: code})
			if class, reason, got := webstick.Classify(err); class != c.class || reason != c.reason || got != code {
				t.Errorf("%d: %v, %v, code %d; want %v, %v", code, class, reason, got, c.class, c.reason)
			}
		}
	}
	for code := range meanings {
		if class, reason, _ := webstick.Classify(&Error{Code: code}); class == sms.ClassUnknown || reason == sms.ReasonNone {
			t.Errorf("%d has no class", code)
		}
	}
	if class, _, code := webstick.Classify(errors.New("connection refused")); class != sms.ClassUnknown || code != -1 {
		t.Errorf("no answer: %v, %d", class, code)
	}
}
