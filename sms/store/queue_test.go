package store_test

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/outbox"
	"surfstick-sms/sms/store"
)

// queue puts a text of two parts into the queue.
func queue(t testing.TB, s *store.Store, n sms.Number, imsi string) outbox.Text {
	t.Helper()
	o := outbox.New(n, imsi, [][]byte{{1, 2}, {3}})
	o.Body = "hello"
	m, err := s.Enqueue(t.Context(), store.Outgoing{Text: o, At: noon, IMEI: "35"})
	if err != nil {
		t.Fatalf("enqueue: %v", err)
	}
	o.ID = m.ID
	return o
}

func TestEnqueue(t *testing.T) {
	s := open(t)
	s.SetDraft(t.Context(), anna, "hel")
	o := queue(t, s, anna, "262")
	if got, err := s.Text(t.Context(), o.ID); err != nil || !reflect.DeepEqual(got, o) {
		t.Fatalf("got %+v (%v), want %+v", got, err, o)
	}
	m, err := s.Message(t.Context(), o.ID)
	want := sms.Message{
		ID: o.ID, Number: anna, Direction: sms.Outgoing, Text: "hello", Status: sms.Queued,
		Time: noon, Parts: 2, Read: true,
	}
	if err != nil || m != want {
		t.Fatalf("got %+v (%v), want %+v", m, err, want)
	}
	if got := conversations(t, s); got != "+491711234567//0//hello/1 " {
		t.Fatalf("the draft is still there: %s", got)
	}
}

func TestSaveText(t *testing.T) {
	s := open(t)
	o := queue(t, s, anna, "262")
	o, _ = o.Hand(noon)
	o = o.Accepted(200, noon)
	o, _ = o.Hand(noon.Add(time.Second))
	o, _ = o.Refused(outbox.Refusal{Code: 42, Written: true, Jitter: 0.5}, noon)
	saved, err := s.SaveText(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.Text(t.Context(), o.ID); err != nil || !reflect.DeepEqual(got, o) {
		t.Fatalf("got %+v (%v), want %+v", got, err, o)
	}
	m, _ := s.Message(t.Context(), o.ID)
	if saved != m {
		t.Fatalf("saved %+v, read %+v", saved, m)
	}
	if m.Done != 1 || m.Status != sms.Waiting || m.Reason != sms.ReasonBusy || m.Code != 42 ||
		!m.NextTry.Equal(noon.Add(30*time.Second)) {
		t.Fatalf("message %+v", m)
	}
}

func TestPending(t *testing.T) {
	s := open(t)
	first, second := queue(t, s, anna, "1"), queue(t, s, bert, "2")
	sent := queue(t, s, anna, "1")
	sent.Status = sms.Sent
	s.SaveText(t.Context(), sent)
	received(t, s, anna, "not ours")
	got, err := s.Pending(t.Context())
	want := []outbox.Text{first, second}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v (%v), want %+v", got, err, want)
	}
}

func TestCandidates(t *testing.T) {
	s := open(t)
	o := queue(t, s, anna, "1")
	o, _ = o.Hand(noon)
	o = o.Accepted(200, noon)
	s.SaveText(t.Context(), o)
	want := []outbox.Candidate{{
		Text: o.ID, Part: 0, To: anna, State: outbox.Sent, Ref: 200, At: noon,
	}}
	if got, err := s.Candidates(t.Context(), noon.Add(-time.Hour), 200); err != nil ||
		!reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v (%v), want %+v", got, err, want)
	}
	if got, _ := s.Candidates(t.Context(), noon.Add(time.Second), 200); len(got) != 0 {
		t.Fatalf("too old: %+v", got)
	}
	unknown, _ := queue(t, s, anna, "1").Hand(noon) // its reference is not known
	s.SaveText(t.Context(), unknown)
	got, err := s.Candidates(t.Context(), noon.Add(-time.Hour), 201)
	if err != nil || len(got) != 1 || got[0].Text != unknown.ID || got[0].State != outbox.Handed {
		t.Fatalf("for another reference: %+v (%v)", got, err)
	}
}

// kept commits a PDU and returns its ID.
func kept(t testing.TB, s *store.Store, hex string) int64 {
	t.Helper()
	id, err := s.KeepRaw(t.Context(), store.Raw{
		Delivery: sms.Delivery{
			Raw: hex, Length: 3, Route: sms.RouteDirect, Memory: "SM", Index: 4,
			Old: true,
		},
		IMEI: "35", IMSI: "262", At: noon,
	})
	if err != nil {
		t.Fatalf("keep: %v", err)
	}
	return id
}

