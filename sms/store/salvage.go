package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"surfstick-sms/sms"
)

// salvageColumns are those of a message that make it what it is. Its parts and its raw PDUs stay
// behind: nothing that was on its way goes out a second time.
const salvageColumns = "number, direction, text, folded, status, reason, code, time, sent_at, " +
	"sent_zone, done_at, parts, done, read, imei, imsi"

// salvaged is one row of it, as it stands in the file.
type salvaged struct {
	id     int64
	values [16]any
}

// Salvage reads what can be read of another file, a damaged one for example, and adds the messages
// and names that are not here yet. Texts that were on their way when that file was last written
// are taken for possibly sent. It returns how many messages came back; an error only means that
// nothing could be added, not that the other file is damaged.
func (s *Store) Salvage(ctx context.Context, from string) (int, error) {
	other, err := connect(from, true)
	if err != nil {
		return 0, nil //nolint:nilerr // nothing can be read of it, which is no failure
	}
	defer other.Close()
	rows, names := readable(ctx, other), readNames(ctx, other)
	added := 0
	err = s.change(ctx, "salvage", func(w *writer) error {
		for _, r := range rows {
			n, err := addSalvaged(w, r)
			if err != nil {
				return err
			}
			added += n
		}
		for number, name := range names {
			if _, err := w.exec(`INSERT INTO contacts VALUES (?,?)
				ON CONFLICT (number) DO NOTHING`, number, name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// addSalvaged adds a message unless there is one just like it.
func addSalvaged(w *writer, r salvaged) (int, error) {
	res, err := w.exec(`INSERT INTO messages (`+salvageColumns+`)
		SELECT ?1,?2,?3,?4,CASE WHEN ?5 IN (?17,?18,?19) THEN ?20 ELSE ?5 END,?6,?7,?8,?9,?10,?11,
			?12,?13,?14,?15,?16
		WHERE NOT EXISTS (SELECT 1 FROM messages
			WHERE number = ?1 AND direction = ?2 AND text = ?3 AND time = ?8)`,
		append(r.values[:], int(sms.Queued), int(sms.Sending), int(sms.Waiting),
			int(sms.Unconfirmed))...)
	if err != nil {
		return 0, fmt.Errorf("message %d: %w", r.id, err)
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// readable returns the messages that can be read, oldest first: those from the beginning up to the
// damage, and those from the end down to it.
func readable(ctx context.Context, db *sql.DB) []salvaged {
	first := readMessages(ctx, db, "ASC", 0)
	after := int64(0)
	if len(first) > 0 {
		after = first[len(first)-1].id
	}
	last := readMessages(ctx, db, "DESC", after)
	slices.Reverse(last)
	return append(first, last...)
}

// readMessages reads until the end or the damage. Rows whose values are of the wrong kind are left
// out.
func readMessages(ctx context.Context, db *sql.DB, order string, after int64) []salvaged {
	rows, err := db.QueryContext(ctx, "SELECT id, "+salvageColumns+
		" FROM messages NOT INDEXED WHERE id > ? ORDER BY id "+order, after)
	if err != nil {
		return nil
	}
	defer rows.Close()
	var all []salvaged
	for rows.Next() {
		var r salvaged
		fields := []any{&r.id}
		for i := range r.values {
			fields = append(fields, &r.values[i])
		}
		if rows.Scan(fields...) == nil {
			all = append(all, r)
		}
	}
	_ = rows.Err() // the damage: what came before it counts
	return all
}

func readNames(ctx context.Context, db *sql.DB) map[string]string {
	names := map[string]string{}
	rows, err := db.QueryContext(ctx, "SELECT number, name FROM contacts")
	if err != nil {
		return names
	}
	defer rows.Close()
	for rows.Next() {
		var number, name string
		if rows.Scan(&number, &name) == nil {
			names[number] = name
		}
	}
	_ = rows.Err() // the damage
	return names
}
