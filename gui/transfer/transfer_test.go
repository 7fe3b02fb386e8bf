package transfer_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"surfstick-sms/gui/files"
	"surfstick-sms/gui/look"
	"surfstick-sms/gui/look/looktest"
	"surfstick-sms/gui/tr"
	gui "surfstick-sms/gui/transfer"
	"surfstick-sms/sms/backup"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
	"surfstick-sms/sms/transfer"
)

// chooser is a person at the dialogs for files.
type chooser struct {
	title, name string
	kinds       []files.Kind
	answer      string // "" gives it up
	take        func([]string) bool
}

func (c *chooser) Open(title string, kinds []files.Kind, then func(string)) {
	c.title, c.kinds = title, kinds
	if c.answer != "" {
		then(c.answer)
	}
}

func (c *chooser) Save(title, name string, kind files.Kind, then func(string)) {
	c.title, c.name, c.kinds = title, name, []files.Kind{kind}
	if c.answer != "" {
		then(c.answer)
	}
}

func (c *chooser) OnDrop(take func([]string) bool) func() {
	c.take = take
	return func() {}
}

// bench is the page over a real store.
type bench struct {
	*gui.Transfer
	*looktest.User
	pages   *look.Pages
	chooser *chooser
	texts   *messenger.Messenger
	opened  []string // folders
	dir     string
	engine  gui.Engine

	mu    sync.Mutex
	posts []func()
	more  chan struct{}
}

func newBench(t *testing.T, language, theme string) *bench {
	t.Helper()
	user, pages := looktest.Open(t, language, theme)
	dir := t.TempDir()
	st, err := store.Open(filepath.Join(dir, "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{
		User: user, pages: pages, dir: dir, texts: messenger.New(st, messenger.Options{Region: "DE", Now: now}), chooser: &chooser{},
		more: make(chan struct{}, 1000),
	}
	t.Cleanup(func() { b.Close(); b.texts.Close() })
	b.engine = &backup.Files{Texts: b.texts, Zone: time.UTC, Now: now}
	b.Window.Resize(fyne.NewSize(look.MinWidth, look.MinHeight))
	b.start(false)
	return b
}

func now() time.Time { return time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC) }

func (b *bench) start(readOnly bool) {
	b.Transfer = gui.New(gui.Config{
		Engine: b.engine, Files: b.chooser, Canvas: b.Window.Canvas(), Show: b.pages.Show, Now: now,
		Region: func() string { return "DE" }, Log: slog.New(slog.DiscardHandler), ReadOnly: readOnly,
		Post: func(f func()) {
			b.mu.Lock()
			b.posts = append(b.posts, f)
			b.mu.Unlock()
			b.more <- struct{}{}
		},
		OpenFolder: func(path string) error { b.opened = append(b.opened, path); return nil },
	})
}

// until lets things happen until words are on screen.
func (b *bench) until(words string) {
	b.Helper()
	b.happens(words, true)
}

func (b *bench) happens(words string, shown bool) {
	b.Helper()
	deadline := time.After(20 * time.Second)
	for strings.Contains(b.Words(), words) != shown {
		select {
		case <-b.more:
			b.mu.Lock()
			f := b.posts[0]
			b.posts = b.posts[1:]
			b.mu.Unlock()
			f()
		case <-deadline:
			b.Fatalf("shows %q: never %v, but\n%s", words, shown, b.Words())
		}
	}
}

// typeInto types into the field with this number, from 0.
func (b *bench) typeInto(i int, text string) {
	b.Helper()
	all := b.Fields()
	if i >= len(all) {
		b.Fatalf("%d fields in\n%s", len(all), b.Words())
	}
	all[i].SetText(text)
}

// take imports a file through the page.
func (b *bench) take(path string) {
	b.Helper()
	b.chooser.answer = path
	b.Tap(tr.T("transfer.choose"))
}

