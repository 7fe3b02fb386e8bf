package inbox_test

import (
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/inbox"
)

// TestHashOfText: every field counts, and where it ends.
func TestHashOfText(t *testing.T) {
	seen := map[inbox.Hash]string{}
	for name, h := range map[string]inbox.Hash{
		"one":          inbox.HashOfText("262", "ab", "c"),
		"other cut":    inbox.HashOfText("262", "a", "bc"),
		"one field":    inbox.HashOfText("262", "abc"),
		"other card":   inbox.HashOfText("232", "ab", "c"),
		"empty fields": inbox.HashOfText("262", "ab", "c", ""),
	} {
		if other, found := seen[h]; found {
			t.Errorf("%s is like %s", name, other)
		}
		seen[h] = name
	}
	if other, found := seen[inbox.HashOfText("262", "ab", "c")]; !found || other != "one" {
		t.Error("the same is not the same")
	}
}

// TestTwinOf: same sender, same second on the clock of the service centre, same text.
func TestTwinOf(t *testing.T) {
	const anna = sms.Number("+491711234567")
	plus2 := time.FixedZone("", 2*3600)
	at := time.Date(2026, 11, 22, 14, 0, 5, 0, plus2)
	one := inbox.TwinOf(anna, at, "hello\nyou")
	for _, c := range []struct {
		name string
		twin inbox.Hash
		same bool
	}{
		{"the same", inbox.TwinOf(anna, at, "hello\nyou"), true},
		{"clock without a zone", inbox.TwinOf(anna, time.Date(2026, 11, 22, 14, 0, 5, 0, time.UTC), "hello\nyou"), true},
		{"lines end otherwise", inbox.TwinOf(anna, at, "hello\r\nyou\n"), true},
		{"part of a second", inbox.TwinOf(anna, at.Add(time.Millisecond), "hello\nyou"), true},
		{"next second", inbox.TwinOf(anna, at.Add(time.Second), "hello\nyou"), false},
		{"same moment, other clock", inbox.TwinOf(anna, at.UTC(), "hello\nyou"), false},
		{"other sender", inbox.TwinOf("+491711234568", at, "hello\nyou"), false},
		{"other text", inbox.TwinOf(anna, at, "hello you"), false},
	} {
		if (c.twin == one) != c.same {
			t.Errorf("%s: same %v", c.name, !c.same)
		}
	}
	none := inbox.Hash{}
	if one == none || inbox.TwinOf(anna, time.Time{}, "hello") != none || inbox.TwinOf(anna, at, " \r\n") != none {
		t.Error("without a time or a text nothing can be told")
	}
}
