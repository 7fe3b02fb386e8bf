package help_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"surfstick-sms/bench/gallery"
	"surfstick-sms/gui/files"
	"surfstick-sms/gui/help"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/gui/tr"
)

// bench is a window with the pages of the help.
type bench struct {
	*help.Help
	*looktest.User
	pages  *look.Pages
	copied string
	linked []help.Link
	opened []string
	logged int    // how often the log was read
	saves  string // where files are saved, "" when that is given up
}

// saver is a files.Files that saves into a folder.
type saver struct{ b *bench }

func (saver) Open(string, []files.Kind, func(string)) {}

func (s saver) Save(_, name string, _ files.Kind, then func(string)) {
	if s.b.saves != "" {
		then(filepath.Join(s.b.saves, name))
	}
}

func (saver) OnDrop(func([]string) bool) func() { return func() {} }

func newBench(t *testing.T, language, variant string, change func(*help.Config)) *bench {
	t.Helper()
	user, pages := looktest.Open(t, language, variant)
	t.Cleanup(func() { _ = tr.Use("en") })
	b := &bench{User: user, pages: pages}
	c := help.Config{
		Show: b.pages.Show, Canvas: b.Window.Canvas(), Files: saver{b}, Windows: true, Version: "1.2.3",
		Copy: func(text string) { b.copied = text }, Links: map[help.Link]func(){},
		Keys: func() []help.Keys {
			return append([]help.Keys{{Title: "Conversations", Lines: []help.KeyLine{
				{Keys: "Ctrl+N", Words: "New message"},
				{Keys: "Alt+↓", Words: "Next conversation in the list"},
			}}}, help.CommonKeys()...)
		},
		Log:    func() string { b.logged++; return fmt.Sprintf("level=INFO msg=started n=%d", b.logged) },
		Report: func() string { return "stick: 12d1:1001\nport: COM8" }, Licences: "Fyne BSD-3-Clause",
		Releases: "https://example.org/releases",
		OpenURL:  func(u *url.URL) error { b.opened = append(b.opened, u.String()); return nil },
	}
	for _, l := range []help.Link{
		help.Setup, help.Test, help.Restart, help.PIN, help.Balance, help.Settings, help.Report,
	} {
		c.Links[l] = func() { b.linked = append(b.linked, l) }
	}
	if change != nil {
		change(&c)
	}
	b.Help = help.New(c)
	return b
}

// rows are the lines that can be pressed, from top to bottom.
func (b *bench) rows() []*look.Row { return looktest.All[*look.Row](b.User) }

// search types into the field at the top, which has the keyboard.
func (b *bench) search(text string) {
	field := b.Window.Canvas().Focused().(*look.Field)
	field.SetText(text)
}

// TestSearch: what one sees is found by words of the title, of what it means, and of what to do.
func TestSearch(t *testing.T) {
	for language, searches := range map[string]map[string]string{
		"de": {
			"gravur": "Die SIM-Karte wird nicht gefunden", "hilink": "Der Stick ist eine Netzwerkkarte",
			"PUK falsch": "Die SIM-Karte verlangt eine PIN oder PUK", "mbbservice": "Huaweis Software ist installiert",
			"virtualbox": "", "bitlocker": "Wer kann meine Nachrichten lesen?", "zadig cd": "Das CD-Laufwerk des Sticks ist leer",
			"größe schrift": "Die Schrift ist zu klein", "grosse": "Die Schrift ist zu klein", "3G": "Der Stick findet kein Netz",
		},
		"en": {
			"engraving": "The SIM card is not found", "locked provider": "The stick refuses the SIM card",
			"cost": "What does it cost?", "reports xyz": "",
		},
	} {
		b := newBench(t, language, "light", nil)
		b.Open()
		for query, want := range searches {
			b.search(query)
			words := b.Words()
			if want == "" && len(b.rows()) != 0 || want != "" && !strings.Contains(words, want) {
				t.Errorf("%s %q: %s", language, query, words)
			}
		}
	}
}

