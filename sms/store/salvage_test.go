package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// The texts before a hole in the middle of a file and those after it are read.
func TestSalvageAroundTheDamage(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "messages.db")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	for i := range 300 {
		received(t, s, anna, fmt.Sprintf("text %03d %s", i, strings.Repeat("x", 400)))
	}
	if err := s.SetName(t.Context(), bert, "Bert"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	hole := strings.Index(string(file), "text 150") &^ 4095
	clear(file[hole : hole+8192])
	broken := filepath.Join(dir, "broken.db")
	if err := os.WriteFile(broken, file, 0o600); err != nil {
		t.Fatal(err)
	}

	into := open(t)
	n, err := into.Salvage(t.Context(), broken)
	if err != nil || n < 250 || n >= 300 {
		t.Fatalf("%d texts, %v", n, err)
	}
	all, err := into.Messages(t.Context(), anna, 0, 0)
	if err != nil || len(all) != n {
		t.Fatalf("%d texts stored, %v", len(all), err)
	}
	first, last := all[0].Text, all[n-1].Text
	if !strings.HasPrefix(first, "text 000") || !strings.HasPrefix(last, "text 299") {
		t.Errorf("from %.8s to %.8s", first, last)
	}
	if n, err := into.Salvage(t.Context(), broken); n != 0 || err != nil {
		t.Errorf("a second time: %d, %v", n, err)
	}
	found, err := into.Search(t.Context(), "text 299", "", 5)
	if err != nil || len(found) != 1 {
		t.Errorf("found %d, %v", len(found), err)
	}
	t.Logf("%d of 300 texts came back", n)
}

// What was on its way never goes out a second time.
func TestSalvageOfTheQueue(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	received(t, s, anna, "hello")
	if err := s.Close(); err != nil { // Windows deletes no journal that is still open here
		t.Fatal(err)
	}
	db := raw(t, path)
	for _, status := range []sms.Status{sms.Queued, sms.Sending, sms.Waiting, sms.Sent} {
		run(t, db, fmt.Sprintf(`INSERT INTO messages (number, direction, text, status, time, place)
			VALUES ('%s', 1, 'status %d', %d, %d, %d)`, bert, status, status, 1000+status, 1900000000000+int(status)))
	}
	run(t, db, `INSERT INTO people VALUES (3, 'Anna', 'her note');
		INSERT INTO numbers VALUES ('`+string(anna)+`', 3, 'mobile', 0), ('80850', 3, '', 1)`)
	into := open(t)
	if err := into.SetName(t.Context(), bert, "mine"); err != nil {
		t.Fatal(err)
	}
	if n, err := into.Salvage(t.Context(), path); n != 5 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	all, err := into.Messages(t.Context(), bert, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if m.Status != sms.Unconfirmed && (m.Status != sms.Sent || m.Text != "status 8") {
			t.Errorf("%s is %v", m.Text, m.Status)
		}
	}
	if pending, err := into.Pending(t.Context()); len(pending) != 0 || err != nil {
		t.Errorf("%d wait, %v", len(pending), err)
	}
	list, err := into.Conversations(t.Context())
	if err != nil || len(list) != 2 || list[0].Name != "mine" || list[1].Name != "Anna" {
		t.Errorf("conversations %+v, %v", list, err)
	}
	if got := people(t, into); got != "Anna (her note): mobile "+string(anna)+", 80850\nmine: "+string(bert)+"\n" {
		t.Errorf("people %s", got)
	}
}

func TestSalvageOfNothing(t *testing.T) {
	into := open(t)
	junk := filepath.Join(t.TempDir(), "junk.db")
	if err := os.WriteFile(junk, []byte(strings.Repeat("junk ", 999)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{junk, filepath.Join(t.TempDir(), "none.db"), t.TempDir()} {
		if n, err := into.Salvage(t.Context(), path); n != 0 || err != nil {
			t.Errorf("%s: %d, %v", path, n, err)
		}
	}
}

// Nothing of a text is left in any file of the store.
func TestErase(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "messages.db")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	received(t, s, anna, "nobody must read this")
	if err := s.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Close()
	link := filepath.Join(t.TempDir(), "looks on")
	if err := os.Link(path, link); err != nil {
		t.Fatal(err)
	}
	if err := store.Erase(path); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if b, err := os.ReadFile(link); err != nil || strings.Contains(string(b), "nobody") {
		t.Errorf("what the file held is still there: %v", err)
	}
	if err := store.Erase(filepath.Join(dir, "none", "messages.db")); err == nil {
		t.Error("a folder that is not there is erased")
	}
	if err := store.EraseFile(path); err != nil {
		t.Errorf("a file that is not there: %v", err)
	}
}
