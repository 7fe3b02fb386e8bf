package messenger_test

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
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
	n := len(b.sent)
	b.mu.Unlock()
	return b.answer(n)
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

func delivery(tpdu []byte) sms.Delivery {
	return sms.Delivery{
		PDU: "00" + hex.EncodeToString(tpdu), Length: len(tpdu), Memory: "SM", Index: 1,
	}
}

// refusal is a Submit that failed.
func refusal(code int, written bool) error {
	return &sms.SubmitError{Written: written, Code: code, Err: errors.New("made up")}
}

// bench is a messenger with a store in a folder of its own.
type bench struct {
	*messenger.Messenger
	t    testing.TB
	path string

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
	st, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	b := &bench{Messenger: messenger.New(st, messenger.Options{
		Region: "DE", Jitter: func() float64 { return 0.5 }, Pace: pace(t),
	}), t: t, path: path}
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

// with gives all texts with one partner, after everything has come to rest.
func (b *bench) with(n sms.Number) []sms.Message {
	b.t.Helper()
	b.rest()
	all, err := b.Messages(b.t.Context(), n, 0, 0)
	if err != nil {
		b.t.Fatalf("messages: %v", err)
	}
	return all
}

// one gives the only text with a partner.
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

// incoming is an SMS-DELIVER with a text in UCS-2 and an own UDH ("" for none).
func incoming(from string, udh []byte, text string, at time.Time) []byte {
	first := byte(0x04)
	if udh != nil {
		first |= 0x40
	}
	tpdu := append([]byte{first}, address(from)...)
	tpdu = append(tpdu, 0x00, 0x08)
	tpdu = append(tpdu, stamp(at)...)
	ud := []byte{}
	if udh != nil {
		ud = append(append(ud, byte(len(udh))), udh...)
	}
	for _, r := range text {
		ud = append(ud, byte(r>>8), byte(r))
	}
	return append(append(tpdu, byte(len(ud))), ud...)
}

// part is the UDH of one part of a long text (8-bit reference).
func part(ref, total, seq byte) []byte { return []byte{0x00, 0x03, ref, total, seq} }

// report is an SMS-STATUS-REPORT.
func report(ref byte, to string, status byte, at time.Time) []byte {
	tpdu := append([]byte{0x06, ref}, address(to)...)
	tpdu = append(tpdu, stamp(at)...)
	tpdu = append(tpdu, stamp(at)...)
	return append(tpdu, status)
}

// address is an international number.
func address(digits string) []byte {
	a := []byte{byte(len(digits)), 0x91}
	for i := 0; i < len(digits); i += 2 {
		high := byte(0xf0)
		if i+1 < len(digits) {
			high = (digits[i+1] - '0') << 4
		}
		a = append(a, high|(digits[i]-'0'))
	}
	return a
}

// stamp is a time stamp in UTC.
func stamp(t time.Time) []byte {
	t = t.UTC()
	bcd := func(n int) byte { return byte(n%10)<<4 | byte(n/10%10) }
	return []byte{
		bcd(t.Year()), bcd(int(t.Month())), bcd(t.Day()), bcd(t.Hour()), bcd(t.Minute()),
		bcd(t.Second()), 0,
	}
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
