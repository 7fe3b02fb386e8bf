package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
	"surfstick-sms/sms/transfer"
)

const python = sms.Program("/usr/bin/python3")

// ordered puts a text of a program into the queue, for each of the numbers.
func ordered(t testing.TB, s *store.Store, key, text string, at time.Time, to ...sms.Number) []sms.Message {
	t.Helper()
	var all []store.Outgoing
	for _, n := range to {
		o := outbox.New(n, "", [][]byte{{1}, {2}})
		o.Body = text
		all = append(all, store.Outgoing{Text: o, At: at, Program: python})
	}
	msgs, err := s.EnqueueFor(t.Context(), store.Call{Program: python, Key: key, Parts: 2, At: at}, all)
	if err != nil {
		t.Fatal(err)
	}
	return msgs
}

// knows returns what a store says of a key.
func knows(t testing.TB, s *store.Store, key, text string, to ...sms.Number) string {
	t.Helper()
	known, err := s.KnowsKey(t.Context(), key, to, text)
	switch {
	case errors.Is(err, sms.ErrKeyTaken):
		return "another"
	case err != nil:
		t.Fatal(err)
	case known:
		return "known"
	}
	return "new"
}

func TestEnqueueFor(t *testing.T) {
	s := open(t)
	s.SetDraft(t.Context(), anna, "hel")
	msgs := ordered(t, s, "order-1", "hello", noon, anna, bert)
	want := sms.Message{
		ID: msgs[0].ID, Number: anna, Direction: sms.Outgoing, Text: "hello", Status: sms.Queued, Time: noon,
		Parts: 2, Read: true, Program: python,
	}
	if msgs[0] != want {
		t.Errorf("got %+v\nwant %+v", msgs[0], want)
	}
	got, err := s.ByKey(t.Context(), "order-1")
	if err != nil || !slices.Equal(got, msgs) {
		t.Errorf("by key %+v, %v", got, err)
	}
	if list, err := s.Conversations(t.Context()); err != nil || list[0].Draft+list[1].Draft != "hel" {
		t.Errorf("the draft is gone: %+v, %v", list, err)
	}
	for _, c := range []struct {
		key, text string
		to        []sms.Number
		want      string
	}{
		{"order-1", "hello", []sms.Number{anna, bert}, "known"},
		{"order-1", "hello", []sms.Number{bert, anna}, "known"},
		{"order-1", "hello", []sms.Number{anna}, "another"},
		{"order-1", "hello", []sms.Number{anna, "110"}, "another"},
		{"order-1", "hello!", []sms.Number{anna, bert}, "another"},
		{"order-2", "hello", []sms.Number{anna, bert}, "new"},
		{"", "hello", []sms.Number{anna, bert}, "new"},
	} {
		if got := knows(t, s, c.key, c.text, c.to...); got != c.want {
			t.Errorf("key %q, %q to %v is %s, want %s", c.key, c.text, c.to, got, c.want)
		}
	}
	if _, err := s.ByKey(t.Context(), "order-2"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a key that was never used: %v", err)
	}
	if key, err := s.KeyOf(t.Context(), msgs[1].ID); err != nil || key != "order-1" {
		t.Errorf("key of a text: %q, %v", key, err)
	}
}

// TestOneKeyIsOneCall: the file itself refuses a second call with a key, and keeps nothing of it.
func TestOneKeyIsOneCall(t *testing.T) {
	s := open(t)
	ordered(t, s, "k", "one", noon, anna)
	o := outbox.New(bert, "", [][]byte{{1}})
	_, err := s.EnqueueFor(t.Context(), store.Call{Program: python, Key: "k", Parts: 1, At: noon}, []store.Outgoing{{Text: o, At: noon}})
	if err == nil {
		t.Fatal("the key was taken twice")
	}
	if n, err := s.Queued(t.Context()); n != 1 || err != nil {
		t.Errorf("%d in the queue, %v", n, err)
	}
	ordered(t, s, "", "no key", noon, anna)
	ordered(t, s, "", "no key", noon, anna)
}

