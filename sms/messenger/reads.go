package messenger

import (
	"context"

	"surfstick-sms/sms"
)

// Conversations returns all partners with texts or a draft, and those who are blocked: first the pinned ones,
// then those with a draft only, then by their last text, newest first. Archived and blocked ones are among
// them; their fields say so.
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

// MessagesAfter returns a page of the texts with one partner, oldest first: the oldest ones after the given
// ID.
func (m *Messenger) MessagesAfter(
	ctx context.Context, n sms.Number, after int64, limit int,
) ([]sms.Message, error) {
	return m.st.MessagesAfter(ctx, n, after, limit)
}

// MessagesAround returns a page of the texts with one partner, oldest first, with the one of the given ID in
// its middle, as far as there are as many on both sides.
func (m *Messenger) MessagesAround(
	ctx context.Context, n sms.Number, id int64, limit int,
) ([]sms.Message, error) {
	return m.st.MessagesAround(ctx, n, id, limit)
}

// Search returns the newest messages that hold all words of the query, newest first: of one partner, or of
// all who are not blocked when in is "".
func (m *Messenger) Search(
	ctx context.Context, query string, in sms.Number, limit int,
) ([]sms.Hit, error) {
	return m.st.Search(ctx, query, in, limit)
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

// MarkRead marks what came from one partner, up to the message with an ID, as read, and takes away the mark
// that was set by hand.
func (m *Messenger) MarkRead(ctx context.Context, n sms.Number, upTo int64) error {
	return m.write(ctx, func() (bool, error) { return m.st.MarkRead(ctx, n, upTo) })
}

// SetDraft keeps what was typed for a partner and not sent; empty removes it.
func (m *Messenger) SetDraft(ctx context.Context, n sms.Number, text string) error {
	return m.write(ctx, func() (bool, error) { return true, m.st.SetDraft(ctx, n, text) })
}

// SetFlag sets or takes away a flag of a conversation.
func (m *Messenger) SetFlag(ctx context.Context, n sms.Number, f sms.Flag, on bool) error {
	return m.write(ctx, func() (bool, error) { return m.st.SetFlag(ctx, n, f, on) })
}

// Setting returns a remembered value, "" when there is none.
func (m *Messenger) Setting(ctx context.Context, key string) (string, error) {
	return m.st.Setting(ctx, key)
}

// SetSetting remembers a value.
func (m *Messenger) SetSetting(ctx context.Context, key, value string) error {
	return m.change(ctx, func() error { return m.st.SetSetting(ctx, key, value) })
}
