package store_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

func TestMessageComesBackAsItWas(t *testing.T) {
	s := open(t)
	berlin := time.FixedZone("", 3600)
	want := sms.Message{
		Number: anna, Text: "grüß\x00dich\n\xff", Status: sms.Damaged, Code: 3, Time: noon,
		SentAt: noon.Add(-time.Minute).In(berlin), Parts: 3, Done: 2, Read: true,
	}
	written, err := s.Settle(t.Context(), store.Incoming{Message: &want, IMEI: "35", IMSI: "262"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Message(t.Context(), written.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, offset := got.SentAt.Zone(); offset != 3600 || !got.SentAt.Equal(want.SentAt) {
		t.Errorf("sent at %v, want %v", got.SentAt, want.SentAt)
	}
	want.ID, want.SentAt = written.ID, got.SentAt
	written.SentAt = got.SentAt
	if written != got {
		t.Errorf("written as %+v", written)
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if !got.DoneAt.IsZero() || !got.NextTry.IsZero() {
		t.Errorf("times that never were: %v, %v", got.DoneAt, got.NextTry)
	}
}

func TestMessageNotFound(t *testing.T) {
	s := open(t)
	_, err := s.Message(t.Context(), 7)
	_, textErr := s.Text(t.Context(), received(t, s, anna, "not ours"))
	if !errors.Is(err, store.ErrNotFound) || !errors.Is(textErr, store.ErrNotFound) {
		t.Fatalf("%v, %v", err, textErr)
	}
}

func TestMessagesPages(t *testing.T) {
	s := open(t)
	var ids []int64
	for i := range 10 {
		ids = append(ids, received(t, s, anna, fmt.Sprint(i)))
		received(t, s, bert, "between")
	}
	for _, c := range []struct {
		name   string
		before int64
		limit  int
		want   string
	}{
		{"newest", 0, 3, "789"},
		{"page before", ids[7], 3, "456"},
		{"beginning", ids[2], 5, "01"},
		{"nothing before", ids[0], 5, ""},
		{"all", 0, 0, "0123456789"},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := s.Messages(t.Context(), anna, c.before, c.limit)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, m := range page {
				got += m.Text
			}
			if got != c.want {
				t.Fatalf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestConversations(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	received(t, s, anna, "one")
	received(t, s, bert, "two")
	last := received(t, s, anna, "three")
	s.SetName(ctx, anna, "Anna")
	s.SetDraft(ctx, bert, "I was about to")
	s.SetDraft(ctx, "80850", "STOP")

	list := conversations(t, s)
	want := "80850//0/STOP//0 +491711234567/Anna/2//three/0 " +
		"+491727654321//1/I was about to/two/0 "
	if list != want {
		t.Fatalf("got  %s\nwant %s", list, want)
	}
	if changed, err := s.MarkRead(ctx, anna, last-1); err != nil || !changed {
		t.Fatalf("mark the first one read: %v, %v", changed, err)
	}
	if unread := conversations(t, s); !strings.Contains(unread, "/Anna/1//three/0") {
		t.Fatalf("one of two is to be unread: %s", unread)
	}
	if changed, err := s.MarkRead(ctx, anna, math.MaxInt64); err != nil || !changed {
		t.Fatalf("mark read: %v, %v", changed, err)
	}
	if changed, err := s.MarkRead(ctx, anna, math.MaxInt64); err != nil || changed {
		t.Fatalf("mark read again: %v, %v", changed, err)
	}
	s.SetName(ctx, anna, "")
	s.SetDraft(ctx, "80850", "")
	if err := s.Remove(ctx, last); err != nil {
		t.Fatal(err)
	}
	want = "+491727654321//1/I was about to/two/0 +491711234567//0//one/0 "
	if list := conversations(t, s); list != want {
		t.Fatalf("got  %s\nwant %s", list, want)
	}
	if ids, err := s.DeleteConversation(ctx, noon, stopped, bert); err != nil || len(ids) != 1 {
		t.Fatal(err)
	}
	if list := conversations(t, s); list != "+491711234567//0//one/0 " {
		t.Fatalf("got %s", list)
	}
}

func TestNames(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	received(t, s, anna, "one")
	s.SetName(ctx, anna, "Anna")
	s.SetName(ctx, bert, "Bert")
	s.SetName(ctx, anna, "")
	names, err := s.Names(ctx)
	if err != nil || len(names) != 1 || names[bert] != "Bert" {
		t.Errorf("got %v and %v", names, err)
	}
}

// conversations writes the list down: number, name, unread, draft, last text.
func conversations(t *testing.T, s *store.Store) string {
	t.Helper()
	list, err := s.Conversations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, c := range list {
		if c.Number != c.Last.Number {
			t.Errorf("last text of %s is with %s", c.Number, c.Last.Number)
		}
		all += fmt.Sprintf("%s/%s/%d/%s/%s/%d ", c.Number, c.Name, c.Unread, c.Draft, c.Last.Text,
			c.Last.Direction)
	}
	return all
}

func TestUnreadFollowsDeletion(t *testing.T) {
	s := open(t)
	first, second := received(t, s, anna, "one"), received(t, s, anna, "two")
	if err := s.Remove(t.Context(), second, 999); err != nil {
		t.Fatal(err)
	}
	if got := conversations(t, s); got != "+491711234567//1//one/0 " {
		t.Fatalf("got %s", got)
	}
	if err := s.Remove(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if got := conversations(t, s); got != "" {
		t.Fatalf("got %s", got)
	}
}

func TestSettings(t *testing.T) {
	s := open(t)
	if v, err := s.Setting(t.Context(), "lang"); v != "" || err != nil {
		t.Fatalf("%q, %v", v, err)
	}
	for _, want := range []string{"de", "en", ""} {
		if err := s.SetSetting(t.Context(), "lang", want); err != nil {
			t.Fatal(err)
		}
		if v, err := s.Setting(t.Context(), "lang"); v != want || err != nil {
			t.Fatalf("%q, %v, want %q", v, err, want)
		}
	}
}
