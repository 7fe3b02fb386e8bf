package messenger_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
)

// stack is everything from the store down to the bytes on the line, over a modem that answers at
// once.
func stack(b *testing.B, o fakemodem.Options) *stick {
	b.Helper()
	m := start(b)
	s := newStick(m, o)
	b.Cleanup(func() {
		s.Close()
		m.Close()
	})
	return s
}

// BenchmarkStackSend is our own share of one text: queued, handed over, sent, each of it committed.
func BenchmarkStackSend(b *testing.B) {
	s := stack(b, fakemodem.Options{NoFailingNumbers: true})
	s.plug()
	sent := s.b.waitFor(b, func(m sms.Message) bool { return m.Status == sms.Sent })
	for b.Loop() {
		s.b.send(anna, "hello")
		<-sent
	}
}

// BenchmarkStackReceive is from the notice on the line to the event that shows the text: read,
// committed, deleted from the card, decoded, committed. The 99th percentile is what counts; the
// texts come one by one, as people write them.
func BenchmarkStackReceive(b *testing.B) {
	s := stack(b, fakemodem.Options{})
	s.plug()
	shown := s.b.waitFor(b, func(m sms.Message) bool { return m.Direction == sms.Incoming })
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		time.Sleep(30 * time.Millisecond)
		b.StartTimer()
		began := time.Now()
		if err := s.Arrive(string(anna), fmt.Sprint("text ", i)); err != nil {
			b.Fatal(err)
		}
		<-shown
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	b.ReportMetric(float64(p99.Microseconds())/1000, "p99-ms")
}

// BenchmarkStack500 is a card with 500 texts: read, stored, shown and deleted.
func BenchmarkStack500(b *testing.B) {
	stored := make([]fakemodem.Text, 500)
	for i := range stored {
		stored[i] = fakemodem.Text{From: string(anna), Text: fmt.Sprint("text ", i)}
	}
	for b.Loop() {
		b.StopTimer()
		s := stack(b, fakemodem.Options{SMSlots: 500, Stored: stored})
		shown := s.b.waitFor(b, func(m sms.Message) bool { return m.Direction == sms.Incoming })
		b.StartTimer()
		s.plug()
		for range stored {
			<-shown
		}
		for len(s.Stored("SM")) > 0 {
			time.Sleep(time.Millisecond)
		}
	}
}
