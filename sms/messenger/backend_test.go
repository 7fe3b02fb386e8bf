package messenger_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"surfstick-sms/sms"
)

// backend is a modem that does what the test says.
type backend struct {
	id     sms.Identity
	done   chan struct{}
	once   sync.Once
	answer func(n int) (int, error) // of the nth Submit, from 1; may block
	prompt func()                   // before it asks for the PDU, nil for at once; may block

	mu   sync.Mutex
	sink sms.Sink
	sent [][]byte
}

// newBackend is a modem that accepts everything, with references counting from 1.
func newBackend() *backend {
	return &backend{
		id:     sms.Identity{IMEI: "350000000000001", IMSI: imsi},
		done:   make(chan struct{}),
		answer: func(n int) (int, error) { return n, nil },
	}
}

func (b *backend) Identity() sms.Identity { return b.id }
func (b *backend) Done() <-chan struct{}  { return b.done }

func (b *backend) Close() error {
	b.once.Do(func() { close(b.done) })
	return nil
}

func (b *backend) Listen(s sms.Sink) {
	b.mu.Lock()
	b.sink = s
	b.mu.Unlock()
	s.LinkChanged(sms.Link{Registration: sms.RegHome, Operator: "Testnet", Signal: 70})
}

// errGone is why a backend that was closed sends nothing.
var errGone = errors.New("backend is gone")

func (b *backend) Submit(
	ctx context.Context, tpdu []byte, _ bool, commit func() error,
) (int, error) {
	if b.prompt != nil {
		b.prompt()
	}
	select {
	case <-b.done:
		return -1, &sms.SubmitError{Code: -1, Gone: true, Err: errGone}
	default:
	}
	err := ctx.Err()
	if err == nil && commit != nil {
		err = commit()
	}
	if err != nil {
		return -1, &sms.SubmitError{Code: -1, Err: err}
	}
	b.mu.Lock()
	b.sent = append(b.sent, tpdu)
	n, answer := len(b.sent), b.answer
	b.mu.Unlock()
	return answer(n)
}

// answers changes what the network answers from now on.
func (b *backend) answers(answer func(n int) (int, error)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answer = answer
}

// forget takes back the latest text, which the network refused.
func (b *backend) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sent = b.sent[:len(b.sent)-1]
}

func (b *backend) submitted() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.sent)
}

func (b *backend) keep(t testing.TB, tpdu []byte) {
	t.Helper()
	if err := b.sink.Keep(delivery(tpdu)); err != nil {
		t.Fatalf("keep: %v", err)
	}
}

// refusal is a Submit that failed.
func refusal(code int, written bool) error {
	return &sms.SubmitError{Written: written, Code: code, Err: errors.New("made up")}
}
