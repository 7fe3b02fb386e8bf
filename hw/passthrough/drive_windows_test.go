package passthrough

import (
	"os"
	"testing"
)

// TestCommandToDrive hands the command of guide-modem to the drive that SURFSTICK_DRIVE names, such
// as \\.\D:, as openDrive's handle does it. The tests on the real kernel run it on Wine, which
// makes SG_IO of it, with a virtual stick behind the drive.
func TestCommandToDrive(t *testing.T) {
	d := driveOfTest(t)
	for _, c := range guide().Commands() {
		answer, err := d.send(c)
		t.Logf("answer: %s", answer)
		if err != nil {
			t.Errorf("send: %v", err)
		}
	}
}

// TestEjectDrive ejects the disc of the same drive as a person does, after asking what it is.
func TestEjectDrive(t *testing.T) {
	d := driveOfTest(t)
	m, err := d.medium()
	t.Logf("medium: %+v, error %v", m, err)
	answer, err := d.eject()
	t.Logf("answer: %s", answer)
	if err != nil {
		t.Errorf("eject: %v", err)
	}
}

func driveOfTest(t *testing.T) *handle {
	t.Helper()
	name := os.Getenv("SURFSTICK_DRIVE")
	if name == "" {
		t.Skip("SURFSTICK_DRIVE names no drive")
	}
	d, err := openPath(name)
	if err != nil {
		t.Fatalf("open %s: %v", name, err)
	}
	t.Cleanup(d.close)
	return d
}
