package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// OnCommit has f called with the outcome of every change from now on: nil after a commit, else why
// there was none. A change that was given up because its context ended says nothing about the file
// and is left out. f runs on the goroutine of the change; set it before the first one.
func (s *Store) OnCommit(f func(error)) { s.onCommit = f }

// tx is a change in progress.
type tx struct {
	*sql.Tx
	ctx context.Context
	s   *Store
}

// exec runs a statement of the change.
func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	if stmt := t.s.stmts.of(query); stmt != nil {
		return t.StmtContext(t.ctx, stmt).ExecContext(t.ctx, args...)
	}
	return t.ExecContext(t.ctx, query, args...)
}

// row runs a statement that returns one row.
func (t *tx) row(query string, args ...any) *sql.Row {
	if stmt := t.s.stmts.of(query); stmt != nil {
		return t.StmtContext(t.ctx, stmt).QueryRowContext(t.ctx, args...)
	}
	return t.QueryRowContext(t.ctx, query, args...)
}

// change runs f in a transaction. Unless it returns nil nothing was changed. It waits for the check
// of the file, for the connection and for the locks of other programs no longer than ctx allows.
func (s *Store) change(ctx context.Context, what string, f func(*tx) error) error {
	err := s.attempt(ctx, f)
	if s.onCommit != nil && !ended(err) {
		s.onCommit(err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func (s *Store) attempt(ctx context.Context, f func(*tx) error) error {
	if err := s.Writable(ctx); err != nil {
		return err
	}
	if err := s.stmts.prepare(ctx, s.db); err != nil {
		return err
	}
	t, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback() //nolint:errcheck // after Commit it does nothing
	if err := f(&tx{Tx: t, ctx: ctx, s: s}); err != nil {
		return err
	}
	return t.Commit()
}

// ended reports whether an error is the end of a context.
func ended(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// exec is a change of one statement.
func (s *Store) exec(ctx context.Context, what, query string, args ...any) error {
	return s.change(ctx, what, func(tx *tx) error {
		_, err := tx.exec(query, args...)
		return err
	})
}

// statements are those that each text needs, parsed once.
type statements struct {
	wanted bool // the schema is there

	mu  sync.Mutex
	all map[string]*sql.Stmt
}

// frequent are the queries of statements.
var frequent = []string{
	insertMessageSQL, insertPartSQL, dropDraftSQL, saveTextSQL, savePartSQL, keepRawSQL, settleRawSQL,
	lastSameSQL, candidatesSQL, textSQL, partsSQL,
}

// prepare makes the statements, unless they are there. It must not be called within a change, which
// has the only connection.
func (p *statements) prepare(ctx context.Context, db *sql.DB) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all != nil || !p.wanted {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx) // with which the driver waits for locks by Go's clock
	defer cancel()
	all := make(map[string]*sql.Stmt, len(frequent))
	for _, query := range frequent {
		stmt, err := db.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		all[query] = stmt
	}
	p.all = all
	return nil
}

// of returns the statement of a query, nil when it is not prepared.
func (p *statements) of(query string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all[query]
}

// query reads on the connection that writes: what a change depends on.
func (s *Store) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := s.stmts.of(query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return s.db.QueryContext(ctx, query, args...)
}

// queryRow is query for one row.
func (s *Store) queryRow(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := s.stmts.of(query); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return s.db.QueryRowContext(ctx, query, args...)
}
