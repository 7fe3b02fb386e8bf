//go:build !nowindow

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/internal/applog"
	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// keptText puts a text into the store of a data folder.
func keptText(t *testing.T, data, text string, backup bool) error {
	t.Helper()
	st, err := store.Open(filepath.Join(data, storeFile), store.Options{})
	if st == nil {
		t.Fatal(err)
	}
	defer st.Close()
	_, settled := st.Settle(t.Context(), store.Incoming{Message: &sms.Message{
		Number: "+491713920042", Text: text, Status: sms.Received, Time: time.Now(), Parts: 1, Done: 1,
	}})
	if settled != nil {
		t.Fatal(settled)
	}
	if backup {
		if err := st.Backup(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return err
}

func texts(t *testing.T, data string) []string {
	t.Helper()
	st, err := store.Open(filepath.Join(data, storeFile), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	all, err := st.Messages(t.Context(), "+491713920042", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range all {
		out = append(out, m.Text)
	}
	return out
}

func TestNothingPending(t *testing.T) {
	a := &pendingAction{data: t.TempDir(), restart: func([]string) error { t.Error("started again"); return nil }}
	a.run()
}

func TestEraseAll(t *testing.T) {
	data := t.TempDir()
	files := applog.Files(data)
	if err := os.MkdirAll(filepath.Dir(files[0]), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := keptText(t, data, "secret", true); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		storeFile + ".corrupt-2026-01-02-030405", storeFile + ".replaced", storeFile + ".v1",
		storeFile + "-journal", "holiday.jpg", "messages.database", "messages.db.txt",
	} {
		files = append(files, filepath.Join(data, name))
	}
	for _, path := range files {
		if err := os.WriteFile(path, []byte("secret"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	restarted := 0
	a := &pendingAction{data: data, erase: true, restart: func([]string) error { restarted++; return nil }}
	a.run()
	var left []string
	filepath.WalkDir(data, func(path string, d os.DirEntry, _ error) error {
		if !d.IsDir() {
			left = append(left, filepath.Base(path))
		}
		return nil
	})
	if want := []string{"holiday.jpg", "messages.database", "messages.db.txt"}; !slices.Equal(left, want) {
		t.Errorf("left: %v", left)
	}
	if restarted != 1 {
		t.Errorf("started again %d times", restarted)
	}
	if got := texts(t, data); len(got) != 0 {
		t.Errorf("texts %v", got)
	}
}

// The texts are damaged, the program goes on with a new file, and the user asks for the old ones.
func TestBringBack(t *testing.T) {
	for _, backup := range []bool{true, false} {
		data := t.TempDir()
		path := filepath.Join(data, storeFile)
		if err := keptText(t, data, "in the backup", backup); err != nil {
			t.Fatal(err)
		}
		file, _ := os.ReadFile(path)
		if err := os.WriteFile(path, file[:5000], 0o600); err != nil {
			t.Fatal(err)
		}
		err := keptText(t, data, "since", false)
		var broken *store.BrokenError
		if !errors.As(err, &broken) {
			t.Fatalf("not damaged: %v", err)
		}
		a := &pendingAction{data: data, restart: func([]string) error { return errors.New("cannot start") }}
		remedy := a.remedy(err)
		if remedy == nil || a.remedy(store.ErrNewer) != nil {
			t.Fatal("no remedy, or one for everything")
		}
		remedy.Do()
		a.run()
		want := "since"
		if backup {
			want = "in the backup|since"
		}
		if got := strings.Join(texts(t, data), "|"); got != want {
			t.Errorf("backup %v: texts %s", backup, got)
		}
	}
}

// The check in the background has found damage: the program is started again and checks first.
func TestDamageFoundLater(t *testing.T) {
	var again []string
	a := &pendingAction{data: t.TempDir(), restart: func(args []string) error { again = args; return nil }}
	p := &program{log: discard, check: func() error { return nil }}
	p.awaitCheck(func() { a.check = true })
	a.run()
	if again != nil {
		t.Fatalf("started again with %q though nothing was wrong", again)
	}
	p.check = func() error { return store.ErrBroken }
	p.awaitCheck(func() { a.check = true })
	a.run()
	f, err := parseFlags(again[len(again)-1:], io.Discard)
	if err != nil || !f.check {
		t.Errorf("started again with %q", again)
	}
}
