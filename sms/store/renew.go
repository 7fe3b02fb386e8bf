package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The index for searching holds nothing that is not in the texts too. When only it is damaged, the file is
// not: the index is thrown away and filled again.

// errIndex means that the index for searching is damaged, and nothing else.
var errIndex = errors.New("index for searching is damaged")

// indexDamaged reports whether an error of a statement on the index means that it is damaged: FTS5 says so, finds
// an entry where there should be none, or asks for as much memory as a damaged length says. (When memory is short
// indeed, the index is begun anew for nothing.) Much of it comes to light only when a transaction is committed.
func indexDamaged(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() {
	case sqlite3.SQLITE_CORRUPT_VTAB, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_NOMEM:
		return true
	}
	return false
}

// ofIndex returns errIndex for what a check has found when that is only in the index. It looks at the pages of the
// whole file and at all other tables before it looks at the index (sqlite.org/pragma.html#pragma_integrity_check).
func ofIndex(err error) error {
	if indexDamaged(err) || errors.Is(err, errDamaged) && strings.Contains(strings.ToLower(err.Error()), "fts5") {
		return fmt.Errorf("%w: %w", errIndex, err)
	}
	return err
}

// renewIndex begins the index anew, empty.
func renewIndex(w *writer) error {
	err := w.script(`DROP TABLE search; ` + searchTable + `; UPDATE searched SET id = 0, dirty = 0`)
	if err != nil {
		return fmt.Errorf("begin index for searching anew: %w", err)
	}
	w.spoilt.Store(false)
	w.unsearched.Store(math.MaxInt32)
	return nil
}

// searchTable makes the table as migration 7 does.
const searchTable = `CREATE VIRTUAL TABLE search USING
	fts5(grams, content='', contentless_delete=1, detail=none, tokenize='ascii')`

// afterCheck deals with what a check has found before anything is changed: a damaged index is begun anew.
func (s *Store) afterCheck(found error) error {
	if !errors.Is(found, errIndex) {
		return found
	}
	ctx := context.Background()
	return s.w.use(ctx, func() error { return s.w.renewed(ctx) })
}

// renewed begins the index anew in a transaction of its own.
func (w *writer) renewed(ctx context.Context) error {
	return w.transaction(ctx, func() error { return renewIndex(w) })
}