// TestNothingFound says so, and Escape shows everything again before it leads back.
func TestNothingFound(t *testing.T) {
	b := newBench(t, "en", "light", nil)
	b.Open()
	all := len(b.rows())
	b.search("xyzzy")
	if !strings.Contains(b.Words(), "Try another word.") {
		t.Errorf("seen: %s", b.Words())
	}
	field := b.Window.Canvas().Focused()
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(b.rows()) != all || b.pages.Top() == nil {
		t.Errorf("%d of %d topics", len(b.rows()), all)
	}
	b.search("engraving")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if words := b.Words(); !strings.Contains(words, "until it clicks") {
		t.Errorf("Enter does not open the first: %s", words)
	}
}

// TestLinks: a topic leads to the part of the program that helps, where there is one now.
func TestLinks(t *testing.T) {
	b := newBench(t, "en", "light", nil)
	b.Open()
	for _, row := range b.rows() {
		test.Tap(row)
		b.Walk(func(o fyne.CanvasObject) {
			if button, ok := o.(*look.Button); ok && button.Text != "Back" {
				defer test.Tap(button)
			}
		})
		b.pages.Top().Close()
	}
	for _, l := range []help.Link{
		help.Setup, help.Test, help.Restart, help.PIN, help.Balance, help.Settings, help.Report,
	} {
		if !slices.Contains(b.linked, l) {
			t.Errorf("nothing leads to %s", l)
		}
	}
	b = newBench(t, "en", "light", func(c *help.Config) { c.Links = nil })
	b.Open()
	b.Tap("The stick does not answer any more")
	if strings.Contains(b.Words(), "Restart the stick ") && len(b.rows()) > 0 {
		t.Error("a button that leads nowhere")
	}
}

// TestOnlyOnWindows: what is seen under Windows only is not listed elsewhere.
func TestOnlyOnWindows(t *testing.T) {
	windows, other := newBench(t, "en", "light", nil), 0
	windows.Open()
	all := len(windows.rows())
	b := newBench(t, "en", "light", func(c *help.Config) { c.Windows = false })
	b.Open()
	other = len(b.rows())
	if all < 25 || other >= all || strings.Contains(b.Words(), "wrong one") {
		t.Errorf("%d under Windows, %d elsewhere", all, other)
	}
}

func TestKeys(t *testing.T) {
	b := newBench(t, "de", "light", nil)
	b.OpenKeys()
	for _, want := range []string{"Ctrl+N", "New message", "Umschalt+Eingabe", "Neue Zeile beginnen", "Menüs und Seiten", "Esc"} {
		if !strings.Contains(b.Words(), want) {
			t.Errorf("%q is not in: %s", want, b.Words())
		}
	}
}

// TestReport: it is shown before it is copied, and can be saved.
func TestReport(t *testing.T) {
	b := newBench(t, "en", "light", nil)
	b.OpenReport()
	if words := b.Words(); !strings.Contains(words, "port: COM8") || !strings.Contains(words, "It goes to nobody") {
		t.Errorf("seen: %s", words)
	}
	b.Tap("Copy")
	if b.copied != "stick: 12d1:1001\nport: COM8" {
		t.Errorf("copied %q", b.copied)
	}
	b.Tap("Save …")
	b.saves = t.TempDir()
	b.Tap("Save …")
	text, err := os.ReadFile(filepath.Join(b.saves, "surfstick-report.txt"))
	if err != nil || string(text) != b.copied || !strings.Contains(b.Words(), "Saved.") {
		t.Errorf("saved %q, %v", text, err)
	}
	b.saves = filepath.Join(b.saves, "no such folder")
	b.Tap("Save …")
	if !strings.Contains(b.Words(), "could not be saved there") {
		t.Errorf("seen: %s", b.Words())
	}
}

