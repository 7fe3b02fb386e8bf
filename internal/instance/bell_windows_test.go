package instance

import (
	"testing"

	"golang.org/x/sys/windows"
)

// TestEventAccess: the event can be set by programs of this user that do not run as administrator,
// even when it was made by one that does.
func TestEventAccess(t *testing.T) {
	first := claimed(t, t.TempDir())
	const want = windows.DACL_SECURITY_INFORMATION | windows.LABEL_SECURITY_INFORMATION
	rung := first.claim.bell.(eventBell).rung
	d, err := windows.GetSecurityInfo(rung, windows.SE_KERNEL_OBJECT, want)
	if err != nil {
		t.Fatal(err)
	}
	dacl, _, err := d.DACL()
	if err != nil || dacl == nil || dacl.AceCount != 1 {
		t.Fatalf("access list %+v, %v", dacl, err)
	}
	sacl, _, err := d.SACL()
	if err != nil || sacl == nil || sacl.AceCount != 1 {
		t.Errorf("no label: %+v, %v", sacl, err)
	}
}

// TestTakenName: where another program has taken the name of the event for something else, the
// folder is held and a second start is answered.
func TestTakenName(t *testing.T) {
	folder := t.TempDir()
	name, err := eventName(folder + `\` + lockFile)
	if err != nil {
		t.Fatal(err)
	}
	taken, err := windows.CreateMutex(nil, false, name)
	if err != nil {
		t.Fatal(err)
	}
	defer windows.CloseHandle(taken)
	first, err := Claim(folder)
	if err != nil || first.WatchErr() == nil {
		t.Fatalf("%v, and the name was free: %v", err, first.WatchErr())
	}
	defer first.Close()
	answer(t, first)
	startAgain(t, folder, ErrRunning)
}
