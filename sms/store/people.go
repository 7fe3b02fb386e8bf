package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"surfstick-sms/sms"
)

// flagsSQL are the flags of f, a row of the table flags that may be missing.
const flagsSQL = `coalesce(f.pinned, 0), coalesce(f.muted, 0), coalesce(f.archived, 0),
	coalesce(f.blocked, 0), coalesce(f.marked, 0)`

// flagFields is where they are read into.
func flagFields(c *sms.Conversation) []any {
	return []any{&c.Pinned, &c.Muted, &c.Archived, &c.Blocked, &c.Marked}
}

const conversationsSQL = `
	SELECT c.unread, coalesce(n.name, ''), coalesce(d.text, ''), CASE WHEN c.unread = 0 THEN 0 ELSE
		(SELECT id FROM messages WHERE number = c.number AND read = 0 AND deleted_at = 0
			ORDER BY place LIMIT 1) END, ` + flagsSQL + `, ` + messageColumns + `
	FROM conversations c JOIN messages m ON m.id = c.last_id
	LEFT JOIN contacts n ON n.number = c.number LEFT JOIN flags f ON f.number = c.number
	LEFT JOIN drafts d ON d.number = c.number AND d.deleted_at = 0
	ORDER BY m.place DESC`

// Conversations are all partners with texts or a draft, and those who are blocked: first the pinned ones,
// then those with a draft only, then by their last text, newest first.
func (s *Store) Conversations(ctx context.Context) ([]sms.Conversation, error) {
	all, err := read(ctx, s.reads, scanConversation, conversationsSQL)
	if err != nil {
		return nil, err
	}
	begun, err := s.begun(ctx)
	all = append(begun, all...)
	slices.SortStableFunc(all, func(a, b sms.Conversation) int {
		switch {
		case a.Pinned == b.Pinned:
			return 0
		case a.Pinned:
			return -1
		}
		return 1
	})
	return all, err
}

// HasConversations reports whether there is any, without reading them.
func (s *Store) HasConversations(ctx context.Context) (bool, error) {
	var has bool
	err := s.reads.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM conversations)
		OR EXISTS (SELECT 1 FROM drafts WHERE deleted_at = 0)`).Scan(&has)
	if err != nil {
		return false, fmt.Errorf("look for conversations: %w", err)
	}
	return has, nil
}

func scanConversation(row scanner) (sms.Conversation, error) {
	var c sms.Conversation
	var r messageRow
	fields := append([]any{&c.Unread, &c.Name, &c.Draft, &c.FirstUnread}, flagFields(&c)...)
	err := row.Scan(append(fields, r.fields()...)...)
	c.Last = r.message()
	c.Number = c.Last.Number
	if c.Blocked {
		c.Unread, c.FirstUnread = 0, 0
	}
	return c, err
}

// begun returns the partners with a draft and no text yet, and those who are blocked and have none. Their
// Last has no ID.
func (s *Store) begun(ctx context.Context) ([]sms.Conversation, error) {
	return read(ctx, s.reads, scanBegun, `
		SELECT p.number, coalesce(n.name, ''), coalesce(d.text, ''), `+flagsSQL+`
		FROM (SELECT number FROM drafts WHERE deleted_at = 0
			UNION SELECT number FROM flags WHERE blocked = 1) p
		LEFT JOIN contacts n ON n.number = p.number LEFT JOIN flags f ON f.number = p.number
		LEFT JOIN drafts d ON d.number = p.number AND d.deleted_at = 0
		WHERE p.number NOT IN (SELECT number FROM conversations) ORDER BY p.number`)
}

func scanBegun(row scanner) (sms.Conversation, error) {
	var c sms.Conversation
	err := row.Scan(append([]any{&c.Number, &c.Name, &c.Draft}, flagFields(&c)...)...)
	c.Last.Number = c.Number
	return c, err
}

// Names returns those of all partners who have one, with or without texts.
func (s *Store) Names(ctx context.Context) (map[sms.Number]string, error) {
	names := map[sms.Number]string{}
	_, err := read(ctx, s.reads, func(row scanner) (n sms.Number, err error) {
		var name string
		err = row.Scan(&n, &name)
		names[n] = name
		return n, err
	}, `SELECT number, name FROM contacts`)
	return names, err
}

const dropDraftSQL = `DELETE FROM drafts WHERE number = ? AND deleted_at = 0`

// SetDraft keeps what was typed for a partner and not sent; an empty text removes it.
func (s *Store) SetDraft(ctx context.Context, n sms.Number, text string) error {
	if text == "" {
		return s.exec(ctx, "remove draft", dropDraftSQL, string(n))
	}
	return s.exec(ctx, "set draft", `INSERT INTO drafts VALUES (?,?,0)
		ON CONFLICT (number) DO UPDATE SET text = excluded.text, deleted_at = 0`, string(n), text)
}

// Setting returns a remembered value, "" when there is none.
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	var v string
	err := s.reads.QueryRowContext(ctx, `SELECT value FROM settings WHERE key = ?`, key).Scan(&v)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read setting %s: %w", key, err)
	}
	return v, nil
}

// SetSetting remembers a value.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	return s.exec(ctx, "set setting", `INSERT INTO settings VALUES (?,?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
}