// TestLog: the end of the log is shown, and again as it is later.
func TestLog(t *testing.T) {
	b := newBench(t, "en", "light", nil)
	b.OpenLog()
	if words := b.Words(); !strings.Contains(words, "n=1") || !strings.Contains(words, "masked") {
		t.Errorf("seen: %s", words)
	}
	b.Tap("Refresh")
	b.Tap("Copy")
	if !strings.Contains(b.Words(), "n=2") || b.copied != "level=INFO msg=started n=2" {
		t.Errorf("seen %s, copied %q", b.Words(), b.copied)
	}
}

// TestAbout: version and licences are there without a network, and the browser only opens after a yes.
func TestAbout(t *testing.T) {
	b := newBench(t, "en", "light", nil)
	b.OpenAbout()
	if words := b.Words(); !strings.Contains(words, "1.2.3") || !strings.Contains(words, "does not go to the internet") {
		t.Errorf("seen: %s", words)
	}
	b.Tap("Licences")
	if !strings.Contains(b.Words(), "Fyne BSD-3-Clause") {
		t.Errorf("seen: %s", b.Words())
	}
	b.pages.Top().Close()
	b.Tap("Look for a new version")
	if !strings.Contains(b.Words(), "https://example.org/releases") {
		t.Errorf("asked: %s", b.Words())
	}
	b.Tap("Not now")
	if len(b.opened) != 0 {
		t.Fatalf("opened %v", b.opened)
	}
	b.Tap("Look for a new version")
	b.Tap("Open")
	if !slices.Equal(b.opened, []string{"https://example.org/releases"}) {
		t.Errorf("opened %v", b.opened)
	}
	b = newBench(t, "en", "light", func(c *help.Config) { c.Releases = "" })
	b.OpenAbout()
	if strings.Contains(b.Words(), "Look for") {
		t.Error("offered although nobody knows where")
	}
}

// TestFits: nothing lies beside the smallest window, at every size of text and in both languages.
func TestFits(t *testing.T) {
	t.Cleanup(func() { look.SetTextSize(look.TextNormal) })
	for _, language := range []string{"de", "en"} {
		for _, factor := range []float32{look.TextSmall, look.TextNormal, look.TextLarge, look.TextHuge} {
			look.SetTextSize(factor)
			b := newBench(t, language, "light", nil)
			b.Window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
			for _, open := range []func(){b.Open, b.OpenKeys, b.OpenReport, b.OpenLog, b.OpenAbout} {
				open()
				b.fits(language, factor)
				b.pages.CloseAll()
			}
			b.Open()
			for _, row := range b.rows() {
				test.Tap(row)
				b.fits(language, factor)
				b.pages.Top().Close()
			}
		}
	}
}

func (b *bench) fits(language string, factor float32) {
	b.Helper()
	if min := b.pages.Object().MinSize(); min.Width > look.MinWidth || min.Height > look.MinHeight {
		b.Errorf("%s %v, %s: needs %v", language, factor, b.pages.Top().Title(), min)
	}
	b.Walk(func(o fyne.CanvasObject) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		if text, ok := o.(*canvas.Text); ok && at.X+text.MinSize().Width > look.MinWidth {
			b.Errorf("%s %v: %q ends at %v", language, factor, text.Text, at.X+text.MinSize().Width)
		}
	})
}

// TestGallery draws every page, for people to look at and to see that nothing is cut.
func TestGallery(t *testing.T) {
	gallery.Draw(t, "help", func(g *gallery.Gallery) {
		b := newBench(g.T, g.Language, g.Theme, nil)
		for _, s := range []struct {
			name string
			open func()
		}{
			{"list", b.Open},
			{"keys", b.OpenKeys},
			{"report", b.OpenReport},
			{"log", b.OpenLog},
			{"about", b.OpenAbout},
			{"topic", func() { b.Open(); test.Tap(b.rows()[4]) }},
			{"ask", func() { b.OpenAbout(); b.Tap(tr.T("help.releases")) }},
		} {
			s.open()
			g.Shot(b.Window, s.name)
			if top := b.Window.Canvas().Overlays().Top(); top != nil {
				b.Window.Canvas().Overlays().Remove(top)
			}
			b.pages.CloseAll()
		}
	})
}
