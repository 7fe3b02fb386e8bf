package chat

import (
	"slices"
	"time"

	"surfstick-sms/sms"
)

// runGap ends a run of texts of one side.
const runGap = 10 * time.Minute

// texts are those of a conversation that are loaded, oldest first.
type texts struct {
	all        []sms.Message
	complete   bool  // the store has none older
	unreadFrom int64 // the first that was unread when the conversation was opened, 0 for none
}

// newTexts returns the newest page of a conversation.
func newTexts(page []sms.Message, complete bool) *texts {
	t := &texts{all: page, complete: complete}
	if i := slices.IndexFunc(page, unread); i >= 0 {
		t.unreadFrom = page[i].ID
	}
	return t
}

func unread(m sms.Message) bool { return m.Direction == sms.Incoming && !m.Read }

// unreadAfter returns the number of unread texts after the one with an ID.
func (t *texts) unreadAfter(id int64) (count int) {
	for _, m := range t.all {
		if m.ID > id && unread(m) {
			count++
		}
	}
	return count
}

// oldest returns the ID of the oldest text loaded, 0 when there is none.
func (t *texts) oldest() int64 {
	if len(t.all) == 0 {
		return 0
	}
	return t.all[0].ID
}

// index returns where a text is, -1 when it is not loaded.
func (t *texts) index(id int64) int {
	return slices.IndexFunc(t.all, func(m sms.Message) bool { return m.ID == id })
}

// set takes in a text and reports whether it is a new one, and whether it
// is loaded now. One from before the oldest is left out:
// its page brings it.
func (t *texts) set(m sms.Message) (isNew, loaded bool) {
	i, found := slices.BinarySearchFunc(t.all, m.ID, func(m sms.Message, id int64) int {
		return int(m.ID - id)
	})
	switch {
	case found:
		t.all[i] = m
		return false, true
	case i == 0 && len(t.all) > 0:
		return false, false
	}
	t.all = slices.Insert(t.all, i, m)
	return true, true
}

// drop takes a text away.
func (t *texts) drop(id int64) {
	t.all = slices.DeleteFunc(t.all, func(m sms.Message) bool { return m.ID == id })
}

// prepend puts an older page before the others.
func (t *texts) prepend(page []sms.Message, complete bool) {
	t.complete = complete
	t.all = append(page[:len(page):len(page)], t.all...)
}

// joined reports whether a text and the one before it belong to one run.
func (t *texts) joined(i int, zone *time.Location) bool {
	if i <= 0 || i >= len(t.all) {
		return false
	}
	a, b := t.all[i-1], t.all[i]
	return a.Direction == b.Direction && b.ID != t.unreadFrom && t.day(i-1, zone) == t.day(i, zone) &&
		b.Time.Sub(a.Time).Abs() < runGap
}

// day returns the day of a text.
func (t *texts) day(i int, zone *time.Location) string {
	return t.all[i].Time.In(zone).Format(time.DateOnly)
}
