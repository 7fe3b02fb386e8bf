// Package store keeps texts in one SQLite file: the PDUs as they came in, the messages made of
// them, the texts on their way out with the state of every part, conversations, names, drafts and
// settings, and what was deleted until its time in the bin is over. It decides nothing; the rules are in sms/inbox and sms/outbox, and sms/messenger joins
// them.
//
// What a method has written when it returns nil survives a power failure: a rollback journal that
// is truncated and synced at commit, synchronous=FULL. A method that fails has written nothing. Every
// method returns soon after the end of its context, also while another program has the file locked.
//
// One connection writes, and reads what a change depends on. A second one, for reading only, serves
// the window, which so waits for no change; a third one checks the file or copies it. The schema
// carries its version in PRAGMA user_version and is brought up to date in one transaction, with a
// copy of the file made first. Nothing is written to a file before it was checked for damage. A file
// that is broken is kept aside and a fresh one opened; a file of a newer program is opened for
// reading only. Open returns a usable Store and an error in both cases.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver

	"surfstick-sms/sms"
)

// The errors that Open and the writing methods wrap.
var (
	// ErrNewer means that the file was written by a newer program. The Store that Open returns
	// with it can be read, and every change fails with ErrReadOnly.
	ErrNewer = errors.New("store was written by a newer version")
	// ErrReadOnly is the error of every change to a Store that was opened for reading only.
	ErrReadOnly = sms.ErrReadOnly
	// ErrBroken means that the file was damaged; errors.As finds the *BrokenError. The Store that
	// Open returns with it is fresh and empty.
	ErrBroken = errors.New("store was damaged")
	// ErrNotFound is the error for the ID of a message that does not exist.
	ErrNotFound = sms.ErrNotFound
)

// BrokenError says what became of a damaged file.
type BrokenError struct {
	Kept   string // where the damaged file is now
	Backup string // the newest backup copy, "" when there is none; Restore takes it
	Err    error  // what is wrong with the file
}

// Error implements error.
func (e *BrokenError) Error() string {
	return fmt.Sprintf("%v, kept as %s: %v", ErrBroken, e.Kept, e.Err)
}

// Is makes errors.Is(err, ErrBroken) true.
func (e *BrokenError) Is(target error) bool { return target == ErrBroken }

// Unwrap returns the cause.
func (e *BrokenError) Unwrap() error { return e.Err }

// Options are the settings of a Store; the zero value is right for the program.
type Options struct {
	// Now is the clock for file names and backups; time.Now when nil.
	Now func() time.Time
	// Background lets Open return before the file was checked for damage, which takes longer the
	// more it holds. It can be read at once, and every change waits for the end of the check. Checked
	// returns what was found; a broken file stays where it is.
	Background bool

	// Check looks for damage; PRAGMA quick_check when nil.
	Check func(context.Context, *sql.DB) error
}

// Store is an open file. Its methods may be called from any goroutine.
type Store struct {
	path     string
	w        *writer // nil when the file was opened for reading only
	reads    *sql.DB // the connection that serves the window
	now      func() time.Time
	readOnly bool
	check    *check      // nil when the file was checked before Open returned
	onCommit func(error) // see OnCommit; nil for nobody
}

