package store

import (
	"context"
	"database/sql"
)

// salvagedRow is a row of another file, with those that belong to it.
type salvagedRow struct {
	id     any
	values []any
	below  [][]any
}

// plansOf reads rows of another file with what belongs to each, as far as they can be read. Older files have
// none. The first column of both is the ID of the row.
func plansOf(ctx context.Context, db *sql.DB, query, below string) []salvagedRow {
	var all []salvagedRow
	place := map[any]int{}
	for _, values := range readValues(ctx, db, query) {
		place[values[0]] = len(all)
		all = append(all, salvagedRow{id: values[0], values: values[1:]})
	}
	for _, values := range readValues(ctx, db, below) {
		if i, found := place[values[0]]; found {
			all[i].below = append(all[i].below, values[1:])
		}
	}
	return all
}

// readValues reads until the end or the damage.
func readValues(ctx context.Context, db *sql.DB, query string) [][]any {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil
	}
	var all [][]any
	for rows.Next() {
		values, fields := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			fields[i] = &values[i]
		}
		if rows.Scan(fields...) == nil {
			all = append(all, values)
		}
	}
	_ = rows.Err() // the damage
	return all
}

func readPlanned(ctx context.Context, db *sql.DB) []salvagedRow {
	return plansOf(ctx, db, `SELECT id, number, text, at, start, unit, every, ask, since FROM planned p
		WHERE removed = 0 ORDER BY id`, `SELECT planned_id, occurrence FROM planned_done`)
}

func readJobs(ctx context.Context, db *sql.DB) []salvagedRow {
	return plansOf(ctx, db, `SELECT id, name, text, imsi, created, state, why, over, ended FROM jobs ORDER BY id`,
		`SELECT job_id, row, number, name, text, parts, state, given_at FROM job_rows ORDER BY job_id, row`)
}

// samePlanSQL finds a planned text that says the same and goes at the same time.
const samePlanSQL = `SELECT id FROM planned WHERE number = ?1 AND text = ?2 AND at = ?3 AND start = ?4
	AND unit = ?5 AND every = ?6 ORDER BY id LIMIT 1`

// addPlanned adds planned texts that are not here. Of one that is, the occurrences that are done with are
// added, and whether the user is asked is as in the other file, which is the newer one.
func addPlanned(w *writer, all []salvagedRow) error {
	for _, p := range all {
		err := w.run(`INSERT INTO planned (number, text, at, start, unit, every, ask, since)
			SELECT ?1,?2,?3,?4,?5,?6,?7,?8 WHERE NOT EXISTS (`+samePlanSQL+`)`, p.values...)
		if err != nil {
			return err
		}
		id, err := first(w, scanID, samePlanSQL, p.values[:6]...)
		if err != nil {
			return err
		}
		if err := w.run(`UPDATE planned SET ask = ? WHERE id = ?`, p.values[6], id); err != nil {
			return err
		}
		for _, done := range p.below {
			err := w.run(`INSERT INTO planned_done (planned_id, occurrence) VALUES (?,?) ON CONFLICT DO NOTHING`,
				id, done[0])
			if err != nil {
				return err
			}
		}
	}
	return w.run(`DELETE FROM planned WHERE unit = 0
		AND EXISTS (SELECT 1 FROM planned_done WHERE planned_id = id)`)
}

// sameJobSQL finds a job that is the same one.
const sameJobSQL = `SELECT id FROM jobs WHERE name = ?1 AND text = ?2 AND imsi = ?3 AND created = ?4
	ORDER BY id LIMIT 1`

// addJobs adds jobs that are not here. Of one that is, the rows are done with that are so in the other file,
// and it has ended if it has there.
func addJobs(w *writer, all []salvagedRow) error {
	for _, j := range all {
		err := w.run(`INSERT INTO jobs (name, text, imsi, created, state, why, over, ended)
			SELECT ?1,?2,?3,?4,?5,?6,?7,?8 WHERE NOT EXISTS (`+sameJobSQL+`)`, j.values...)
		if err != nil {
			return err
		}
		id, err := first(w, scanID, sameJobSQL, j.values[:4]...)
		if err != nil {
			return err
		}
		err = w.run(`UPDATE jobs SET state = ?1, ended = ?2 WHERE id = ?3 AND ?2 <> 0`, j.values[4], j.values[7], id)
		if err != nil {
			return err
		}
		for _, row := range j.below {
			err := w.run(`INSERT INTO job_rows (job_id, row, number, name, text, parts, state, given_at)
				VALUES (?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT (job_id, row) DO UPDATE
				SET state = max(state, excluded.state), given_at = max(given_at, excluded.given_at)`,
				append([]any{id}, row...)...)
			if err != nil {
				return err
			}
		}
	}
	return nil
}
