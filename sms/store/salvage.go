package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"surfstick-sms/sms"
)

// salvageColumns are those of a message that make it what it is. Its parts and its raw PDUs stay
// behind: nothing that was on its way goes out a second time.
const salvageColumns = "number, direction, text, status, reason, code, time, sent_at, " +
	"sent_zone, done_at, parts, done, read, imei, imsi, "

// salvageLater are the columns that files of older versions do not have, and below it what stands for them
// in those, the newest version first.
const salvageLater = "program, imported, deleted_at, place"

var salvageOlder = [...]string{salvageLater, "'', imported, deleted_at, place", "'', 0, 0, 0"}

// salvaged is one row of it, as it stands in the file.
type salvaged struct {
	id, time, place int64
	values          [18]any
}

// same are the values by which a message is known in another file.
func (r salvaged) same() []any { return []any{r.values[0], r.values[1], r.values[2], r.values[6]} }

// Salvage reads what can be read of another file, a damaged one for example, and adds the messages
// and names that are not here yet. Texts that were on their way when that file was last written
// are taken for possibly sent. What was to be sent later comes back, too, but where it may have gone
// it does not go by itself. It returns how many messages came back; an error only means that nothing could
// be added, not that the other file is damaged.
func (s *Store) Salvage(ctx context.Context, from string) (int, error) {
	other, err := connect(from, true)
	if err != nil {
		return 0, s.change(ctx, "salvage", func(w *writer) error { return settlePlans(w, s.now()) })
	}
	defer other.Close()
	rows, people, flags := readable(ctx, other), readPeople(ctx, other), readFlags(ctx, other)
	planned, jobs := readPlanned(ctx, other), readJobs(ctx, other)
	programs := readPrograms(ctx, other)
	added := 0
	err = s.change(ctx, "salvage", func(w *writer) error {
		added = 0
		ids := map[int64]int64{}
		for _, r := range rows {
			id, err := addSalvaged(w, r)
			if err != nil {
				return err
			}
			if id != 0 {
				ids[r.id] = id
				added++
			}
		}
		if err := programs.add(w, messagesHere{rows: rows, ids: ids}); err != nil {
			return err
		}
		for _, p := range people {
			if err := takePerson(w, p, &sms.Taken{}); err != nil {
				return err
			}
		}
		for _, values := range flags {
			if err := w.run(`INSERT INTO flags (number, pinned, muted, archived, blocked, marked)
				VALUES (?,?,?,?,?,?) ON CONFLICT (number) DO NOTHING`, values[:]...); err != nil {
				return err
			}
		}
		if err := errors.Join(addPlanned(w, planned), addJobs(w, jobs)); err != nil {
			return err
		}
		return settlePlans(w, s.now())
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

const addSalvagedSQL = `INSERT INTO messages (` + salvageColumns + salvageLater + `)
	SELECT ?1,?2,?3,CASE WHEN ?4 IN (?20,?21,?22) THEN ?23 ELSE ?4 END,?5,?6,?7,?8,?9,?10,
		?11,?12,?13,?14,?15,?16,?17,?18,?19
	WHERE NOT EXISTS (SELECT 1 FROM messages
		WHERE number = ?1 AND direction = ?2 AND text = ?3 AND time = ?7)`

// addSalvaged adds a message unless there is one just like it, and returns the ID that it has got, 0 for none.
func addSalvaged(w *writer, r salvaged) (int64, error) {
	place, err := freePlace(w, r.place)
	if err != nil {
		return 0, fmt.Errorf("message %d: %w", r.id, err)
	}
	res, err := w.exec(addSalvagedSQL, append(r.values[:], place, int(sms.Queued), int(sms.Sending),
		int(sms.Waiting), int(sms.Unconfirmed))...)
	if err != nil {
		return 0, fmt.Errorf("message %d: %w", r.id, err)
	}
	n, err := res.RowsAffected()
	if err != nil || n == 0 {
		return 0, err
	}
	w.unsearched.Add(n)
	return res.LastInsertId()
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
	return placed(append(first, last...))
}

// placed gives a place to those that have none, by their time, and keeps the order.
func placed(all []salvaged) []salvaged {
	before := int64(0)
	for i := range all {
		if all[i].place == 0 {
			all[i].place = max(all[i].time, before+1)
		}
		before = all[i].place
	}
	return all
}

// readMessages reads until the end or the damage. Rows whose values are of the wrong kind are left
// out.
func readMessages(ctx context.Context, db *sql.DB, order string, after int64) []salvaged {
	const from = " FROM messages NOT INDEXED WHERE id > ? ORDER BY id "
	var rows *sql.Rows
	err := errors.New("not read yet")
	for i := 0; err != nil; i++ {
		if i == len(salvageOlder) {
			return nil
		}
		rows, err = db.QueryContext(ctx, "SELECT id, time, "+salvageColumns+salvageOlder[i]+from+order, after)
	}
	defer rows.Close()
	var all []salvaged
	for rows.Next() {
		var r salvaged
		fields := []any{&r.id, &r.time}
		for i := range r.values {
			fields = append(fields, &r.values[i])
		}
		if rows.Scan(append(fields, &r.place)...) == nil {
			all = append(all, r)
		}
	}
	_ = rows.Err() // the damage: what came before it counts
	return all
}

// readPeople returns the people, as far as they can be read. Older files have a name for each number.
func readPeople(ctx context.Context, db *sql.DB) []sms.Person {
	rows, err := db.QueryContext(ctx, peopleSQL+` ORDER BY p.id, n.place, n.number`)
	if err != nil {
		rows, err = db.QueryContext(ctx, `SELECT row_number() OVER (ORDER BY number), name, '', number, '' FROM contacts`)
	}
	if err != nil {
		return nil
	}
	defer rows.Close()
	var all []personRow
	for rows.Next() {
		if r, err := scanPersonRow(rows); err == nil {
			all = append(all, r)
		}
	}
	_ = rows.Err() // the damage
	return persons(all)
}

// readFlags returns the rows of the table flags, as far as they can be read. Older files have none.
func readFlags(ctx context.Context, db *sql.DB) [][6]any {
	rows, err := db.QueryContext(ctx, "SELECT number, pinned, muted, archived, blocked, marked FROM flags")
	if err != nil {
		return nil
	}
	defer rows.Close()
	var all [][6]any
	for rows.Next() {
		var r [6]any
		if rows.Scan(&r[0], &r[1], &r[2], &r[3], &r[4], &r[5]) == nil {
			all = append(all, r)
		}
	}
	_ = rows.Err() // the damage
	return all
}
