package webstick

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"surfstick-sms/sms"
)

// errLongNote means that too much lies in the boxes for a note.
var errLongNote = errors.New("the note is too long")

// noteVersion is that of the notes that this program writes. Others say nothing to it.
const noteVersion = 1

// note is what is known before a text is handed to the stick. It is kept with the text, so that Resolve
// can tell afterwards what became of it. It holds neither the number nor the text.
type note struct {
	Version int    `json:"v"`
	IMEI    string `json:"imei"`    // "" when the stick does not say
	Session string `json:"session"` // of the Stick, which cannot have restarted while it lasts
	At      int64  `json:"at"`      // milliseconds of Unix time by our clock
	Losses  int    `json:"losses"`  // how often the connection was lost before in this session
	Before  int    `json:"before"`  // how many texts were handed over before in this session
	// Date is in the stick's copy, if it keeps one and our dates: no other text had it. In the zone of the
	// computer, as DateLayout.
	Date     string     `json:"date"`
	Uptime   int        `json:"uptime"`   // of the stick in seconds, -1 when it does not say
	SendType int        `json:"sendType"` // 1 keeps a copy of what is sent
	Status   SendStatus `json:"status"`   // of the text before
	Sent     boxNote    `json:"sent"`
	Draft    boxNote    `json:"draft"`
	// OurDates reports that this stick was seen to keep a copy with our date.
	OurDates bool `json:"ourDates"`
}

// boxNote is what lay in a box.
type boxNote struct {
	Count int `json:"count"` // -1 when the stick does not say
	// Same are the Index of entries with the same recipient and content on its newest page.
	Same []int `json:"same,omitempty"`
}

// encode returns the note as it is kept.
func (n note) encode() ([]byte, error) { return json.Marshal(n) }

// readNote reads a note; false when it is not one of ours.
func readNote(raw []byte) (n note, ok bool) {
	err := json.Unmarshal(raw, &n)
	return n, err == nil && n.Version == noteVersion && n.Date != ""
}

// mark tells a text of ours among those in the stick.
type mark struct{ phone, date, content string }

// markOf returns the mark of a text.
func (s *Stick) markOf(t sms.WholeText, date string) mark {
	return mark{string(t.To), date, s.c.Sendable(t.Text)}
}

// on reports whether an entry is the copy of the text that bears the mark.
func (m mark) on(e Entry) bool { return e.Date == m.date && m.like(e) }

// like reports whether an entry has the same recipient and content, whoever sent it.
func (m mark) like(e Entry) bool { return samePhone(m.phone, e.Phone) && e.Content == m.content }

// near reports whether an entry may be the copy nonetheless: firmware may change date or content.
func (m mark) near(e Entry) bool {
	return samePhone(m.phone, e.Phone) && (e.Content == m.content || e.Date == m.date)
}

// samePhone reports whether two numbers can be the same: sticks write a country in different ways.
func samePhone(a, b string) bool {
	return a == b || sms.Number(a).Tail() == sms.Number(b).Tail() && len(sms.Number(a).Tail()) > 5
}

// noteBox notes what lies on the newest page of a box.
func noteBox(count int, page []Entry, m mark) boxNote {
	b := boxNote{Count: count}
	for _, e := range page {
		if m.like(e) {
			b.Same = append(b.Same, e.Index)
		}
	}
	return b
}

// preparation is what was read before a text is handed over.
type preparation struct {
	note note
	date time.Time
	// done is the stick's copy of the text before, which is sent and committed as such once this one is
	// committed; Index -1 for none.
	done Entry
}

// prepare waits until the stick has no text under way and notes what has to be known before the next one.
func (s *Stick) prepare(ctx context.Context, t sms.WholeText, until time.Time) (p preparation, err error) {
	n := note{Version: noteVersion, Session: s.outbox.session, IMEI: s.Identity().IMEI}
	n.Losses, n.Before = s.watch.lossCount(), int(s.outbox.handed.Load())
	if n.Status, err = s.untilIdle(ctx, until); err != nil {
		return p, err
	}
	settings, _, err := s.readSettings(ctx)
	if err != nil {
		return p, err
	}
	n.SendType = settings.SendType
	imei, uptime, err := s.c.Present(ctx)
	if err != nil {
		return p, err
	}
	n.IMEI, n.Uptime = First(imei, n.IMEI), uptime
	return s.prepareBoxes(ctx, t, n)
}

// prepareBoxes notes what lies in the boxes, and chooses a date that nothing in them has.
func (s *Stick) prepareBoxes(ctx context.Context, t sms.WholeText, n note) (preparation, error) {
	counts, err := s.readCounts(ctx)
	if err != nil {
		return preparation{}, err
	}
	var sent, drafts []Entry
	if counts.Sent != 0 {
		sent, err = s.c.Newest(ctx, BoxSent)
	}
	if err == nil && counts.Draft != 0 {
		drafts, err = s.c.Newest(ctx, BoxDraft)
	}
	if err != nil {
		return preparation{}, err
	}
	done := s.outbox.learn(sent)
	date := s.outbox.freeDate(time.Now(), append(sent, drafts...))
	n.At, n.Date, n.OurDates = time.Now().UnixMilli(), date.Format(DateLayout), s.outbox.ourDates
	m := s.markOf(t, n.Date)
	n.Sent, n.Draft = noteBox(counts.Sent, sent, m), noteBox(counts.Draft, drafts, m)
	return preparation{note: n, date: date, done: done}, nil
}

// untilIdle waits until the stick has no text under way, and returns what became of the last one. It is
// ErrSending when that takes too long.
func (s *Stick) untilIdle(ctx context.Context, until time.Time) (SendStatus, error) {
	for {
		st, err := s.sendStatus(ctx)
		if err != nil || st.Phone == "" {
			return st, err
		}
		if !time.Now().Before(until) {
			return st, fmt.Errorf("another text is under way: %w", ErrSending)
		}
		if err := s.w.Pause(ctx, idlePause); err != nil {
			return st, err
		}
	}
}

// names reports whether a list of numbers has one.
func names(list []string, phone string) bool {
	for _, p := range list {
		if samePhone(strings.TrimSpace(p), phone) {
			return true
		}
	}
	return false
}

// equal reports whether nothing has changed.
func (s SendStatus) equal(o SendStatus) bool {
	return s.Phone == o.Phone && s.Total == o.Total && s.Current == o.Current &&
		strings.Join(s.Sent, ",") == strings.Join(o.Sent, ",") &&
		strings.Join(s.Failed, ",") == strings.Join(o.Failed, ",")
}
