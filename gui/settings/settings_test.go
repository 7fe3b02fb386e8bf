package settings_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
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
	*looktest.User
	keeper  *keeper
	pages   *look.Pages
	page    *settings.Settings
	changed []string
	opened  int
	did     []string // what was opened

	hidden  []bool // what was asked for
	hideErr error
}

func newBench(t *testing.T, language, variant string, kept map[string]string) *bench {
	t.Helper()
	user, pages := looktest.Open(t, language, variant)
	b := &bench{User: user, pages: pages, keeper: &keeper{kept: kept}}
	b.show(settings.Config{HideFromCapture: func(hide bool) error {
		b.hidden = append(b.hidden, hide)
		return b.hideErr
	}})
	return b
}

// notes returns a function that notes what was opened.
func (b *bench) notes(what string) func() { return func() { b.did = append(b.did, what) } }

// show shows the page with what every test needs added to the configuration.
func (b *bench) show(c settings.Config) {
	b.pages.CloseAll()
	c.Keeper, c.Version, c.Show, c.Canvas = b.keeper, "0.1.0", b.pages.Show, b.Window.Canvas()
	c.Changed = func(key, value string) { b.changed = append(b.changed, key+"="+value) }
	c.OpenFolder = func() error { b.opened++; return errors.New("no file manager") }
	c.OpenLogs = func() error { b.opened += 100; return nil }
	c.Restart, c.Test, c.Setup = b.notes("restart"), b.notes("test"), b.notes("setup")
	c.PIN, c.Erase = b.notes("pin"), b.notes("erase")
	c.Report, c.Help, c.Keys, c.About = b.notes("report"), b.notes("help"), b.notes("keys"), b.notes("about")
	b.page = settings.New(c)
	b.page.Show()
}

// row returns the line of the page with these words.
func (b *bench) row(words string) *look.Row {
	b.Helper()
	row, ok := b.Find(words).(*look.Row)
	if !ok {
		b.Fatalf("%q is not a line", words)
	}
	return row
}

func TestShowsWhatIsKept(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{
		settings.KeyLanguage: "en", settings.KeyRegion: "AT", settings.KeyTheme: "dark", settings.KeyTextSize: "huge",
	})
	b.Sees("Einstellungen", "English", "Österreich", "Dunkel", "Sehr groß", "0.1.0")
}

func TestDefaults(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{settings.KeyTheme: "pink"})
	b.Sees("As in the system", "Automatic (from the SIM card)", "100%", "Normal", "Back")
	if !b.row("Send with Enter").On() || b.row("Set up this stick automatically from now on").On() {
		t.Error("the switches are not as they are by default")
	}
}

func TestChoicesAreKeptAtOnce(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	for _, choice := range [][2]string{
		{"Language", "Deutsch"},
		{"Country for phone numbers", "Austria"},
		{"Appearance", "Dark"},
		{"Keep trying to deliver", "For 1 week"},
		{"Text size", "Large"},
		{"Size of everything", "140%"},
	} {
		b.Tap(choice[0])
		b.Tap(choice[1])
		if got := b.row(choice[0]).Value(); got != choice[1] {
			t.Errorf("%s shows %q", choice[0], got)
		}
	}
	b.Tap("Set up this stick automatically from now on")
	b.Tap("Send with Enter")
	b.Tap("Less motion")
	want := "language=de region=AT theme=dark validity=week textSize=large scale=140 auto=on enter=newline motion=less"
	if got := strings.Join(b.changed, " "); got != want {
		t.Errorf("told of %q, want %q", got, want)
	}
	for _, pair := range b.changed {
		key, value, _ := strings.Cut(pair, "=")
		if b.keeper.kept[key] != value {
			t.Errorf("%s is kept as %q", key, b.keeper.kept[key])
		}
	}
	b.Tap("Less motion")
	if b.keeper.kept[settings.KeyMotion] != "" {
		t.Error("a switch cannot be set back")
	}
}

