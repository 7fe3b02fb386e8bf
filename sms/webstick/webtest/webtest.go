// Package webtest is what the tests of sms/hilink and sms/goform have in common: a sink that notes what a
// stick delivers, and texts that are sent with the notes about them. Only tests use it.
package webtest

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"surfstick-sms/sms"
	"surfstick-sms/sms/fakeweb"
	"surfstick-sms/sms/webstick"
)

// Sink is a sms.Sink that notes what is delivered.
type Sink struct {
	Refuse func(sms.Delivery) error // nil keeps everything

	mu     sync.Mutex
	kept   []sms.Delivery
	keptAt []time.Time
	links  []sms.Link
	fills  []sms.MemoryChanged
}

// Keep implements sms.Sink.
func (k *Sink) Keep(d sms.Delivery) error {
	if k.Refuse != nil {
		if err := k.Refuse(d); err != nil {
			return err
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept, k.keptAt = append(k.kept, d), append(k.keptAt, time.Now())
	return nil
}

// LinkChanged implements sms.Sink.
func (k *Sink) LinkChanged(l sms.Link) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.links = append(k.links, l)
}

// MemoryChanged implements sms.Sink.
func (k *Sink) MemoryChanged(m sms.MemoryChanged) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.fills = append(k.fills, m)
}

// Called implements sms.Sink. No web server tells of calls.
func (*Sink) Called(sms.Call) {}

// Deliveries returns what was kept so far, in order.
func (k *Sink) Deliveries() []sms.Delivery {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.kept)
}

// KeptAt returns when that was.
func (k *Sink) KeptAt() []time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.keptAt)
}

// Entries returns what was kept so far as parse reads it.
func (k *Sink) Entries(parse func(raw []byte) webstick.Entry) []webstick.Entry {
	var all []webstick.Entry
	for _, d := range k.Deliveries() {
		all = append(all, parse([]byte(d.Raw)))
	}
	return all
}

// Memories returns what was told of them so far.
func (k *Sink) Memories() []sms.MemoryChanged {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.fills)
}

// LastLink returns the link as last told; the zero value before that.
func (k *Sink) LastLink() sms.Link {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.links) == 0 {
		return sms.Link{}
	}
	return k.links[len(k.links)-1]
}

// WantContents checks the contents of some entries, in order.
func WantContents(t *testing.T, entries []webstick.Entry, want ...string) {
	t.Helper()
	var got []string
	for _, e := range entries {
		got = append(got, e.Content)
	}
	if !slices.Equal(got, want) {
		t.Errorf("kept %q, want %q", got, want)
	}
}

// InBubble runs a test with a clock of its own.
func InBubble(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, f) })
}

// Repeated is the same disturbance n times.
func Repeated(n int, d fakeweb.Disturbance) []fakeweb.Disturbance {
	return slices.Repeat([]fakeweb.Disturbance{d}, n)
}

// SendNoted sends a text and returns the note about it, of which there may be only one.
func SendNoted(t *testing.T, s *webstick.Stick, text sms.WholeText) (note []byte, err error) {
	t.Helper()
	err = s.SendText(t.Context(), text, func(n []byte) error {
		if note != nil {
			t.Error("committed twice")
		}
		note = slices.Clone(n)
		return nil
	})
	return note, err
}

// WantRefused checks that an error is a SubmitError of the wanted kind; its Err does not count.
func WantRefused(t *testing.T, err error, want sms.SubmitError) {
	t.Helper()
	var got *sms.SubmitError
	if !errors.As(err, &got) {
		t.Fatalf("error %v is no SubmitError", err)
	}
	if got.Written != want.Written || got.Code != want.Code || got.Gone != want.Gone ||
		got.Class != want.Class || got.Reason != want.Reason {
		t.Errorf("got %v, class %v, reason %v, gone %t; want %+v", got, got.Class, got.Reason, got.Gone, want)
	}
}
