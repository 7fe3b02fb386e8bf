package messenger_test

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

// limit is the deadline of the window's calls in these tests, and late how much later they may return.
const (
	limit = 200 * time.Millisecond
	late  = 50 * time.Millisecond
)

// windowWrites are the changes that a window asks for, each with a deadline of its own.
func windowWrites(t testing.TB, b *messenger.Messenger) map[string]func(context.Context) error {
	t.Helper()
	return map[string]func(context.Context) error{
		"draft":    func(ctx context.Context) error { return b.SetDraft(ctx, anna, "hel") },
		"read":     func(ctx context.Context) error { return b.MarkRead(ctx, anna, math.MaxInt64) },
		"name":     func(ctx context.Context) error { return b.SetName(ctx, anna, "Anna") },
		"delete":   func(ctx context.Context) error { return b.Delete(ctx, 1) },
		"delete 2": func(ctx context.Context) error { _, err := b.DeleteConversation(ctx, anna); return err },
		"setting":  func(ctx context.Context) error { return b.SetSetting(ctx, "lang", "de") },
		"send":     func(ctx context.Context) error { _, err := b.Send(ctx, anna, "second"); return err },
	}
}

// TestWritesObeyTheirDeadline has another program hold the file: each change returns by its deadline,
// and was not made, neither then nor later.
func TestWritesObeyTheirDeadline(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.keep(b.t, incoming(annaDigits, nil, "first", time.Now()))
		unlock := lock(b)
		for name, write := range windowWrites(b.t, b.Messenger) {
			ctx, cancel := context.WithTimeout(b.t.Context(), limit)
			began := time.Now()
			err := write(ctx)
			if took := time.Since(began); took > limit+late {
				b.t.Errorf("%s: returned after %v", name, took)
			}
			if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sms.ErrUnderway) {
				b.t.Errorf("%s: %v", name, err)
			}
			cancel()
		}
		unlock()
		time.Sleep(time.Minute)
		list, err := b.Conversations(b.t.Context())
		if err != nil || len(list) != 1 {
			b.t.Fatalf("%v, %v", list, err)
		}
		if c := list[0]; c.Draft != "" || c.Name != "" || c.Unread != 1 || c.Last.Text != "first" {
			b.t.Errorf("changed nevertheless: %+v", c)
		}
		if n := seen(b, func(sms.StoreFailed) bool { return true }); n > 0 {
			b.t.Error("a deadline is no failure of the store")
		}
	})
}

// TestReadsPassWaitingWrites has another program keep the file from being written, and a change wait
// for that: what the window reads is there at once.
func TestReadsPassWaitingWrites(t *testing.T) {
	receiving(t, func(b *bench, modem *backend) {
		modem.keep(b.t, incoming(annaDigits, nil, "first", time.Now()))
		b.rest()
		other, err := sql.Open("sqlite", b.path)
		if err != nil {
			b.t.Fatal(err)
		}
		defer other.Close()
		other.SetMaxOpenConns(1)
		if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
			b.t.Fatal(err)
		}
		waiting := make(chan error, 1)
		go func() { waiting <- b.SetDraft(b.t.Context(), anna, "hel") }()
		time.Sleep(time.Second)
		began := time.Now()
		ctx, cancel := context.WithTimeout(b.t.Context(), limit)
		defer cancel()
		if all, err := b.Messages(ctx, anna, 0, 100); err != nil || len(all) != 1 {
			b.t.Errorf("%v, %v", all, err)
		}
		if took := time.Since(began); took > late {
			b.t.Errorf("read after %v", took)
		}
		if _, err := other.Exec("COMMIT"); err != nil {
			b.t.Fatal(err)
		}
		if err := <-waiting; err != nil {
			b.t.Errorf("draft: %v", err)
		}
	})
}

// TestWindowDuringTheCheck has the check at the start take its time: reading does not wait, changes
// wait as long as they may, and one that may wait longer is made after it.
func TestWindowDuringTheCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "messages.db")
		b := startAt(t, path)
		b.send(anna, "first")
		b.close()
		goOn := make(chan struct{})
		st, err := store.Open(path, store.Options{
			Background: true,
			Check:      func(context.Context, *sql.DB) error { <-goOn; return nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		m := messenger.New(st, messenger.Options{})
		defer m.Close()
		patient := make(chan error, 1)
		go func() { patient <- m.SetDraft(t.Context(), bert, "later") }()
		synctest.Wait()
		for name, write := range windowWrites(t, m) {
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			began := time.Now()
			err := write(ctx)
			if took := time.Since(began); took > limit+late || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v after %v", name, err, took)
			}
			cancel()
		}
		began := time.Now()
		if all, err := m.Messages(t.Context(), anna, 0, 0); err != nil || len(all) != 1 {
			t.Errorf("%v, %v", all, err)
		}
		test, err := m.BeginTest(t.Context(), anna) // goes through the loop
		if err != nil {
			t.Fatal(err)
		}
		test.Close()
		if took := time.Since(began); took > late {
			t.Errorf("read after %v", took)
		}
		close(goOn)
		if err := <-patient; err != nil {
			t.Errorf("after the check: %v", err)
		}
		list, err := m.Conversations(t.Context())
		if err != nil || len(list) != 2 || list[0].Draft != "later" || list[1].Last.Text != "first" {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

// TestDeletedTextIsNotSent: what the user deletes while it waits does not go out.
func TestDeletedTextIsNotSent(t *testing.T) {
	bubble(t, func(b *bench) {
		ctx := b.t.Context()
		one, two := b.send(anna, "deleted"), b.send(anna, "goes out")
		b.send(bert, "deleted with the others")
		if err := b.Delete(ctx, one.ID); err != nil {
			b.t.Fatal(err)
		}
		if _, err := b.DeleteConversation(ctx, bert); err != nil {
			b.t.Fatal(err)
		}
		modem := newBackend()
		b.Attach(modem)
		time.Sleep(time.Hour)
		if m := b.one(anna); m.ID != two.ID || m.Status != sms.Sent {
			b.t.Errorf("left %+v", m)
		}
		if n := modem.submitted(); n != 1 {
			b.t.Errorf("%d texts went out", n)
		}
	})
}

// TestEventsStayFew lets the window sleep while much happens: what waits for it is the last word on
// each subject.
func TestEventsStayFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, err := store.Open(filepath.Join(t.TempDir(), "messages.db"), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m := messenger.New(st, messenger.Options{})
		defer m.Close()
		modem := newBackend()
		m.Attach(modem)
		for i := range 1000 {
			modem.sink.MemoryChanged(sms.MemoryChanged{Memory: "SM", Used: i % 20, Total: 20})
			modem.sink.MemoryChanged(sms.MemoryChanged{Memory: "ME", Used: i % 50, Total: 50})
			modem.sink.LinkChanged(sms.Link{Registration: sms.RegHome, Signal: i % 100})
		}
		synctest.Wait()
		events := map[sms.Event]bool{}
		for range 10 {
			select {
			case e := <-m.Events():
				events[e] = true
			default:
			}
			synctest.Wait()
		}
		select {
		case e := <-m.Events():
			t.Errorf("more than 10 events: %v, %+v", events, e)
		default:
		}
		for _, last := range []sms.Event{
			sms.MemoryChanged{Memory: "SM", Used: 19, Total: 20},
			sms.MemoryChanged{Memory: "ME", Used: 49, Total: 50},
			sms.LinkChanged{Link: sms.Link{Up: true, Registration: sms.RegHome, Signal: 99}},
		} {
			if !events[last] {
				t.Errorf("%+v is missing in %v", last, events)
			}
		}
	})
}
