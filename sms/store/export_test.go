package store

import (
	"context"
	"database/sql"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
)

// OpenChecking opens a file whose check in the background does this first.
func OpenChecking(path string, first func(context.Context)) (*Store, error) {
	return Open(path, Options{Background: true, Check: func(ctx context.Context, db *sql.DB) error {
		first(ctx)
		return quickCheck(ctx, db)
	}})
}

// Pragma reads a setting of the store's own connection.
func (s *Store) Pragma(t testing.TB, name string) string {
	t.Helper()
	var v string
	if err := s.w.conn.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&v); err != nil {
		t.Fatalf("pragma %s: %v", name, err)
	}
	return v
}

// Schema returns every table, index and trigger as it was declared.
func (s *Store) Schema(t testing.TB) map[string]string {
	t.Helper()
	rows, err := s.w.conn.QueryContext(t.Context(), "SELECT name, coalesce(sql, '') FROM sqlite_master")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			t.Fatal(err)
		}
		all[name] = text
	}
	return all
}

// WithMigrations opens a file with other steps than those of the program.
func WithMigrations(t testing.TB, path string, steps ...string) (*Store, error) {
	t.Helper()
	before := migrations
	migrations = steps
	defer func() { migrations = before }()
	return Open(path, Options{})
}

// Migrations are the steps of the program.
func Migrations() []string { return migrations }

// CopyTo makes a backup copy.
func (s *Store) CopyTo(t testing.TB, path string) error {
	t.Helper()
	return s.copyTo(t.Context(), path)
}

// Plan returns how SQLite would go about a query.
func (s *Store) Plan(t testing.TB, query string) string {
	t.Helper()
	rows, err := s.w.conn.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	plan := ""
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan += detail + "; "
	}
	return plan
}

// SaveText commits the state of an outgoing text and of its parts, and returns the message as it is
// now; its ID is 0 when it was deleted meanwhile.
func (s *Store) SaveText(ctx context.Context, t outbox.Text) (sms.Message, error) {
	all, err := s.Write(ctx, Change{Texts: []outbox.Text{t}})
	return all[0], err
}

// RenewIndex begins the index for searching anew.
func (s *Store) RenewIndex(t testing.TB) {
	t.Helper()
	if err := s.w.use(t.Context(), func() error { return s.w.renewed(t.Context()) }); err != nil {
		t.Fatal(err)
	}
}

// ProgramQueries are what is asked before a text of a program is queued and when a program listens, each with
// the index that finds it.
func ProgramQueries() map[string]string {
	return map[string]string{
		spentSQL: "program_calls_at", latelyToSQL: "program_calls_at", sameTextSQL: "program_calls_at",
		writesSQL: "messages_number", openOfProgramsSQL: "messages_pending", arrivalsSQL: "PRIMARY KEY (rowid>?)",
		goneSQL + `t.message_id = ?`: "program_texts_message", goneSQL + `c.key = ? ORDER BY t.row`: "sqlite_autoindex_program_calls_1",
		listAllSQL + ` ORDER BY m.place DESC LIMIT ?`:      "messages_place",
		listAllSQL + ` AND m.id > ? ORDER BY m.id LIMIT ?`: "PRIMARY KEY (rowid>?)",
		listWithSQL + ` ORDER BY m.place DESC LIMIT ?`:     "messages_number",
	}
}
