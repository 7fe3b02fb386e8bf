package main

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain lets this binary be the engine that is killed.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childFlag {
		child(os.Args[2:])
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// TestTorture is a taste of it; the real thing takes half an hour.
func TestTorture(t *testing.T) {
	if err := torture(plan{kills: 4, seed: 4, folder: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
}
