package messenger

import (
	"context"

	"surfstick-sms/sms"
)

// Conversations are all partners with texts or a draft, newest first.
func (m *Messenger) Conversations(ctx context.Context) ([]sms.Conversation, error) {
	return m.st.Conversations(ctx)
}

// Names are those of all partners who have one, with or without texts.
func (m *Messenger) Names(ctx context.Context) (map[sms.Number]string, error) {
	return m.st.Names(ctx)
}

// HasConversations tells whether there is any, without reading them.
func (m *Messenger) HasConversations(ctx context.Context) (bool, error) {
	return m.st.HasConversations(ctx)
}

// Messages is a page of the texts with one partner, oldest first: the newest ones before the given
// ID, or the newest of all when it is 0.
func (m *Messenger) Messages(
	ctx context.Context, n sms.Number, before int64, limit int,
) ([]sms.Message, error) {
	return m.st.Messages(ctx, n, before, limit)
}

// Search gives the newest messages that hold the query in their text, newest first.
func (m *Messenger) Search(ctx context.Context, query string, limit int) ([]sms.Message, error) {
	return m.st.Search(ctx, query, limit)
}

// write makes a change that the list of conversations shows.
func (m *Messenger) write(ctx context.Context, f func() (bool, error)) error {
	return m.do(ctx, func() error {
		changed, err := f()
		if err == nil && changed {
			m.events.add(sms.ConversationsChanged{})
		}
		return err
	})
}

// MarkRead marks what came from one partner as read.
func (m *Messenger) MarkRead(ctx context.Context, n sms.Number) error {
	return m.write(ctx, func() (bool, error) { return m.st.MarkRead(m.ctx, n) })
}

// SetDraft keeps what was typed for a partner and not sent; empty removes it.
func (m *Messenger) SetDraft(ctx context.Context, n sms.Number, text string) error {
	return m.write(ctx, func() (bool, error) { return true, m.st.SetDraft(m.ctx, n, text) })
}

// SetName names a partner; an empty name forgets it.
func (m *Messenger) SetName(ctx context.Context, n sms.Number, name string) error {
	return m.write(ctx, func() (bool, error) { return true, m.st.SetName(m.ctx, n, name) })
}

// Delete removes messages for good. One that is being sent goes out nevertheless.
func (m *Messenger) Delete(ctx context.Context, ids ...int64) error {
	return m.write(ctx, func() (bool, error) {
		err := m.st.Delete(m.ctx, ids...)
		for _, id := range ids {
			if err == nil {
				m.inbox.Forget(id)
			}
		}
		return len(ids) > 0, err
	})
}

// DeleteConversation removes all texts with one partner, and the draft.
func (m *Messenger) DeleteConversation(ctx context.Context, n sms.Number) error {
	return m.write(ctx, func() (bool, error) {
		all, err := m.st.Messages(m.ctx, n, 0, 0)
		if err != nil {
			return false, err
		}
		if err := m.st.DeleteConversation(m.ctx, n); err != nil {
			return false, err
		}
		for _, msg := range all {
			m.inbox.Forget(msg.ID)
		}
		return true, nil
	})
}

// Setting gives a remembered value, "" when there is none.
func (m *Messenger) Setting(ctx context.Context, key string) (string, error) {
	return m.st.Setting(ctx, key)
}

// SetSetting remembers a value.
func (m *Messenger) SetSetting(ctx context.Context, key, value string) error {
	return m.do(ctx, func() error { return m.st.SetSetting(m.ctx, key, value) })
}

// Region is the country whose rules complete numbers (ISO 3166): the user's choice, else that of
// the SIM card, else that of the computer.
func (m *Messenger) Region() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.region != "":
		return m.region
	case m.country != "":
		return m.country
	}
	return m.o.Region
}

// SetRegion is the user's choice of a country, remembered; "" leaves it to the SIM card.
func (m *Messenger) SetRegion(region string) {
	m.mu.Lock()
	m.region = region
	m.mu.Unlock()
	if err := m.SetSetting(context.Background(), settingRegion, region); err != nil {
		m.log.Warn("region not remembered", "err", err)
	}
}
