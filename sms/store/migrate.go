package store

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
)

//go:embed migrations/001.sql
var migration1 string

//go:embed migrations/002.sql
var migration2 string

//go:embed migrations/003.sql
var migration3 string

//go:embed migrations/004.sql
var migration4 string

//go:embed migrations/005.sql
var migration5 string

//go:embed migrations/006.sql
var migration6 string

//go:embed migrations/007.sql
var migration7 string

//go:embed migrations/008.sql
var migration8 string

//go:embed migrations/009.sql
var migration9 string

// migrations bring a file from the version of their index to the next. A step that was shipped is
// never edited.
var migrations = []string{
	migration1, migration2, migration3, migration4, migration5, migration6, migration7,
	migration8, migration9,
}

func schemaVersion(ctx context.Context, db *sql.DB) (int, error) {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	return version, nil
}

// migrate runs the missing steps, all or none. A file that holds something is copied first.
func (s *Store) migrate(ctx context.Context, from int) error {
	if from == len(migrations) {
		return nil
	}
	if from > 0 {
		copied := fmt.Sprintf("%s.v%d", s.path, from)
		if err := s.copyTo(ctx, copied); err != nil {
			return fmt.Errorf("copy before migration: %w", err)
		}
	}
	return s.change(ctx, "migrate", func(w *writer) error {
		for i, step := range migrations[from:] {
			if err := w.script(step); err != nil {
				return fmt.Errorf("to version %d: %w", from+i+1, err)
			}
		}
		return w.script(fmt.Sprintf("PRAGMA user_version = %d", len(migrations)))
	})
}
