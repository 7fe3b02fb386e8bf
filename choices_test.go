//go:build !nowindow

package main

import (
	"testing"

	"surfstick-sms/gui/settings"
	"surfstick-sms/sms/messenger"
)

// TestValidities: what the window offers is what the queue understands, and kept where it looks.
func TestValidities(t *testing.T) {
	if settings.KeyValidity != messenger.KeyValidity {
		t.Errorf("kept as %q, read as %q", settings.KeyValidity, messenger.KeyValidity)
	}
	for _, word := range settings.Validities {
		if _, ok := messenger.ValidityOf(word); ok == (word == "") {
			t.Errorf("%q is offered; it means something: %v", word, ok)
		}
	}
}