func TestRawStaysOpenUntilSettled(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	one, two, three := kept(t, s, "01"), kept(t, s, "02"), kept(t, s, "03")
	shown, err := s.Settle(ctx, store.Incoming{
		Message: &sms.Message{Number: anna, Status: sms.Incomplete, Time: noon},
		Raws: []store.Outcome{
			{Raw: one, Hash: []byte{1}, State: store.RawHeld},
			{Raw: two, Hash: []byte{2}, State: store.RawSettled},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.OpenRaws(ctx, 0, 10)
	if err != nil || len(got) != 2 || got[0].ID != one || got[1].ID != three {
		t.Fatalf("open %+v, %v", got, err)
	}
	want := store.Raw{
		ID: one, IMEI: "35", IMSI: "262", At: noon, State: store.RawHeld, Message: shown.ID,
		Delivery: sms.Delivery{
			Raw: "01", Length: 3, Route: sms.RouteDirect, Memory: "SM", Index: 4,
			Old: true,
		},
	}
	if got[0] != want {
		t.Fatalf("got  %+v\nwant %+v", got[0], want)
	}
	if got, _ := s.OpenRaws(ctx, one, 10); len(got) != 1 {
		t.Fatalf("after the first: %+v", got)
	}
}

func TestSame(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	one, two, three := kept(t, s, "01"), kept(t, s, "01"), kept(t, s, "01")
	for _, id := range []int64{one, two, three} {
		s.Settle(ctx, store.Incoming{Raws: []store.Outcome{{Raw: id, Hash: []byte{9}}}})
	}
	if same, err := s.Same(ctx, []byte{9}, three); err != nil || len(same) != 2 || same[0].ID != two ||
		same[1].ID != one {
		t.Fatalf("%+v, %v", same, err)
	}
	if same, err := s.Same(ctx, []byte{9}, one); err != nil || len(same) != 0 {
		t.Fatalf("found itself: %+v, %v", same, err)
	}
	if same, _ := s.Same(ctx, []byte{8}, two); len(same) != 0 {
		t.Fatal("found another")
	}
}

func TestSettleUpdatesInPlace(t *testing.T) {
	s := open(t)
	m := sms.Message{Number: anna, Text: "a…", Status: sms.Incomplete, Time: noon, Parts: 2, Done: 1}
	first, _ := s.Settle(t.Context(), store.Incoming{Message: &m})
	m.ID, m.Text, m.Status, m.Done = first.ID, "ab", sms.Received, 2
	if again, err := s.Settle(t.Context(), store.Incoming{Message: &m}); again != m || err != nil {
		t.Fatalf("%+v, %v", again, err)
	}
	if got, _ := s.Message(t.Context(), m.ID); got != m {
		t.Fatalf("got %+v, want %+v", got, m)
	}
	s.Remove(t.Context(), m.ID)
	if again, err := s.Settle(t.Context(), store.Incoming{Message: &m}); again.ID != 0 || err != nil {
		t.Fatalf("a deleted text came back: %+v, %v", again, err)
	}
}

// clean writes the index for searching anew.
func clean(t testing.TB, s *store.Store) {
	t.Helper()
	for range 1000 {
		if done, err := s.Clean(t.Context()); err != nil || done {
			if err != nil || s.Soiled() {
				t.Fatalf("soiled %v, %v", s.Soiled(), err)
			}
			return
		}
	}
	t.Fatal("the index is never clean")
}

// TestDeleteLeavesNoTrace looks into the bytes of the file: text and PDU are overwritten, and the
// PDU's hash still identifies a repeat.
func TestDeleteLeavesNoTrace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{})
	opened(t, s, err)
	r := kept(t, s, "C0FFEEC0FFEE")
	shown, err := s.Settle(t.Context(), store.Incoming{
		Message: &sms.Message{Number: anna, Text: "my SECRET qzxwv", Time: noon},
		Raws:    []store.Outcome{{Raw: r, Hash: []byte{7}, State: store.RawSettled}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.Index(t.Context(), 9); err != nil || n != 1 {
		t.Fatalf("%d put into the index, %v", n, err)
	}
	grams := []string{"qzx", "zxw", "xwv", "SECRET"}
	before, _ := os.ReadFile(path)
	for _, gram := range grams {
		if !strings.Contains(string(before), gram) {
			t.Fatalf("%s is not in the file at all", gram)
		}
	}
	if err := s.Remove(t.Context(), shown.ID); err != nil {
		t.Fatal(err)
	}
	if same, _ := s.Same(t.Context(), []byte{7}, r+1); len(same) != 1 {
		t.Error("a repeat would not be recognised")
	}
	clean(t, s)
	s.Close()
	file, _ := os.ReadFile(path)
	for _, trace := range append(grams, "C0FFEE") {
		if strings.Contains(string(file), trace) {
			t.Errorf("%s is still in the file", trace)
		}
	}
}

func TestCancelledChangeIsNoChange(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Enqueue(ctx, store.Outgoing{Text: outbox.New(anna, "", [][]byte{{1}})}); err == nil {
		t.Fatal("a cancelled change succeeded")
	}
	if all, err := s.Messages(t.Context(), anna, 0, 0); err != nil || len(all) != 0 {
		t.Fatalf("%v, %v", all, err)
	}
}

func TestCase38LockedByAnotherProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "messages.db")
		s, err := store.Open(path, store.Options{})
		opened(t, s, err)
		other := raw(t, path)
		other.SetMaxOpenConns(1)
		run(t, other, "BEGIN EXCLUSIVE")
		start := time.Now()
		if _, err := s.KeepRaw(t.Context(), store.Raw{At: noon}); err == nil {
			t.Fatal("kept in a locked file")
		}
		if waited := time.Since(start); waited < 4*time.Second || waited > 6*time.Second {
			t.Errorf("waited %v for the lock", waited)
		}
		run(t, other, "COMMIT")
		if _, err := s.KeepRaw(t.Context(), store.Raw{At: noon}); err != nil {
			t.Fatalf("after the lock: %v", err)
		}
	})
}
