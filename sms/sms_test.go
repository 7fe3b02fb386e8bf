package sms_test

import (
	"errors"
	"strings"
	"testing"

	"surfstick-sms/sms"
)

// TestNames: every state and every reason has a name of its own, which is the key of its text.
func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for s := sms.StatusUnknown; s <= sms.Unconfirmed; s++ {
		if name := s.String(); name == "" || seen["status."+name] || strings.Trim(name, "0123456789") == "" {
			t.Errorf("status %d is called %q", int(s), name)
		} else {
			seen["status."+name] = true
		}
	}
	for r := sms.ReasonNone; r <= sms.ReasonTooLong; r++ {
		if name := r.String(); name == "" || seen["reason."+name] || strings.Trim(name, "0123456789") == "" {
			t.Errorf("reason %d is called %q", int(r), name)
		} else {
			seen["reason."+name] = true
		}
	}
	for f := sms.FateUnknown; f <= sms.FateFailed; f++ {
		if name := f.String(); seen["fate."+name] || strings.Trim(name, "0123456789") == "" {
			t.Errorf("fate %d is called %q", int(f), name)
		} else {
			seen["fate."+name] = true
		}
	}
	if sms.Fate(9).String() != "9" || sms.FormatHiLink.String() != "hilink" || sms.FormatGoform.String() != "goform" || sms.Format(7).String() != "7" {
		t.Error("a fate or a format has a wrong name")
	}
	if sms.Status(-1).String() != "-1" || sms.Reason(99).String() != "99" {
		t.Errorf("beyond the last: %q, %q", sms.Status(-1), sms.Reason(99))
	}
}

func TestSubmitError(t *testing.T) {
	cause := errors.New("line broke")
	err := error(&sms.SubmitError{Written: true, Code: -1, Err: cause})
	var submit *sms.SubmitError
	if !errors.Is(err, cause) || !errors.As(err, &submit) || !submit.Written {
		t.Errorf("%v does not lead to its cause", err)
	}
	if text := err.Error(); text != "submit (written true, code -1): line broke" {
		t.Errorf("it says %q", text)
	}
}
