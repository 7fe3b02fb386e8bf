package main

import (
	"strings"
	"testing"
)

// TestLicences: the page that shows them needs no network.
func TestLicences(t *testing.T) {
	for _, part := range []string{"MIT", "libusb", "BSD-3-Clause", "Permission is hereby granted"} {
		if !strings.Contains(licences(), part) {
			t.Errorf("%q is missing", part)
		}
	}
}
