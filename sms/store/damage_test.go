package store_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// spoiltIndex is a file whose index for searching is damaged by statements.
func spoiltIndex(t *testing.T, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	texts := make([]store.Incoming, 300)
	for i := range texts {
		texts[i].Message = &sms.Message{Number: anna, Text: fmt.Sprintf("needle %d", i), Time: noon}
	}
	if _, err := s.Write(t.Context(), store.Change{Incoming: texts}); err != nil {
		t.Fatal(err)
	}
	fillIndex(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	run(t, raw(t, path), statements...)
	return path
}

// TestDamagedIndexIsWrittenAnew: the index for searching holds nothing that is not in the texts too. When it
// is damaged, the texts are not: everything goes on, and it is filled again.
func TestDamagedIndexIsWrittenAnew(t *testing.T) {
	for name, c := range map[string]struct {
		statement string
		finds     bool // the damage shows when one searches
	}{
		"zeros": {`UPDATE search_data SET block = zeroblob(length(block)) WHERE id > 10`, true},
		"lost":  {`DELETE FROM search_data WHERE id > 10`, true},
		"head":  {`UPDATE search_data SET block = x'00' WHERE id <= 10`, false},
		// A structure of one level (sqlite3.c, fts5StructureDecode) that says it has 2,147,483,647 segments.
		"length": {`UPDATE search_data SET block = x'00000000ff0000010101010087ffffff7f0000' WHERE id = 10`, true},
		"empty":  {`DELETE FROM search_data`, true},
		"random": {`UPDATE search_data SET block = randomblob(length(block))`, true},
	} {
		for _, background := range []bool{false, true} {
			path := spoiltIndex(t, c.statement)
			s, err := store.Open(path, store.Options{Background: background})
			if err != nil {
				t.Errorf("%s, in the background %v: %v", name, background, err)
				continue
			}
			worksOn(t, name, s, c.finds)
			s.Close()
		}
	}
}

// TestIndexDamagedWhileOpen is the same for what no check has seen.
func TestIndexDamagedWhileOpen(t *testing.T) {
	path := spoiltIndex(t)
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	run(t, raw(t, path), `DELETE FROM search_data WHERE id > 10`)
	worksOn(t, "while open", s, true)
}

// worksOn changes and searches what spoiltIndex made.
func worksOn(t *testing.T, name string, s *store.Store, finds bool) {
	t.Helper()
	ctx := t.Context()
	if err := s.Checked(); err != nil {
		t.Errorf("%s: checked: %v", name, err)
	}
	if hits, err := s.Search(ctx, "needle", "", 0); finds && (len(hits) != 300 || err != nil) {
		t.Errorf("%s: %d hits, %v", name, len(hits), err)
	}
	if err := s.Remove(ctx, 5); err != nil {
		t.Errorf("%s: remove: %v", name, err)
	}
	in := store.Incoming{Message: &sms.Message{ID: 7, Number: anna, Text: "needle found", Time: noon}}
	if _, err := s.Settle(ctx, in); err != nil {
		t.Errorf("%s: settle: %v", name, err)
	}
	fillIndex(t, s)
	clean(t, s)
	if hits, err := s.Search(ctx, "needle", "", 0); len(hits) != 299 || err != nil {
		t.Errorf("%s: when all is filled again: %d hits, %v", name, len(hits), err)
	}
	if hits, err := s.Search(ctx, "found", "", 0); len(hits) != 1 || err != nil {
		t.Errorf("%s: the changed text: %d hits, %v", name, len(hits), err)
	}
}
