package store

import (
	"context"

	"surfstick-sms/sms"
	"surfstick-sms/sms/transfer"
)

// ExportTexts is a page of texts in their order, behind the given place: those with one partner that are not
// in the bin, or all when n is "". last is the place of the last one; it is where the next page begins.
func (s *Store) ExportTexts(
	ctx context.Context, n sms.Number, after int64, limit int,
) (page []transfer.Text, last int64, err error) {
	where, args := `place > ? ORDER BY place LIMIT ?`, []any{after, limit}
	if n != "" {
		where, args = `number = ? AND deleted_at = 0 AND `+where, append([]any{string(n)}, args...)
	}
	page, err = read(ctx, s.reads, func(row scanner) (transfer.Text, error) {
		var r messageRow
		err := row.Scan(append(r.fields(), &last)...)
		t := transfer.Text{Message: r.message()}
		if last != millis(t.Time) {
			t.Place = last
		}
		return t, err
	}, `SELECT `+messageColumns+`, m.place FROM messages m WHERE `+where, args...)
	return page, last, err
}

// Count returns how many texts there are with a partner outside the bin, or how many in all when n is "".
func (s *Store) Count(ctx context.Context, n sms.Number) (count int, err error) {
	counts, err := read(ctx, s.reads, scanID, `SELECT count(*) FROM messages
		WHERE ?1 = '' OR number = ?1 AND deleted_at = 0`, string(n))
	if err != nil {
		return 0, err
	}
	return int(counts[0]), nil
}

// Partners returns everybody of whom there are texts outside the bin, a name, a draft or a flag, by number.
func (s *Store) Partners(ctx context.Context) ([]transfer.Partner, error) {
	return read(ctx, s.reads, func(row scanner) (transfer.Partner, error) {
		var c sms.Conversation
		err := row.Scan(append([]any{&c.Number, &c.Name, &c.Draft}, flagFields(&c)...)...)
		return transfer.Partner{
			Number: c.Number, Name: c.Name, Draft: c.Draft, Pinned: c.Pinned, Muted: c.Muted,
			Archived: c.Archived, Blocked: c.Blocked, Marked: c.Marked,
		}, err
	}, `SELECT p.number, coalesce(n.name, ''), coalesce(d.text, ''), `+flagsSQL+`
		FROM (SELECT number FROM conversations UNION SELECT number FROM contacts UNION SELECT number FROM flags
			UNION SELECT number FROM drafts WHERE deleted_at = 0) p
		LEFT JOIN contacts n ON n.number = p.number LEFT JOIN flags f ON f.number = p.number
		LEFT JOIN drafts d ON d.number = p.number AND d.deleted_at = 0 ORDER BY p.number`)
}
