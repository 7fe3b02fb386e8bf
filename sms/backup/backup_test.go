package backup_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/backup"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
	"surfstick-sms/sms/transfer"
)

const passphrase = "Grüße vom Ätna 42"

// bench are files over a store of its own.
func bench(t *testing.T) (*backup.Files, *messenger.Messenger) {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := messenger.New(st, messenger.Options{Region: "DE"})
	t.Cleanup(func() { m.Close() })
	return &backup.Files{Texts: m, Zone: time.UTC, Now: time.Now}, m
}

// filled is a bench with texts.
func filled(t *testing.T) (*backup.Files, *messenger.Messenger) {
	t.Helper()
	f, m := bench(t)
	if got, err := f.Import(t.Context(), "../store/testdata/round.json", "", nil); err != nil || got.Texts != 5 {
		t.Fatal(got, err)
	}
	return f, m
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// alone makes sure that nothing else was left beside the file.
func alone(t *testing.T, path string) {
	t.Helper()
	all, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(all) != 1 || all[0].Name() != filepath.Base(path) {
		t.Errorf("%v, %v", all, err)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestSealedRoundTrip: a backup is opened with its passphrase only, restores into an empty store everything, and
// into a full one nothing twice.
func TestSealedRoundTrip(t *testing.T) {
	f, _ := filled(t)
	path := filepath.Join(t.TempDir(), "Müller & Söhne #1.age")
	share := 0.0
	n, err := f.Export(t.Context(), transfer.Job{Path: path, Format: transfer.FormatJSON, Passphrase: passphrase},
		func(_ int, s float64) { share = s })
	if err != nil || n != 5 || share != 1 {
		t.Fatalf("%d, %v, %v", n, err, share)
	}
	alone(t, path)
	if bytes.Contains(read(t, path), []byte("clock went back")) {
		t.Error("readable")
	}
	empty, _ := bench(t)
	for pass, want := range map[string]error{"": transfer.ErrSealed, "another one": transfer.ErrPassphrase} {
		if _, err := empty.Import(t.Context(), path, pass, nil); !errors.Is(err, want) {
			t.Errorf("%q: %v", pass, err)
		}
	}
	if got, err := empty.Import(t.Context(), path, passphrase, nil); err != nil || got.Texts != 5 || got.Partners != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	plain := filepath.Join(t.TempDir(), "again.json")
	if _, err := empty.Export(t.Context(), transfer.Job{Path: plain, Format: transfer.FormatJSON}, nil); err != nil {
		t.Fatal(err)
	}
	alone(t, plain)
	if !bytes.Equal(read(t, plain), read(t, "../store/testdata/round.json")) {
		t.Errorf("got\n%s", read(t, plain))
	}
	if got, err := f.Import(t.Context(), path, passphrase, nil); err != nil || got.Texts != 0 || got.Known != 5 {
		t.Errorf("full: %+v, %v", got, err)
	}
	cut := filepath.Join(t.TempDir(), "cut")
	if err := os.WriteFile(cut, read(t, path)[:300], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := empty.Import(t.Context(), cut, passphrase, nil); !errors.Is(err, transfer.ErrCut) && !errors.Is(err, transfer.ErrDamaged) {
		t.Errorf("cut: %v", err)
	}
	if _, err := empty.Import(t.Context(), plain, passphrase, nil); !errors.Is(err, transfer.ErrForeign) {
		t.Errorf("not sealed: %v", err)
	}
}

// TestFailedExport leaves the file that was there, and nothing else.
func TestFailedExport(t *testing.T) {
	f, _ := filled(t)
	path := filepath.Join(t.TempDir(), "texts.json")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx context.Context
		job transfer.Job
	}{
		"cancelled":       {ended, transfer.Job{Path: path, Format: transfer.FormatJSON}},
		"sealed":          {ended, transfer.Job{Path: path, Format: transfer.FormatJSON, Passphrase: passphrase}},
		"no format":       {t.Context(), transfer.Job{Path: path, Format: transfer.FormatGammu}},
		"no such folder":  {t.Context(), transfer.Job{Path: filepath.Join(path, "x"), Format: transfer.FormatJSON}},
		"folder, no file": {t.Context(), transfer.Job{Path: filepath.Dir(path), Format: transfer.FormatJSON}},
	} {
		if n, err := f.Export(c.ctx, c.job, nil); err == nil || n != 0 {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
	alone(t, path)
	if string(read(t, path)) != "before" {
		t.Error("the file is another one")
	}
}

func TestImportFails(t *testing.T) {
	f, _ := bench(t)
	dir := t.TempDir()
	odd := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(odd, []byte("Dear all"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{
		odd: transfer.ErrUnknown, dir: transfer.ErrUnknown, filepath.Join(dir, "none"): os.ErrNotExist,
	} {
		if _, err := f.Import(t.Context(), path, "", nil); !errors.Is(err, want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestStopInsideOfARecord: an import stops at once, in the middle of a picture of many megabytes, too.
func TestStopInsideOfARecord(t *testing.T) {
	f, _ := bench(t)
	path := filepath.Join(t.TempDir(), "sms.xml")
	const size = 64 << 20
	file := `<smses><sms address="80850" date="1763800000000" type="1" body="b"/><mms><part data="` + strings.Repeat("A", size) + `"/></mms></smses>`
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	f.Texts = once{f.Texts, cancel}
	if got, err := f.Import(ctx, path, "", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v", got, err)
	}
}

// once has a reader read one record and, after a stop, another one.
type once struct {
	backup.Texts
	stop func()
}

func (o once) Import(_ context.Context, r transfer.Reader, _ messenger.Progress) (transfer.Result, error) {
	if _, err := r.Next(); err != nil {
		return transfer.Result{}, err
	}
	o.stop()
	_, err := r.Next()
	return transfer.Result{}, err
}

func TestUndo(t *testing.T) {
	f, m := filled(t)
	last, err := f.Last(t.Context())
	if err != nil || last.Texts != 5 || last.Format != transfer.FormatJSON {
		t.Fatalf("%+v, %v", last, err)
	}
	told := 0
	if n, err := f.Undo(t.Context(), last.ID, func(n int, _ float64) { told = n }); err != nil || n != 5 || told != 5 {
		t.Errorf("%d, %v, told %d", n, err, told)
	}
	if has, err := m.HasConversations(t.Context()); err != nil || has {
		t.Errorf("something is left: %v", err)
	}
}

// TestForPeople writes the other two formats, of one partner.
func TestForPeople(t *testing.T) {
	f, _ := filled(t)
	words := transfer.Words{
		Title: "Anna", Columns: []string{"Number"}, Separator: ';', Zone: time.UTC,
		Status: func(m sms.Message) string { return m.Status.String() },
		Time:   func(t time.Time) string { return t.String() }, Day: func(t time.Time) string { return t.Format("2.1.") },
		Clock: func(t time.Time) string { return t.Format("15:04") }, Number: func(n sms.Number) string { return string(n) },
	}
	for format, want := range map[transfer.Format]string{
		transfer.FormatCSV: "'=1+1", transfer.FormatHTML: "&lt;script&gt;alert(1)",
	} {
		path := filepath.Join(t.TempDir(), "x")
		n, err := f.Export(t.Context(), transfer.Job{Path: path, Format: format, Only: "+491711234567", Words: words}, nil)
		if got := string(read(t, path)); err != nil || n != 2 || !strings.Contains(got, want) || strings.Contains(got, "80850") {
			t.Errorf("%v: %d, %v\n%s", format, n, err, got)
		}
	}
}
