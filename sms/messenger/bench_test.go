package messenger_test

import (
	"fmt"
	"testing"
	"time"

	"surfstick-sms/sms"
)

// BenchmarkSend is our own share of sending one text, from Send to the event that says sent, with
// three durable commits. The budget is 5 ms.
func BenchmarkSend(b *testing.B) {
	m := start(b)
	defer m.Close()
	m.Attach(newBackend())
	sent := m.waitFor(b, func(msg sms.Message) bool { return msg.Status == sms.Sent })
	for b.Loop() {
		m.send(anna, "hello")
		<-sent
	}
}

// BenchmarkReceive is from a PDU handed over to the event that shows it. The budget is 50 ms.
func BenchmarkReceive(b *testing.B) {
	m := start(b)
	defer m.Close()
	modem := newBackend()
	m.Attach(modem)
	shown := m.waitFor(b, func(msg sms.Message) bool { return msg.Direction == sms.Incoming })
	i := 0
	for b.Loop() {
		i++
		modem.keep(b, incoming(annaDigits, nil, fmt.Sprint(i), noon.Add(time.Duration(i)*time.Second)))
		<-shown
	}
}

// BenchmarkReceive500 is 500 PDUs at once, as from a full card, until all are shown; the budget of
// 1.5 s holds the modem's part too.
func BenchmarkReceive500(b *testing.B) {
	m := start(b)
	defer m.Close()
	modem := newBackend()
	m.Attach(modem)
	shown := m.waitFor(b, func(msg sms.Message) bool { return msg.Direction == sms.Incoming })
	i := 0
	for b.Loop() {
		for range 500 {
			i++
			modem.keep(b, incoming(annaDigits, nil, fmt.Sprint(i), noon.Add(time.Duration(i)*time.Second)))
		}
		for range 500 {
			<-shown
		}
	}
}

// waitFor returns a channel with a signal for every message that comes to be as wanted.
func (b *bench) waitFor(t testing.TB, want func(sms.Message) bool) <-chan struct{} {
	t.Helper()
	hits := make(chan struct{}, 1<<16)
	b.mu.Lock()
	b.hook = func(e sms.Event) {
		if c, ok := e.(sms.MessageChanged); ok && want(c.Message) {
			hits <- struct{}{}
		}
	}
	b.mu.Unlock()
	return hits
}

// BenchmarkSendFor is the same for a program that has sent 1,000 texts today: what looking for its key and its
// budget adds.
func BenchmarkSendFor(b *testing.B) {
	m := start(b)
	defer m.Close()
	rules := generous()
	i := 0
	for ; i < 1000; i++ {
		if _, _, err := m.SendFor(b.Context(), order(keyOf(i), "hello", anna), rules); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := m.StopPrograms(b.Context()); err != nil {
		b.Fatal(err)
	}
	m.Attach(newBackend())
	sent := m.waitFor(b, func(msg sms.Message) bool { return msg.Status == sms.Sent })
	for b.Loop() {
		i++
		if _, _, err := m.SendFor(b.Context(), order(keyOf(i), "hello", anna), rules); err != nil {
			b.Fatal(err)
		}
		<-sent
	}
}
