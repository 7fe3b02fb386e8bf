package hilink

import (
	"errors"
	"strings"
	"testing"

	"surfstick-sms/sms"
)

func TestErrorMeaning(t *testing.T) {
	for code, want := range map[int]error{
		100002: sms.ErrNotHere, 100003: ErrLogin, 100004: sms.ErrBusy, 101001: sms.ErrNoCard,
		103002: sms.ErrPINRefused, 108003: ErrInUse, 108006: ErrPassword, 108007: ErrLocked,
		111022: sms.ErrNotHere, 113004: ErrSending, 113018: ErrOvertime, 113031: ErrNoCentre,
		113053: ErrFull, 115002: ErrNewPassword, 125002: ErrSession, 125003: ErrSession, 999999: ErrUnknown,
	} {
		err := &Error{Path: "sms/send-sms", Code: code}
		if !errors.Is(err, want) {
			t.Errorf("%d means %v, want %v", code, errors.Unwrap(err), want)
		}
		if !strings.HasPrefix(err.Error(), "sms/send-sms: error ") {
			t.Errorf("%d is called %q", code, err)
		}
	}
}
