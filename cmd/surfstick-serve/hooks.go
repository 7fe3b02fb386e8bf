package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"surfstick-sms/sms/remote"
)

// The events that a webhook can be for.
const (
	eventReceived  = "sms:received"
	eventSent      = "sms:sent"
	eventDelivered = "sms:delivered"
	eventFailed    = "sms:failed"
)

const (
	// maxHooks is how many webhooks there can be. Each listens over a connection of its own to Surfstick SMS,
	// and reads lists over another one.
	maxHooks = 4
	maxURL   = 2000
	maxID    = 36
)

// hook is a webhook with how far it is.
type hook struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Event string `json:"event"`
	// After is the Seq of the last received message that is done, or the ID of the text before the first one of
	// which there may be something to tell.
	After int64 `json:"after"`
	// Told are the IDs after it of which it was told.
	Told []int64 `json:"told,omitempty"`
	// Trying is what could not be delivered yet.
	Trying *trying `json:"trying,omitempty"`
}

// trying is a delivery that has failed.
type trying struct {
	Of     int64     `json:"of"` // Seq or ID
	Failed int       `json:"failed"`
	Next   time.Time `json:"next"`
}

// hooks are the webhooks, in their file and at work.
type hooks struct {
	mu   sync.Mutex
	all  []hook
	stop map[string]context.CancelFunc // by ID, of those at work
	ctx  context.Context
	work sync.WaitGroup
}

func (s *service) hooksPath() string { return filepath.Join(s.data, "serve-webhooks.json") }

// openHooks reads the webhooks of the last time.
func (s *service) openHooks() error {
	err := readPrivate(s.hooksPath(), &s.hooks.all)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// startHooks has the webhooks begin to work, and those that come later, until ctx ends.
func (s *service) startHooks(ctx context.Context) {
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	s.hooks.ctx, s.hooks.stop = ctx, map[string]context.CancelFunc{}
	for _, h := range s.hooks.all {
		s.start(h)
	}
}

// start has one begin. The lock is held.
func (s *service) start(h hook) {
	ctx, cancel := context.WithCancel(s.hooks.ctx)
	s.hooks.stop[h.ID] = cancel
	w := &worker{service: s, hook: h}
	s.hooks.work.Go(func() { w.run(ctx) })
}

// stopHooks waits until all have ended, whose context has.
func (s *service) stopHooks() {
	s.hooks.mu.Lock()
	s.hooks.ctx = nil // none begins any more
	for _, stop := range s.hooks.stop {
		stop()
	}
	s.hooks.mu.Unlock()
	s.hooks.work.Wait()
}

// keep has the webhooks and their file be these, or neither. The lock is held.
func (s *service) keep(all []hook) error {
	if err := writePrivate(s.hooksPath(), all); err != nil {
		return err
	}
	s.hooks.all = all
	return nil
}

// hookBody is a webhook as clients see it.
type hookBody struct {
	ID       string  `json:"id"`
	DeviceID *string `json:"deviceId"`
	URL      string  `json:"url"`
	Event    string  `json:"event"`
}

func (h hook) body() hookBody {
	device := deviceID
	return hookBody{h.ID, &device, h.URL, h.Event}
}

// listHooks answers GET /webhooks.
func (s *service) listHooks(*http.Request) (int, any, error) {
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	all := []hookBody{}
	for _, h := range s.hooks.all {
		all = append(all, h.body())
	}
	return http.StatusOK, all, nil
}

// addHook answers POST /webhooks. It hears of what happens from now on; one with the ID of another takes its
// place.
func (s *service) addHook(r *http.Request) (int, any, error) {
	var b hookBody
	if err := readBody(r, &b); err != nil {
		return 0, nil, err
	}
	if err := b.check(); err != nil {
		return 0, nil, err
	}
	h := hook{ID: cmp.Or(b.ID, rand.Text()), URL: b.URL, Event: b.Event}
	var err error
	if h.After, err = s.now(r.Context(), h.Event); err != nil {
		return 0, nil, err
	}
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	all := slices.Clone(s.hooks.all)
	if at := slices.IndexFunc(all, h.same); at >= 0 {
		if before := all[at]; before.Event == h.Event { // it goes on where it was
			if before.URL == h.URL {
				return http.StatusCreated, before.body(), nil
			}
			h.After, h.Told = before.After, before.Told
		}
		all = slices.Delete(all, at, at+1)
	}
	if len(all) >= maxHooks {
		return 0, nil, httpError{http.StatusBadRequest, fmt.Sprintf("There can be %d webhooks.", maxHooks)}
	}
	if err := s.keep(append(all, h)); err != nil {
		return 0, nil, err
	}
	s.end(h)
	if s.hooks.ctx != nil {
		s.start(h)
	}
	return http.StatusCreated, h.body(), nil
}

// end has one end, if it has begun. The lock is held.
func (s *service) end(h hook) {
	if stop := s.hooks.stop[h.ID]; stop != nil {
		stop()
		delete(s.hooks.stop, h.ID)
	}
}

func (h hook) same(other hook) bool { return h.ID == other.ID }

// removeHook answers DELETE /webhooks/{id}.
func (s *service) removeHook(r *http.Request) (int, any, error) {
	gone := hook{ID: r.PathValue("id")}
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	at := slices.IndexFunc(s.hooks.all, gone.same)
	if at < 0 {
		return 0, nil, httpError{http.StatusNotFound, "There is no such webhook."}
	}
	if err := s.keep(slices.Delete(slices.Clone(s.hooks.all), at, at+1)); err != nil {
		return 0, nil, err
	}
	s.end(gone)
	return http.StatusNoContent, nil, nil
}

// now returns where a webhook begins for which nothing has happened yet.
func (s *service) now(ctx context.Context, event string) (int64, error) {
	c, err := s.client(ctx)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	if event == eventReceived {
		return c.Listen(ctx, remote.ListenParams{})
	}
	l, err := c.List(ctx, remote.ListParams{Direction: remote.Out, Limit: 1})
	if err != nil || len(l.Texts) == 0 {
		return 0, err
	}
	return l.Texts[0].ID, nil
}

// check returns what is wrong with a webhook.
func (b hookBody) check() error {
	bad := func(sentence string) error { return httpError{http.StatusBadRequest, sentence} }
	if len(b.ID) > maxID || strings.ContainsFunc(b.ID, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return bad("An id has at most 36 characters, without spaces.")
	}
	if b.DeviceID != nil && *b.DeviceID != "" && *b.DeviceID != deviceID {
		return bad("There is one device here: deviceId is " + deviceID + ".")
	}
	switch b.Event {
	case eventReceived, eventSent, eventDelivered, eventFailed:
	default:
		return bad("The event must be sms:received, sms:sent, sms:delivered or sms:failed.")
	}
	u, err := url.Parse(b.URL)
	if err != nil || len(b.URL) > maxURL || u.Hostname() == "" || u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())) {
		return bad("The url must begin with https://, or with http:// and an address of this computer, such as 127.0.0.1.")
	}
	return nil
}

// isLoopback reports whether a host is this computer. What a name leads to is looked at again when a
// connection is made.
func isLoopback(name string) bool {
	a, err := netip.ParseAddr(name)
	return name == "localhost" || err == nil && a.IsLoopback()
}
