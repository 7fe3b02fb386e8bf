package store

import (
	"context"

	"surfstick-sms/sms"
)

// arrive puts a received text behind all that were handed to programs.
func arrive(w *writer, id int64) error {
	return w.run(`INSERT OR REPLACE INTO arrivals (message_id) VALUES (?)`, id)
}

// notBlockedSQL is true for a message m of a partner who is not blocked.
const notBlockedSQL = `NOT EXISTS (SELECT 1 FROM flags WHERE number = m.number AND blocked <> 0)`

const arrivalsSQL = `SELECT a.seq, ` + messageColumns + ` FROM arrivals a JOIN messages m ON m.id = a.message_id
	WHERE a.seq > ? AND m.deleted_at = 0 AND ` + notBlockedSQL + ` ORDER BY a.seq LIMIT ?`

// Arrivals is a page of the received texts behind the given number, as they are now, in the order in which
// programs get them. Those that are in the bin or of blocked partners are left out, and so is what was imported
// or came in before programs could ask. A limit of 0 or less is no limit.
func (s *Store) Arrivals(ctx context.Context, after int64, limit int) ([]sms.Arrival, error) {
	return read(ctx, s.reads, func(row scanner) (a sms.Arrival, err error) {
		var r messageRow
		err = row.Scan(append([]any{&a.Seq}, r.fields()...)...)
		a.Message = r.message()
		return a, err
	}, arrivalsSQL, after, unlimited(limit))
}

// LastArrival returns the greatest number that any received text has had.
func (s *Store) LastArrival(ctx context.Context) (int64, error) {
	last, err := read(ctx, s.reads, scanID, `SELECT seq FROM sqlite_sequence WHERE name = 'arrivals'`)
	if err != nil || len(last) == 0 {
		return 0, err
	}
	return last[0], nil
}
