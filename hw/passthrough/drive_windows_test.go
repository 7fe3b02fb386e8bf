package passthrough

import (
	"os"
	"testing"

	"golang.org/x/sys/windows"
)

// TestCommandToDrive hands the command of guide-modem to the drive that SURFSTICK_DRIVE names, such
// as \\.\D:, as openDrive's handle does it. The tests on the real kernel run it on Wine, which
// makes SG_IO of it, with a virtual stick behind the drive.
func TestCommandToDrive(t *testing.T) {
	name := os.Getenv("SURFSTICK_DRIVE")
	if name == "" {
		t.Skip("SURFSTICK_DRIVE names no drive")
	}
	path, err := windows.UTF16PtrFromString(name)
	if err != nil {
		t.Fatal(err)
	}
	h, err := windows.CreateFile(path, windows.GENERIC_READ|windows.GENERIC_WRITE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatalf("open %s: %v", name, err)
	}
	defer handle(h).close()
	for _, c := range guide().Commands() {
		answer, err := handle(h).send(c.CDB)
		t.Logf("answer: %s", answer)
		if err != nil {
			t.Errorf("send: %v", err)
		}
	}
}
