package desktop

import (
	"testing"

	"golang.org/x/sys/windows"
)

// TestPrepareDialog makes both dialogs, with everything in them but the user.
func TestPrepareDialog(t *testing.T) {
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED); err != nil {
		t.Fatal(err)
	}
	defer windows.CoUninitialize()
	kinds := []FileKind{{Words: "Tabelle (CSV)", Endings: []string{"csv", "txt"}}, {Words: "Alle"}}
	for name, class := range map[string]*windows.GUID{"open": &classOpen, "save": &classSave} {
		dialog, err := newDialog(class)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := prepareDialog(dialog, "Über\x00alles", "Nachrichten.csv", kinds); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		dialog.release()
	}
}
