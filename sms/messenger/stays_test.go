package messenger_test

import (
	"database/sql"
	"testing"
	"time"

	"surfstick-sms/sms/fakemodem"
)

// TestTextThatStaysOnTheCard: the modem says that a text is deleted and has it still. It is shown once,
// also when the stick is plugged in again, and the store does not grow while it lies there.
func TestTextThatStaysOnTheCard(t *testing.T) {
	over(t, fakemodem.Options{Quirks: fakemodem.Quirks{KeepDeleted: true}}, func(b *bench, s *stick) {
		if err := s.Arrive(string(bert), "still here"); err != nil {
			b.t.Fatal(err)
		}
		time.Sleep(4 * time.Hour)
		for range 2 {
			s.Unplug()
			time.Sleep(time.Minute)
			s.Plug()
			m := s.plug()
			time.Sleep(time.Hour)
			defer func() { m.Close(); <-m.Done() }()
		}
		if m := b.one(bert); m.Text != "still here" {
			b.t.Errorf("shown as %+v", m)
		}
		if n := b.raws(); n > 3 {
			b.t.Errorf("%d PDUs kept, want one for each time the stick was plugged in", n)
		}
	})
}

// raws counts the PDUs in the store.
func (b *bench) raws() (n int) {
	b.t.Helper()
	db, err := sql.Open("sqlite", b.path)
	if err != nil {
		b.t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT count(*) FROM raw_pdus").Scan(&n); err != nil {
		b.t.Fatal(err)
	}
	return n
}
