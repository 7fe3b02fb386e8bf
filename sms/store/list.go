package store

import (
	"context"
	"slices"

	"surfstick-sms/sms"
)

const (
	listSQL = `SELECT ` + messageColumns + ` FROM messages m
		WHERE CASE WHEN ?1 THEN m.direction = ?2 ELSE 1 END AND `
	// The plus sign keeps SQLite from taking an index of the partners for all of them.
	listAllSQL  = listSQL + `+m.deleted_at = 0 AND ` + notBlockedSQL
	listWithSQL = listSQL + `m.deleted_at = 0 AND m.number = ?3`
)

// List returns messages outside the bin, oldest first.
func (s *Store) List(ctx context.Context, f sms.Filter) ([]sms.Message, error) {
	direction := sms.Incoming
	if f.Out {
		direction = sms.Outgoing
	}
	args := []any{f.In != f.Out, int(direction)}
	query := listAllSQL
	if f.With != "" {
		query, args = listWithSQL, append(args, string(f.With))
	}
	if f.Since != nil {
		args = append(args, *f.Since, unlimited(f.Limit))
		return read(ctx, s.reads, scanMessage, query+` AND m.id > ? ORDER BY m.id LIMIT ?`, args...)
	}
	all, err := read(ctx, s.reads, scanMessage, query+` ORDER BY m.place DESC LIMIT ?`,
		append(args, unlimited(f.Limit))...)
	slices.Reverse(all)
	return all, err
}

// Name returns the name of a number, "" when it has none.
func (s *Store) Name(ctx context.Context, n sms.Number) (string, error) {
	names, err := read(ctx, s.reads, scanString, `SELECT name FROM contacts WHERE number = ?`, string(n))
	if err != nil || len(names) == 0 {
		return "", err
	}
	return names[0], nil
}

func scanString(row scanner) (text string, err error) { return text, row.Scan(&text) }
