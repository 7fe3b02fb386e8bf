package sms_test

import (
	"errors"
	"testing"

	"surfstick-sms/sms"
)

// TestCase27Numbers: what people type becomes one form; a code is no number.
func TestCase27Numbers(t *testing.T) {
	for input, want := range map[string]sms.Number{
		"0171 1234567":       "+491711234567",
		"0049 171 1234567":   "+491711234567",
		"(0171) 123-45 67":   "+491711234567",
		"+49 (0)171 1234567": "+491711234567",
		"80850":              "80850",
	} {
		if got, err := sms.ParseNumber(input, "DE"); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", input, got, err, want)
		}
	}
	if !sms.Number("80850").Short() {
		t.Error("80850 is a short code")
	}
	if _, err := sms.ParseNumber("*100#", "DE"); !errors.Is(err, sms.ErrNumberCode) {
		t.Errorf("*100#: %v", err)
	}
}
