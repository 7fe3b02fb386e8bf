package modem_test

import (
	"sync/atomic"
	"testing"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakemodem"
	"surfstick-sms/sms/modem"
)

// counter is a sink that stores nothing and reports when it has seen enough.
type counter struct {
	want int64
	n    atomic.Int64
	all  chan struct{}
}

func newCounter(want int) *counter {
	return &counter{want: int64(want), all: make(chan struct{})}
}

func (c *counter) Keep(sms.Delivery) error {
	if c.n.Add(1) == c.want {
		close(c.all)
	}
	return nil
}

func (c *counter) LinkChanged(sms.Link)            {}
func (c *counter) MemoryChanged(sms.MemoryChanged) {}
func (c *counter) Called(sms.Call)                 {}

func launch(tb testing.TB, f *fakemodem.Modem) *modem.Modem {
	tb.Helper()
	line, err := f.Dial()
	if err != nil {
		tb.Fatal(err)
	}
	m, err := modem.Open(tb.Context(), line, modem.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	if err := m.Ready(tb.Context(), sms.ReceiveUnknown); err != nil {
		tb.Fatal(err)
	}
	return m
}

// TestReceive500 reads and deletes all of a full SIM card.
func TestReceive500(t *testing.T) {
	f := fakemodem.New(fakemodem.Options{SMSlots: 500, Stored: stored(500)})
	defer f.Close()
	m := launch(t, f)
	c := newCounter(500)
	m.Listen(c)
	<-c.all
	_ = m.Close()
	<-m.Done()
	if kept := c.n.Load(); kept != 500 || len(f.Stored("SM")) > 1 {
		t.Errorf("%d kept, %d still on the card", kept, len(f.Stored("SM")))
	}
}

// BenchmarkReady is from an open line to ready to send.
func BenchmarkReady(b *testing.B) {
	f := fakemodem.New(fakemodem.Options{})
	defer f.Close()
	for b.Loop() {
		m := launch(b, f)
		_ = m.Close()
	}
}

// BenchmarkSubmit is our own share of sending one text.
func BenchmarkSubmit(b *testing.B) {
	f := fakemodem.New(fakemodem.Options{})
	defer f.Close()
	m := launch(b, f)
	defer m.Close()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Submit(b.Context(), tpdu, false, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReceive500 is reading and deleting 500 texts on a SIM card.
func BenchmarkReceive500(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		f := fakemodem.New(fakemodem.Options{SMSlots: 500, Stored: stored(500)})
		m := launch(b, f)
		c := newCounter(500)
		b.StartTimer()
		m.Listen(c)
		<-c.all
		b.StopTimer()
		_ = m.Close()
		_ = f.Close()
		b.StartTimer()
	}
}
