package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"surfstick-sms/sms"
)

// Conversations are all partners with texts or a draft: those with a draft only first, then by
// their last text, newest first.
func (s *Store) Conversations(ctx context.Context) ([]sms.Conversation, error) {
	all, err := read(ctx, s.reads, scanConversation, `
		SELECT c.unread, coalesce(n.name, ''), coalesce(d.text, ''), `+messageColumns+`
		FROM conversations c JOIN messages m ON m.id = c.last_id
		LEFT JOIN contacts n ON n.number = c.number LEFT JOIN drafts d ON d.number = c.number
		ORDER BY c.last_id DESC`)
	if err != nil {
		return nil, err
	}
	begun, err := s.begun(ctx)
	return append(begun, all...), err
}

// HasConversations reports whether there is any, without reading them.
func (s *Store) HasConversations(ctx context.Context) (bool, error) {
	var has bool
	err := s.reads.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM conversations)
		OR EXISTS (SELECT 1 FROM drafts)`).Scan(&has)
	if err != nil {
		return false, fmt.Errorf("look for conversations: %w", err)
	}
	return has, nil
}

func scanConversation(row scanner) (sms.Conversation, error) {
	var c sms.Conversation
	var r messageRow
	err := row.Scan(append([]any{&c.Unread, &c.Name, &c.Draft}, r.fields()...)...)
	c.Last = r.message()
	c.Number = c.Last.Number
	return c, err
}

// begun returns the partners with a draft and no text yet. Their Last has no ID.
func (s *Store) begun(ctx context.Context) ([]sms.Conversation, error) {
	return read(ctx, s.reads, scanBegun, `SELECT d.number, coalesce(n.name, ''), d.text
		FROM drafts d LEFT JOIN contacts n ON n.number = d.number
		WHERE d.number NOT IN (SELECT number FROM conversations) ORDER BY d.number`)
}

func scanBegun(row scanner) (sms.Conversation, error) {
	var c sms.Conversation
	err := row.Scan(&c.Number, &c.Name, &c.Draft)
	c.Last.Number = c.Number
	return c, err
}

// SetName names a partner; an empty name forgets it.
func (s *Store) SetName(ctx context.Context, n sms.Number, name string) error {
	if name == "" {
		return s.exec(ctx, "forget name", `DELETE FROM contacts WHERE number = ?`, string(n))
	}
	return s.exec(ctx, "set name", `INSERT INTO contacts VALUES (?,?)
		ON CONFLICT (number) DO UPDATE SET name = excluded.name`, string(n), name)
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

const dropDraftSQL = `DELETE FROM drafts WHERE number = ?`

// SetDraft keeps what was typed for a partner and not sent; an empty text removes it.
func (s *Store) SetDraft(ctx context.Context, n sms.Number, text string) error {
	if text == "" {
		return s.exec(ctx, "remove draft", dropDraftSQL, string(n))
	}
	return s.exec(ctx, "set draft", `INSERT INTO drafts VALUES (?,?)
		ON CONFLICT (number) DO UPDATE SET text = excluded.text`, string(n), text)
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
