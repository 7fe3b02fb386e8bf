package contract

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"surfstick-sms/sms"
)

// wantSubmitError checks all of a *sms.SubmitError but its cause.
func wantSubmitError(t *testing.T, err error, want sms.SubmitError) {
	t.Helper()
	var got *sms.SubmitError
	switch {
	case !errors.As(err, &got):
		t.Errorf("error %v is no SubmitError", err)
	case got.Err == nil:
		t.Error("error without a cause")
	case got.Written != want.Written || got.Code != want.Code || got.Gone != want.Gone:
		t.Errorf("error %v (gone %t), want written %t, code %d, gone %t",
			err, got.Gone, want.Written, want.Code, want.Gone)
	}
}

// keptBeforeDeleted receives the stored text and a new one.
func keptBeforeDeleted(t *testing.T, s BackendSetup) {
	sink := &countingSink{}
	sink.onKeep = func(d sms.Delivery) error {
		if s.Held() == 0 {
			t.Error("deleted or acknowledged before it was kept")
		}
		return nil
	}
	s.Backend.Listen(sink)
	time.Sleep(time.Minute)
	s.Arrive()
	time.Sleep(time.Minute)
	if len(sink.seen().kept) != 2 || !sink.seen().kept[0].Old || sink.seen().kept[1].Old || s.Held() != 0 {
		t.Errorf("kept %+v, %d still held; want an old and a new one, and none", sink.seen().kept, s.Held())
	}
	if !sink.seen().link.Up {
		t.Errorf("link %+v was reported", sink.seen().link)
	}
}

func staysUntilKept(t *testing.T, s BackendSetup) {
	sink := &countingSink{}
	var room atomic.Bool
	sink.onKeep = func(sms.Delivery) error {
		if !room.Load() {
			return errors.New("disk full")
		}
		return nil
	}
	s.Backend.Listen(sink)
	s.Arrive()
	time.Sleep(5 * time.Minute)
	if s.Held() == 0 || len(sink.seen().kept) != 0 {
		t.Fatalf("%d held, kept %+v on a full disk", s.Held(), sink.seen().kept)
	}
	room.Store(true)
	time.Sleep(5 * time.Minute)
	texts := map[string]bool{} // one may come twice: nobody knows that it was refused
	for _, d := range sink.seen().kept {
		texts[d.Raw] = true
	}
	if len(texts) != 2 || s.Held() != 0 {
		t.Errorf("kept %d, %d still held; want 2 and none", len(texts), s.Held())
	}
}

func oneCallAtATime(t *testing.T, s BackendSetup) {
	sink := &countingSink{}
	sink.onKeep = func(sms.Delivery) error {
		time.Sleep(time.Second)
		return nil
	}
	s.Backend.Listen(sink)
	for range 5 {
		s.Arrive()
	}
	if _, err := s.submit(t, nil); err != nil {
		t.Errorf("submit meanwhile: %v", err)
	}
	time.Sleep(5 * time.Minute)
	texts := slices.DeleteFunc(sink.seen().kept, isReport)
	if sink.seen().together || len(texts) != 6 {
		t.Errorf("kept %d, want 6; calls at the same time: %t", len(texts), sink.seen().together)
	}
}

// isReport reports whether a delivery is one of a memory of delivery reports. One comes on what was submitted
// if the backend had asked for reports by then.
func isReport(d sms.Delivery) bool { return d.Memory == "SR" }

func closedWhileKeeping(t *testing.T, s BackendSetup) {
	sink := &countingSink{}
	sink.onKeep = func(sms.Delivery) error { return s.Backend.Close() }
	s.Arrive()
	s.Backend.Listen(sink)
	<-s.Backend.Done()
	calls := sink.calls()
	time.Sleep(time.Hour)
	if len(sink.seen().kept) == 0 || sink.calls() != calls {
		t.Errorf("kept %d; %d calls after Done", len(sink.seen().kept), sink.calls()-calls)
	}
}

// countingSink is a sms.Sink that notes what it is called with.
type countingSink struct {
	onKeep func(sms.Delivery) error // nil keeps everything

	entry sync.Mutex // held during a call
	mu    sync.Mutex // guards all below
	n     int
	noted
}

type noted struct {
	together bool // two calls at the same time
	kept     []sms.Delivery
	link     sms.Link
}

// enter notes the beginning of a call and returns what notes its end.
func (s *countingSink) enter() (leave func()) {
	alone := s.entry.TryLock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	if !alone {
		s.together = true
		return func() {}
	}
	return s.entry.Unlock
}

func (s *countingSink) calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

// seen returns what was noted so far.
func (s *countingSink) seen() noted {
	s.mu.Lock()
	defer s.mu.Unlock()
	return noted{s.together, slices.Clone(s.kept), s.link}
}

// Keep implements sms.Sink.
func (s *countingSink) Keep(d sms.Delivery) error {
	defer s.enter()()
	if s.onKeep != nil {
		if err := s.onKeep(d); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = append(s.kept, d)
	return nil
}

// Called implements sms.Sink.
func (s *countingSink) Called(sms.Call) { s.enter()() }

// LinkChanged implements sms.Sink.
func (s *countingSink) LinkChanged(l sms.Link) {
	defer s.enter()()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.link = l
}

// MemoryChanged implements sms.Sink.
func (s *countingSink) MemoryChanged(sms.MemoryChanged) { defer s.enter()() }