func (b *bench) file(name, content string) string {
	b.Helper()
	path := filepath.Join(b.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

const three = "Number,Text,Time\n+491711234567,one,2026-11-20 12:00:00\n80850,two,2026-11-20 12:01:00\n" +
	"nobody,three,yesterday\n"

func TestImportAndRemove(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.Sees("Encrypted backup …", "Table (CSV) …", "Choose a file …", "not encrypted")
	b.take(b.file("texts.csv", three))
	b.until("Import finished")
	b.Sees("2 messages are new.", "Left out", "1 without a believable time (record 3)")
	if len(b.chooser.kinds) != 2 || b.chooser.kinds[0].Words != "Messages and backups" {
		t.Errorf("kinds %+v", b.chooser.kinds)
	}
	b.Tap("Done")
	b.until("2 messages")
	b.Sees("Remove the last import …", "27 November, 12:00 PM: 2 messages")
	b.take(b.file("again.csv", three))
	b.until("Import finished")
	b.Sees("0 messages are new.", "2 were here already.")
	b.Tap("Done")
	b.Tap("Remove the last import …")
	b.Sees("2 imported messages are deleted for good")
	b.Tap("Remove")
	b.until("Import removed")
	b.Sees("2 messages were removed.")
	if has, err := b.texts.HasConversations(t.Context()); err != nil || has {
		t.Errorf("something is left: %v", err)
	}
	b.Tap("Done")
	b.happens("Remove the last import", false)
	b.Sees("Choose a file …")
}

// TestExports writes each kind, of everybody and of one, and looks into it.
func TestExports(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.take(b.file("texts.csv", three))
	b.until("Import finished")
	b.Tap("Done")
	for _, c := range []struct{ row, name, content string }{
		{"Table (CSV) …", "Messages 2026-11-27.csv", "'+491711234567,,received,2026-11-20 12:00:00,one,received,yes"},
		{"Page (HTML) …", "Messages 2026-11-27.html", "<h3>Friday, 20 November 2026</h3>"},
		{"Complete (JSON) …", "Messages 2026-11-27.json", `"text":"two"`},
	} {
		b.chooser.answer = filepath.Join(b.dir, "out")
		b.Tap(c.row)
		b.until("Export finished")
		b.Sees("2 messages are now in “out”.")
		if b.chooser.name != c.name {
			t.Errorf("offered %q", b.chooser.name)
		}
		if got, err := os.ReadFile(b.chooser.answer); err != nil || !strings.Contains(string(got), c.content) {
			t.Errorf("%s: %v\n%s", c.row, err, got)
		}
		b.Tap("Open folder")
		if !slices.Equal(b.opened, []string{b.dir}) {
			t.Errorf("opened %q", b.opened)
		}
		b.opened = nil
	}
	b.Chat("+491711234567", "../Anna: \"<A>\"\n=1")
	b.Sees("Export the chat with ../Anna: \"<A>\" =1")
	b.Tap("Page (HTML) …")
	b.until("Export finished")
	b.Sees("1 message is now in")
	if want := "Messages -Anna- --A-- =1 2026-11-27.html"; b.chooser.name != want {
		t.Errorf("offered %q, want %q", b.chooser.name, want)
	}
	b.Tap("Done")
	b.chooser.answer = filepath.Join(b.dir, "no", "such", "folder")
	b.Tap("Table (CSV) …")
	b.until("The export did not work")
	b.Sees("The file or the folder is not there any more.")
	b.Tap("Done")
	b.chooser.answer = ""
	b.Tap("Table (CSV) …")
	if b.Window.Canvas().Overlays().Top() != nil {
		t.Error("something happens although no file was chosen")
	}
}

// TestColumnsAreReadAgain: a table that this window writes in one language is read whatever the language is.
func TestColumnsAreReadAgain(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		b := newBench(t, language, "light")
		if _, err := b.engine.Import(t.Context(), b.file("texts.csv", three), "", nil); err != nil {
			t.Fatal(err)
		}
		b.chooser.answer = filepath.Join(b.dir, "out.csv")
		b.Open()
		b.Tap(tr.T("transfer.csv"))
		b.until(tr.T("transfer.exported.title"))
		file, err := os.ReadFile(b.chooser.answer)
		if err != nil {
			t.Fatal(err)
		}
		r, err := transfer.Open(bytes.NewReader(file), transfer.Options{Now: now()})
		if err != nil || r.Format() != transfer.FormatCSV {
			t.Errorf("%s: %v\n%s", language, err, file)
		}
		rows := csv.NewReader(bytes.NewReader(file))
		rows.Comma = map[string]rune{"de": ';', "en": ','}[language]
		all, err := rows.ReadAll()
		if err != nil || len(all) != 3 || len(all[0]) != 10 {
			t.Errorf("%s: %v, %v", language, all, err)
		}
	}
}

// TestBackup: a passphrase is asked for twice, judged, and asked for again to restore.
func TestBackup(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	b.take(b.file("texts.csv", three))
	b.until("Import finished")
	b.Tap("Done")
	b.Tap("Encrypted backup …")
	b.Sees("nobody can open the backup, not even you", "At least 8 characters")
	b.Tap("Continue …")
	b.Sees("needs at least 8 characters")
	b.typeInto(0, "password")
	b.Sees("Weak:")
	b.Tap("Continue …")
	b.Sees("Both fields must hold the same passphrase.")
	b.typeInto(0, "correct horse battery")
	b.typeInto(1, "correct horse battery")
	b.Sees("Strong:")
	path := filepath.Join(b.dir, "b.age")
	b.chooser.answer = path
	b.Tap("Continue …")
	b.until("Backup finished")
	b.Sees("opens with your passphrase only")
	if b.chooser.name != "Backup of messages 2026-11-27.age" {
		t.Errorf("offered %q", b.chooser.name)
	}
	b.Tap("Done")
	b.take(path)
	b.until("Passphrase of the backup")
	b.Sees("“b.age” is encrypted")
	b.typeInto(0, "correct horse batterz")
	b.Tap("Import")
	b.until("not the right one")
	b.typeInto(0, "correct horse battery")
	b.Tap("Import")
	b.until("Import finished")
	b.Sees("2 were here already.")
}

func TestFailures(t *testing.T) {
	b := newBench(t, "en", "light")
	b.Open()
	for content, want := range map[string]string{
		"Dear all": "holds no messages", `{"format":"surfstick-sms","version":9}`: "newer version",
		`<!DOCTYPE x [<!ENTITY a "b">]><smses/>`:                                 "belong in no backup",
		`<smses><sms address="80850" date="1763800000000" type="1" body="one"/>`: "is not complete",
	} {
		b.take(b.file("x", content))
		b.until("The import ended early")
		b.Sees(want)
		b.Tap("Done")
	}
	b.take(filepath.Join(b.dir, "none"))
	b.until("The import ended early")
	b.Sees("not there any more")
}

// slow is an engine that waits until it is given up.
type slow struct{ gui.Engine }

func (slow) Import(ctx context.Context, _, _ string, p transfer.Progress) (transfer.Result, error) {
	p(1234, 0.5)
	<-ctx.Done()
	return transfer.Result{ID: 7, Texts: 1234, Left: map[transfer.Cause]int{}}, ctx.Err()
}

func (slow) Export(ctx context.Context, _ transfer.Job, p transfer.Progress) (int, error) {
	p(1, 0.1)
	<-ctx.Done()
	return 0, ctx.Err()
}

func TestCancel(t *testing.T) {
	b := newBench(t, "en", "light")
	b.engine = slow{b.engine}
	b.start(false)
	b.Open()
	b.take("x")
	b.until("1234 messages")
	if b.chooser.take([]string{"y.json"}) {
		t.Error("a second file is taken while one is being imported")
	}
	b.Tap("Cancel")
	b.until("Import cancelled")
	b.Sees("1234 messages are new.", "Remove again …")
	b.Tap("Done")
	b.chooser.answer = "out"
	b.Tap("Table (CSV) …")
	b.until("1 message")
	b.Tap("Cancel")
	b.until("Choose a file …")
}

func TestDrop(t *testing.T) {
	b := newBench(t, "en", "light")
	for _, paths := range [][]string{{"contacts.vcf"}, {"a.json", "b.json"}, {"picture.png"}} {
		if b.chooser.take(paths) {
			t.Errorf("%q is taken", paths)
		}
	}
	path := b.file("Müller.CSV", three)
	if !b.chooser.take([]string{path}) {
		t.Fatal("not taken")
	}
	b.Sees("Import the file?", "“Müller.CSV”")
	b.Tap("Import")
	b.until("Import finished")
	b.Tap("Done")
	b.start(true)
	if b.chooser.take([]string{path}) {
		t.Error("taken, although nothing can be written")
	}
	b.Open()
	if strings.Contains(b.Words(), "Choose a file") {
		t.Error("offers to import, although nothing can be written")
	}
}

var errAny = errors.New("any")

// broken is an engine that fails in a way that nobody has foreseen.
type broken struct{ gui.Engine }

func (broken) Undo(context.Context, int64, transfer.Progress) (int, error) { return 0, errAny }

func (broken) Last(context.Context) (transfer.Import, error) {
	return transfer.Import{ID: 1, At: now(), Texts: 3}, nil
}

func TestUndoFails(t *testing.T) {
	b := newBench(t, "en", "light")
	b.engine = broken{b.engine}
	b.start(false)
	b.Open()
	b.until("3 messages")
	b.Tap("Remove the last import …")
	b.Tap("Remove")
	b.until("Removing did not work")
}
