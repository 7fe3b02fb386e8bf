package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// writer is the connection that writes. It is used by one goroutine at a time, and waits for the locks
// of others here and not in SQLite: a context ends the waiting and never a statement, which would cost
// the connection.
type writer struct {
	db    *sql.DB
	conn  *sql.Conn
	turn  chan struct{} // holds a token while nobody uses it
	stmts map[string]*sql.Stmt
	// unsearched is about how many messages are not in the index for searching; see Store.Unsearched.
	unsearched atomic.Int64
	soiled     atomic.Bool     // see Store.Soiled
	spoilt     atomic.Bool     // the index for searching was seen to be damaged
	taken      map[int64]int64 // see freePlace
}

func newWriter(db *sql.DB) (*writer, error) {
	conn, err := db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	w := &writer{db: db, conn: conn, turn: make(chan struct{}, 1), stmts: map[string]*sql.Stmt{}, taken: map[int64]int64{}}
	w.turn <- struct{}{}
	w.unsearched.Store(math.MaxInt32)
	w.soiled.Store(true) // until Clean has looked
	return w, nil
}

// close ends it; no statement may stay, because the file would stay open with it.
func (w *writer) close() error {
	var err error
	for _, stmt := range w.stmts {
		err = errors.Join(err, stmt.Close())
	}
	return errors.Join(err, w.conn.Close())
}

// use runs f when it is its turn.
func (w *writer) use(ctx context.Context, f func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-w.turn:
		defer func() { w.turn <- struct{}{} }()
		return f()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// stmt returns a statement, parsed once.
func (w *writer) stmt(query string) (*sql.Stmt, error) {
	if stmt := w.stmts[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := w.conn.PrepareContext(context.Background(), query)
	if err == nil {
		w.stmts[query] = stmt
	}
	return stmt, err
}

// exec runs a statement.
func (w *writer) exec(query string, args ...any) (sql.Result, error) {
	stmt, err := w.stmt(query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(context.Background(), args...)
}

// run is exec for a statement whose result does not matter.
func (w *writer) run(query string, args ...any) error {
	_, err := w.exec(query, args...)
	return err
}

// script runs statements that are needed once.
func (w *writer) script(query string) error {
	_, err := w.conn.ExecContext(context.Background(), query)
	return err
}

// first scans the first row of a statement with f; ErrNotFound when there is none.
func first[T any](w *writer, f func(scanner) (T, error), query string, args ...any) (T, error) {
	stmt, err := w.stmt(query)
	if err != nil {
		var none T
		return none, err
	}
	v, err := f(stmt.QueryRowContext(context.Background(), args...))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return v, err
}

// list scans all rows of a statement with f.
func list[T any](w *writer, f func(scanner) (T, error), query string, args ...any) ([]T, error) {
	stmt, err := w.stmt(query)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(context.Background(), args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, f)
}

const (
	// lockPatience is how long the locks of others are waited for.
	lockPatience = 5 * time.Second
	// readTime is how long SQLite waits by itself for a reader before patiently does, which can be told to stop.
	// A commit that waits keeps new readers out, so it should not wait longer than the old ones take.
	readTime = 3 * time.Millisecond
)

// patiently runs f again and again while another connection has the file locked.
func patiently(ctx context.Context, f func() error) error {
	began := time.Now()
	for delay := time.Millisecond; ; delay = min(2*delay, 50*time.Millisecond) {
		err := f()
		if !busy(err) || time.Since(began) >= lockPatience {
			return err
		}
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func busy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// transaction runs f in a transaction. Unless it returns nil nothing was changed.
func (w *writer) transaction(ctx context.Context, f func() error) error {
	if err := patiently(ctx, func() error { return w.run("BEGIN IMMEDIATE") }); err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			clear(w.taken)
			_ = w.run("ROLLBACK") // fails when SQLite has rolled back by itself
		}
	}()
	if err := f(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err := patiently(ctx, func() error { return w.run("COMMIT") })
	committed = err == nil
	return err
}

// OnCommit has f called with the outcome of every change from now on: nil after a commit, else why
// there was none. A change that was given up because its context ended says nothing about the file
// and is left out. f runs on the goroutine of the change; set it before the first one.
func (s *Store) OnCommit(f func(error)) { s.onCommit = f }

// change runs f in a transaction. Unless it returns nil nothing was changed. Where the index for searching turns
// out to be damaged, it is begun anew, and f runs a second time. It waits for the check
// of the file, for the connection and for the locks of other programs no longer than ctx allows.
func (s *Store) change(ctx context.Context, what string, f func(*writer) error) error {
	err := s.Writable(ctx)
	if err == nil {
		err = s.w.use(ctx, func() error {
			err := s.w.transaction(ctx, func() error { return f(s.w) })
			if indexDamaged(err) && s.w.renewed(ctx) == nil {
				err = s.w.transaction(ctx, func() error { return f(s.w) })
			}
			return err
		})
	}
	ended := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	if s.onCommit != nil && !ended {
		s.onCommit(err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// exec is a change of one statement.
func (s *Store) exec(ctx context.Context, what, query string, args ...any) error {
	return s.change(ctx, what, func(w *writer) error { return w.run(query, args...) })
}

// look reads on the connection that writes: what a change depends on.
func (s *Store) look(ctx context.Context, what string, f func(*writer) error) error {
	if s.readOnly {
		return ErrReadOnly
	}
	err := s.w.use(ctx, func() error {
		return patiently(ctx, func() error { return f(s.w) })
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
