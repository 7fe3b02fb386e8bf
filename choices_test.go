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
	for _, word := range settings.Validities[1:] {
		if _, ok := messenger.ValidityOf(word); !ok {
			t.Errorf("%q is offered and means nothing", word)
		}
	}
	if _, ok := messenger.ValidityOf(settings.Validities[0]); ok || settings.Validities[0] != "" {
		t.Error("the first one offered is not the usual time")
	}
}
