package settings_test

import (
	"errors"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/settings"
	"surfstick-sms/gui/tr"
)

// keeper keeps choices in memory.
type keeper struct {
	kept map[string]string
	err  error
}

func (k *keeper) Setting(key string) string { return k.kept[key] }

func (k *keeper) SetSetting(key, value string) error {
	if k.err == nil {
		k.kept[key] = value
	}
	return k.err
}

type bench struct {
	t       *testing.T
	keeper  *keeper
	window  fyne.Window
	changed []string
	opened  int
	pin     int
	erased  int

	restarts, tests int

	hidden  []bool // what was asked for
	hideErr error
}

func newBench(t *testing.T, language, variant string, kept map[string]string) *bench {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.Theme{Force: variant})
	if err := tr.Use(language); err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, keeper: &keeper{kept: kept}}
	ground := canvas.NewRectangle(color.Transparent)
	b.window = test.NewTempWindow(t, ground)
	b.window.Resize(fyne.NewSize(1000, 700))
	b.show(settings.Config{HideFromCapture: func(hide bool) error {
		b.hidden = append(b.hidden, hide)
		return b.hideErr
	}})
	return b
}

// show shows the card with what every test needs added to the configuration.
func (b *bench) show(c settings.Config) {
	settings.New(settings.Config{
		HideFromCapture: c.HideFromCapture,
		Mode:            c.Mode, ModeName: c.ModeName, Data: c.Data,
		Keeper: b.keeper, Window: b.window, Version: "0.1.0",
		Changed:    func(key, value string) { b.changed = append(b.changed, key+"="+value) },
		OpenFolder: func() error { b.opened++; return errors.New("no file manager") },
		Restart:    func() { b.restarts++ },
		Test:       func() { b.tests++ },
		PIN:        func() { b.pin++ }, Erase: func() { b.erased++ },
		Report: func() string { return "stick: none" },
	}).Show()
}

func (b *bench) walk(visit func(fyne.CanvasObject)) {
	for _, o := range test.LaidOutObjects(b.window.Canvas().Overlays().Top()) {
		if o.Visible() {
			visit(o)
		}
	}
}

func (b *bench) words() string {
	var lines []string
	b.walk(func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Visible() {
			lines = append(lines, text.Text)
		}
	})
	return strings.Join(lines, "\n")
}

func (b *bench) sees(want ...string) {
	b.t.Helper()
	for _, w := range want {
		if !strings.Contains(b.words(), w) {
			b.t.Errorf("%q is not to be seen in:\n%s", w, b.words())
		}
	}
}

func (b *bench) selects() []*look.Select {
	var all []*look.Select
	b.walk(func(o fyne.CanvasObject) {
		if s, ok := o.(*look.Select); ok {
			all = append(all, s)
		}
	})
	return all
}

func (b *bench) tap(label string) {
	b.t.Helper()
	var found fyne.Tappable
	b.walk(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *look.Button:
			if o.Text == label {
				found = o
			}
		case *look.Check:
			if o.Text == label {
				found = o
			}
		}
	})
	if found == nil {
		b.t.Fatalf("no %q in:\n%s", label, b.words())
	}
	test.Tap(found)
}

func TestShowsWhatIsKept(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{
		settings.KeyLanguage: "en", settings.KeyRegion: "AT", settings.KeyTheme: "dark",
	})
	b.sees("Einstellungen", "English", "Österreich", "Dunkel", "Surfstick SMS 0.1.0")
}

func TestDefaults(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.sees("As in the system", "Automatic (from the SIM card)", "Done")
}

func TestChoicesAreKeptAtOnce(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	selects := b.selects()
	if len(selects) != 4 {
		t.Fatalf("%d fields", len(selects))
	}
	selects[0].SetSelected("Deutsch")
	selects[1].SetSelected("Austria")
	selects[2].SetSelected("Dark")
	selects[3].SetSelected("For 1 week")
	b.tap("Set up this stick automatically from now on")
	b.tap("Send with Enter (otherwise Ctrl+Enter)")
	want := "language=de region=AT theme=dark validity=week auto=on enter=newline"
	if got := strings.Join(b.changed, " "); got != want {
		t.Errorf("told of %q, want %q", got, want)
	}
	for _, pair := range b.changed {
		key, value, _ := strings.Cut(pair, "=")
		if b.keeper.kept[key] != value {
			t.Errorf("%s is kept as %q", key, b.keeper.kept[key])
		}
	}
	b.sees("The language changes when the program starts next time.")
}

