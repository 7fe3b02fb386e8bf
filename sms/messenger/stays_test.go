package messenger_test

import (
	"database/sql"
	"testing"
	"time"

	"surfstick-sms/sms"
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

// TestReceivedWhileNoAnswer: while a text gets no answer, one comes in directly. It is shown at once, and
// once, though the network sends it again because nobody could acknowledge it.
func TestReceivedWhileNoAnswer(t *testing.T) {
	bubble(t, func(b *bench) {
		s := newStick(b, fakemodem.Options{Latency: fakemodem.Latency{
			Send: 200 * time.Second, Report: 5 * time.Second,
		}})
		defer s.Close()
		s.mode = sms.ReceiveDirect
		_, m := s.attachOn()
		time.Sleep(time.Second)
		b.send(anna, "hello")
		time.Sleep(90 * time.Second)
		b.wantStatus(anna, sms.Sending, sms.ReasonNoAnswer)
		if err := s.Arrive(string(bert), "good morning"); err != nil {
			b.t.Fatal(err)
		}
		b.wantStatus(bert, sms.Received, sms.ReasonNone)
		time.Sleep(10 * time.Minute)
		b.wantStatus(bert, sms.Received, sms.ReasonNone)
		b.wantStatus(anna, sms.Delivered, sms.ReasonNone)
		if left := len(s.Stored("SM")) + s.Waiting(); left > 0 {
			b.t.Errorf("%d left in the modem", left)
		}
		m.Close()
		<-m.Done()
	})
}
