package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// check looks for damage in the file's pages. Until it is done nothing is written: a change to a
// damaged file could spoil what can still be read of it, and a text put into it could be lost after
// it was deleted from the SIM card.
type check struct {
	now  func()        // begins at once
	done chan struct{} // closed when the check is done
	stop context.CancelFunc
	err  error // what it found; to be read after done
}

// checkDelay leaves the processor and the disk to the window that is being opened, unless somebody
// waits for the check.
const checkDelay = time.Second

// startCheck checks in the background, on a connection of its own.
func (s *Store) startCheck(look func(context.Context, *sql.DB) error) {
	ctx, stop := context.WithCancel(context.Background())
	wanted := make(chan struct{})
	c := &check{
		now: sync.OnceFunc(func() { close(wanted) }), done: make(chan struct{}), stop: stop,
	}
	s.check = c
	go func() {
		defer close(c.done)
		select {
		case <-wanted:
		case <-time.After(checkDelay):
		case <-ctx.Done():
		}
		c.err = s.afterCheck(s.checkAside(ctx, look))
	}()
}

func (s *Store) checkAside(
	ctx context.Context, look func(context.Context, *sql.DB) error,
) error {
	db, err := connect(s.path, true)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	defer db.Close()
	return look(ctx, db)
}

// Checked waits until the file was checked and returns what was found: nil, an error that is
// ErrBroken, or why the file could not be checked. After anything but nil every change fails in the
// same way, and opening the file anew without Background puts things right. A Store that is closed
// meanwhile counts as undamaged.
func (s *Store) Checked() error {
	if s.check == nil {
		return nil
	}
	<-s.check.done
	switch err := s.check.err; {
	case errors.Is(err, context.Canceled):
		return nil
	case damaged(err):
		return fmt.Errorf("%w: %w", ErrBroken, err)
	default:
		return err
	}
}

// Checking is closed when the file was checked; nil when that was before Open returned.
func (s *Store) Checking() <-chan struct{} {
	if s.check == nil {
		return nil
	}
	return s.check.done
}

// Writable waits for the end of the check, which it has begin at once, and returns why nothing can be
// changed.
func (s *Store) Writable(ctx context.Context) error {
	if s.readOnly {
		return ErrReadOnly
	}
	if s.check == nil {
		return nil
	}
	s.check.now()
	select {
	case <-s.check.done:
		return s.Checked()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// quickCheck looks for damage in the file's pages.
func quickCheck(ctx context.Context, db *sql.DB) error {
	var answer string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&answer); err != nil {
		return ofIndex(fmt.Errorf("check: %w", err))
	}
	if answer != "ok" {
		return ofIndex(fmt.Errorf("check: %w: %s", errDamaged, answer))
	}
	return nil
}

var errDamaged = errors.New("database disk image is malformed")

// damaged reports whether an error means that the file is broken, not merely locked or unreachable.
func damaged(err error) bool {
	var e *sqlite.Error
	if errors.As(err, &e) {
		code := e.Code() & 0xff
		return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
	}
	return errors.Is(err, errDamaged)
}

// probeSize is how much a probe writes, in characters: as much as some texts need.
const probeSize = 64 << 10

// Probe finds out whether texts can be kept: it commits as much as some of them need, and removes it
// again. The room that it took stays with the file, for the texts that come next.
func (s *Store) Probe(ctx context.Context) error {
	const key = "store.probe"
	if err := s.SetSetting(ctx, key, strings.Repeat("0", probeSize)); err != nil {
		return err
	}
	return s.exec(ctx, "remove probe", `DELETE FROM settings WHERE key = ?`, key)
}
