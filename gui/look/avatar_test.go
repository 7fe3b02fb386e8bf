package look_test

import (
	"testing"

	"surfstick-sms/gui/look"
)

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Anna Meyer":                            "AM",
		"Familie Groß (drei Kinder)":            "FG",
		"Oma [alt]":                             "O",
		"o2":                                    "O",
		"jö":                                    "jö",
		"Zahnarzt Dr. med. 24h":                 "ZH",
		"123":                                   "",
		"":                                      "",
		"(nur Klammer)":                         "",
		"Ärzte-Haus":                            "ÄH",
		"\U0001F600":                            "",
		"Anna Meyer (Kinder: 2) {Notiz} Büro 7": "AB",
	} {
		if got := look.InitialsOf(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
