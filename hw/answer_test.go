package hw_test

import (
	"testing"

	"surfstick-sms/hw"
)

// TestAnswer: every part of the evidence is told.
func TestAnswer(t *testing.T) {
	for want, a := range map[string]hw.Answer{
		"code 0":                                  {},
		"code 0, status 0":                        {Answered: true},
		"code 31, no answer":                      {Code: 31, Lost: true},
		"code 0, status 2, sense 5:20:00":         {Answered: true, Status: 2, Sensed: true, Key: 5, ASC: 0x20},
		"code 0, status 0, host 7":                {Answered: true, Host: 7},
		"code 1167, no answer":                    {Code: 1167, Lost: true},
		"code 19 (no such device), no answer":     {Code: 19, Call: "no such device", Lost: true},
		"no device":                               {Call: "no device"},
		"code 0, status 2, sense B:00:06, host 5": {Answered: true, Status: 2, Sensed: true, Key: 11, ASCQ: 6, Host: 5},
	} {
		if got := a.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestRefused(t *testing.T) {
	refused := hw.Answer{Answered: true, Status: 2, Sensed: true, Key: 5, ASC: 0x20}
	if !refused.Refused() {
		t.Error("an unknown command is not refused")
	}
	for name, change := range map[string]func(*hw.Answer){
		"good":            func(a *hw.Answer) { a.Status = 0 },
		"no sense data":   func(a *hw.Answer) { a.Sensed = false },
		"no medium":       func(a *hw.Answer) { a.Key, a.ASC = 2, 0x3a },
		"a field of it":   func(a *hw.Answer) { a.ASC = 0x24 },
		"no answer":       func(a *hw.Answer) { a.Answered = false },
		"nothing at all":  func(a *hw.Answer) { *a = hw.Answer{} },
		"lost on the way": func(a *hw.Answer) { *a = hw.Answer{Code: 31, Lost: true} },
	} {
		a := refused
		if change(&a); a.Refused() {
			t.Errorf("%s counts as refused", name)
		}
	}
}
