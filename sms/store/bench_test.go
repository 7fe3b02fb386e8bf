package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/bulk"
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
		INSERT INTO messages (number, direction, text, status, time, place, read)
		SELECT CASE WHEN i % 20 = 0 THEN '+491711234567' ELSE '+4917' || (i % 1000) END, i % 2,
			'Text number ' || i || ' is neither long nor short, like most texts that people send',
			CASE WHEN i % 2 = 0 THEN 1 ELSE 9 END, 1763800000000 + i,
			1763800000000 + i, 1 FROM n`)
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

// BenchmarkSearch100k has a budget of 50 ms at the 99th percentile, while typing from the first letter on.
// Every prefix of what is typed is searched for.
func BenchmarkSearch100k(b *testing.B) {
	s := indexedBig(b)
	for _, c := range []struct{ name, typed string }{
		{"hits", "number 5 like"}, {"none", "nowhere at all"}, {"number", "0171 1234"}, {"umlaut", "grüße"},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				for i := 1; i <= len(c.typed); i++ {
					began := time.Now()
					if _, err := s.Search(b.Context(), c.typed[:i], "", 50); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(began))
				}
			}
			reportP99(b, took)
		})
	}
}

// BenchmarkSearchChat5000 is the same in one conversation.
func BenchmarkSearchChat5000(b *testing.B) {
	s := indexedBig(b)
	var took []time.Duration
	for b.Loop() {
		for i := 1; i <= len("number 5"); i++ {
			began := time.Now()
			if _, err := s.Search(b.Context(), "number 5"[:i], anna, 50); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(began))
		}
	}
	reportP99(b, took)
}

func reportP99(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
}

// indexedBig is openBig with everything in the index, and with names.
func indexedBig(b *testing.B) *store.Store {
	b.Helper()
	s := openBig(b)
	fillIndex(b, s)
	for i := range 1000 {
		if err := s.SetName(b.Context(), sms.Number(fmt.Sprint("+4917", i)), fmt.Sprint("Nowak Lina ", i)); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

func fillIndex(t testing.TB, s *store.Store) {
	t.Helper()
	for {
		switch n, err := s.Index(t.Context(), 1000); {
		case err != nil:
			t.Fatal(err)
		case n < 1000:
			return
		}
	}
}

// BenchmarkIndexStep is what others may have to wait for while the index of an old file is filled: 100 texts.
func BenchmarkIndexStep(b *testing.B) {
	s := openBig(b)
	for b.Loop() {
		if _, err := s.Index(b.Context(), 100); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCleanStep is what others may have to wait for after the bin was emptied, several times.
func BenchmarkCleanStep(b *testing.B) {
	s := indexedBig(b)
	all, err := s.Messages(b.Context(), anna, 0, 100)
	if err != nil {
		b.Fatal(err)
	}
	i, steps := 0, 0
	for b.Loop() {
		if done, err := s.Clean(b.Context()); err != nil {
			b.Fatal(err)
		} else if done {
			b.StopTimer()
			if err := s.Remove(b.Context(), all[i%len(all)].ID); err != nil {
				b.Fatal(err)
			}
			i++
			b.StartTimer()
		}
		steps++
	}
	b.ReportMetric(float64(steps)/float64(max(1, i)), "steps/clean")
}

// BenchmarkPurge100 is what others may have to wait for while the bin is emptied.
func BenchmarkPurge100(b *testing.B) {
	s := indexedBig(b)
	all, err := s.Messages(b.Context(), anna, 0, 0)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		var ids []int64
		for j := range 100 {
			ids = append(ids, all[(i*100+j)%len(all)].ID)
		}
		if err := s.Remove(b.Context(), ids...); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMigrate100k is the first start with a file of the version before there was a bin: all that the
// window waits for.
func BenchmarkMigrate100k(b *testing.B) {
	old := oldBig(b)
	file, err := os.ReadFile(old)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		path := fmt.Sprint(old, i)
		if err := os.WriteFile(path, file, 0o600); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		s, err := store.Open(path, store.Options{Background: true})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		s.Close()
		b.StartTimer()
	}
}

// oldBig is a file of version 3 with 100,000 texts.
func oldBig(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "old.db")
	s, err := store.WithMigrations(t, path, store.Migrations()[:3]...)
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
			"page", `SELECT * FROM messages WHERE number = '1' AND deleted_at = 0 AND place <= 9
				AND (place < 9 OR id < 5) ORDER BY place DESC LIMIT 9`,
			"messages_number",
		},
		{"queue", `SELECT id FROM messages WHERE status IN (5, 6, 7) AND deleted_at = 0
			ORDER BY id`, "messages_pending"},
		{
			"mark read", `UPDATE messages SET read = 1 WHERE number = '1' AND read = 0
				AND deleted_at = 0 AND place <= 9`,
			"messages_unread",
		},
		{"newest place", `SELECT max(place) FROM messages`, "messages_place"},
		{"oldest in the bin", `SELECT deleted_at FROM messages WHERE deleted_at <> 0
			ORDER BY deleted_at LIMIT 1`, "messages_bin"},
		{"purge", `DELETE FROM messages WHERE deleted_at <> 0 AND deleted_at <= 9`, "messages_bin"},
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
			if plan := s.Plan(t, c.query); !strings.Contains(plan, "INDEX "+c.index) ||
				strings.Contains(plan, "TEMP B-TREE") {
				t.Fatalf("does not use %s: %s", c.index, plan)
			}
		})
	}
}

// BenchmarkAddJob commits a text to as many people as there can be.
func BenchmarkAddJob(b *testing.B) {
	s := open(b)
	rows := make([]bulk.Entry, bulk.MaxRows)
	for i := range rows {
		rows[i] = bulk.Entry{Number: anna, Name: "somebody", Text: strings.Repeat("text ", 20), Parts: 1}
	}
	for b.Loop() {
		if _, err := s.AddJob(b.Context(), bulk.Job{State: bulk.Running}, rows); err != nil {
			b.Fatal(err)
		}
	}
}