// TestByKeyboard: a value is chosen without the mouse, from the one that holds now.
func TestByKeyboard(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{settings.KeyTheme: "light"})
	row := b.row("Appearance")
	b.Window.Canvas().Focus(row)
	b.Press(fyne.KeyReturn)
	b.Press(fyne.KeyDown)
	b.Press(fyne.KeyReturn)
	if b.keeper.kept[settings.KeyTheme] != "dark" || b.Window.Canvas().Focused() != row {
		t.Errorf("%q is kept, %T has the keyboard", b.keeper.kept[settings.KeyTheme], b.Window.Canvas().Focused())
	}
	b.Press(fyne.KeySpace)
	b.Press(fyne.KeyEscape)
	if len(b.changed) != 1 {
		t.Errorf("told of %v", b.changed)
	}
}

// TestTabReachesEverything: every line comes into view when it gets the keyboard, in the smallest window.
func TestTabReachesEverything(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	b.Window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
	seen := map[string]bool{}
	for range 60 {
		b.Window.Canvas().FocusNext()
		row, ok := b.Window.Canvas().Focused().(*look.Row)
		if !ok {
			continue
		}
		seen[row.Words()] = true
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(row)
		if at.Y < 50 || at.Y+row.Size().Height > look.MinHeight {
			t.Errorf("%s lies from %v to %v", row.Words(), at.Y, at.Y+row.Size().Height)
		}
	}
	if len(seen) < 18 || !seen["Alle meine Daten löschen"] || !seen["Sprache"] {
		t.Errorf("reached %d lines: %v", len(seen), seen)
	}
}

func TestSaysWhenNothingIsKept(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	b.keeper.err = errors.New("disk full")
	b.Tap("Aussehen")
	b.Tap("Dunkel")
	b.Sees("Die Wahl konnte nicht gespeichert werden", "Wie im System")
	b.Tap("Mit Eingabetaste senden")
	if len(b.changed) != 0 || !b.row("Mit Eingabetaste senden").On() {
		t.Errorf("told of %v, or the switch shows what is not kept", b.changed)
	}
}

// TestHiding: the window is hidden at once, and the choice is not kept where Windows does not.
func TestHiding(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.Tap("Hide this window from screenshots")
	b.Tap("Hide this window from screenshots")
	if got := strings.Join(b.changed, " "); got != "hidden=on hidden=" || len(b.hidden) != 2 ||
		!b.hidden[0] || b.hidden[1] {
		t.Errorf("kept %q, hidden %v", got, b.hidden)
	}
	b.hideErr = errors.New("no window")
	b.Tap("Hide this window from screenshots")
	b.Sees("screenshots still show the window")
	if len(b.changed) != 2 || b.row("Hide this window from screenshots").On() {
		t.Errorf("kept %q although it failed", b.changed)
	}
}

// TestNoHiding: where the system cannot hide a window, nothing is offered.
func TestNoHiding(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	b.Sees("Dieses Fenster auf Bildschirmfotos verbergen")
	b.show(settings.Config{})
	if strings.Contains(b.Words(), "Bildschirmfotos") {
		t.Error("offered all the same")
	}
}

func TestFolders(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.Tap("Open data folder")
	b.Sees("The folder could not be opened.")
	b.Tap("Open the folder with logs")
	if b.opened != 101 {
		t.Errorf("opened %d", b.opened)
	}
}

// TestLeadsOn: what opens above the page leaves it; what takes its place closes it first.
func TestLeadsOn(t *testing.T) {
	for words, want := range map[string]struct {
		did   string
		stays bool
	}{
		"PIN of the SIM card": {"pin", true}, "Help by what you see": {"help", true},
		"Keyboard shortcuts": {"keys", true}, "Look at the diagnostic report": {"report", true},
		"About Surfstick SMS": {"about", true}, "Restart the stick": {"restart", false},
		"Send a test message to myself": {"test", false}, "Set up the stick again": {"setup", false},
	} {
		b := newBench(t, "en", "light", map[string]string{})
		b.Tap(words)
		if strings.Join(b.did, " ") != want.did || b.page.Shown() != want.stays {
			t.Errorf("%s: did %v, the page stays: %v", words, b.did, b.page.Shown())
		}
	}
}

func TestEscapeCloses(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	for range 3 {
		b.page.Show()
	}
	b.Press(fyne.KeyEscape)
	if b.page.Shown() || b.pages.Top() != nil {
		t.Error("the page is still there")
	}
}

