package store_test

import (
	"errors"
	"testing"
	"time"

	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/plan"
	"surfstick-sms/sms/store"
)

func TestPlannedOccurrenceIsQueuedOnce(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	at := plan.At(2026, 11, 27, 8, 0)
	p, err := s.SetPlanned(ctx, plan.Text{
		To: anna, Body: "later", Start: at, At: at.In(time.UTC), Since: time.UnixMilli(5),
		Repeat: plan.Repeat{Unit: plan.Weekly, Every: 2}, Ask: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	text := outbox.New(anna, "", [][]byte{{1}})
	text.Body = "later"
	queue := func() error {
		_, err := s.EnqueuePlanned(ctx, store.Outgoing{Text: text, At: time.UnixMilli(9)}, p.ID, at)
		return err
	}
	if err := queue(); err != nil {
		t.Fatal(err)
	}
	for name, again := range map[string]error{"queued": queue(), "skipped": s.SkipPlanned(ctx, p.ID, at)} {
		if !errors.Is(again, store.ErrDone) {
			t.Errorf("%s twice: %v", name, again)
		}
	}
	all, err := s.Messages(ctx, anna, 0, 0)
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	list, err := s.Planned(ctx)
	if err != nil || len(list) != 1 || list[0].Text != p || !list[0].Done[at] {
		t.Errorf("%+v, %v, want %+v", list, err, p)
	}
	if err := s.Remove(ctx, all[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := queue(); !errors.Is(err, store.ErrDone) {
		t.Errorf("queued again when its message was deleted: %v", err)
	}
}

func TestRemovedPlannedTextIsGoneAfterTheNextStart(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	p, err := s.SetPlanned(ctx, plan.Text{To: anna, Body: "x", Start: plan.At(2026, 1, 1, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	for _, removed := range []bool{true, false, true} {
		if err := s.RemovePlanned(ctx, p.ID, removed); err != nil {
			t.Fatal(err)
		}
		list, err := s.Planned(ctx)
		if err != nil || (len(list) == 0) != removed {
			t.Errorf("removed %v: %v, %v", removed, list, err)
		}
	}
	if err := s.RemovePlanned(ctx, p.ID, true); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	if _, err := s.LoadPlanned(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.RemovePlanned(ctx, p.ID, false); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("brought back after the next start: %v", err)
	}
}
