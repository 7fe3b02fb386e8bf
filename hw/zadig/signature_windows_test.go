package zadig

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/windows"

	"surfstick-sms/hw"
)

// onWine reports whether this is Wine, which takes a signature by anybody if the file is unchanged.
func onWine() bool {
	return windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
}

func signerAt(t *testing.T, path string) (string, error) {
	t.Helper()
	file, err := hold(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	return signerOf(file)
}

// TestSigner: on Windows a name counts only in a certificate that Windows trusts.
func TestSigner(t *testing.T) {
	selfMade := filepath.Join("testdata", "signed.exe")
	name, err := signerAt(t, selfMade)
	if onWine() {
		if name != maker || err != nil {
			t.Errorf("%q, %v", name, err)
		}
		return
	}
	if !errors.Is(err, hw.ErrUnsigned) {
		t.Errorf("a self-made certificate is trusted: %q, %v", name, err)
	}
	system := filepath.Join(os.Getenv("SystemRoot"), "System32", "ntoskrnl.exe")
	if name, err := signerAt(t, system); name != "Microsoft Windows" || err != nil {
		t.Errorf("Windows itself: %q, %v", name, err)
	}
}

// TestSignerRefused: without a signature, or with any part of the file changed, there is no name.
func TestSignerRefused(t *testing.T) {
	signed, err := os.ReadFile(filepath.Join("testdata", "signed.exe"))
	if err != nil {
		t.Fatal(err)
	}
	altered := append([]byte(nil), signed...)
	altered[headerSize+100] ^= 1 // in the version resource
	for name, content := range map[string][]byte{
		"unsigned": realZadig(), "altered": altered, "cut off": signed[:len(signed)-200],
		"longer": append(append([]byte(nil), signed...), "more"...), "no program": []byte("MZ"), "empty": {},
	} {
		if who, err := signerAt(t, save(t, "zadig.exe", content)); !errors.Is(err, hw.ErrUnsigned) || who != "" {
			t.Errorf("%s: %q, %v", name, who, err)
		}
	}
}

// TestHeld: what was checked cannot be changed before it is started, nor what it reads.
func TestHeld(t *testing.T) {
	signed, err := os.Open(filepath.Join("testdata", "signed.exe"))
	if err != nil {
		t.Fatal(err)
	}
	defer signed.Close()
	own, err := makeKit(t.TempDir(), signed)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range own.held {
		if f, err := os.OpenFile(file.Name(), os.O_WRONLY, 0); err == nil {
			f.Close()
			t.Errorf("%s can be written to", file.Name())
		}
		if err := os.Rename(file.Name(), file.Name()+"2"); err == nil {
			t.Errorf("%s can be replaced", file.Name())
		}
	}
	if own.remove(); len(inFolder(t, filepath.Dir(own.folder))) > 0 {
		t.Error("the copy stays")
	}
}

// TestFolderRights: the folder lets in this user, the system and administrators, whatever its parent
// does.
func TestFolderRights(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "fresh")
	if err := makeFolder(folder); err != nil {
		t.Fatal(err)
	}
	rights, err := windows.GetNamedSecurityInfo(folder, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := rights.DACL()
	if err != nil || list == nil || list.AceCount > 3 {
		t.Errorf("%s, %v", rights, err)
	}
	for _, others := range []string{";WD)", ";AU)", ";BU)", ";IU)"} { // everyone, and all kinds of users
		if strings.Contains(rights.String(), others) {
			t.Errorf("others may look: %s", rights)
		}
	}
	// Wine keeps the rights of a file in its mode, which knows no inheritance.
	if control, _, err := rights.Control(); err != nil || control&windows.SE_DACL_PROTECTED == 0 && !onWine() {
		t.Errorf("inherits from its parent: %s, %v", rights, err)
	}
}