// TestRowsOfOthers: another package adds a switch, a choice and a button by a line of the table.
func TestRowsOfOthers(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	if strings.Contains(b.Words(), "Notifications") {
		t.Error("a heading without rows")
	}
	on, did := false, 0
	b.show(settings.Config{Rows: []settings.Row{
		{Group: settings.Notifications, Key: "hidden", IsOn: func() bool { return on }, Set: func(to bool) { on = to }},
		{Group: settings.Storage, Key: "setup", Do: func() { did++ }, Value: func() string { return "12 days ago" }},
		{Group: settings.Storage, Key: "erase"},
	}})
	b.Sees("Notifications", "12 days ago")
	b.Tap("Hide this window from screenshots")
	if !on {
		t.Error("the switch does nothing")
	}
	if words := b.Words(); strings.Count(words, "Delete all my data") != 1 {
		t.Error("a row that does nothing is shown")
	}
}

// TestSamePlaceAgain: built anew, as in another language, the page is where it was.
func TestSamePlaceAgain(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.Window.Canvas().Focus(b.row("Delete all my data"))
	at := b.page.Leave()
	if b.page.Shown() || at.Row != "erase" || at.Offset.Y <= 0 {
		t.Errorf("left at %v", at)
	}
	b.show(settings.Config{})
	b.page.Close()
	b.page.ShowAt(at)
	if row, ok := b.Window.Canvas().Focused().(*look.Row); !ok || row.Words() != "Delete all my data" {
		t.Errorf("%v has the keyboard", b.Window.Canvas().Focused())
	}
}

// TestNavigation: in a wide window a list of the groups leads to them; a narrow one has no room for it.
func TestNavigation(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.Tap("Danger zone")
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.row("Delete all my data"))
	if at.Y > 700 {
		t.Errorf("the group is at %v", at)
	}
	if n := strings.Count(b.Words(), "Danger zone"); n != 2 {
		t.Errorf("its name is there %d times", n)
	}
	b.Window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
	if n := strings.Count(b.Words(), "Danger zone"); n != 1 {
		t.Errorf("in a narrow window its name is there %d times", n)
	}
}

// TestGallery puts the page into every state, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "settings", func(g *gallery.Gallery) {
		b := newBench(g.T, g.Language, g.Theme, map[string]string{})
		g.Shot(b.Window, "top")
		b.Tap(tr.T("settings.textSize"))
		g.Shot(b.Window, "menu")
		b.Press(fyne.KeyEscape)
		for _, s := range looktest.All[*container.Scroll](b.User) {
			s.ScrollToBottom()
		}
		g.Shot(b.Window, "end")
		b.Tap(tr.T("settings.erase"))
		g.Shot(b.Window, "erase")
		b.Press(fyne.KeyEscape)
		b.show(settings.Config{Data: &settings.Data{Set: func(bool) {}}})
		g.Shot(b.Window, "web-stick")
	})
}

// Nothing is deleted before the word is typed.
func TestErase(t *testing.T) {
	b := newBench(t, "de", "light", map[string]string{})
	b.Tap("Alle meine Daten löschen")
	b.Sees("Alle Ihre Daten löschen?", "Um fortzufahren, tippen Sie LÖSCHEN:")
	typed := b.Window.Canvas().Focused()
	b.Tap("Alles löschen")
	test.Type(typed, "lösch")
	b.Tap("Alles löschen")
	if len(b.did) != 0 {
		t.Fatal("deleted without the word")
	}
	test.Type(typed, "en")
	b.Tap("Alles löschen")
	if len(b.did) != 1 || b.Window.Canvas().Overlays().Top() != nil {
		t.Errorf("did %v", b.did)
	}
}

func TestEraseCanBeLeft(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.Tap("Delete all my data")
	b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.did) != 0 || b.Window.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not leave")
	}
}

// TestEraseSaysWhyNot: the grey button says what is to be done first.
func TestEraseSaysWhyNot(t *testing.T) {
	b := newBench(t, "en", "light", map[string]string{})
	b.Tap(tr.T("settings.erase"))
	b.Tap(tr.T("settings.erase.yes"))
	want := tr.T("settings.erase.type", tr.Data{"Word": tr.T("settings.erase.word")})
	if got := strings.Count(strings.Join(strings.Fields(b.Words()), " "), want); len(b.did) != 0 || got != 2 {
		t.Errorf("did %v, the reason is there %d times:\n%s", b.did, got, b.Words())
	}
}
