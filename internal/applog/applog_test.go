package applog

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestOpen(t *testing.T) {
	data := t.TempDir()
	for range 2 { // the second start goes on in the same file
		log, err := Open(data, false)
		if err != nil {
			t.Fatal(err)
		}
		log.Info("text sent", "to", "+491711234567", "took", 1234567891*time.Nanosecond)
		log.Debug("at", "line", "AT+CSQ")
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
		if err := log.Close(); err != nil {
			t.Errorf("closed twice: %v", err)
		}
	}
	text := read(t, filepath.Join(Folder(data), logFile))
	if n := strings.Count(text, "to=+49***567 took=1.235s"); n != 2 {
		t.Errorf("%d of 2 lines as they should be:\n%s", n, text)
	}
	if strings.Contains(text, "AT+CSQ") {
		t.Errorf("debug without -v:\n%s", text)
	}
}

func TestOpenTrace(t *testing.T) {
	data := t.TempDir()
	log, err := Open(data, true)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	log.Debug("at", "line", "AT+CSQ")
	if text := read(t, filepath.Join(Folder(data), logFile)); !strings.Contains(text, "AT+CSQ") {
		t.Errorf("no trace with -v: %q", text)
	}
}

func TestOpenNowhere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if log, err := Open(file, false); err == nil {
		t.Errorf("opened %v in a file", log)
	}
}

func TestLogHides(t *testing.T) {
	var b strings.Builder
	log := newLogger(&b, slog.LevelInfo).With("pin", "4711").WithGroup("sms")
	log.Info("unlock", "puk", "12345678", "text", "Alles Gute!", "err", errors.New("to 01711234567"))
	for _, secret := range []string{"4711", "5678", "Alles", "0171"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("%q is in the log: %s", secret, b.String())
		}
	}
	if !strings.Contains(b.String(), "sms.puk=[hidden]") {
		t.Errorf("log: %s", b.String())
	}
}

func TestRotates(t *testing.T) {
	f := &rotatingFile{folder: t.TempDir(), limit: 100}
	if err := f.open(); err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := []string{
		strings.Repeat("a", 60), strings.Repeat("b", 60), strings.Repeat("c", 30),
		strings.Repeat("d", 300), strings.Repeat("e", 10),
	}
	wants := []struct{ now, old string }{
		{"a", ""}, {"b", "a"}, {"bc", "a"}, {"d", "bc"}, {"e", "d"},
	}
	for i, line := range lines {
		if _, err := f.Write([]byte(line)); err != nil {
			t.Fatal(err)
		}
		now := letters(read(t, filepath.Join(f.folder, logFile)))
		old := letters(read(t, filepath.Join(f.folder, oldLogFile)))
		if now != wants[i].now || old != wants[i].old {
			t.Errorf("after line %d: %q and %q, want %q and %q", i, now, old, wants[i].now, wants[i].old)
		}
	}
}

func TestLogConcurrent(t *testing.T) {
	f := &rotatingFile{folder: t.TempDir(), limit: 1000}
	if err := f.open(); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				if _, err := f.Write([]byte("a whole line\n")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	f.Close()
	if _, err := f.Write([]byte("late")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("write after close: %v", err)
	}
	text := read(t, filepath.Join(f.folder, logFile))
	if strings.ReplaceAll(text, "a whole line\n", "") != "" || len(text) > 1000 {
		t.Errorf("torn or too long: %q", text)
	}
}

func TestTail(t *testing.T) {
	data := t.TempDir()
	if got := Tail(data); got != "" {
		t.Errorf("a log out of nothing: %q", got)
	}
	log, err := Open(data, false)
	if err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		log.Info("one line after the other")
	}
	log.Info("the last line")
	log.Close()
	got := Tail(data)
	if !strings.HasSuffix(got, "\"the last line\"\n") || !strings.HasPrefix(got, "time=") ||
		len(got) > tailSize {
		t.Errorf("%d bytes, %q … %q", len(got), got[:20], got[len(got)-20:])
	}
}

// letters returns each letter once, in order.
func letters(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(text)
}
