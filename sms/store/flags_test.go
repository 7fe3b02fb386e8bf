package store_test

import (
	"math"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// one returns the only conversation.
func one(t testing.TB, s *store.Store) sms.Conversation {
	t.Helper()
	list, err := s.Conversations(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	return list[0]
}

func TestFlags(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	received(t, s, anna, "one")
	is := map[sms.Flag]func(sms.Conversation) bool{
		sms.FlagPinned:   func(c sms.Conversation) bool { return c.Pinned },
		sms.FlagMuted:    func(c sms.Conversation) bool { return c.Muted },
		sms.FlagArchived: func(c sms.Conversation) bool { return c.Archived },
		sms.FlagBlocked:  func(c sms.Conversation) bool { return c.Blocked },
		sms.FlagMarked:   func(c sms.Conversation) bool { return c.Marked },
	}
	for f, set := range is {
		for i, on := range []bool{true, true, false, false} {
			changed, err := s.SetFlag(ctx, anna, f, on)
			if err != nil || changed != (i%2 == 0) {
				t.Errorf("%v %v: changed %v, %v", f, on, changed, err)
			}
			if c := one(t, s); set(c) != on {
				t.Errorf("%v is not %v: %+v", f, on, c)
			}
		}
	}
	for _, f := range []sms.Flag{sms.FlagNone, 9} {
		if _, err := s.SetFlag(ctx, anna, f, true); err == nil {
			t.Errorf("flag %v was set", f)
		}
	}
}

func TestMarkedByHand(t *testing.T) {
	s := open(t)
	received(t, s, anna, "one")
	s.MarkRead(t.Context(), anna, math.MaxInt64)
	s.SetFlag(t.Context(), anna, sms.FlagMarked, true)
	if changed, err := s.MarkRead(t.Context(), anna, math.MaxInt64); !changed || err != nil {
		t.Fatalf("%v, %v", changed, err)
	}
	if one(t, s).Marked {
		t.Error("still marked after it was read")
	}
}

// TestArchiveEndsWithANewText: unless nobody wants to hear of it.
func TestArchiveEndsWithANewText(t *testing.T) {
	for _, c := range []struct {
		also sms.Flag
		want bool
	}{{sms.FlagPinned, false}, {sms.FlagMuted, true}, {sms.FlagBlocked, true}} {
		s := open(t)
		received(t, s, anna, "one")
		s.SetFlag(t.Context(), anna, sms.FlagArchived, true)
		s.SetFlag(t.Context(), anna, c.also, true)
		received(t, s, anna, "two")
		if got := one(t, s).Archived; got != c.want {
			t.Errorf("archived and %v: archived is %v after a new text, want %v", c.also, got, c.want)
		}
	}
}

func TestBlockedIsKeptAndNotCounted(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	s.SetFlag(ctx, anna, sms.FlagBlocked, true)
	id := received(t, s, anna, "one")
	if c := one(t, s); c.Last.Text != "one" || c.Unread != 0 || c.FirstUnread != 0 {
		t.Errorf("got %+v", c)
	}
	if hits, err := s.Search(ctx, "one", "", 9); err != nil || len(hits) != 0 {
		t.Errorf("found %v, %v", hits, err)
	}
	if hits, err := s.Search(ctx, "one", anna, 9); err != nil || len(hits) != 1 {
		t.Errorf("in the conversation: found %v, %v", hits, err)
	}
	s.SetFlag(ctx, anna, sms.FlagBlocked, false)
	if c := one(t, s); c.Unread != 1 || c.FirstUnread != id {
		t.Errorf("not blocked any more: %+v", c)
	}
}

func TestPinnedComesFirst(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	received(t, s, anna, "one")
	received(t, s, bert, "two")
	s.SetDraft(ctx, "80850", "STOP")
	s.SetFlag(ctx, anna, sms.FlagPinned, true)
	if got := conversations(t, s); got != "+491711234567//1//one/0 80850//0/STOP//0 +491727654321//1//two/0 " {
		t.Errorf("got %s", got)
	}
}
