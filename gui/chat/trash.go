package chat

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"surfstick-sms/gui/look"
	"surfstick-sms/gui/tr"
	"surfstick-sms/sms"
)

// undoTime is how long what was deleted can be brought back.
const undoTime = 10 * time.Second

// deleted is what the user deleted: a conversation up to its newest text, or just one text.
type deleted struct {
	number sms.Number
	upTo   int64
	one    int64
}

// holds reports whether a text is part of it.
func (d deleted) holds(m sms.Message) bool {
	return m.ID != 0 && m.Number == d.number && (m.ID == d.one || m.ID <= d.upTo)
}

// trash holds what the user deleted last. It is hidden, and deleted in the store ten seconds later,
// or when something else is deleted, or when the window is closed; until then it can be brought
// back. What still waits to be sent is deleted at once, because else it would be sent.
type trash struct {
	store *store
	after func(d time.Duration, f func()) (stop func())
	list  deletedFrom
	undo  func(n sms.Number) // what was deleted is back

	item   deleted
	stop   func() // the timer; nil when the trash is empty
	words  *look.Line
	object *fyne.Container
}

// deletedFrom is the list that shows what is deleted no more.
type deletedFrom interface {
	hide(d deleted)
	drop(d deleted)
	reload()
}

func newTrash(
	s *store, after func(time.Duration, func()) func(), list deletedFrom, undo func(sms.Number),
) *trash {
	t := &trash{store: s, after: after, list: list, undo: undo}
	t.words = look.NewLine("", theme.ColorNameForeground, theme.SizeNameText)
	button := look.NewQuiet(tr.T("chat.trash.undo"), func() { t.restore() })
	bar := container.NewStack(look.NewGround(look.ColorSurface, look.ColorLine, look.RadiusCard),
		inset(container.NewBorder(nil, nil, nil, inset(button, edges{left: look.Space4}), t.words),
			edges{look.Space2, look.Space2, look.Space2, look.Space4}))
	// The bar floats above the texts, so that nothing moves under the mouse.
	t.object = container.New(floating{words: t.words, bottom: true}, bar)
	t.object.Hide()
	return t
}

// put deletes something; words say what.
func (t *trash) put(d deleted, words string) {
	t.empty()
	t.item, t.stop = d, t.after(undoTime, t.empty)
	t.list.hide(d)
	t.words.Set(words, theme.ColorNameForeground)
	t.object.Show()
	t.object.Refresh()
}

// clear forgets what is in the trash.
func (t *trash) clear() {
	t.stop()
	t.item, t.stop = deleted{}, nil
	t.list.hide(deleted{})
	t.object.Hide()
}

// restore brings back what was deleted last, and reports whether there was something.
func (t *trash) restore() bool {
	if t.stop == nil {
		return false
	}
	n := t.item.number
	t.clear()
	t.undo(n)
	return true
}

// emptyOf empties the trash if the conversation with n is in it.
func (t *trash) emptyOf(n sms.Number) {
	if t.item.number == n && t.item.one == 0 {
		t.empty()
	}
}

// empty deletes for good.
func (t *trash) empty() {
	if t.stop == nil {
		return
	}
	d := t.item
	t.list.drop(d)
	t.clear()
	t.store.write("delete", func(ctx context.Context, m Messenger) error {
		if d.one != 0 {
			return m.Delete(ctx, d.one)
		}
		return deleteUpTo(ctx, m, d)
	}, t.deleted)
}

// deleted shows what is left. What is still being deleted would come back for a moment.
func (t *trash) deleted(err error) {
	if err == nil || refused(err) {
		t.list.reload()
	}
}

// deleteUpTo deletes a conversation, but nothing that came after the user wanted that.
func deleteUpTo(ctx context.Context, m Messenger, d deleted) error {
	newest, err := m.Messages(ctx, d.number, 0, 1)
	if err != nil {
		return err
	}
	if len(newest) == 0 || newest[0].ID <= d.upTo {
		_, err := m.DeleteConversation(ctx, d.number)
		return err
	}
	if d.upTo == 0 {
		return nil // there was nothing but a draft, and the new text stays
	}
	old, err := m.Messages(ctx, d.number, d.upTo, 0)
	if err != nil {
		return err
	}
	return m.Delete(ctx, append(idsOf(old), d.upTo)...)
}

// deleteText deletes one text.
func (t *trash) deleteText(m sms.Message) {
	if !waits(m) {
		t.put(deleted{number: m.Number, one: m.ID}, tr.T("chat.trash.one"))
		return
	}
	t.store.write("delete", func(ctx context.Context, messenger Messenger) error {
		return messenger.Delete(ctx, m.ID)
	}, t.deleted)
}

// deleteConversation deletes all texts with a partner; those that wait to be sent are not sent.
func (t *trash) deleteConversation(c sms.Conversation, name string) {
	t.store.write("stop waiting", func(ctx context.Context, m Messenger) error {
		page, err := m.Messages(ctx, c.Number, 0, pageSize)
		waiting := page[:0]
		for _, text := range page {
			if waits(text) {
				waiting = append(waiting, text)
			}
		}
		if err != nil || len(waiting) == 0 {
			return err
		}
		return m.Delete(ctx, idsOf(waiting)...)
	}, nil)
	t.put(deleted{number: c.Number, upTo: c.Last.ID},
		tr.T("chat.trash.all", tr.Data{"Name": name}))
}

// waits reports whether a text is still to be sent.
func waits(m sms.Message) bool { return m.Status == sms.Queued || m.Status == sms.Waiting }

func idsOf(all []sms.Message) []int64 {
	ids := make([]int64, len(all))
	for i, m := range all {
		ids[i] = m.ID
	}
	return ids
}
