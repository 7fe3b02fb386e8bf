package messenger_test

import (
	"database/sql"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"surfstick-sms/sms"
	"surfstick-sms/sms/messenger"
	"surfstick-sms/sms/store"
)

func TestMain(m *testing.M) {
	if path := victimPath(); path != "" {
		victim(path)
	}
	goleak.VerifyTestMain(m)
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const (
	anna = sms.Number("+491711234567")
	bert = sms.Number("+491727654321")
	imsi = "262019999999999"
)

// bench is a messenger with a store in a folder of its own.
type bench struct {
	*messenger.Messenger
	t    testing.TB
	path string
	st   *store.Store

	mu     sync.Mutex
	events []sms.Event
	hook   func(sms.Event) // sees every event, nil for none
}

func start(t testing.TB) *bench {
	t.Helper()
	return startAt(t, filepath.Join(t.TempDir(), "messages.db"))
}

func startAt(t testing.TB, path string) *bench {
	t.Helper()
	return startWith(t, path, messenger.Options{
		Region: "DE", Jitter: func() float64 { return 0.5 }, Pace: pace(t),
	})
}

func startWith(t testing.TB, path string, o messenger.Options) *bench {
	t.Helper()
	st, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	b := &bench{Messenger: messenger.New(st, o), t: t, path: path, st: st}
	go func() {
		for e := range b.Events() {
			b.mu.Lock()
			b.events = append(b.events, e)
			if b.hook != nil {
				b.hook(e)
			}
			b.mu.Unlock()
		}
	}()
	return b
}

// close ends the messenger; call it inside the bubble.
func (b *bench) close() {
	b.t.Helper()
	if err := b.Close(); err != nil {
		b.t.Errorf("close: %v", err)
	}
	synctest.Wait()
}

// restart ends it and starts another one on the same file.
func (b *bench) restart() *bench {
	b.t.Helper()
	b.close()
	return startAt(b.t, b.path)
}

func (b *bench) send(to sms.Number, text string) sms.Message {
	b.t.Helper()
	msg, err := b.Send(b.t.Context(), to, text)
	if err != nil {
		b.t.Fatalf("send: %v", err)
	}
	return msg
}

// rest lets everything come to rest, what is collected for a moment included.
func (b *bench) rest() {
	time.Sleep(25 * time.Millisecond)
	synctest.Wait()
}

// with returns all texts with one partner, after everything has come to rest.
func (b *bench) with(n sms.Number) []sms.Message {
	b.t.Helper()
	b.rest()
	all, err := b.Messages(b.t.Context(), n, 0, 0)
	if err != nil {
		b.t.Fatalf("messages: %v", err)
	}
	return all
}

// one returns the only text with a partner.
func (b *bench) one(n sms.Number) sms.Message {
	b.t.Helper()
	all := b.with(n)
	if len(all) != 1 {
		b.t.Fatalf("%d texts with %s, want 1: %v", len(all), n, all)
	}
	return all[0]
}

func (b *bench) wantStatus(n sms.Number, want sms.Status, reason sms.Reason) {
	b.t.Helper()
	if m := b.one(n); m.Status != want || m.Reason != reason {
		b.t.Fatalf("status %v, reason %v, want %v, %v", m.Status, m.Reason, want, reason)
	}
}

// seen counts the events that match.
func seen[E sms.Event](b *bench, match func(E) bool) int {
	b.rest()
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, e := range b.events {
		if ev, ok := e.(E); ok && match(ev) {
			n++
		}
	}
	return n
}

// newer makes a file look as if a newer program had written it.
func newer(t testing.TB, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
}

// lock has another program hold the store until unlock.
func lock(b *bench) (unlock func()) {
	b.t.Helper()
	b.rest()
	other, err := sql.Open("sqlite", b.path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		b.t.Fatal(err)
	}
	other.SetMaxOpenConns(1)
	if _, err := other.Exec("BEGIN EXCLUSIVE"); err != nil {
		b.t.Fatal(err)
	}
	return func() { other.Close() }
}

// pace lets benchmarks send as fast as they can.
func pace(t testing.TB) time.Duration {
	if _, ok := t.(*testing.B); ok {
		return -1
	}
	return 0
}

// raws is what a file that is closed holds of what came in.
func raws(t testing.TB, path string) (all []string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT pdu FROM raw_pdus ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var raw string
		if err := rows.Scan(&raw); err != nil {
			t.Fatal(err)
		}
		all = append(all, raw)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
