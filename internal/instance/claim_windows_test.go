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
	d, err := windows.GetSecurityInfo(first.claim.raise, windows.SE_KERNEL_OBJECT, want)
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
