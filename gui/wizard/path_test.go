package wizard

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/storage"

	"surfstick-sms/internal/setup"
)

// TestPastedPath: Windows puts quotation marks around a path that it copies.
func TestPastedPath(t *testing.T) {
	inLanguage(t, "en")
	w, _ := open(t, nil, at(3))
	w.Render(plugged())
	w.askConsent()
	w.built.fields[0].field.SetText(" \"C:\\Users\\Anna\\zadig-2.9.exe\" ")
	if why := w.missing(); why != "" {
		t.Errorf("a path in quotation marks is not taken: %s", why)
	}
}

// TestPickedPath: a file that is picked in the dialog has the same path there as on the disk, whatever
// the user is called.
func TestPickedPath(t *testing.T) {
	inLanguage(t, "en")
	for _, user := range []string{"Anna", "Jörg Müller & Söhne #1", "100% sure? yes"} {
		folder := filepath.Join(t.TempDir(), user)
		path := filepath.Join(folder, "zadig #2 (1).exe")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		list, err := storage.ListerForURI(storage.NewFileURI(folder))
		if err != nil {
			t.Fatal(err)
		}
		files, err := list.List()
		if err != nil || len(files) != 1 {
			t.Fatalf("%s: %v, %v", user, files, err)
		}
		file, err := storage.Reader(files[0])
		if err != nil {
			t.Fatalf("%s: %v", user, err)
		}
		var done []setup.Action
		w, _ := open(t, &done, at(3))
		w.Render(plugged())
		w.askConsent()
		w.picked(file.URI().Path())
		_ = file.Close()
		tap(t, w, "Start Zadig")
		if len(done) == 0 || done[len(done)-1] != (setup.DoInstallDriver{Zadig: path}) {
			t.Errorf("%s: %#v", user, done)
		}
	}
}
