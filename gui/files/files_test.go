package files_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"surfstick-sms/gui/files"
)

var table = files.Kind{Words: "Table", Endings: []string{"csv"}}

// window is one that can have files dropped onto it.
type window struct {
	fyne.Window
	drop func(fyne.Position, []fyne.URI)
}

func (w *window) SetOnDropped(f func(fyne.Position, []fyne.URI)) { w.drop = f }

func newWindow(t *testing.T) *window {
	t.Helper()
	test.NewTempApp(t)
	w := &window{Window: test.NewTempWindow(t, widget.NewLabel("window"))}
	w.Resize(fyne.NewSize(720, 480))
	return w
}

func TestNativeDialogs(t *testing.T) {
	posts := make(chan func(), 1)
	var got []string
	then := func(path string) { got = append(got, path) }
	var asked []string
	path, fail := "/tmp/a.csv", error(nil)
	w := newWindow(t)
	c := files.New(w, func(f func()) { posts <- f }, files.Native{
		Open: func(title string, kinds []files.Kind) (string, error) {
			asked = append(asked, title+" "+kinds[0].Words)
			return path, fail
		},
		Save: func(title, name string, kind files.Kind) (string, error) {
			asked = append(asked, title+" "+name+" "+kind.Words)
			return path, fail
		},
	})
	c.Open("Import", []files.Kind{table}, then)
	c.Open("Import again", []files.Kind{table}, then) // not while the first one is open
	(<-posts)()
	c.Save("Export", "b.csv", table, then)
	(<-posts)()
	path = ""
	c.Open("Given up", []files.Kind{table}, then)
	(<-posts)()
	if want := []string{"/tmp/a.csv", "/tmp/a.csv"}; !slices.Equal(got, want) {
		t.Errorf("chosen %q", got)
	}
	want := []string{"Import Table", "Export b.csv Table", "Given up Table"}
	if !slices.Equal(asked, want) {
		t.Errorf("asked %q", asked)
	}
	if w.Canvas().Overlays().Top() != nil {
		t.Error("a dialog of Fyne's is open")
	}
	fail = errors.New("none")
	c.Save("Export", "b.csv", table, then)
	(<-posts)()
	if w.Canvas().Overlays().Top() == nil {
		t.Error("no dialog of Fyne's instead")
	}
}

func TestFynesDialogs(t *testing.T) {
	w := newWindow(t)
	c := files.New(w, func(f func()) { f() }, files.Native{})
	for name, show := range map[string]func(func(string)){
		"open": func(then func(string)) { c.Open("Import", []files.Kind{table, {Words: "All"}}, then) },
		"save": func(then func(string)) { c.Save("Export", "b.csv", table, then) },
	} {
		show(func(string) { t.Errorf("%s: chosen by nobody", name) })
		top := w.Canvas().Overlays().Top()
		if top == nil {
			t.Fatalf("%s: no dialog", name)
		}
		w.Canvas().Overlays().Remove(top)
	}
}

func TestDrop(t *testing.T) {
	w := newWindow(t)
	c := files.New(w, func(f func()) { f() }, files.Native{})
	var got []string
	taker := func(name string, wants bool) func([]string) bool {
		return func(paths []string) bool {
			got = append(got, name)
			for _, p := range paths {
				got = append(got, filepath.Base(p))
			}
			return wants
		}
	}
	file := filepath.Join(t.TempDir(), "a b#1.json")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	drop := func(uris ...fyne.URI) []string {
		got = nil
		w.drop(fyne.Position{}, uris)
		return got
	}
	u := storage.NewFileURI(file)
	if got := drop(u); got != nil {
		t.Errorf("nobody: %q", got)
	}
	c.OnDrop(taker("first", true))
	remove := c.OnDrop(taker("second", false))
	if got := drop(u); !slices.Equal(got, []string{"second", "a b#1.json", "first", "a b#1.json"}) {
		t.Errorf("both: %q", got)
	}
	remove()
	remove()
	if got := drop(u); !slices.Equal(got, []string{"first", "a b#1.json"}) {
		t.Errorf("one: %q", got)
	}
	web, err := storage.ParseURI("https://example.org/x.json")
	if err != nil {
		t.Fatal(err)
	}
	if got := drop(web); got != nil {
		t.Errorf("no file: %q", got)
	}
}
