package desktop

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/windows"
)

// TestFolderAccess: a folder that the program makes lets nobody else in, whatever the one above says,
// and neither does a file in it. One that was there before is looked at.
func TestFolderAccess(t *testing.T) {
	above := filepath.Join(t.TempDir(), "above")
	makeOpenFolder(t, above)
	if _, exposed, err := MakeDataFolder(above, false, nil); err != nil || !exposed {
		t.Errorf("a folder for everybody: exposed %t, %v", exposed, err)
	}
	folder := filepath.Join(above, "data")
	if _, exposed, err := MakeDataFolder(folder, false, nil); err != nil || exposed {
		t.Errorf("a new one in it: exposed %t, %v", exposed, err)
	}
	file := filepath.Join(folder, "messages.db")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if onWine() {
		t.Skip("files on Wine 10 do not take on the access list of their folder; the folders are right")
	}
	if isExposed(file) {
		t.Error("a file in that is exposed")
	}
}

// makeOpenFolder makes a folder like those on a second drive.
func makeOpenFolder(t *testing.T, folder string) {
	t.Helper()
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	d, err := windows.SecurityDescriptorFromString("D:(A;OICI;FA;;;BA)(A;OICI;FA;;;WD)")
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := d.DACL()
	if err != nil {
		t.Fatal(err)
	}
	err = windows.SetNamedSecurityInfo(folder, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION, nil, nil, list, nil)
	if err != nil {
		t.Fatal(err)
	}
}
