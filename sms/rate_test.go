package sms_test

import (
	"testing"

	"surfstick-sms/sms"
)

func TestRate(t *testing.T) {
	for _, tt := range []struct {
		number sms.Number
		region string
		want   sms.Rate
	}{
		{"+491711234567", "DE", sms.RateUsual},
		{"+436641234567", "DE", sms.RateForeign},
		{"+436641234567", "AT", sms.RateUsual},
		{"+436641234567", "", sms.RateUsual},
		{"80850", "DE", sms.RateShort},
		{"+499001234567", "DE", sms.RatePremium},
		{"+43900123456", "DE", sms.RatePremium},
	} {
		if got := tt.number.Rate(tt.region); got != tt.want {
			t.Errorf("%s in %q: %v, want %v", tt.number, tt.region, got, tt.want)
		}
	}
}

func TestSafeCell(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "Anna": "Anna", "=1+1": "'=1+1", "+49171": "'+49171", "-1": "'-1", "@x": "'@x",
		"\tx": "'\tx", "\rx": "'\rx", "a=1": "a=1", "ä": "ä", "'": "'", "'x": "'x", "'=x": "''=x", "''+1": "'''+1",
	} {
		if got := sms.SafeCell(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		if got := sms.PlainCell(want); got != in {
			t.Errorf("%q again: %q, want %q", want, got, in)
		}
	}
	if got := sms.PlainCell("'0171"); got != "'0171" {
		t.Errorf("a cell of another program: %q", got)
	}
}
