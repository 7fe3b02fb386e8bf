package messenger

import (
	"context"
	"slices"

	"surfstick-sms/sms"
)

// Conversations returns all partners with texts or a draft, newest first.
func (m *Messenger) Conversations(ctx context.Context) ([]sms.Conversation, error) {
	return m.st.Conversations(ctx)
}

// Names returns the names of all partners who have one, with or without texts.
func (m *Messenger) Names(ctx context.Context) (map[sms.Number]string, error) {
	return m.st.Names(ctx)
}

// HasConversations reports whether there is any, without reading them.
func (m *Messenger) HasConversations(ctx context.Context) (bool, error) {
	return m.st.HasConversations(ctx)
}

// Messages returns a page of the texts with one partner, oldest first: the newest ones before the given
// ID, or the newest of all when it is 0.
func (m *Messenger) Messages(
	ctx context.Context, n sms.Number, before int64, limit int,
) ([]sms.Message, error) {
	return m.st.Messages(ctx, n, before, limit)
}

// Search returns the newest messages that hold the query in their text, newest first.
func (m *Messenger) Search(ctx context.Context, query string, limit int) ([]sms.Message, error) {
	return m.st.Search(ctx, query, limit)
}

// write makes a change that the list of conversations shows; f reports whether it did.
func (m *Messenger) write(ctx context.Context, f func() (bool, error)) error {
	return m.change(ctx, func() error {
		changed, err := f()
		if err == nil && changed {
			m.events.add(sms.ConversationsChanged{})
		}
		return err
	})
}

// MarkRead marks what came from one partner, up to the message with an ID, as read.
func (m *Messenger) MarkRead(ctx context.Context, n sms.Number, upTo int64) error {
	return m.write(ctx, func() (bool, error) { return m.st.MarkRead(ctx, n, upTo) })
}

// SetDraft keeps what was typed for a partner and not sent; empty removes it.
func (m *Messenger) SetDraft(ctx context.Context, n sms.Number, text string) error {
	return m.write(ctx, func() (bool, error) { return true, m.st.SetDraft(ctx, n, text) })
}

// SetName names a partner; an empty name forgets it.
func (m *Messenger) SetName(ctx context.Context, n sms.Number, name string) error {
	return m.write(ctx, func() (bool, error) { return true, m.st.SetName(ctx, n, name) })
}

// Delete removes messages for good. One that is being sent goes out nevertheless.
func (m *Messenger) Delete(ctx context.Context, ids ...int64) error {
	return m.write(ctx, func() (bool, error) {
		if err := m.st.Delete(ctx, ids...); err != nil {
			return false, err
		}
		m.forget(func(id int64) bool { return slices.Contains(ids, id) })
		return len(ids) > 0, nil
	})
}

// DeleteConversation removes all texts with one partner, and the draft.
func (m *Messenger) DeleteConversation(ctx context.Context, n sms.Number) error {
	return m.write(ctx, func() (bool, error) {
		ids, err := m.st.DeleteConversation(ctx, n)
		if err != nil {
			return false, err
		}
		gone := make(map[int64]bool, len(ids))
		for _, id := range ids {
			gone[id] = true
		}
		m.forget(func(id int64) bool { return gone[id] })
		return true, nil
	})
}

// forget drops what the parts know of deleted messages.
func (m *Messenger) forget(deleted func(id int64) bool) {
	m.receiver.inbox.Forget(deleted)
	m.sender.forget(deleted)
}

// Setting returns a remembered value, "" when there is none.
func (m *Messenger) Setting(ctx context.Context, key string) (string, error) {
	return m.st.Setting(ctx, key)
}

// SetSetting remembers a value.
func (m *Messenger) SetSetting(ctx context.Context, key, value string) error {
	return m.change(ctx, func() error { return m.st.SetSetting(ctx, key, value) })
}
