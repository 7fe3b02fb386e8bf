package chat

import (
	"slices"
	"time"

	"surfstick-sms/sms"
)

// runGap ends a run of texts of one side.
const runGap = 10 * time.Minute

// texts are those of a conversation that are loaded, in their order: an unbroken part of it.
type texts struct {
	all        []sms.Message
	complete   bool  // the store has none before them
	latest     bool  // nor after them
	unreadFrom int64 // the first that was unread when the conversation was opened, 0 for none
	beyond     int   // how many unread ones come after them
}

// newTexts returns a part of a conversation. known is what the list says of it.
func newTexts(page []sms.Message, complete, latest bool, known sms.Conversation) *texts {
	t := &texts{all: page, complete: complete, latest: latest, unreadFrom: known.FirstUnread}
	if i := slices.IndexFunc(page, unread); t.unreadFrom == 0 && i >= 0 {
		t.unreadFrom = page[i].ID
	}
	if !latest {
		t.beyond = max(0, known.Unread-t.unreadAfter(0))
	}
	return t
}

func unread(m sms.Message) bool { return m.Direction == sms.Incoming && !m.Read }

// unreadAfter returns the number of unread texts after the one with an ID, of all when it is 0.
func (t *texts) unreadAfter(id int64) (count int) {
	for _, m := range slices.Backward(t.all) {
		if m.ID == id {
			break
		}
		if unread(m) {
			count++
		}
	}
	return count + t.beyond
}

// firstUnreadAfter returns the ID of the first unread text after the one with an ID, 0 for none.
func (t *texts) firstUnreadAfter(id int64) int64 {
	for _, m := range t.all[t.index(id)+1:] {
		if unread(m) {
			return m.ID
		}
	}
	return 0
}

// oldest and newest return the ID of the text at that end, 0 when there is none.
func (t *texts) oldest() int64 {
	if len(t.all) == 0 {
		return 0
	}
	return t.all[0].ID
}

func (t *texts) newest() int64 {
	if len(t.all) == 0 {
		return 0
	}
	return t.all[len(t.all)-1].ID
}

// index returns where a text is, -1 when it is not loaded.
func (t *texts) index(id int64) int {
	for i, m := range slices.Backward(t.all) {
		if m.ID == id {
			return i
		}
	}
	return -1
}

// set takes in a text that is new in the store or has changed. It reports whether it has been added: a
// new one that does not join on to those loaded is left out, its page brings it.
func (t *texts) set(m sms.Message, isNew bool) (added bool) {
	if i := t.index(m.ID); i >= 0 {
		t.all[i] = m
		return false
	}
	switch {
	case !isNew:
		return false
	case !t.latest:
		if unread(m) {
			t.beyond++
		}
		return false
	}
	t.all = append(t.all, m)
	return true
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

// add puts a newer page after the others.
func (t *texts) add(page []sms.Message, latest bool) {
	t.latest = latest
	for _, m := range page {
		if unread(m) && t.beyond > 0 {
			t.beyond--
		}
	}
	if latest {
		t.beyond = 0
	}
	t.all = append(t.all, page...)
}

// joined reports whether a text and the one before it belong to one run.
func (t *texts) joined(i int, zone *time.Location) bool {
	if i <= 0 || i >= len(t.all) {
		return false
	}
	a, b := t.all[i-1], t.all[i]
	return a.Direction == b.Direction && a.Program == b.Program && b.ID != t.unreadFrom && t.day(i-1, zone) == t.day(i, zone) &&
		b.Time.Sub(a.Time).Abs() < runGap
}

// day returns the day of a text.
func (t *texts) day(i int, zone *time.Location) string {
	return t.all[i].Time.In(zone).Format(time.DateOnly)
}

// newestOwn returns where the newest text of the user is, -1 when none is loaded.
func (t *texts) newestOwn() int {
	for i := len(t.all) - 1; i >= 0; i-- {
		if t.all[i].Direction == sms.Outgoing {
			return i
		}
	}
	return -1
}

// timed reports whether a text shows its time: it does unless the next one of its run shows the same
// minute and state.
func (t *texts) timed(i int, zone *time.Location) bool {
	if !t.joined(i+1, zone) {
		return true
	}
	a, b := t.all[i], t.all[i+1]
	return a.Status != b.Status || delayed(a) ||
		a.Time.In(zone).Format(minute) != b.Time.In(zone).Format(minute)
}

const minute = "15:04"
