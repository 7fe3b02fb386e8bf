package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"
)

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", host+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// target takes what webhooks deliver.
type target struct {
	*httptest.Server
	mu     sync.Mutex
	came   []event
	tries  int
	open   int
	status int
	slow   time.Duration
}

// newTarget checks the signature of each delivery.
func newTarget(t *testing.T, o *office) *target {
	t.Helper()
	h := &target{status: 204}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		var e event
		if err != nil || json.Unmarshal(text, &e) != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %v %s, %v", r.Method, r.Header, text, err)
		}
		at := r.Header.Get("X-Timestamp")
		if seconds, err := strconv.ParseInt(at, 10, 64); err != nil || time.Since(time.Unix(seconds, 0)).Abs() > time.Minute {
			t.Errorf("X-Timestamp %q", at)
		}
		if r.Header.Get("X-Signature") != sign(o.key.Signing, text, at) {
			t.Errorf("X-Signature %q", r.Header.Get("X-Signature"))
		}
		h.mu.Lock()
		h.tries++
		if h.open++; h.open > 1 {
			t.Error("two at a time")
		}
		status, slow := h.status, h.slow
		if status < 300 {
			h.came = append(h.came, e)
		}
		h.mu.Unlock()
		time.Sleep(slow)
		h.mu.Lock()
		h.open--
		h.mu.Unlock()
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *target) answer(status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.status = status
}

func (h *target) tried() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.tries
}

// texts returns what was delivered.
func (h *target) texts() (all []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range h.came {
		if e.Payload.Message != nil {
			all = append(all, *e.Payload.Message)
		} else {
			all = append(all, e.Event+" "+e.Payload.MessageID)
		}
	}
	return all
}

// get waits until these texts were delivered, and no others.
func (h *target) get(t *testing.T, want ...string) {
	t.Helper()
	until(t, fmt.Sprint(want), func() bool { return len(h.texts()) >= len(want) })
	if got := h.texts(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("delivered %q, want %q", got, want)
	}
}