func TestSaysWhenNothingIsKept(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	b.keeper.err = errors.New("disk full")
	b.selects()[2].SetSelected("Dunkel")
	b.sees("Die Wahl konnte nicht gespeichert werden")
	if len(b.changed) != 0 {
		t.Errorf("told of %v", b.changed)
	}
}

// TestHiding: the window is hidden at once, and the choice is not kept where Windows does not.
func TestHiding(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.tap("Hide this window from screenshots")
	b.tap("Hide this window from screenshots")
	if got := strings.Join(b.changed, " "); got != "hidden=on hidden=" || len(b.hidden) != 2 ||
		!b.hidden[0] || b.hidden[1] {
		t.Errorf("kept %q, hidden %v", got, b.hidden)
	}
	b.hideErr = errors.New("no window")
	b.tap("Hide this window from screenshots")
	b.sees("screenshots still show the window")
	if len(b.changed) != 2 {
		t.Errorf("kept %q although it failed", b.changed)
	}
}

// TestNoHiding: where the system cannot hide a window, nothing is offered.
func TestNoHiding(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	b.sees("Dieses Fenster auf Bildschirmfotos verbergen")
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.show(settings.Config{})
	if strings.Contains(b.words(), "Bildschirmfotos") {
		t.Error("offered all the same")
	}
}

func TestHelp(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.tap("Open data folder")
	b.sees("The folder could not be opened.")
	b.tap("Copy diagnostic report")
	b.sees("The report was copied.")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "stick: none" {
		t.Errorf("copied %q", got)
	}
}

func TestEscapeCloses(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.window.Canvas().Overlays().Top() != nil {
		t.Error("the card is still there")
	}
}

// TestShots draws the card for a person to look at: SURFSTICK_SHOTS=dir go test -run Shots.
func TestShots(t *testing.T) {
	dir := os.Getenv("SURFSTICK_SHOTS")
	if dir == "" {
		t.Skip("SURFSTICK_SHOTS is not set")
	}
	for _, language := range []string{"de", "en"} {
		for _, variant := range []string{"light", "dark"} {
			b := newBench(t, language, variant, map[string]string{})
			file, err := os.Create(filepath.Join(dir, "settings-"+language+"-"+variant+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(file, b.window.Canvas().Capture()); err != nil {
				t.Fatal(err)
			}
			_ = file.Close()
		}
	}
}

// Nothing is deleted before the word is typed.
func TestErase(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	b.tap("Alle meine Daten löschen …")
	b.sees("Alle Ihre Daten löschen?", "Um fortzufahren, tippen Sie LÖSCHEN:")
	typed := b.window.Canvas().Focused()
	b.tap("Alles löschen")
	test.Type(typed, "lösch")
	b.tap("Alles löschen")
	if b.erased != 0 {
		t.Fatal("deleted without the word")
	}
	test.Type(typed, "en")
	b.tap("Alles löschen")
	if b.erased != 1 || b.window.Canvas().Overlays().Top() != nil {
		t.Errorf("deleted %d times", b.erased)
	}
}

func TestEraseCanBeLeft(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.tap("Delete all my data …")
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.erased != 0 || b.window.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not leave")
	}
}

func TestPIN(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.tap("PIN of the SIM card …")
	if b.pin != 1 || b.window.Canvas().Overlays().Top() != nil {
		t.Error("the card about the PIN does not take this one's place")
	}
}

func TestRestart(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	b.tap("Stick neu starten …")
	if b.restarts != 1 || b.window.Canvas().Overlays().Top() != nil {
		t.Error("the question does not take this card's place")
	}
}

func TestSelfTest(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.tap("Send a test message to myself …")
	if b.tests != 1 || b.window.Canvas().Overlays().Top() != nil {
		t.Error("the page does not take this card's place")
	}
}

// TestEraseSaysWhyNot: the grey button says what is to be done first.
func TestEraseSaysWhyNot(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.tap(tr.T("settings.erase"))
	b.tap(tr.T("settings.erase.yes"))
	want := tr.T("settings.erase.type", tr.Data{"Word": tr.T("settings.erase.word")})
	if got := strings.Count(strings.Join(strings.Fields(b.words()), " "), want); b.erased != 0 || got != 2 {
		t.Errorf("erased %d times, the reason is there %d times:\n%s", b.erased, got, b.words())
	}
}
