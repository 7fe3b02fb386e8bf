package store_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/store"
)

// big is a file of 100,000 texts with 1,000 partners, 5,000 of them with anna.
func big(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "messages.db")
	s, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	db := raw(t, path)
	run(t, db, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
		INSERT INTO messages (number, direction, text, status, time, read)
		SELECT CASE WHEN i % 20 = 0 THEN '+491711234567' ELSE '+4917' || (i % 1000) END, i % 2,
			'Text number ' || i || ' is neither long nor short, like most texts that people send',
			CASE WHEN i % 2 = 0 THEN 1 ELSE 9 END, 1763800000000 + i, 1 FROM n`)
	db.Close()
	return path
}

func openBig(b *testing.B) *store.Store {
	b.Helper()
	s, err := store.Open(big(b), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// BenchmarkOpen100k is what a window waits for: until the file can be read.
func BenchmarkOpen100k(b *testing.B) {
	path := big(b)
	for b.Loop() {
		s, err := store.Open(path, store.Options{Background: true})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		s.Close()
		b.StartTimer()
	}
}

// BenchmarkCheck100k is what the first change waits for: until the file was checked for damage.
func BenchmarkCheck100k(b *testing.B) {
	path := big(b)
	for b.Loop() {
		s, err := store.Open(path, store.Options{Background: true})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.SetSetting(b.Context(), "a", "b"); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

// BenchmarkOpenChat5000 has a budget of 100 ms.
func BenchmarkOpenChat5000(b *testing.B) {
	s := openBig(b)
	for b.Loop() {
		if all, err := s.Messages(b.Context(), anna, 0, 0); err != nil || len(all) != 5000 {
			b.Fatal(len(all), err)
		}
	}
}

// BenchmarkPage is what the chat reads when it is opened: the newest 100.
func BenchmarkPage(b *testing.B) {
	s := openBig(b)
	for b.Loop() {
		if all, err := s.Messages(b.Context(), anna, 0, 100); err != nil || len(all) != 100 {
			b.Fatal(len(all), err)
		}
	}
}

// BenchmarkSearch100k has a budget of 100 ms; a query that nothing matches reads everything.
func BenchmarkSearch100k(b *testing.B) {
	s := openBig(b)
	for _, query := range []string{"nowhere to be found", "number 5"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Search(b.Context(), query, 200); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkConversations1000 is the list at the left.
func BenchmarkConversations1000(b *testing.B) {
	s := openBig(b)
	for b.Loop() {
		if all, err := s.Conversations(b.Context()); err != nil || len(all) < 900 {
			b.Fatal(len(all), err)
		}
	}
}

// BenchmarkKeepRaw is one durable commit.
func BenchmarkKeepRaw(b *testing.B) {
	s := openBig(b)
	for b.Loop() {
		kept(b, s, "00AABBCCDD")
	}
}

// BenchmarkInsert is one text committed into 100,000 others.
func BenchmarkInsert(b *testing.B) {
	s := openBig(b)
	for b.Loop() {
		received(b, s, bert, "hello")
	}
}

// BenchmarkBackup100k blocks everything else for as long as it takes, once a day.
func BenchmarkBackup100k(b *testing.B) {
	s := openBig(b)
	i := 0
	for b.Loop() {
		i++
		if err := s.CopyTo(b, fmt.Sprintf("%s/%d", b.TempDir(), i)); err != nil {
			b.Fatal(err)
		}
	}
}

// TestCase36Plans makes sure that what the window asks for is looked up and not searched for.
func TestCase36Plans(t *testing.T) {
	s := open(t)
	queue(t, s, sms.Number("1"), "")
	for _, c := range []struct{ name, query, index string }{
		{
			"page", `SELECT * FROM messages WHERE number = '1' AND id < 9 ORDER BY id DESC LIMIT 9`,
			"messages_number",
		},
		{"queue", `SELECT id, status, imsi, next_try FROM messages WHERE status IN (5, 6, 7)
			ORDER BY id`, "messages_pending"},
		{
			"mark read", `UPDATE messages SET read = 1 WHERE number = '1' AND read = 0`,
			"messages_unread",
		},
		{"reports", `SELECT * FROM out_parts WHERE at >= 1 AND (state = 1 OR state > 1 AND ref = 7)`, "out_parts_at"},
		{
			"open PDUs", `SELECT pdu FROM raw_pdus WHERE state <> 2 AND id > 5 ORDER BY id LIMIT 9`,
			"raw_pdus_open",
		},
		{
			"repeat", `SELECT pdu FROM raw_pdus WHERE hash = x'00' AND id < 9 ORDER BY id DESC LIMIT 1`,
			"raw_pdus_hash",
		},
		{
			"another format", `SELECT id FROM raw_pdus WHERE twin = x'00' AND format <> 1 AND imsi = '' LIMIT 1`,
			"raw_pdus_twin",
		},
		{"in doubt", `SELECT id FROM messages WHERE note IS NOT NULL AND status = 12 ORDER BY id`, "messages_note"},
		{"open parts", `SELECT * FROM out_parts WHERE at >= 1 AND state IN (1, 2)`, "out_parts_at"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if plan := s.Plan(t, c.query); !strings.Contains(plan, "INDEX "+c.index) {
				t.Fatalf("does not use %s: %s", c.index, plan)
			}
		})
	}
}
