package messenger_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
)

// textStick is a stick that sends whole texts and does what the test says.
type textStick struct {
	id   sms.Identity
	done chan struct{}
	once sync.Once
	// answer is that of the nth SendText, from 1, after the commit; may block.
	answer func(n int) error
	// prompt is called before the commit, nil for nothing; may block.
	prompt func()
	// note is that of the next SendText.
	note func() []byte
	// fate is the answer to the nth Resolve, from 1; may block.
	fate func(ctx context.Context, n int) (sms.Fate, error)

	mu    sync.Mutex
	sink  sms.Sink
	sent  []sms.WholeText
	notes []string
	asked []string // the note and the text of every Resolve
	busy  bool     // a call is under way
}

var _ sms.TextBackend = (*textStick)(nil)

// newTextStick is a stick that sends everything, and of which every question is a surprise.
func newTextStick() *textStick {
	s := &textStick{
		id: sms.Identity{IMEI: "350000000000001", IMSI: imsi}, done: make(chan struct{}),
		answer: func(int) error { return nil },
		fate: func(context.Context, int) (sms.Fate, error) {
			return sms.FateUnknown, errors.New("nothing is to be asked")
		},
	}
	s.note = func() []byte { return fmt.Appendf(nil, "note %d", s.count()+1) }
	return s
}

func (s *textStick) Identity() sms.Identity { return s.id }
func (s *textStick) Done() <-chan struct{}  { return s.done }

func (s *textStick) Close() error {
	s.once.Do(func() { close(s.done) })
	return nil
}

func (s *textStick) Listen(sink sms.Sink) {
	s.mu.Lock()
	s.sink = sink
	s.mu.Unlock()
	sink.LinkChanged(sms.Link{Registration: sms.RegHome, Operator: "Testnet", Signal: 70})
}

// begin and end are around every call: a stick is asked for one thing at a time.
func (s *textStick) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy {
		panic("the stick is asked for two things at once")
	}
	s.busy = true
}

func (s *textStick) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy = false
}

func (s *textStick) SendText(
	ctx context.Context, t sms.WholeText, commit func(note []byte) error,
) error {
	s.begin()
	defer s.end()
	if s.prompt != nil {
		s.prompt()
	}
	select {
	case <-s.done:
		return &sms.SubmitError{Code: -1, Gone: true, Err: errGone}
	default:
	}
	note := s.note()
	err := ctx.Err()
	if err == nil && commit != nil {
		err = commit(note)
	}
	if err != nil {
		return &sms.SubmitError{Code: -1, Err: err}
	}
	s.mu.Lock()
	s.sent, s.notes = append(s.sent, t), append(s.notes, string(note))
	n := len(s.sent)
	s.mu.Unlock()
	return s.answer(n)
}

func (s *textStick) Resolve(ctx context.Context, t sms.WholeText, note []byte) (sms.Fate, error) {
	s.begin()
	defer s.end()
	s.mu.Lock()
	s.asked = append(s.asked, string(note)+": "+t.Text)
	n, fate := len(s.asked), s.fate
	s.mu.Unlock()
	return fate(ctx, n)
}

// questions returns the note and the text of every Resolve.
func (s *textStick) questions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

func (s *textStick) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

// wantSent makes sure that the stick has these texts, each once.
func (s *textStick) wantSent(t testing.TB, texts ...string) {
	t.Helper()
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	var got []string
	for _, w := range s.sent {
		got = append(got, w.Text)
	}
	if !slices.Equal(got, texts) {
		t.Fatalf("the stick has %q, want %q", got, texts)
	}
}

// wantAsked makes sure of what the stick was asked about.
func (s *textStick) wantAsked(t testing.TB, want ...string) {
	t.Helper()
	synctest.Wait()
	if asked := s.questions(); !slices.Equal(asked, want) {
		t.Fatalf("asked about %q, want %q", asked, want)
	}
}

// fates has the stick give these answers, one after the other, and then the last one for ever.
func (s *textStick) fates(all ...sms.Fate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fate = func(_ context.Context, n int) (sms.Fate, error) { return all[min(n, len(all))-1], nil }
}

// losing has the answer to the first text get lost.
func (s *textStick) losing() {
	s.answer = func(n int) error {
		if n == 1 {
			return refusal(-1, true)
		}
		return nil
	}
}

// classed is a SendText that failed in a way that the stick tells.
func classed(class sms.Class, reason sms.Reason) error {
	return &sms.SubmitError{Written: true, Code: -1, Class: class, Reason: reason, Err: errors.New("made up")}
}

// whole runs f in a bubble with a stick that sends whole texts.
func whole(t *testing.T, f func(b *bench, s *textStick)) {
	t.Helper()
	bubble(t, func(b *bench) {
		s := newTextStick()
		b.Attach(s)
		f(b, s)
	})
}

// after lets so much time pass.
func after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// copyOf is a copy of a file in a folder of its own.
func copyOf(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(copied, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return copied
}
