package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"surfstick-sms/sms"
	"surfstick-sms/sms/find"
)

// maxPartners is how many partners count whose name holds some of the words, those with the latest texts: the
// other words are looked for in what was written with them.
const maxPartners = 50

// way is one way in which a message can be what is looked for: the index finds it by match, or it has one of
// the IDs, and holds says whether it is and where the words stand.
type way struct {
	match string
	ids   []any
	holds func(sms.Message) ([]sms.Span, bool)
}

// manyUnsearched is how many messages outside the index are all compared.
const manyUnsearched = 2000

// hit is a hit with its place.
type hit struct {
	sms.Hit
	place int64
}

// quest is a search under way.
type quest struct {
	find.Query
	in       sms.Number
	limit    int // -1 for none
	partners []sms.Conversation
	found    []hit
}

// Search returns the newest messages that hold all words of the query, newest first: of one partner, or of all
// who are not blocked when in is "". See package find for what a word finds. A word may also stand in the
// partner's name or number; where all of them do, the newest text with that partner is found. A query that is a
// number finds it in any writing. A limit of 0 or less is no limit.
func (s *Store) Search(ctx context.Context, query string, in sms.Number, limit int) ([]sms.Hit, error) {
	q := &quest{Query: find.Parse(query), in: in, limit: unlimited(limit)}
	if q.Empty() {
		return nil, nil
	}
	var err error
	if in == "" {
		if q.partners, err = read(ctx, s.reads, scanPartner, partnersSQL); err != nil {
			return nil, err
		}
	}
	ways := q.ways()
	// First what is not in the index: a text may be put into it meanwhile, and is found there then. It does not
	// come in the order of places: all of it, unless that is much.
	behind, err := read(ctx, s.reads, scanID, behindSQL)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	rest := -1
	if behind[0] > manyUnsearched {
		rest = q.limit
	}
	if err := s.compare(ctx, q, rest, ways, searchRestSQL); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	err = s.searchIndex(ctx, q, ways)
	if indexDamaged(err) && s.w != nil { // without it, and Index begins it anew
		s.w.spoilt.Store(true)
		s.w.unsearched.Store(math.MaxInt32)
		err = s.compare(ctx, q, q.limit, ways, searchAllSQL)
	}
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return q.hits(), nil
}