// Open opens or creates the file. The Store is usable whenever it is not nil, even beside an
// error: that is then ErrNewer or ErrBroken, and something to tell the user.
func Open(path string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Check == nil {
		o.Check = quickCheck
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s := &Store{path: path, now: o.Now}
	err = s.start(o)
	if err == nil || errors.Is(err, ErrNewer) {
		return s, err
	}
	_ = s.closeDB() // the error at hand matters more
	if !damaged(err) {
		return nil, fmt.Errorf("open store: %w", err)
	}
	return s.startFresh(o, err)
}

// startFresh keeps the damaged file aside and begins a new one.
func (s *Store) startFresh(o Options, cause error) (*Store, error) {
	kept, err := s.setAside()
	if err != nil {
		return nil, fmt.Errorf("open store: keep damaged file aside: %w", err)
	}
	if err := s.start(o); err != nil {
		_ = s.closeDB() // the error at hand matters more
		return nil, fmt.Errorf("open store: begin afresh: %w", err)
	}
	return s, &BrokenError{Kept: kept, Backup: s.lastBackup(), Err: cause}
}

// start opens the file, checks it and brings its schema up to date. A file that has to be changed
// for that is checked first in any case.
func (s *Store) start(o Options) error {
	makePrivate(s.path)
	keepPrivate(s.path)
	db, err := connect(s.path, false)
	if err != nil {
		return err
	}
	version, err := s.startWriting(db, o)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	if version > len(migrations) {
		if err := db.Close(); err != nil {
			return err
		}
		s.readOnly = true
		err = fmt.Errorf("schema %d, known %d: %w", version, len(migrations), ErrNewer)
	}
	reads, readErr := open(s.path, true)
	s.reads = reads
	return errors.Join(err, readErr)
}

// startWriting makes a file ready to be written, unless it is of a newer version than known.
func (s *Store) startWriting(db *sql.DB, o Options) (version int, err error) {
	ctx := context.Background()
	if version, err = schemaVersion(ctx, db); err != nil {
		return 0, err
	}
	inBackground := o.Background && version == len(migrations)
	var found error
	if !inBackground {
		found = o.Check(ctx, db)
		if version > len(migrations) && errors.Is(found, errIndex) {
			found = nil // the newer program mends it
		}
		if found != nil && !errors.Is(found, errIndex) || version > len(migrations) {
			return version, found
		}
	}
	if s.w, err = newWriter(db); err != nil {
		return 0, err
	}
	if err := s.afterCheck(found); err != nil {
		return 0, err
	}
	if inBackground {
		s.startCheck(o.Check)
		return version, nil
	}
	return version, s.migrate(ctx, version)
}

// writing are the settings of the connection that writes. TRUNCATE with FULL syncs the journal after
// truncating it, so that a commit stays committed; DELETE would need EXTRA for that.
var writing = url.Values{"_defensive": {"1"}, "_pragma": {
	"foreign_keys(ON)", "secure_delete(ON)", "synchronous(FULL)", "trusted_schema(OFF)",
	"cache_size(-8000)", "journal_mode(TRUNCATE)", fmt.Sprintf("busy_timeout(%d)", readTime.Milliseconds()),
}}

// reading are those of the others. None of them needs to look into the file, which may be locked.
var reading = url.Values{"mode": {"ro"}, "_pragma": {
	fmt.Sprintf("busy_timeout(%d)", lockPatience.Milliseconds()), "trusted_schema(OFF)",
}}

// dsn is the address of a file for the driver.
func dsn(path string, settings url.Values) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // a drive letter: file:///C:/...
	}
	return (&url.URL{Scheme: "file", Path: p, RawQuery: settings.Encode()}).String()
}

// open prepares one connection, which is made when it is first used.
func open(path string, readOnly bool) (*sql.DB, error) {
	settings := writing
	if readOnly {
		settings = reading
	}
	db, err := sql.Open("sqlite", dsn(path, settings))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// connect makes one connection.
func connect(path string, readOnly bool) (*sql.DB, error) {
	db, err := open(path, readOnly)
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Close ends it.
func (s *Store) Close() error {
	if s.check != nil {
		s.check.stop()
		<-s.check.done
	}
	return s.closeDB()
}

func (s *Store) closeDB() error {
	var err error
	if s.reads != nil {
		err = s.reads.Close()
	}
	if s.w != nil {
		err = errors.Join(err, s.w.close(), s.w.db.Close())
	}
	s.reads, s.w = nil, nil
	return err
}

// ReadOnly reports whether the file belongs to a newer program, so that nothing can be changed.
func (s *Store) ReadOnly() bool { return s.readOnly }

// millis is a time as stored.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment is a stored time.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
