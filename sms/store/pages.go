package store

import (
	"context"
	"math"
	"slices"

	"surfstick-sms/sms"
)

// A text stands at its place, and texts are shown in that order. The callers know texts by their IDs. An ID
// that belongs to no text, because it was removed since, stands where the text that was put in before it
// does; one beyond the newest ID stands behind everything.

// placeSQL is the place of the ID that is the first argument.
const placeSQL = `SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM messages WHERE id >= ?1) THEN ?2
	ELSE coalesce((SELECT place FROM messages WHERE id <= ?1 ORDER BY id DESC LIMIT 1), 0) END`

// place returns where an ID stands.
func (s *Store) place(ctx context.Context, id int64) (int64, error) {
	if id == math.MaxInt64 {
		return id, nil
	}
	places, err := read(ctx, s.reads, scanID, placeSQL, id, int64(math.MaxInt64))
	if err != nil {
		return 0, err
	}
	return places[0], nil
}

// unlimited is what a limit of 0 or less stands for.
func unlimited(limit int) int {
	if limit <= 0 {
		return -1
	}
	return limit
}

// spot is where a text stands, or would stand. Only a text that is there has its place for itself.
type spot struct{ place, id int64 }

const (
	untilSQL = `SELECT ` + messageColumns + ` FROM messages m WHERE number = ?1 AND deleted_at = 0
		AND place <= ?2 AND (place < ?2 OR id < ?3) ORDER BY place DESC LIMIT ?4`
	fromSQL = `SELECT ` + messageColumns + ` FROM messages m WHERE number = ?1 AND deleted_at = 0
		AND place >= ?2 AND (place > ?2 OR id >= ?3) ORDER BY place LIMIT ?4`
)

// until returns the texts before a spot, oldest first.
func (s *Store) until(ctx context.Context, n sms.Number, at spot, limit int) ([]sms.Message, error) {
	page, err := read(ctx, s.reads, scanMessage, untilSQL, string(n), at.place, at.id, unlimited(limit))
	slices.Reverse(page)
	return page, err
}

// from returns the texts from a spot on, oldest first.
func (s *Store) from(ctx context.Context, n sms.Number, at spot, limit int) ([]sms.Message, error) {
	return read(ctx, s.reads, scanMessage, fromSQL, string(n), at.place, at.id, unlimited(limit))
}

// Messages is a page of the texts with one partner, oldest first: the newest ones before the given
// ID, or the newest of all when it is 0. A limit of 0 or less is no limit.
func (s *Store) Messages(
	ctx context.Context, n sms.Number, before int64, limit int,
) ([]sms.Message, error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	place, err := s.place(ctx, before)
	if err != nil {
		return nil, err
	}
	return s.until(ctx, n, spot{place, before}, limit)
}

// MessagesAfter is a page of the texts with one partner, oldest first: the oldest ones after the given ID.
// A limit of 0 or less is no limit.
func (s *Store) MessagesAfter(
	ctx context.Context, n sms.Number, after int64, limit int,
) ([]sms.Message, error) {
	place, err := s.place(ctx, after)
	if err != nil {
		return nil, err
	}
	return s.from(ctx, n, spot{place, after + 1}, limit)
}

// MessagesAround is a page of the texts with one partner, oldest first, with the one of the given ID in
// its middle, as far as there are as many on both sides. A limit of 0 or less is no limit.
func (s *Store) MessagesAround(
	ctx context.Context, n sms.Number, id int64, limit int,
) ([]sms.Message, error) {
	place, err := s.place(ctx, id)
	if err != nil {
		return nil, err
	}
	before, err := s.until(ctx, n, spot{place, id}, limit)
	if err != nil {
		return nil, err
	}
	rest, err := s.from(ctx, n, spot{place, id}, limit)
	if err != nil || limit <= 0 {
		return append(before, rest...), err
	}
	behind := min(len(rest), max(limit-limit/2, limit-len(before)))
	ahead := min(len(before), limit-behind)
	return append(before[len(before)-ahead:], rest[:behind]...), nil
}