// TestKeyOutlivesItsText: what is removed for good is not sent again.
func TestKeyOutlivesItsText(t *testing.T) {
	s := open(t)
	msgs := ordered(t, s, "k", "hello", noon, anna, bert)
	if err := s.Remove(t.Context(), msgs[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := knows(t, s, "k", "hello", anna, bert); got != "known" {
		t.Errorf("the key is %s", got)
	}
	got, err := s.ByKey(t.Context(), "k")
	gone := sms.Message{ID: msgs[0].ID, Direction: sms.Outgoing, Time: noon, Parts: 2, Read: true, Program: python}
	if err != nil || len(got) != 2 || got[0] != gone || got[1] != msgs[1] {
		t.Errorf("%+v, %v", got, err)
	}
	if one, err := s.TextOfProgram(t.Context(), msgs[0].ID); err != nil || one != gone {
		t.Errorf("%+v, %v", one, err)
	}
	if _, err := s.TextOfProgram(t.Context(), 999); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a text that never was: %v", err)
	}
}

func TestLately(t *testing.T) {
	s := open(t)
	ordered(t, s, "", "old", noon.Add(-25*time.Hour), anna)
	ordered(t, s, "", "hello", noon.Add(-2*time.Hour), anna)
	ordered(t, s, "", "hello", noon.Add(-5*time.Minute), anna, bert)
	queue(t, s, anna, "") // of the person at the window
	l, err := s.Lately(t.Context(), []sms.Number{anna, bert, "+4930123456"}, "hello", noon)
	if err != nil || len(l.To) != 3 {
		t.Fatalf("%+v, %v", l, err)
	}
	if got := fmt.Sprint(l.Spent); got != fmt.Sprintf("[{%v 2} {%v 4}]", noon.Add(-2*time.Hour), noon.Add(-5*time.Minute)) {
		t.Errorf("spent %s", got)
	}
	for i, want := range []struct{ same, lately, writes bool }{{true, true, false}, {true, true, false}, {false, false, false}} {
		r := l.To[i]
		if !r.Same.IsZero() != want.same || len(r.Lately) == 1 != want.lately || r.Writes != want.writes {
			t.Errorf("%+v", r)
		}
	}
	received(t, s, anna, "an answer") // at noon
	l, err = s.Lately(t.Context(), []sms.Number{anna, bert}, "other words", noon.Add(time.Minute))
	if err != nil || !l.To[0].Writes || l.To[1].Writes || !l.To[0].Same.IsZero() {
		t.Errorf("%+v, %v", l, err)
	}
	if l, err = s.Lately(t.Context(), []sms.Number{anna}, "hello", noon.Add(2*time.Hour)); err != nil || l.To[0].Writes {
		t.Errorf("two hours later %+v, %v", l, err)
	}
}

func TestUsedByPrograms(t *testing.T) {
	s := open(t)
	ordered(t, s, "", "yesterday", noon.Add(-12*time.Hour), anna)
	msgs := ordered(t, s, "", "hello", noon, anna, bert)
	failed := ordered(t, s, "", "failed", noon, anna)
	queue(t, s, anna, "")
	if err := s.Remove(t.Context(), msgs[0].ID); err != nil {
		t.Fatal(err)
	}
	x, err := s.Text(t.Context(), failed[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveText(t.Context(), x.Stopped(noon)); err != nil {
		t.Fatal(err)
	}
	used, err := s.UsedByPrograms(t.Context(), noon.Add(-time.Hour))
	if err != nil || len(used) != 1 || used[0] != (sms.ProgramUse{Program: python, Texts: 2, Parts: 4}) {
		t.Errorf("%+v, %v", used, err)
	}
	open, err := s.OpenOfPrograms(t.Context())
	if err != nil || len(open) != 2 || !slices.Contains(open, msgs[1].ID) {
		t.Errorf("open %v, %v", open, err)
	}
}

// TestRestoredCopyKeepsKeys: what a program asks for again after a copy was brought back is not sent again,
// and no ID or number that it may have remembered is given to another text.
func TestRestoredCopyKeepsKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{Now: func() time.Time { return noon }})
	opened(t, s, err)
	ctx := t.Context()
	before := ordered(t, s, "before", "hello", noon, anna)
	received(t, s, bert, "before")
	if err := s.Backup(ctx); err != nil {
		t.Fatal(err)
	}
	after := ordered(t, s, "after", "bye", noon, anna)
	lost := received(t, s, bert, "after")
	last, err := s.LastArrival(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := store.Restore(path, path+".backup-"+noon.Format("2006-01-02")); err != nil {
		t.Fatal(err)
	}
	s, err = store.Open(path, store.Options{})
	opened(t, s, err)
	if got, err := s.ByKey(ctx, "before"); err != nil || len(got) != 1 || got[0].ID != before[0].ID || got[0].Status != sms.Unconfirmed {
		t.Errorf("%+v, %v", got, err)
	}
	if got := knows(t, s, "after", "bye", anna); got != "new" {
		t.Fatalf("the copy knows what came after it: %s", got)
	}
	if id := received(t, s, bert, "new"); id <= lost {
		t.Errorf("ID %d was given before", id)
	}
	if now, err := s.LastArrival(ctx); err != nil || now <= last {
		t.Errorf("number %d after %d, %v", now, last, err)
	}
	if n, err := s.Salvage(ctx, path+".replaced"); n != 2 || err != nil {
		t.Fatalf("%d came back, %v", n, err)
	}
	if got := knows(t, s, "after", "bye", anna); got != "known" {
		t.Errorf("the key of the other file is %s", got)
	}
	got, err := s.ByKey(ctx, "after")
	if err != nil || len(got) != 1 || got[0].Status != sms.Unconfirmed || got[0].ID == after[0].ID || got[0].Program != python {
		t.Errorf("%+v, %v", got, err)
	}
	if pending, err := s.Pending(ctx); err != nil || len(pending) != 0 {
		t.Errorf("%d texts go out again, %v", len(pending), err)
	}
	if used, err := s.UsedByPrograms(ctx, noon); err != nil || len(used) != 1 || used[0].Texts != 2 {
		t.Errorf("used %+v, %v", used, err)
	}
	if n, err := s.Salvage(ctx, path+".replaced"); n != 0 || err != nil {
		t.Errorf("a second time: %d, %v", n, err)
	}
	if got, err := s.ByKey(ctx, "after"); err != nil || len(got) != 1 {
		t.Errorf("a second time: %+v, %v", got, err)
	}
}

// TestIndexRenewedKeepsKeys: throwing away the index for searching touches nothing else.
func TestIndexRenewedKeepsKeys(t *testing.T) {
	s := open(t)
	ordered(t, s, "k", "hello", noon, anna)
	id := received(t, s, bert, "hello")
	fillIndex(t, s)
	s.RenewIndex(t)
	if got := knows(t, s, "k", "hello", anna); got != "known" {
		t.Errorf("the key is %s", got)
	}
	if all, err := s.Arrivals(t.Context(), 0, 0); err != nil || len(all) != 1 || all[0].Message.ID != id {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestList(t *testing.T) {
	s := open(t)
	var ids []int64
	for i := range 4 {
		ids = append(ids, received(t, s, []sms.Number{anna, bert}[i%2], fmt.Sprint(i)))
	}
	ids = append(ids, queue(t, s, anna, "").ID)
	if _, err := s.SetFlag(t.Context(), bert, sms.FlagBlocked, true); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), noon, func(x outbox.Text) outbox.Text { return x }, ids[2]); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		filter sms.Filter
		want   []int64
	}{
		"all":       {sms.Filter{}, []int64{ids[0], ids[4]}},
		"both":      {sms.Filter{In: true, Out: true}, []int64{ids[0], ids[4]}},
		"in":        {sms.Filter{In: true}, []int64{ids[0]}},
		"out":       {sms.Filter{Out: true}, []int64{ids[4]}},
		"blocked":   {sms.Filter{With: bert}, []int64{ids[1], ids[3]}},
		"newest":    {sms.Filter{With: bert, Limit: 1}, []int64{ids[3]}},
		"since":     {sms.Filter{Since: &ids[0]}, []int64{ids[4]}},
		"beginning": {sms.Filter{Since: new(int64), Limit: 1}, []int64{ids[0]}},
		"since two": {sms.Filter{Since: &ids[0], With: bert, Limit: 1}, []int64{ids[1]}},
	} {
		all, err := s.List(t.Context(), c.filter)
		var got []int64
		for _, m := range all {
			got = append(got, m.ID)
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v, %v", name, got, c.want, err)
		}
	}
}

// placeholder is what stands for an argument of a query.
var placeholder = regexp.MustCompile(`\?\d*`)

// TestPlansOfPrograms makes sure that what every call of a program asks is looked up and not searched for.
func TestPlansOfPrograms(t *testing.T) {
	s := open(t)
	for query, index := range store.ProgramQueries() {
		plan := s.Plan(t, placeholder.ReplaceAllString(query, "1"))
		if !strings.Contains(plan, index) || strings.Contains(plan, "SCAN m;") || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s\ndoes not use %s: %s", query, index, plan)
		}
	}
}

// TestUndoneImportKeepsKeys: what an import added goes, and nothing else.
func TestUndoneImportKeepsKeys(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	msgs := ordered(t, s, "k", "hello", noon, anna)
	id, err := s.BeginImport(ctx, noon, transfer.FormatJSON)
	if err != nil {
		t.Fatal(err)
	}
	text := transfer.Text{Message: sms.Message{
		Number: anna, Direction: sms.Outgoing, Text: "hello", Status: sms.Sent, Time: noon.Add(-time.Hour), Parts: 2,
	}}
	if _, err := s.AddImported(ctx, id, []transfer.Text{text}, nil); err != nil {
		t.Fatal(err)
	}
	if ids, err := s.UndoImport(ctx, id, 10); err != nil || len(ids) != 1 {
		t.Fatalf("%v, %v", ids, err)
	}
	if got := knows(t, s, "k", "hello", anna); got != "known" {
		t.Errorf("the key is %s", got)
	}
	if got, err := s.ByKey(ctx, "k"); err != nil || len(got) != 1 || got[0] != msgs[0] {
		t.Errorf("%+v, %v", got, err)
	}
}