// searchIndex looks for what is in the index.
func (s *Store) searchIndex(ctx context.Context, q *quest, ways []way) (err error) {
	for _, w := range ways {
		if w.match != "" {
			err = s.compare(ctx, q, q.limit, []way{w}, searchSQL, w.match)
		} else {
			err = s.compare(ctx, q, -1, []way{w}, searchIDsSQL+places(len(w.ids)), w.ids...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const partnersSQL = `SELECT c.number, coalesce(n.name, ''), coalesce(f.blocked, 0), c.last_id
	FROM conversations c LEFT JOIN contacts n ON n.number = c.number
	LEFT JOIN flags f ON f.number = c.number ORDER BY c.last_id DESC`

func scanPartner(row scanner) (c sms.Conversation, err error) {
	return c, row.Scan(&c.Number, &c.Name, &c.Blocked, &c.Last.ID)
}

// ways returns the ways in which a message can be what is looked for.
func (q *quest) ways() []way {
	all := make([]int, q.Words())
	for i := range all {
		all[i] = i
	}
	blocked := map[sms.Number]bool{}
	for _, p := range q.partners {
		if p.Blocked {
			blocked[p.Number] = true
		}
	}
	here := func(m sms.Message) bool {
		return !blocked[m.Number] && (q.in == "" || m.Number == q.in)
	}
	var only []string
	if q.in != "" {
		only = []string{string(q.in)}
	}
	ways := []way{{match: q.Match(all, only...), holds: func(m sms.Message) ([]sms.Span, bool) {
		if !here(m) {
			return nil, false
		}
		return q.In(m.Text, all)
	}}}
	if match := q.MatchNumber(only...); match != "" {
		ways = append(ways, way{match: match, holds: func(m sms.Message) ([]sms.Span, bool) {
			if !here(m) {
				return nil, false
			}
			return q.NumberIn(m.Text)
		}})
	}
	return append(ways, q.named(all)...)
}

// named returns the ways by the names of partners.
func (q *quest) named(all []int) []way {
	rest := map[string][]int{} // the words that are not in the name, by what they are
	partners := map[string][]string{}
	var newest []any // the IDs of the newest texts with those whose name is what is looked for
	n := 0
	for _, p := range q.partners {
		places := q.Named(p.Name, string(p.Number))
		whole := len(places) == len(all) || q.Dials(string(p.Number))
		if p.Blocked || len(places) == 0 && !whole || n == maxPartners {
			continue
		}
		n++
		if whole {
			newest = append(newest, p.Last.ID)
			continue
		}
		left := slices.DeleteFunc(slices.Clone(all), func(i int) bool { return slices.Contains(places, i) })
		key := keyOf(left)
		rest[key] = left
		partners[key] = append(partners[key], string(p.Number))
	}
	var ways []way
	if len(newest) > 0 {
		ways = append(ways, way{ids: newest, holds: func(m sms.Message) ([]sms.Span, bool) {
			return nil, slices.Contains(newest, any(m.ID))
		}})
	}
	for key, left := range rest {
		ways = append(ways, way{match: q.Match(left, partners[key]...), holds: func(m sms.Message) ([]sms.Span, bool) {
			if !slices.Contains(partners[key], string(m.Number)) {
				return nil, false
			}
			return q.In(m.Text, left)
		}})
	}
	return ways
}

// keyOf makes a key of the places of words, of which there are few.
func keyOf(places []int) string {
	key := make([]byte, len(places))
	for i, p := range places {
		key[i] = byte(p)
	}
	return string(key)
}

// places are n question marks in brackets.
func places(n int) string { return "(" + strings.Repeat("?,", n-1) + "?)" }

const (
	searchColumns = `SELECT m.place, ` + messageColumns
	searchSQL     = searchColumns + ` FROM search CROSS JOIN messages m ON m.place = search.rowid
		WHERE search MATCH ? AND m.deleted_at = 0 ORDER BY search.rowid DESC`
	searchIDsSQL = searchColumns + ` FROM messages m WHERE m.id IN `
	behindSQL    = `SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'messages'), 0) -
		(SELECT id FROM searched)`
	searchAllSQL = searchColumns + ` FROM messages m WHERE m.deleted_at = 0 ORDER BY m.place DESC`
	// The index knows messages up to an ID.
	searchRestSQL = searchColumns + ` FROM messages m
		WHERE m.id > (SELECT id FROM searched) AND m.deleted_at = 0 ORDER BY m.id DESC`
)

// compare adds those messages of a query that are what is looked for in one of the ways, at most left of them if
// left is not below 0.
func (s *Store) compare(
	ctx context.Context, q *quest, left int, ways []way, query string, args ...any,
) error {
	rows, err := s.reads.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for left != 0 && rows.Next() {
		var h hit
		var r messageRow
		if err := rows.Scan(append([]any{&h.place}, r.fields()...)...); err != nil {
			return err
		}
		h.Message = r.message()
		for _, w := range ways {
			if spans, ok := w.holds(h.Message); ok {
				h.Spans = spans
				q.found = append(q.found, h)
				left--
				break
			}
		}
	}
	return rows.Err()
}

// hits returns what was found, newest first, each message once.
func (q *quest) hits() []sms.Hit {
	slices.SortStableFunc(q.found, func(a, b hit) int { return cmp.Compare(b.place, a.place) })
	found := slices.CompactFunc(q.found, func(a, b hit) bool { return a.place == b.place })
	if q.limit > 0 {
		found = found[:min(len(found), q.limit)]
	}
	hits := make([]sms.Hit, len(found))
	for i, h := range found {
		hits[i] = h.Hit
	}
	return hits
}
