package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// soundness is what is known about the file's pages. Until the check is done nothing is written: a
// change to a damaged file could spoil what can still be read of it, and a text put into it could be
// lost after the SIM card has let go of it.
type soundness struct {
	wanted func()        // has the check begin at once
	done   chan struct{} // closed when the check is done
	stop   context.CancelFunc
	err    error // what it found; to be read after done
}

// checkDelay leaves the processor and the disk to the window that is being opened, unless somebody
// waits for the check.
const checkDelay = time.Second

// begin checks in the background, on a connection of its own.
func (s *Store) begin(check func(context.Context, *sql.DB) error) {
	ctx, stop := context.WithCancel(context.Background())
	wanted := make(chan struct{})
	sound := &soundness{
		wanted: sync.OnceFunc(func() { close(wanted) }), done: make(chan struct{}), stop: stop,
	}
	s.sound = sound
	go func() {
		defer close(sound.done)
		select {
		case <-wanted:
		case <-time.After(checkDelay):
		case <-ctx.Done():
		}
		sound.err = s.checkAside(ctx, check)
	}()
}

func (s *Store) checkAside(
	ctx context.Context, check func(context.Context, *sql.DB) error,
) error {
	db, err := connect(s.path, true)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	defer db.Close()
	return check(ctx, db)
}

// Sound waits until the file was checked and gives what was found: nil, an error that is ErrBroken,
// or why the file could not be checked. After anything but nil every change fails in the same way,
// and opening the file anew without Background puts things right. A Store that is closed meanwhile
// counts as sound.
func (s *Store) Sound() error {
	if s.sound == nil {
		return nil
	}
	<-s.sound.done
	switch err := s.sound.err; {
	case errors.Is(err, context.Canceled):
		return nil
	case damaged(err):
		return fmt.Errorf("%w: %w", ErrBroken, err)
	default:
		return err
	}
}

// writable waits for the end of the check, and tells why nothing can be changed.
func (s *Store) writable(ctx context.Context) error {
	if s.readOnly {
		return ErrReadOnly
	}
	if s.sound == nil {
		return nil
	}
	s.sound.wanted()
	select {
	case <-s.sound.done:
		return s.Sound()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// quickCheck looks for damage in the file's pages.
func quickCheck(ctx context.Context, db *sql.DB) error {
	var answer string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&answer); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if answer != "ok" {
		return fmt.Errorf("check: %w: %s", errDamaged, answer)
	}
	return nil
}

var errDamaged = errors.New("database disk image is malformed")

// damaged tells whether an error means that the file is broken, not merely locked or unreachable.
func damaged(err error) bool {
	var e *sqlite.Error
	if errors.As(err, &e) {
		code := e.Code() & 0xff
		return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
	}
	return errors.Is(err, errDamaged)
}
