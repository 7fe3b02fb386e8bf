package store

import (
	"context"
	"database/sql"
	"fmt"
)

// scanner is a row.
type scanner interface{ Scan(...any) error }

// read scans what the window wants to see with f.
func read[T any](
	ctx context.Context, db *sql.DB, f func(scanner) (T, error), query string, args ...any,
) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	all, err := collect(rows, f)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return all, nil
}

// collect reads all rows.
func collect[T any](rows *sql.Rows, scan func(scanner) (T, error)) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
