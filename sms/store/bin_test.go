package store_test

import (
	"fmt"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

// stopped is what the messenger makes of a text that is not done with.
func stopped(t outbox.Text) outbox.Text { return t.Recover(noon).Stopped(noon) }

// words returns the texts of messages.
func words(t testing.TB, all []sms.Message, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, m := range all {
		got += m.Text + " "
	}
	return got
}

func chat(t testing.TB, s *store.Store, n sms.Number) string {
	t.Helper()
	all, err := s.Messages(t.Context(), n, 0, 0)
	return words(t, all, err)
}

func TestBin(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	one, two := received(t, s, anna, "one"), received(t, s, anna, "two")
	received(t, s, bert, "three")
	if err := s.Delete(ctx, noon, stopped, two); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(ctx, noon.Add(time.Minute), stopped, one, two, 99); err != nil {
		t.Fatal(err)
	}
	if got := chat(t, s, anna); got != "" {
		t.Errorf("still shown: %s", got)
	}
	if hits, err := s.Search(ctx, "one", "", 9); err != nil || len(hits) != 0 {
		t.Errorf("still found: %v, %v", hits, err)
	}
	if got := conversations(t, s); got != "+491727654321//1//three/0 " {
		t.Errorf("list: %s", got)
	}
	all, err := s.Bin(ctx, 0, 0)
	if got := words(t, all, err); got != "one two " || !all[1].DeletedAt.Equal(noon) {
		t.Errorf("bin: %+v", all)
	}
	if next, err := s.Bin(ctx, one, 1); words(t, next, err) != "two " {
		t.Errorf("next page: %+v", next)
	}
	if oldest, err := s.Oldest(ctx); err != nil || !oldest.Equal(noon) {
		t.Errorf("oldest: %v, %v", oldest, err)
	}
	if _, err := s.Restore(ctx, stopped, two, 99); err != nil {
		t.Fatal(err)
	}
	if got := chat(t, s, anna); got != "two " {
		t.Errorf("restored: %s", got)
	}
	if got := conversations(t, s); got != "+491727654321//1//three/0 +491711234567//1//two/0 " {
		t.Errorf("list: %s", got)
	}
	if ids, err := s.Purge(ctx, noon.Add(time.Minute), 9); err != nil || fmt.Sprint(ids) != fmt.Sprint([]int64{one}) {
		t.Errorf("purged %v, %v", ids, err)
	}
	if oldest, err := s.Oldest(ctx); err != nil || !oldest.IsZero() {
		t.Errorf("bin is not empty: %v, %v", oldest, err)
	}
}

// TestBinOfAConversation: texts and draft go and come together; only the block stays.
func TestBinOfAConversation(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	received(t, s, anna, "one")
	s.SetDraft(ctx, anna, "hel")
	for f := sms.FlagPinned; f <= sms.FlagMarked; f++ {
		if _, err := s.SetFlag(ctx, anna, f, true); err != nil {
			t.Fatal(err)
		}
	}
	ids, err := s.DeleteConversation(ctx, noon, stopped, anna)
	if err != nil || len(ids) != 1 {
		t.Fatalf("%v, %v", ids, err)
	}
	list, err := s.Conversations(ctx)
	want := sms.Conversation{Number: anna, Blocked: true}
	want.Last.Number = anna
	if err != nil || len(list) != 1 || list[0] != want {
		t.Errorf("left %+v, %v", list, err)
	}
	if _, err := s.Restore(ctx, stopped, ids...); err != nil {
		t.Fatal(err)
	}
	if got := conversations(t, s); got != "+491711234567//0/hel/one/0 " {
		t.Errorf("restored: %s", got)
	}
	if ids, err = s.DeleteConversation(ctx, noon, stopped, anna); err != nil {
		t.Fatal(err)
	}
	s.SetDraft(ctx, anna, "new")
	if _, err := s.Restore(ctx, stopped, ids...); err != nil {
		t.Fatal(err)
	}
	if got := conversations(t, s); got != "+491711234567//0/new/one/0 " {
		t.Errorf("a new draft was lost: %s", got)
	}
	if _, err = s.DeleteConversation(ctx, noon, stopped, anna); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Purge(ctx, noon, 9); err != nil {
		t.Fatal(err)
	}
	if got := conversations(t, s); got != "+491711234567//0/// /0 " && got != "+491711234567//0///0 " {
		t.Errorf("after the bin was emptied: %s", got)
	}
}

// TestBinOfTheQueue: a text that waited goes out neither from the bin nor after it.
func TestBinOfTheQueue(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	waits := queue(t, s, anna, "262")
	handed, _ := queue(t, s, anna, "262").Hand(noon)
	if _, err := s.SaveText(ctx, handed); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(ctx, noon, stopped, waits.ID, handed.ID); err != nil {
		t.Fatal(err)
	}
	none := func(when string) {
		t.Helper()
		if got, err := s.Pending(ctx); err != nil || len(got) != 0 {
			t.Errorf("%s: pending %+v, %v", when, got, err)
		}
	}
	none("in the bin")
	texts, err := s.Restore(ctx, stopped, waits.ID, handed.ID)
	if err != nil || len(texts) != 2 {
		t.Fatalf("%+v, %v", texts, err)
	}
	if texts[0].Status != sms.Failed || texts[0].Reason != sms.ReasonStopped {
		t.Errorf("the one that waited is %v, %v", texts[0].Status, texts[0].Reason)
	}
	if texts[1].Status != sms.Unconfirmed {
		t.Errorf("the one that may be out is %v", texts[1].Status)
	}
	none("restored")
	if again, ok := texts[0].Retry(); !ok || again.Status != sms.Queued {
		t.Errorf("cannot be sent again: %+v", again)
	}
}

// TestRestOfATextInTheBin: what a text lacked comes in after it was deleted.
func TestRestOfATextInTheBin(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	m := sms.Message{Number: anna, Text: "one […]", Status: sms.Incomplete, Time: noon, Parts: 2, Done: 1, Read: true}
	m, err := s.Settle(ctx, store.Incoming{Message: &m})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(ctx, noon, stopped, m.ID); err != nil {
		t.Fatal(err)
	}
	m.Text, m.Status, m.Done = "one two", sms.Received, 2
	if m, err = s.Settle(ctx, store.Incoming{Message: &m}); err != nil {
		t.Fatal(err)
	}
	if m.Read || !m.DeletedAt.IsZero() || conversations(t, s) != "+491711234567//1//one two/0 " {
		t.Errorf("got %+v; %s", m, conversations(t, s))
	}
}
