//go:build !nowindow

package main

import (
	"testing"

	"surfstick-sms/gui/programs"
	"surfstick-sms/internal/door"
)

// TestDoorIsTaken: where somebody else sits in the place of the door, that is said, and it opens when it is
// switched on again after they have gone.
func TestDoorIsTaken(t *testing.T) {
	data := privateFolder(t)
	squatter, err := door.Listen(data)
	if err != nil {
		t.Fatal(err)
	}
	p, err := start(flags{port: "/dev/pts/none"}, data, discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	w := windowDoor{p.door}
	p.door.SetOpen(true)
	await(t, "the trouble", func() bool { return w.Trouble() == programs.TroubleTaken })
	if err := squatter.Close(); err != nil {
		t.Fatal(err)
	}
	p.door.SetOpen(false)
	p.door.SetOpen(true)
	await(t, "the door", func() bool { return w.Trouble() == programs.TroubleNone })
	client := comeIn(t, data)
	if _, err := client.Hello(t.Context(), "test"); err != nil {
		t.Error(err)
	}
}
